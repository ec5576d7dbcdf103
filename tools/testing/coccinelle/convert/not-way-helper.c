// SPDX-License-Identifier: GPL-2.0
/* Helpers take and release, but only after an error. */
#include <linux/mm.h>
#include "way_job.h"

static int job_get(struct way_job *j, unsigned long addr)
{
	int got = get_user_pages_fast(addr, j->helped_nr, FOLL_WRITE, j->helped);

	if (got < 0)
		return got;
	j->helped_nr = got;
	return 0;
}

static void job_put(struct way_job *j)
{
	release_pages(j->helped, j->helped_nr);
}

int job_begin(struct way_job *j, unsigned long addr)
{
	int ret;

	ret = job_get(j, addr);
	if (ret)
		return ret;
	ret = way_job_submit(j);
	if (ret)
		job_put(j);
	return ret;
}
