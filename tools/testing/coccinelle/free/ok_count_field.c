// SPDX-License-Identifier: GPL-2.0-only
static int oven_heat(struct oven *o, unsigned long at)
{
	o->loaves = pin_user_pages_fast(at, o->room, FOLL_WRITE | FOLL_LONGTERM, o->loaf);
	if (o->loaves == o->room)
		return 0;
	if (o->loaves < 0)
		return o->loaves;
	unpin_user_pages(o->loaf, o->loaves);
	return -EFAULT;
}

static int oven_warm(struct oven *o, unsigned long at)
{
	long got = pin_user_pages_fast(at, o->room, FOLL_WRITE | FOLL_LONGTERM, o->loaf);

	o->loaves = max(got, 0L);
	if (got == o->room)
		return 0;
	unpin_user_pages(o->loaf, o->loaves);
	return -EFAULT;
}
