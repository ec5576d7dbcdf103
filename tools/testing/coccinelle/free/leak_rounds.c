// SPDX-License-Identifier: GPL-2.0-only
/* Each round of the loop fills the array from its start again. */

#define PIN_CHUNK	512UL

struct page **hsm_pin_range(unsigned long start, unsigned long nr)
{
	struct page **pages;
	unsigned long done = 0;
	long ret;

	pages = vcalloc(nr, sizeof(*pages));
	if (!pages)
		return ERR_PTR(-ENOMEM);

	while (done < nr) {
		unsigned long step = min(nr - done, PIN_CHUNK);

		mmap_read_lock(current->mm);
		ret = pin_user_pages(start + (done << PAGE_SHIFT), step,
				     FOLL_WRITE | FOLL_LONGTERM, pages);
		mmap_read_unlock(current->mm);
		if (ret <= 0)
			goto fail;
		done += ret;
		if (need_resched())
			cond_resched();
	}
	return pages;

fail:
	unpin_user_pages(pages, done);
	vfree(pages);
	return ERR_PTR(ret ? ret : -EFAULT);
}

void hsm_unpin_range(struct page **pages, unsigned long nr)
{
	if (IS_ERR_OR_NULL(pages))
		return;
	unpin_user_pages_dirty_lock(pages, nr, true);
	vfree(pages);
}
