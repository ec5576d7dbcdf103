// SPDX-License-Identifier: GPL-2.0
/* The same by a member that a function is called by. */
#include <linux/mm.h>
#include "engine.h"

struct shm {
	struct page **pages;
	int nr;
};

int shm_register(struct engine *e, struct shm *s, unsigned long addr)
{
	int rc = get_user_pages_fast(addr, s->nr, FOLL_WRITE | FOLL_LONGTERM, s->pages);

	if (rc != s->nr) {
		if (rc > 0)
			release_pages(s->pages, rc);
		return rc < 0 ? rc : -ENOMEM;
	}
	return e->desc->ops->map_pages(e, s->pages, s->nr);
}

void shm_release(struct engine *e, struct shm *s)
{
	release_pages(s->pages, s->nr);
	kfree(s);
}
