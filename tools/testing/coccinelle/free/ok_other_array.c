// SPDX-License-Identifier: GPL-2.0-only
struct in { struct page **pages; int nr; };
struct out { struct page **pages; int nr; };

static int in_map(struct in *in, unsigned long addr)
{
	int got = pin_user_pages_fast(addr, in->nr, FOLL_LONGTERM, in->pages);

	if (got != in->nr)
		return in_short(in, got);
	return 0;
}

static void in_unmap(struct in *in)
{
	put_user_pages(in->pages, in->nr);
}

static void out_free(struct out *out)
{
	while (out->nr--)
		put_page(out->pages[out->nr]);
}
