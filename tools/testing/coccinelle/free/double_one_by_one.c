// SPDX-License-Identifier: GPL-2.0-only
/* Each is given back when it was read, and all of them after an error. */

#define LUT_PAGES 4

struct isp_lut {
	u8 *shadow;
};

static int isp_lut_check(const u8 *p)
{
	return p[0] == 0xa5 ? 0 : -EBADMSG;
}

static int isp_lut_load(struct isp_lut *lut, unsigned long uptr)
{
	struct page *pgs[LUT_PAGES];
	int i, n, rc = 0;

	n = pin_user_pages_fast(uptr, LUT_PAGES, 0, pgs);
	if (n < 0)
		return n;

	for (i = 0; i < n; i++) {
		u8 *src = kmap_local_page(pgs[i]);

		rc = isp_lut_check(src);
		if (!rc)
			memcpy(lut->shadow + i * PAGE_SIZE, src, PAGE_SIZE);
		kunmap_local(src);
		if (rc)
			break;
		unpin_user_page(pgs[i]);
	}

	if (!rc && n < LUT_PAGES)
		rc = -EFAULT;
	else if (rc)
		unpin_user_pages(pgs, n);
	return rc;
}
