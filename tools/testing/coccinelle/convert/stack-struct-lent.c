// SPDX-License-Identifier: GPL-2.0
/* A struct on the stack only lends the table; the request keeps the pages. */
#include <linux/mm.h>

struct request {
	struct page **pages;
	struct sg_table table;
	int n;
};

static void start(struct request *req)
{
	struct engine_data data;

	data.sg = req->table.sgl;
	data.sg_len = req->n;
	engine_prepare(&data);
}

int request_add(struct request *req, unsigned long addr)
{
	int got = get_user_pages_fast(addr, req->n, FOLL_WRITE, req->pages);

	if (got != req->n) {
		if (got > 0)
			release_pages(req->pages, got);
		return -EFAULT;
	}
	if (sg_alloc_table_from_pages(&req->table, req->pages, req->n, 0,
				      req->n * PAGE_SIZE, GFP_KERNEL)) {
		release_pages(req->pages, req->n);
		return -ENOMEM;
	}
	start(req);
	return 0;
}

void request_done(struct request *req)
{
	sg_free_table(&req->table);
	release_pages(req->pages, req->n);
}
