// SPDX-License-Identifier: GPL-2.0
/* get_user_pages_remote() with a task, "write" and "force", in batches. */
#include <linux/mm.h>

int look(struct task_struct *task, struct mm_struct *mm, unsigned long addr, int n)
{
	struct page **list = kcalloc(n, sizeof(*list), GFP_KERNEL);
	int got, all = 0;

	if (!list)
		return -ENOMEM;
	while (all < n) {
		got = get_user_pages_remote(task, mm, addr + all * PAGE_SIZE,
					    n - all, 1, 0, list + all, NULL);
		if (got <= 0)
			break;
		all += got;
	}
	release_pages(list, all, 0);
	kfree(list);
	return all;
}
