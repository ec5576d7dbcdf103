// SPDX-License-Identifier: GPL-2.0-only
static int disk_read(struct disk *disk, unsigned long addr, int nr, struct page **pages)
{
	struct sg_page_iter it;
	int got;

	got = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got != nr)
		return disk_short(disk, pages, got);
	sg_alloc_table_from_pages(&disk->sgt, pages, nr, 0, nr << PAGE_SHIFT, GFP_KERNEL);
	disk_transfer(disk);
	for_each_sg_page(disk->sgt.sgl, &it, disk->sgt.orig_nents, 0)
		put_page(sg_page_iter_page(&it));
	return 0;
}
