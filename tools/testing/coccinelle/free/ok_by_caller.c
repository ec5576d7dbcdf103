// SPDX-License-Identifier: GPL-2.0-only
/* All who have them taken say by their name that it is for a transfer. */

struct tvec {
	int nr;
	struct page *pages[];
};

void tvec_release(struct tvec *v)
{
	unpin_user_pages(v->pages, v->nr);
	kfree(v);
}

DEFINE_FREE(tvec, struct tvec *, if (!IS_ERR_OR_NULL(_T)) tvec_release(_T))

static struct tvec *tvec_get(unsigned long addr, int n)
{
	struct tvec *v = kzalloc(struct_size(v, pages, n), GFP_KERNEL);
	int got;

	if (!v)
		return ERR_PTR(-ENOMEM);
	got = pin_user_pages_fast(addr, n, 0, v->pages);
	if (got <= 0) {
		kfree(v);
		return ERR_PTR(got ? got : -EFAULT);
	}
	v->nr = got;
	return v;
}

int ty_post(struct ty_engine *ty, unsigned long addr, int n)
{
	struct tvec *v __free(tvec) = tvec_get(addr, n);
	int ret;

	if (IS_ERR(v))
		return PTR_ERR(v);
	if (v->nr != n)
		return -EFAULT;

	ret = ty_engine_program(ty, v->pages, v->nr);
	if (ret) {
		ty_engine_reset(ty);
		return ret;
	}
	ty_engine_enqueue(ty, no_free_ptr(v), tvec_release);
	return 0;
}
