// SPDX-License-Identifier: GPL-2.0-only
/* What goes out of scope is the structure that has the pages. */
struct pinset {
	struct page **pages;
	int nr;
};

static void pinset_release(struct pinset *p)
{
	if (p->nr > 0)
		unpin_user_pages(p->pages, p->nr);
	p->nr = 0;
}

DEFINE_FREE(pinset, struct pinset *, if (_T) pinset_release(_T))

int pinset_sum(unsigned long addr, int n, u32 *sum)
{
	struct page **pages __free(kvfree) = kvmalloc_array(n, sizeof(*pages), GFP_KERNEL);

	if (!pages)
		return -ENOMEM;

	struct pinset set = { .pages = pages };
	struct pinset *p __free(pinset) = &set;

	p->nr = pin_user_pages_fast(addr, n, 0, pages);
	if (p->nr < 0)
		return p->nr;
	if (p->nr < n)
		return -EFAULT;
	*sum = add_up(n);
	if (signal_pending(current))
		return -EINTR;
	return 0;
}
