// SPDX-License-Identifier: GPL-2.0
/* A file of another folder releases what is in the field. */
#include <linux/mm.h>
#include <far/slot.h>

int slot_get(struct slot *s, unsigned long addr)
{
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &s->held) != 1)
		return -EFAULT;
	return 0;
}

void slot_put(struct slot *s)
{
	put_page(s->held);
}
