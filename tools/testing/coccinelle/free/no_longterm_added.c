// SPDX-License-Identifier: GPL-2.0-only
/* In rounds, until there are as many as asked for. */

struct tiny_mr {
	struct ib_mr ibmr;
	struct page **pages;
	unsigned long npages;
	bool writable;
};

static int tiny_mr_pin(struct tiny_mr *mr, u64 va, int access)
{
	unsigned int gup = FOLL_FORCE;
	unsigned long at = 0;
	long n;

	mr->writable = !!(access & (IB_ACCESS_LOCAL_WRITE | IB_ACCESS_REMOTE_WRITE));
	if (mr->writable)
		gup |= FOLL_WRITE;

	mmap_read_lock(current->mm);
	while (at < mr->npages) {
		n = pin_user_pages(va + (at << PAGE_SHIFT), mr->npages - at, gup,
				   mr->pages + at);
		if (n <= 0)
			break;
		at += n;
	}
	mmap_read_unlock(current->mm);
	if (at == mr->npages)
		return 0;
	unpin_user_pages(mr->pages, at);
	return -EFAULT;
}

static struct ib_mr *tiny_reg_user_mr(struct ib_pd *pd, u64 start, u64 len, u64 iova,
				      int access, struct ib_udata *udata)
{
	struct tiny_mr *mr;
	int rc = -ENOMEM;

	mr = kzalloc(sizeof(*mr), GFP_KERNEL);
	if (!mr)
		return ERR_PTR(rc);
	mr->npages = DIV_ROUND_UP(offset_in_page(start) + len, PAGE_SIZE);
	mr->pages = kvcalloc(mr->npages, sizeof(*mr->pages), GFP_KERNEL);
	if (!mr->pages)
		goto bad;
	rc = tiny_mr_pin(mr, start & PAGE_MASK, access);
	if (rc)
		goto bad;
	mr->ibmr.iova = iova;
	return &mr->ibmr;
bad:
	kvfree(mr->pages);
	kfree(mr);
	return ERR_PTR(rc);
}

static int tiny_dereg_mr(struct ib_mr *ibmr, struct ib_udata *udata)
{
	struct tiny_mr *mr = container_of(ibmr, struct tiny_mr, ibmr);

	unpin_user_pages_dirty_lock(mr->pages, mr->npages, mr->writable);
	kvfree(mr->pages);
	kfree(mr);
	return 0;
}

static const struct ib_device_ops tiny_ops = {
	.reg_user_mr = tiny_reg_user_mr,
	.dereg_mr = tiny_dereg_mr,
};
