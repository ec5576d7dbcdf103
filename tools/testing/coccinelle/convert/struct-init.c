// SPDX-License-Identifier: GPL-2.0
/* Into another struct by an initializer. */
#include <linux/mm.h>

struct job {
	struct page **list;
	int nr;
};

static void job_done(struct job *j)
{
	int i;

	for (i = 0; i < j->nr; i++)
		put_page(j->list[i]);
	kfree(j->list);
}

int job_start(unsigned long addr, int nr)
{
	struct page **list = kcalloc(nr, sizeof(*list), GFP_KERNEL);
	struct job j = { .list = list, .nr = nr };

	if (!list)
		return -ENOMEM;
	if (get_user_pages_fast(addr, nr, FOLL_WRITE, list) != nr)
		j.nr = 0;
	job_done(&j);
	return 0;
}
