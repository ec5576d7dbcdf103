// SPDX-License-Identifier: GPL-2.0-only
static void crate_empty(struct crate *c)
{
	unpin_user_pages(c->jar, c->jars);
	kvfree(c->jar);
}

static int crate_pack(struct crate *c, unsigned long at, int nr)
{
	int got;

	c->jars = nr;
	c->jar = kvmalloc_array(nr, sizeof(*c->jar), GFP_KERNEL);
	if (!c->jar)
		return -ENOMEM;
	got = pin_user_pages_fast(at, nr, FOLL_WRITE | FOLL_LONGTERM, c->jar);
	if (got != nr) {
		crate_empty(c);
		return got < 0 ? got : -EFAULT;
	}
	return 0;
}
