// SPDX-License-Identifier: GPL-2.0
/* What outlives the call is released by another command, or at the last put. */
#include <linux/mm.h>
#include "way_job.h"

struct pinned {
	struct page **pages;
	long nr;
	struct kref ref;
};

static void pinned_release(struct kref *ref)
{
	struct pinned *p = container_of(ref, struct pinned, ref);
	long i;

	for (i = 0; i < p->nr; i++)
		put_page(p->pages[i]);
	kfree(p);
}

static int pinned_add(struct pinned *p, unsigned long addr)
{
	long got;

	got = get_user_pages_fast(addr, p->nr, FOLL_WRITE, p->pages);
	if (got < 0)
		return got;
	p->nr = got;
	kref_get(&p->ref);
	return 0;
}

static int done_add(struct way_job *j, unsigned long addr)
{
	int got;

	got = get_user_pages_fast(addr, j->done_nr, FOLL_WRITE, j->done);
	if (got != j->done_nr) {
		if (got > 0)
			release_pages(j->done, got);
		return -EFAULT;
	}
	return 0;
}

static void done_remove(struct way_job *j)
{
	release_pages(j->done, j->done_nr);
}

long command(struct way_job *j, struct pinned *p, int cmd, unsigned long arg)
{
	switch (cmd) {
	case 0:
		return pinned_add(p, arg);
	case 1:
		return kref_put(&p->ref, pinned_release);
	case 2:
		return done_add(j, arg);
	case 3:
		done_remove(j);
		return 0;
	}
	return -ENOTTY;
}
