// SPDX-License-Identifier: GPL-2.0-only
static int req_map(struct req *req, unsigned long addr, int nr)
{
	int got = pin_user_pages_fast(addr, nr, FOLL_WRITE, req->pages);

	if (got != nr) {
		if (got > 0)
			put_user_pages(req->pages, got);
		return -EFAULT;
	}
	return 0;
}

static void req_unmap(struct req *req, int nr)
{
	put_user_pages_dirty_lock(req->pages, nr, true);
}

static int req_run(struct req *req, unsigned long addr, int nr)
{
	int err = req_map(req, addr, nr);

	if (err)
		return err;
	err = req_wait(req);
	req_unmap(req, nr);
	return err;
}
