// SPDX-License-Identifier: GPL-2.0-only
/* The same helpers in the right order, and once more after others were taken. */
static void scan_mark_dirty(struct scan *s)
{
	unsigned int i;

	for (i = 0; i < s->nr; i++)
		set_page_dirty_lock(s->pages[i]);
}

static void scan_teardown(struct device *dev, struct scan *s)
{
	dma_unmap_sgtable(dev, &s->sgt, DMA_FROM_DEVICE, 0);
	unpin_user_pages(s->pages, s->nr);
}

int scan_range(struct device *dev, unsigned long addr, unsigned int nr)
{
	struct scan s = {};
	int ret = scan_setup(dev, &s, addr, nr);

	if (ret)
		return ret;
	ret = scan_run(dev, &s);
	if (!ret)
		scan_mark_dirty(&s);
	scan_teardown(dev, &s);
	ret = scan_setup(dev, &s, addr + nr * PAGE_SIZE, nr);
	if (ret)
		return ret;
	scan_mark_dirty(&s);
	scan_teardown(dev, &s);
	return 0;
}
