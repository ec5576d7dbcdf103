// SPDX-License-Identifier: GPL-2.0-only
/* Each round uses its pages before the next. */

#define PIN_CHUNK	512UL

long hsm_copy_range(unsigned long start, unsigned long nr)
{
	struct page **pages;
	unsigned long done = 0;
	long ret;

	pages = vcalloc(nr, sizeof(*pages));
	if (!pages)
		return -ENOMEM;

	while (done < nr) {
		unsigned long step = min(nr - done, PIN_CHUNK);

		mmap_read_lock(current->mm);
		ret = pin_user_pages(start + (done << PAGE_SHIFT), step,
				     FOLL_WRITE, pages);
		mmap_read_unlock(current->mm);
		if (ret <= 0)
			goto fail;
		hsm_copy_out(pages, ret);
		unpin_user_pages(pages, ret);
		done += ret;
		if (need_resched())
			cond_resched();
	}
	vfree(pages);
	return 0;

fail:
	vfree(pages);
	return ret ? ret : -EFAULT;
}
