// SPDX-License-Identifier: GPL-2.0
/* The head of the loop steps on, before the next page is marked dirty. */
#include <linux/mm.h>

struct seg {
	struct page *page;
};

struct frame {
	struct seg *seg, *end;
	bool rx;
};

void frame_unwind(struct frame *f)
{
	struct seg *s = f->end;

	while (s-- > f->seg) {
		if (f->rx)
			set_page_dirty_lock(s->page);
		unpin_user_page(s->page);
	}
	kfree(f->seg);
}
