// SPDX-License-Identifier: GPL-2.0
/* A table has the flags: what is kept is long-term, by its entry. */
#include <linux/mm.h>

enum use { WEIGHTS, SCRATCH, PROMPT };

static const unsigned int use_flags[] = {
	[WEIGHTS]	= FOLL_LONGTERM,
	[SCRATCH]	= FOLL_LONGTERM | FOLL_WRITE,
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

struct model {
	struct vec weights, scratch;
};

int model_load(struct model *m, unsigned long addr, int nr)
{
	int ret;

	ret = vec_get(&m->weights, addr, nr, WEIGHTS);
	if (ret)
		return ret;
	ret = vec_get(&m->scratch, addr, nr, SCRATCH);
	if (ret)
		goto weights;
	ret = firmware_load(m);
	if (!ret)
		return 0;
	vec_put(&m->scratch);
weights:
	vec_put(&m->weights);
	return ret;
}

void model_unload(struct model *m)
{
	vec_put(&m->scratch);
	vec_put(&m->weights);
}

int model_run(struct model *m, unsigned long addr, int nr)
{
	struct vec prompt;
	int ret = vec_get(&prompt, addr, nr, PROMPT);

	if (ret)
		return ret;
	ret = firmware_run(m, &prompt);
	vec_put(&prompt);
	return ret;
}
