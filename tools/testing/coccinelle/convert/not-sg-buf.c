// SPDX-License-Identifier: GPL-2.0
/* A scatterlist can have memory of the kernel, too. */
#include <linux/mm.h>

struct entry {
	struct page *page;
	struct scatterlist sg[4];
};

int entry_kernel(struct entry *e)
{
	void *b = kmalloc(64, GFP_KERNEL);

	if (!b)
		return -ENOMEM;
	sg_set_buf(&e->sg[0], b, 64);
	return 0;
}

int entry_user(struct entry *e, unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	sg_set_page(&e->sg[0], page, PAGE_SIZE, 0);
	return 0;
}

void entry_drop(struct entry *e)
{
	put_page(sg_page(&e->sg[0]));
}
