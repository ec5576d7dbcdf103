// SPDX-License-Identifier: GPL-2.0-only
static int ctx_add(struct ctx *c, unsigned long a, int n)
{
	int pinned, err;
	struct buf *b = kzalloc(sizeof(*b), GFP_KERNEL);

	if (!b)
		return -ENOMEM;
	b->pages = kvcalloc(n, sizeof(*b->pages), GFP_KERNEL);
	if (!b->pages) {
		err = -ENOMEM;
		goto free_b;
	}
	pinned = pin_user_pages_fast(a, n, FOLL_WRITE | FOLL_LONGTERM, b->pages);
	if (pinned != n) {
		err = pinned < 0 ? pinned : -EFAULT;
		goto unpin;
	}
	b->n = pinned;
	err = xa_alloc(&c->xa, &b->id, b, xa_limit_32b, GFP_KERNEL);
	if (err < 0)
		goto unpin;
	return b->id;
unpin:
	if (pinned > 0)
		unpin_user_pages(b->pages, pinned);
	kvfree(b->pages);
free_b:
	kfree(b);
	return err;
}
