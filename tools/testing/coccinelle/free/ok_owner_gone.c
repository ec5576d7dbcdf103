// SPDX-License-Identifier: GPL-2.0-only
/* The object with the pages is gone when the call returns, also if all went well. */
struct shed {
	unsigned int nr;
	struct page *tools[];
};

static struct shed *shed_build(unsigned long at, int nr)
{
	struct shed *s = kvzalloc(struct_size(s, tools, nr), GFP_KERNEL);
	int got;

	if (!s)
		return ERR_PTR(-ENOMEM);
	got = pin_user_pages_fast(at, nr, FOLL_WRITE, s->tools);
	if (got == nr) {
		s->nr = nr;
		return s;
	}
	if (got > 0)
		unpin_user_pages(s->tools, got);
	kvfree(s);
	return ERR_PTR(got < 0 ? got : -EFAULT);
}

static void shed_burn(struct shed *s)
{
	unpin_user_pages(s->tools, s->nr);
	kvfree(s);
}

static int yard_dig(struct yard *y, unsigned long at, int nr)
{
	int err = 0;

	y->shed = shed_build(at, nr);
	if (IS_ERR(y->shed))
		return PTR_ERR(y->shed);
	if (yard_spade(y))
		goto rake;
	err = yard_hole(y);
rake:
	shed_burn(y->shed);
	y->shed = NULL;
	return err;
}
