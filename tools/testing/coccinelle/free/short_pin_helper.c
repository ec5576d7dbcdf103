// SPDX-License-Identifier: GPL-2.0-only
/* The helper gives back the rounds before this one, not this one. */
static void arena_unpin(struct arena *a, unsigned long n, bool dirty)
{
	unpin_user_pages_dirty_lock(a->pages, n, dirty);
}

int arena_pin(struct arena *a, unsigned int gup)
{
	unsigned long done = 0;

	while (done < a->npages) {
		unsigned long want = min(a->npages - done, BATCH);
		long got;

		got = pin_user_pages(a->addr + done * PAGE_SIZE, want, gup | FOLL_LONGTERM,
				     a->pages + done);
		if (got < 0) {
			arena_unpin(a, done, false);
			return got;
		}
		if ((unsigned long)got < want) {
			arena_unpin(a, done, false);
			return -EFAULT;
		}
		done += got;
	}
	return 0;
}
