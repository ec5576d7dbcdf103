// SPDX-License-Identifier: GPL-2.0-only
static int dev_io(struct dev *dev, unsigned long addr, int nr, struct page **pages)
{
	int got, done = 0;

	while (done < nr) {
		got = pin_user_pages_fast(addr, nr - done, FOLL_WRITE, pages + done);
		done += got;
	}
	dev_run(dev, pages, nr);
	put_user_pages(pages, done);
	return 0;
}
