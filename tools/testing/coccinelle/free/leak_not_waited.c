// SPDX-License-Identifier: GPL-2.0-only
/* Nobody is waited for before the array goes. */
struct job {
	struct page **pages;
	unsigned int n;
	struct completion done;
};

static void player_bh(struct tasklet_struct *t)
{
	struct player *p = from_tasklet(p, t, bh);
	struct job *j = xchg(&p->job, NULL);

	if (!j)
		return;
	unpin_user_pages(j->pages, j->n);
	complete(&j->done);
}

int player_try(struct player *p, unsigned long addr, unsigned int n)
{
	struct job *j = kzalloc(sizeof(*j), GFP_KERNEL);
	int got, ret = 0;

	if (!j)
		return -ENOMEM;
	j->pages = kcalloc(n, sizeof(struct page *), GFP_KERNEL);
	if (!j->pages) {
		ret = -ENOMEM;
		goto out;
	}
	got = pin_user_pages_fast(addr, n, 0, j->pages);
	if (got < (int)n) {
		if (got > 0)
			unpin_user_pages(j->pages, got);
		ret = -EFAULT;
		goto out;
	}
	j->n = n;
	if (player_busy(p))
		ret = -EBUSY;
out:
	kfree(j->pages);
	kfree(j);
	return ret;
}
