// SPDX-License-Identifier: GPL-2.0-only
static int choir_sing(struct choir *c, unsigned long at, int n)
{
	struct page **bass = kmalloc_array(2 * n, sizeof(*bass), GFP_KERNEL);
	struct page **alto = bass + n;
	int low, high = 0, err = -EFAULT;

	if (!bass)
		return -ENOMEM;
	low = pin_user_pages_fast(at, n, FOLL_WRITE, bass);
	if (low != n)
		goto out_low;
	high = pin_user_pages_fast(at + SZ_1M, n, FOLL_WRITE, alto);
	if (high != n)
		goto out_high;
	err = choir_chord(c, bass, alto, n);
out_high:
	if (high > 0)
		unpin_user_pages(alto, high);
out_low:
	if (low > 0)
		unpin_user_pages(bass, low);
	kfree(bass);
	return err;
}
