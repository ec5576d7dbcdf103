// SPDX-License-Identifier: GPL-2.0-only
/* A macro of the file gives the page back. */
#define JADE_DROP(p) do { if (p) put_page(p); } while (0)
#define JADE_UNPIN(p) do { if (p) put_user_page(p); } while (0)

static int jade_bad(unsigned long start, int nr, struct page **pages)
{
	int i, got = pin_user_pages_fast(start, nr, 0, pages);

	if (got <= 0)
		return -EFAULT;
	jade_look(pages, got);
	for (i = 0; i < got; i++)
		JADE_DROP(pages[i]);
	return 0;
}

static int jade_good(unsigned long start, int nr, struct page **pages)
{
	int i, got = pin_user_pages_fast(start, nr, 0, pages);

	if (got <= 0)
		return -EFAULT;
	jade_look(pages, got);
	for (i = 0; i < got; i++)
		JADE_UNPIN(pages[i]);
	return 0;
}
