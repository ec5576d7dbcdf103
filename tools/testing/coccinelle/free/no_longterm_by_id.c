// SPDX-License-Identifier: GPL-2.0-only
/* It can be found by its number until user space takes it away. */
static int petrel_add(struct petrel *p, unsigned long start, u32 *id)
{
	struct page *page;
	int err;

	err = pin_user_pages_fast(start, 1, FOLL_WRITE, &page);
	if (err != 1)
		return err < 0 ? err : -EFAULT;
	err = xa_alloc(&p->pinned, id, page, xa_limit_31b, GFP_KERNEL);
	if (err)
		put_user_page(page);
	return err;
}

static int petrel_add_long(struct petrel *p, unsigned long start, u32 *id)
{
	struct page *page;
	int err;

	err = pin_user_pages_fast(start, 1, FOLL_WRITE | FOLL_LONGTERM, &page);
	if (err != 1)
		return err < 0 ? err : -EFAULT;
	err = xa_alloc(&p->pinned, id, page, xa_limit_31b, GFP_KERNEL);
	if (err)
		put_user_page(page);
	return err;
}

static int petrel_look(struct petrel *p, unsigned long start, u32 *id)
{
	struct page *page;
	int err;

	err = pin_user_pages_fast(start, 1, FOLL_WRITE, &page);
	if (err != 1)
		return err < 0 ? err : -EFAULT;
	err = xa_alloc(&p->pinned, id, page, xa_limit_31b, GFP_KERNEL);
	if (!err) {
		err = petrel_compare(p, *id);
		xa_erase(&p->pinned, *id);
	}
	put_user_page(page);
	return err;
}
