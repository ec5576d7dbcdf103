// SPDX-License-Identifier: GPL-2.0
/* Kept in a bvec array. */
#include <linux/bvec.h>
#include <linux/mm.h>

struct req {
	struct bio_vec *bvec;
	int nr;
};

static int req_pin(struct req *r, unsigned long addr)
{
	struct page *page;
	int i;

	for (i = 0; i < r->nr; i++) {
		if (get_user_pages_fast(addr + i * PAGE_SIZE, 1, FOLL_WRITE | FOLL_LONGTERM, &page) != 1)
			return -EFAULT;
		r->bvec[i].bv_page = page;
		r->bvec[i].bv_len = PAGE_SIZE;
	}
	return 0;
}

void req_unpin(struct req *r)
{
	int i;

	for (i = 0; i < r->nr; i++)
		put_page(r->bvec[i].bv_page);
}

int req_start(struct req *r, unsigned long addr)
{
	return req_pin(r, addr);
}
