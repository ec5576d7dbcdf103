// SPDX-License-Identifier: GPL-2.0-only
/* The array goes out of scope, and not what is in it. */
static int sanderling_run(struct sanderling *s, unsigned long start, int nr)
{
	struct page **pages __free(kvfree) = kvcalloc(nr, sizeof(*pages), GFP_KERNEL);
	int got, err;

	if (!pages)
		return -ENOMEM;
	got = pin_user_pages_fast(start, nr, 0, pages);
	if (got <= 0)
		return got ? got : -EFAULT;
	if (s->asleep)
		return -EAGAIN;
	err = sanderling_write(s, pages, got);
	put_user_pages(pages, got);
	return err;
}
