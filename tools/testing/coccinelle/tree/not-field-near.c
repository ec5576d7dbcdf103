// SPDX-License-Identifier: GPL-2.0
/* The only release of the field is in field-near-free.c. */
#include <linux/mm.h>
#include "field-near.h"

int doorbell_set(struct doorbell *d, unsigned long addr)
{
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &d->bell) != 1) {
		d->bell = NULL;
		return -EFAULT;
	}
	return 0;
}
