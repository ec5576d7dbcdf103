// SPDX-License-Identifier: GPL-2.0-only
struct my_mr { struct page **pg; int cnt; void *kva; };
static void my_mr_destroy(struct kref *k)
{
	struct my_mr *mr = container_of(k, struct my_mr, ref);

	vunmap(mr->kva);
	unpin_user_pages(mr->pg, mr->cnt);
	kvfree(mr->pg);
	kfree(mr);
}
static struct my_mr *my_mr_create(u64 va, int cnt)
{
	struct my_mr *mr = kzalloc(sizeof(*mr), GFP_KERNEL);
	int rc;

	if (!mr)
		return ERR_PTR(-ENOMEM);
	mr->pg = kvcalloc(cnt, sizeof(*mr->pg), GFP_KERNEL);
	if (!mr->pg) {
		kfree(mr);
		return ERR_PTR(-ENOMEM);
	}
	rc = pin_user_pages_fast(va, cnt, FOLL_WRITE | FOLL_LONGTERM, mr->pg);
	if (rc != cnt) {
		if (rc > 0)
			unpin_user_pages(mr->pg, rc);
		kvfree(mr->pg);
		kfree(mr);
		return ERR_PTR(rc < 0 ? rc : -EFAULT);
	}
	mr->cnt = cnt;
	return mr;
}
