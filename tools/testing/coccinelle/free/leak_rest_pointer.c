// SPDX-License-Identifier: GPL-2.0
/* Taken in rounds through a pointer to the rest of the array. */
#include <linux/mm.h>
int page_pin(struct dev *dev, unsigned long start, int amount)
{
	int total = 0;

	dev->list = kcalloc(amount, sizeof(struct page *), GFP_KERNEL);
	if (!dev->list)
		return -ENOMEM;
	while (total < amount) {
		struct page **cur = dev->list + total;
		int n = pin_user_pages_fast(start + total * PAGE_SIZE, amount - total,
					    FOLL_WRITE | FOLL_LONGTERM, cur);
		if (n < 1) {
			kfree(dev->list);
			return -EFAULT;
		}
		total += n;
	}
	return 0;
}
void page_unpin(struct dev *dev, int amount)
{
	unpin_user_pages_dirty_lock(dev->list, amount, true);
	kfree(dev->list);
}
