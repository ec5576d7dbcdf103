// SPDX-License-Identifier: GPL-2.0-only
static long vat_ioctl(struct vat *v, unsigned int what, unsigned long at)
{
	struct page **wort = kcalloc(v->nr, sizeof(*wort), GFP_KERNEL);
	long got, ret;

	if (!wort)
		return -ENOMEM;
	got = pin_user_pages_unlocked(at, v->nr, wort, FOLL_WRITE);
	if (got <= 0) {
		kfree(wort);
		return got;
	}
	switch (what) {
	case VAT_BOIL:
		ret = vat_boil(v, wort, got);
		break;
	default:
		dev_dbg(v->dev, "no such thing\n");
		kfree(wort);
		return -ENOTTY;
	}
	unpin_user_pages(wort, got);
	kfree(wort);
	return ret;
}
