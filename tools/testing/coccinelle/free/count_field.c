// SPDX-License-Identifier: GPL-2.0-only
struct oven {
	struct page **loaf;
	u32 loaves, room;
};

static int oven_heat(struct oven *o, unsigned long at)
{
	o->loaves = pin_user_pages_fast(at, o->room, FOLL_WRITE | FOLL_LONGTERM, o->loaf);
	if (o->loaves == o->room)
		return 0;
	unpin_user_pages(o->loaf, o->loaves);
	return -EFAULT;
}
