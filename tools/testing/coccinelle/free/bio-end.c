// SPDX-License-Identifier: GPL-2.0
/* The pages of a bio are given back when it ends, by another name. */
#include <linux/bio.h>
#include <linux/mm.h>

static void disk_end_io(struct bio *bio)
{
	struct bvec_iter_all iter;
	struct bio_vec *bv;

	bio_for_each_segment_all(bv, bio, iter)
		put_page(bv->bv_page);
	bio_put(bio);
}

int disk_read(struct block_device *bdev, unsigned long addr, unsigned int n)
{
	struct page *pages[16];
	struct bio *bio;
	int got, i;

	got = pin_user_pages_fast(addr, n, FOLL_WRITE, pages);
	if (got != n) {
		if (got > 0)
			unpin_user_pages(pages, got);
		return -EFAULT;
	}
	bio = bio_alloc(bdev, n, REQ_OP_READ, GFP_KERNEL);
	for (i = 0; i < n; i++)
		__bio_add_page(bio, pages[i], PAGE_SIZE, 0);
	bio->bi_end_io = disk_end_io;
	submit_bio(bio);
	return 0;
}
