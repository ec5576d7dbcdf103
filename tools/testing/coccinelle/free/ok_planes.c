// SPDX-License-Identifier: GPL-2.0-only
/* An array for each plane is allocated, filled and given back. */

#define MPF_MAX 4

struct mpf {
	unsigned int	num;
	unsigned int	n[MPF_MAX];
	struct page	**p[MPF_MAX];
};

static int mpf_pin_plane(struct mpf *f, unsigned int i, unsigned long va, unsigned int n)
{
	int got;

	f->p[i] = kvmalloc_array(n, sizeof(struct page *), GFP_KERNEL);
	if (!f->p[i])
		return -ENOMEM;
	got = pin_user_pages_fast(va, n, FOLL_WRITE | FOLL_LONGTERM, f->p[i]);
	if (got < 0)
		goto free;
	if (got < n) {
		unpin_user_pages(f->p[i], got);
		got = -EFAULT;
		goto free;
	}
	f->n[i] = n;
	return 0;
free:
	kvfree(f->p[i]);
	return got;
}

static void mpf_unpin_plane(struct mpf *f, unsigned int i, bool dirty)
{
	unpin_user_pages_dirty_lock(f->p[i], f->n[i], dirty);
	kvfree(f->p[i]);
}

int mpf_import(struct mpf *f, const u64 *va, const u32 *n, unsigned int num)
{
	int err;
	unsigned int i;

	if (num > MPF_MAX)
		return -EINVAL;

	for (i = 0; i < num; i++) {
		err = mpf_pin_plane(f, i, va[i], n[i]);
		if (err)
			goto rollback;
	}
	f->num = num;
	return 0;

rollback:
	while (i-- > 0)
		mpf_unpin_plane(f, i, false);
	return err;
}

void mpf_release(struct mpf *f)
{
	unsigned int i;

	for (i = f->num; i; i--)
		mpf_unpin_plane(f, i - 1, true);
	f->num = 0;
}
