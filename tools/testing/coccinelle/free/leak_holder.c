// SPDX-License-Identifier: GPL-2.0-only
static struct coop *coop_build(struct farm *f, unsigned long at, int nr)
{
	struct coop *c = kzalloc(struct_size(c, hens, nr), GFP_KERNEL);
	int got, err;

	if (!c)
		return ERR_PTR(-ENOMEM);
	got = pin_user_pages_fast(at, nr, FOLL_WRITE | FOLL_LONGTERM, c->hens);
	if (got != nr) {
		if (got > 0)
			unpin_user_pages(c->hens, got);
		err = got < 0 ? got : -EFAULT;
		goto out;
	}
	err = idr_alloc(&f->coops, c, 0, 0, GFP_KERNEL);
	if (err < 0)
		goto out;
	c->nr = nr;
	return c;
out:
	kfree(c);
	return ERR_PTR(err);
}
