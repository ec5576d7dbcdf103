// SPDX-License-Identifier: GPL-2.0-only
static ssize_t drum_hit(struct drum *d, const char __user *at, size_t len, bool in)
{
	struct page **skin = d->skin;
	int got = pin_user_pages_fast((unsigned long)at, d->nr, in ? FOLL_WRITE : 0, skin);

	if (got < d->nr) {
		if (got > 0)
			unpin_user_pages(skin, got);
		return -EFAULT;
	}
	d->beaten = skin;
	return 0;
}
