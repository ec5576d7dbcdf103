// SPDX-License-Identifier: GPL-2.0-only
static int door_open(struct door *d, unsigned long at, unsigned long iova)
{
	struct page *leaf;
	int err;

	if (pin_user_pages_fast(at, 1, FOLL_WRITE | FOLL_LONGTERM, &leaf) != 1)
		return -EFAULT;
	err = iommu_map(d->domain, iova, page_to_phys(leaf), PAGE_SIZE, d->prot, GFP_KERNEL);
	if (err)
		unpin_user_page(leaf);
	return err;
}

static int door_peep(struct door *d, unsigned long at, unsigned long iova)
{
	struct page *leaf;
	int err;

	if (pin_user_pages_fast(at, 1, FOLL_WRITE, &leaf) != 1)
		return -EFAULT;
	err = iommu_map(d->domain, iova, page_to_phys(leaf), PAGE_SIZE, d->prot, GFP_KERNEL);
	if (!err) {
		door_look(d);
		iommu_unmap(d->domain, iova, PAGE_SIZE);
	}
	unpin_user_page(leaf);
	return err;
}
