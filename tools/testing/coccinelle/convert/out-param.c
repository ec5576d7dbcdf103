// SPDX-License-Identifier: GPL-2.0
/* The array is made and given back by a helper. */
#include <linux/mm.h>

static int grab(unsigned long addr, int nr, struct page ***out)
{
	struct page **list = kvmalloc_array(nr, sizeof(*list), GFP_KERNEL);
	int got;

	if (!list)
		return -ENOMEM;
	got = get_user_pages_fast(addr, nr, 0, list);
	if (got <= 0) {
		kvfree(list);
		return -EFAULT;
	}
	*out = list;
	return got;
}

int look(unsigned long addr, int nr)
{
	struct page **list;
	int i, got = grab(addr, nr, &list);

	if (got < 0)
		return got;
	for (i = 0; i < got; i++)
		put_page(list[i]);
	kvfree(list);
	return 0;
}
