// SPDX-License-Identifier: GPL-2.0
/* Copies by the processor neither keep nor release. */
#include <linux/mm.h>

static int patch_text(struct mm_struct *mm, struct vm_area_struct *vma,
		      unsigned long addr, void *buf)
{
	struct page *page;
	void *va;

	if (get_user_pages_remote(mm, addr, 1, FOLL_WRITE | FOLL_FORCE, &page, NULL) != 1)
		return -EFAULT;
	va = kmap_local_page(page);
	copy_to_user_page(vma, page, addr, va, buf, 8);
	kunmap_local(va);
	set_page_dirty_lock(page);
	put_page(page);
	return 0;
}
