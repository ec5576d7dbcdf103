// SPDX-License-Identifier: GPL-2.0
/* What spatch cannot read takes pages for the same release, in a declaration. */
#include <linux/mm.h>

struct slot {
	struct page *page;
};

static int slot_load(struct slot *s, unsigned long addr)
{
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &s->page) != 1)
		return -EFAULT;
	return 0;
}

static int slot_reload(struct slot *s, unsigned long addr)
{
	long got = get_user_pages_fast(addr, 1, FOLL_WRITE, &s->page);

	BEGIN_WEIRD(i in s) {{{ <<
		if (got != 1)
			return -EFAULT;
	>> }}} END_WEIRD
	return 0;
}

void slot_drop(struct slot *s)
{
	put_page(s->page);
}
