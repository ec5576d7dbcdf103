// SPDX-License-Identifier: GPL-2.0
/* All are given back, and then marked dirty through a pointer that walks over them. */
#include <linux/mm.h>

struct shot {
	struct page **pages;
	unsigned int count;
};

void shot_free(struct shot *shot)
{
	struct page **p, **end = shot->pages + shot->count;

	unpin_user_pages(shot->pages, shot->count);
	for (p = shot->pages; p < end; p++)
		set_page_dirty_lock(*p);
	kvfree(shot);
}
