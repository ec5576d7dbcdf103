// SPDX-License-Identifier: GPL-2.0
/* A table has the flags: what is kept is long-term, by its entry. */
#include <linux/mm.h>

enum use { WEIGHTS, PROMPT };

static const unsigned int use_flags[] = {
	[WEIGHTS]	= FOLL_LONGTERM,
	[PROMPT]	= 0,
};

struct vec {
	struct page **page;
	int nr;
};

static int vec_get(struct vec *v, unsigned long addr, int nr, enum use use)
{
	int got;

	v->page = kvcalloc(nr, sizeof(*v->page), GFP_KERNEL);
	if (!v->page)
		return -ENOMEM;
	got = pin_user_pages_fast(addr, nr, use_flags[use], v->page);
	if (got == nr) {
		v->nr = nr;
		return 0;
	}
	if (got > 0)
		unpin_user_pages(v->page, got);
	kvfree(v->page);
	v->page = NULL;
	return got < 0 ? got : -EFAULT;
}

static void vec_put(struct vec *v)
{
	unpin_user_pages(v->page, v->nr);
	kvfree(v->page);
	v->page = NULL;
}

int model_load(struct vec *weights, unsigned long addr, int nr)
{
	return vec_get(weights, addr, nr, WEIGHTS);
}

void model_unload(struct vec *weights)
{
	vec_put(weights);
}
