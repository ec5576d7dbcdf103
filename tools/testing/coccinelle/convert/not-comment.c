// SPDX-License-Identifier: GPL-2.0
/* The name is only in a comment: get_user_pages(), put_page(). */
#include <linux/mm.h>

int nothing(void)
{
	/* get_user_pages(addr, 1, FOLL_WRITE, &page) would be too slow */
	return 0;
}
