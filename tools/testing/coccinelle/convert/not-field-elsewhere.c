// SPDX-License-Identifier: GPL-2.0
/* Another file releases what is in the field, by way of a variable. */
#include <linux/mm.h>
#include "not-field-elsewhere.h"

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
