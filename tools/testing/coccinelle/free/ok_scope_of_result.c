// SPDX-License-Identifier: GPL-2.0-only
/* What the function gives goes out of scope with the pages. */
static void pages_destroy(struct tpages *tp)
{
	unpin_user_pages(tp->page, tp->nr);
	kvfree(tp);
}

DEFINE_FREE(tpages, struct tpages *, if (!IS_ERR_OR_NULL(_T)) pages_destroy(_T))

static struct tpages *pages_pin(unsigned long addr, unsigned int nr)
{
	struct tpages *tp = kvzalloc(struct_size(tp, page, nr), GFP_KERNEL);
	int got;

	if (!tp)
		return ERR_PTR(-ENOMEM);
	got = pin_user_pages_fast(addr, nr, 0, tp->page);
	if (got < 0) {
		kvfree(tp);
		return ERR_PTR(got);
	}
	tp->nr = got;
	if (got != nr) {
		pages_destroy(tp);
		return ERR_PTR(-EFAULT);
	}
	return tp;
}

int tensor_upload(struct tensor *t, unsigned long addr, unsigned int nr)
{
	struct tpages *tp __free(tpages) = pages_pin(addr, nr);

	if (IS_ERR(tp))
		return PTR_ERR(tp);
	return tensor_push(t, tp->page, tp->nr);
}
