// SPDX-License-Identifier: GPL-2.0-only
/* Where the first question is answered, the call is not made. */
static int zircon_pin(struct zircon *z, unsigned long addr)
{
	struct page *page;

	if (zircon_off(z) || pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EINVAL;
	if (z->on && (z->addr != addr || zircon_look(page)))
		z->addr = addr;
	put_user_page(page);
	return 0;
}

static int zircon_try(struct zircon *z, unsigned long addr)
{
	struct page *page;

	if (z->on && pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) == 1) {
		zircon_look(page);
		put_user_page(page);
		return 1;
	}
	return -EINVAL;
}

static int zircon_phys(struct zircon *z, unsigned long addr, u64 *phys)
{
	struct page *page;

	if (zircon_off(z) || (z->on && pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1))
		return -EINVAL;
	*phys = page_to_phys(page) + offset_in_page(addr);
	return 0;
}
