// SPDX-License-Identifier: GPL-2.0-only
/* Only an error is looked for, and all that was asked for is taken to be there. */
static int vine_train(struct vine *v, unsigned long at, int n)
{
	int ret;

	ret = pin_user_pages_fast(at, n, FOLL_LONGTERM, v->leaves);
	if (ret <= 0)
		return ret ? ret : -EFAULT;
	v->nr_leaves = n;
	return 0;
}

static int vine_train_good(struct vine *v, unsigned long at, int n)
{
	int ret;

	ret = pin_user_pages_fast(at, n, FOLL_LONGTERM, v->leaves);
	if (ret <= 0)
		return ret ? ret : -EFAULT;
	v->nr_leaves = ret;
	return 0;
}

static int vine_map(struct vine *v, unsigned long at, int n)
{
	int ret;

	ret = pin_user_pages_fast(at, n, FOLL_LONGTERM, v->leaves);
	if (ret < 0)
		return ret;
	v->virt = vmap(v->leaves, n, VM_MAP, PAGE_KERNEL);
	return v->virt ? 0 : -ENOMEM;
}

static int vine_map_good(struct vine *v, unsigned long at, int n)
{
	int ret;

	ret = pin_user_pages_fast(at, n, FOLL_LONGTERM, v->leaves);
	if (ret < 0)
		return ret;
	if (ret < n) {
		unpin_user_pages(v->leaves, ret);
		return -EFAULT;
	}
	v->virt = vmap(v->leaves, n, VM_MAP, PAGE_KERNEL);
	return v->virt ? 0 : -ENOMEM;
}
