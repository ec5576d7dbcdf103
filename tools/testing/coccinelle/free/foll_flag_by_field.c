// SPDX-License-Identifier: GPL-2.0-only
/* FOLL_GET comes out of a field by way of a helper. */
static void opts_init(struct opts *o)
{
	o->extra = FOLL_GET;
}

static unsigned int opts_flags(const struct opts *o)
{
	unsigned int f = o->extra;

	if (o->write)
		f |= FOLL_WRITE;
	return f;
}

int batch(struct snap *s, unsigned long addr, long want)
{
	long n = pin_user_pages_fast(addr, want, opts_flags(&s->o), s->pages);
	int err;

	if (n <= 0)
		return n ? n : -EFAULT;
	err = emit(s, n);
	unpin_user_pages(s->pages, n);
	return err;
}
