// SPDX-License-Identifier: GPL-2.0-only
static int gpu_pin(struct gpu *gpu, unsigned long addr, int nr)
{
	struct page *page;
	int i, got;

	got = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, gpu->pages);
	for (i = max(got, 0); i < nr; i++) {
		page = pfn_to_page(gpu_pfn(gpu, i));
		get_page(page);
		gpu->pages[i] = page;
	}
	return 0;
}

static void gpu_unpin(struct gpu *gpu, int nr)
{
	unpin_user_pages(gpu->pages, nr);
}
