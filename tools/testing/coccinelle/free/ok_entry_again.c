// SPDX-License-Identifier: GPL-2.0-only
/* The number of each entry, where all were taken. */

struct ocl_arg {
	unsigned long ptr;
	unsigned int pages;
	bool out;
};

struct ocl_kernel;
int ocl_launch(struct ocl_kernel *k, struct page **pg, unsigned int n);

int ocl_enqueue(struct ocl_kernel *k, const struct ocl_arg *args, unsigned int nargs)
{
	unsigned int total = 0, npinned = 0, i;
	struct page **pg = NULL;
	bool wrote = false;
	int rc;

	for (i = 0; i < nargs; i++) {
		total += args[i].pages;
		wrote |= args[i].out;
	}
	rc = -EINVAL;
	if (!total || total > 4096)
		goto out;
	rc = -ENOMEM;
	pg = kvcalloc(total, sizeof(*pg), GFP_KERNEL);
	if (!pg)
		goto out;

	for (i = 0; i < nargs; i++) {
		if (!args[i].pages)
			continue;
		rc = pin_user_pages_fast(args[i].ptr, args[i].pages,
					 args[i].out ? FOLL_WRITE : 0, pg + npinned);
		if (rc < 0)
			goto out;
		npinned += rc;
		if (rc != args[i].pages) {
			rc = -EFAULT;
			goto out;
		}
	}
	rc = ocl_launch(k, pg, npinned);
out:
	if (npinned) {
		if (wrote && !rc)
			goto dirty;
		unpin_user_pages(pg, npinned);
	}
	kvfree(pg);
	return rc;
dirty:
	npinned = 0;
	for (i = 0; i < nargs; i++) {
		if (!args[i].pages)
			continue;
		unpin_user_pages_dirty_lock(pg + npinned, args[i].pages, args[i].out);
		npinned += args[i].pages;
	}
	kvfree(pg);
	return 0;
}
