// SPDX-License-Identifier: GPL-2.0
/* The job is done in another file; here is only the way back from an error. */
#include <linux/mm.h>
#include "way_job.h"

int job_add(struct way_job *j, unsigned long addr)
{
	int i, got;

	got = get_user_pages_fast(addr, j->nr, FOLL_WRITE, j->list);
	if (got == j->nr && !way_job_submit(j))
		return 0;
	for (i = 0; i < got; i++)
		put_page(j->list[i]);
	return -EIO;
}
