// SPDX-License-Identifier: GPL-2.0-only
static int vsg_lock(struct vsg *vsg, unsigned long addr)
{
	int ret;

	ret = pin_user_pages_fast(addr, vsg->nr, FOLL_WRITE | FOLL_LONGTERM, vsg->pages);
	if (ret != vsg->nr) {
		if (ret < 0)
			return ret;
		vsg->state = VSG_LOCKED;
		return -EINVAL;
	}
	vsg->state = VSG_LOCKED;
	return 0;
}
