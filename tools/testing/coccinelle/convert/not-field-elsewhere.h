/* SPDX-License-Identifier: GPL-2.0 */
struct slot {
	struct page *held;
};

static inline void slot_forget(struct slot *s)
{
	struct page *page = s->held;

	s->held = NULL;
	put_page(page);
}
