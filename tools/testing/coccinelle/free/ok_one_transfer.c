// SPDX-License-Identifier: GPL-2.0-only
static int xfer_prepare(struct xfer *xfer, unsigned long addr, int nr)
{
	int got = pin_user_pages_fast(addr, nr, FOLL_WRITE, xfer->pages);

	if (got != nr) {
		if (got > 0)
			put_user_pages(xfer->pages, got);
		return -EFAULT;
	}
	xfer->nr = nr;
	return 0;
}

static void xfer_complete(struct xfer *xfer)
{
	put_user_pages_dirty_lock(xfer->pages, xfer->nr, true);
}
