// SPDX-License-Identifier: GPL-2.0
/* One scatterlist of several, handed on and released in two ways. */
#include <linux/mm.h>
#include <linux/scatterlist.h>

static int row_fill(struct scatterlist *row, unsigned long addr, int nr)
{
	struct page *list[8];
	int k, got;

	got = get_user_pages_fast(addr, nr, FOLL_WRITE, list);
	if (got < nr) {
		for (k = 0; k < got; k++)
			put_page(list[k]);
		return -EFAULT;
	}
	for (k = 0; k < nr; k++)
		sg_set_page(&row[k], list[k], PAGE_SIZE, 0);
	return nr;
}

static void row_drop(struct scatterlist *row, int nr)
{
	int k;

	for (k = 0; k < nr; k++)
		put_page(sg_page(&row[k]));
}

static int dev_load(struct dev *d, int at, unsigned long addr)
{
	int nr = row_fill(d->rows[at], addr, 8);

	if (nr > 0 && !dev_start(d->regs)) {
		row_drop(d->rows[at], nr);
		return -EIO;
	}
	return nr;
}

static void dev_unload(struct dev *d, int at)
{
	int k;

	for (k = 0; k < 8; k++)
		put_page(sg_page(&d->rows[at][k]));
}

const struct dev_ops ops = { .load = dev_load, .unload = dev_unload };
