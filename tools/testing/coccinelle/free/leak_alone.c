// SPDX-License-Identifier: GPL-2.0-only
/* What was made of a page is not the page, and who was not told gives nothing back. */
static long agate_bad(struct agate *a, void __user *arg)
{
	struct agate_req r;
	struct page *page;
	long got;

	if (copy_from_user(&r, arg, sizeof(r)))
		return -EFAULT;
	got = pin_user_pages_fast(r.addr, 1, FOLL_WRITE, &page);
	if (got != 1)
		return got < 0 ? got : -EFAULT;
	r.value = agate_read(a, page);
	if (copy_to_user(arg, &r, sizeof(r)))
		return -EFAULT;
	put_user_page(page);
	return 0;
}

static int agate_off(struct agate *a, unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (a->off) {
		agate_cancel(a);
		return -ENODEV;
	}
	agate_read(a, page);
	put_user_page(page);
	return 0;
}

/* It was told before. */
static int agate_told(struct agate *a, unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (agate_start(a, page)) {
		agate_cancel(a);
		return -EIO;
	}
	agate_wait(a);
	put_user_page(page);
	return 0;
}

/* The queue has its address, and cleaning up the queue gives it back. */
static int agate_queue(struct agate *a, unsigned long addr, int nr)
{
	struct page *page;
	void *queue;
	int err;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE | FOLL_LONGTERM, &page) != 1)
		return -EFAULT;
	queue = page_address(page);
	err = agate_set_queue(a, nr, queue);
	if (err) {
		put_user_page(page);
		return err;
	}
	err = agate_attach(a, nr);
	if (err)
		agate_cleanup_queue(a, nr);
	return err;
}
