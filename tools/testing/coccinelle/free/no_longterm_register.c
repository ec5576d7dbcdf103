// SPDX-License-Identifier: GPL-2.0-only
/* What is registered stays until it is unregistered, whatever it is for. */
static int puffin_rx_register(struct puffin *p, unsigned long start, int nr)
{
	int got = pin_user_pages_fast(start, nr, FOLL_WRITE, p->pages);

	if (got != nr) {
		if (got > 0)
			put_user_pages(p->pages, got);
		return got < 0 ? got : -EFAULT;
	}
	p->nr = nr;
	return 0;
}

static int puffin_rx_post(struct puffin *p, unsigned long start, int nr)
{
	int got = pin_user_pages_fast(start, nr, FOLL_WRITE, p->pages);

	if (got != nr) {
		if (got > 0)
			put_user_pages(p->pages, got);
		return got < 0 ? got : -EFAULT;
	}
	p->nr = nr;
	return 0;
}

static int puffin_dma_map(struct puffin *p, unsigned long start, unsigned long iova)
{
	struct page *page;
	int err = pin_user_pages_fast(start, 1, FOLL_WRITE, &page);

	if (err != 1)
		return err < 0 ? err : -EFAULT;
	err = iommu_map(p->domain, iova, page_to_phys(page), PAGE_SIZE, IOMMU_READ, GFP_KERNEL);
	if (err)
		put_user_page(page);
	return err;
}
