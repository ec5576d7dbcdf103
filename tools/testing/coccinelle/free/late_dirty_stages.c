// SPDX-License-Identifier: GPL-2.0-only
/* One helper gives back what is in a structure, another marks the same dirty. */
static void rota_unpin(struct rota *r)
{
	if (r->nr > 0)
		unpin_user_pages(r->days, r->nr);
}

static void rota_soil(struct rota *r)
{
	long i;

	for (i = 0; i < r->nr; i++)
		folio_mark_dirty_lock(page_folio(r->days[i]));
}

static void rota_drop_head(struct rota *r)
{
	put_user_page(r->head);
}

static void rota_soil_head(struct rota *r)
{
	set_page_dirty_lock(r->head);
}

static void rota_done(struct work_struct *w)
{
	struct rota *r = container_of(w, struct rota, done);

	rota_unpin(r);
	if (!r->status)
		rota_soil(r);
	rota_drop_head(r);
	rota_soil_head(r);
	kvfree(r->days);
}

static void rota_done_good(struct work_struct *w)
{
	struct rota *r = container_of(w, struct rota, done);

	if (!r->status)
		rota_soil(r);
	rota_unpin(r);
	rota_soil_head(r);
	rota_drop_head(r);
	kvfree(r->days);
}

/* What is marked is what the next one has. */
static void rota_turn(struct rota *r)
{
	rota_unpin(r);
	r = r->next;
	rota_soil(r);
}

/* Both are of the same kind, and not the same. */
static void rota_pair(struct rota *r, struct rota *old)
{
	rota_unpin(old);
	rota_soil(r);
}

static long rota_begin(struct rota *r, unsigned long at, long nr)
{
	r->nr = pin_user_pages_fast(at, nr, FOLL_WRITE, r->days);
	if (r->nr == nr)
		return rota_post(r);
	rota_unpin(r);
	return r->nr < 0 ? r->nr : -EFAULT;
}
