// SPDX-License-Identifier: GPL-2.0-only
/* The function that is called gives back where it fails. */
static int jade_send(struct jade *j, struct page *page)
{
	int err = jade_queue(j, page_to_phys(page));

	if (err)
		put_user_page(page);
	return err;
}

static int jade_bad(struct jade *j, unsigned long addr)
{
	struct page *page;
	int err;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	err = jade_send(j, page);
	put_user_page(page);
	return err;
}

static int jade_good(struct jade *j, unsigned long addr)
{
	struct page *page;
	int err;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	err = jade_send(j, page);
	if (err)
		return err;
	put_user_page(page);
	return 0;
}

static int jade_all(struct jade *j, struct page **pages, int n)
{
	int err;

	err = jade_map(j, pages, n);
	if (err < 0)
		goto fail;
	err = jade_run(j);
	if (err < 0)
		goto fail;
	return 0;
fail:
	put_user_pages(pages, n);
	return err;
}

static int jade_bad_cond(struct jade *j, unsigned long addr, struct page **pages, int n)
{
	int got = pin_user_pages_fast(addr, n, FOLL_WRITE, pages);

	if (got <= 0)
		return -EFAULT;
	if (jade_all(j, pages, got))
		goto out;
	jade_wait(j);
out:
	put_user_pages(pages, got);
	return 0;
}

static int jade_good_cond(struct jade *j, unsigned long addr, struct page **pages, int n)
{
	int got = pin_user_pages_fast(addr, n, FOLL_WRITE, pages);

	if (got <= 0)
		return -EFAULT;
	if (jade_all(j, pages, got) < 0)
		return -EIO;
	jade_wait(j);
	put_user_pages(pages, got);
	return 0;
}
