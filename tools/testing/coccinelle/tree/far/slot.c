// SPDX-License-Identifier: GPL-2.0
#include "slot.h"

void slot_forget(struct slot *s)
{
	struct page *page = s->held;

	s->held = NULL;
	put_page(page);
}
