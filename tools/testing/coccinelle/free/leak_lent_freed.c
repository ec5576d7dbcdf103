// SPDX-License-Identifier: GPL-2.0-only
/* What is given back after success was not kept by who worked on it. */
static long plover_ask(struct plover *p, void __user *arg)
{
	struct plover_query q;
	struct page **pages;
	long got, err;

	if (copy_from_user(&q, arg, sizeof(q)))
		return -EFAULT;
	pages = kvmalloc_array(q.nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	got = pin_user_pages_fast(q.start, q.nr, FOLL_WRITE, pages);
	if (got <= 0) {
		kvfree(pages);
		return got ? got : -EFAULT;
	}
	err = plover_search(p, pages, got, &q);
	if (err)
		goto out;
	if (copy_to_user(arg, &q, sizeof(q))) {
		kvfree(pages);
		return -EFAULT;
	}
out:
	put_user_pages_dirty_lock(pages, got, true);
	kvfree(pages);
	return err;
}

/* The table has the pages, and who asked for it takes it apart. */
static long plover_build(struct plover *p, unsigned long start, long nr)
{
	struct page **pages;
	long got, err;

	pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	got = pin_user_pages_fast(start, nr, FOLL_WRITE | FOLL_LONGTERM, pages);
	if (got <= 0) {
		kvfree(pages);
		return got ? got : -EFAULT;
	}
	err = plover_table(p, pages, got);
	if (err) {
		put_user_pages(pages, got);
		kvfree(pages);
		return err;
	}
	kvfree(pages);
	if (plover_map(p))
		return -EIO;
	return 0;
}
