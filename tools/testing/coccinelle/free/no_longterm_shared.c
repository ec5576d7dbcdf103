// SPDX-License-Identifier: GPL-2.0-only
/* Kept in a variable of the file, and in a structure by a function with one return. */
static struct page *amber_page;

static int amber_set(unsigned long addr)
{
	int got = pin_user_pages_fast(addr, 1, FOLL_WRITE, &amber_page);

	if (got != 1)
		return -EFAULT;
	return 0;
}

static void amber_clear(void)
{
	put_user_page(amber_page);
}

struct amber {
	struct page *page;
};

static int amber_open(struct amber *a, unsigned long addr)
{
	int got = pin_user_pages_fast(addr, 1, FOLL_WRITE, &a->page);

	return got == 1 ? 0 : -EFAULT;
}

static void amber_close(struct amber *a)
{
	put_user_page(a->page);
}

/* A variable of its own has the same name. */
static int amber_look(unsigned long addr)
{
	struct page *amber_page;
	int got = pin_user_pages_fast(addr, 1, FOLL_WRITE, &amber_page);

	if (got == 1) {
		amber_see(amber_page);
		put_user_page(amber_page);
	}
	return got == 1 ? 0 : -EFAULT;
}
