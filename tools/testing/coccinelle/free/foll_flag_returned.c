// SPDX-License-Identifier: GPL-2.0-only
/* The flag is in a macro that a function returns. */

#define BF_GUP_BASE	(FOLL_GET | FOLL_LONGTERM)

struct bf_buf {
	bool		to_user;
	int		nr;
	struct page	**pages;
};

static unsigned int bf_gup_flags(const struct bf_buf *b)
{
	return b->to_user ? BF_GUP_BASE | FOLL_WRITE : BF_GUP_BASE;
}

int bf_buf_pin(struct bf_buf *b, unsigned long va, int want)
{
	int n;

	b->pages = kvmalloc_array(want, sizeof(struct page *), GFP_KERNEL);
	if (!b->pages)
		return -ENOMEM;

	n = pin_user_pages_fast(va, want, bf_gup_flags(b), b->pages);
	if (n == want) {
		b->nr = n;
		return 0;
	}

	if (n > 0)
		unpin_user_pages(b->pages, n);
	kvfree(b->pages);
	b->pages = NULL;
	return n < 0 ? n : -EFAULT;
}

void bf_buf_unpin(struct bf_buf *b)
{
	if (!b->pages)
		return;
	unpin_user_pages_dirty_lock(b->pages, b->nr, b->to_user);
	kvfree(b->pages);
	b->pages = NULL;
	b->nr = 0;
}
