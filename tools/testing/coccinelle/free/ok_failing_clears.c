// SPDX-License-Identifier: GPL-2.0-only
/* What has failed has given them back, and says that there are none. */

struct usr_mem {
	struct page **vec;
	int cnt;
	struct sg_table sgt;
};

static void usr_mem_rel(struct usr_mem *um)
{
	if (um->cnt > 0)
		unpin_user_pages(um->vec, um->cnt);
	um->cnt = 0;
	kvfree(um->vec);
	um->vec = NULL;
}

static int usr_mem_table(struct usr_mem *um, size_t bytes)
{
	int rc = sg_alloc_table_from_pages(&um->sgt, um->vec, um->cnt, 0, bytes, GFP_KERNEL);

	if (rc)
		usr_mem_rel(um);
	return rc;
}

int usr_mem_send(unsigned long va, int pages, int (*send)(struct sg_table *))
{
	struct usr_mem um = { };
	int rc;

	um.vec = kvcalloc(pages, sizeof(*um.vec), GFP_KERNEL);
	if (!um.vec)
		return -ENOMEM;
	um.cnt = pin_user_pages_fast(va, pages, 0, um.vec);
	if (um.cnt != pages) {
		rc = um.cnt < 0 ? um.cnt : -EFAULT;
		goto out;
	}
	rc = usr_mem_table(&um, (size_t)pages << PAGE_SHIFT);
	if (rc)
		goto out;
	rc = send(&um.sgt);
	sg_free_table(&um.sgt);
out:
	usr_mem_rel(&um);
	return rc;
}
