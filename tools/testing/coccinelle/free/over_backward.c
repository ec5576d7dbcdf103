// SPDX-License-Identifier: GPL-2.0-only
static int rope_tie(struct rope *r, unsigned long at, int nr)
{
	int got, knot;

	r->knots = nr;
	got = pin_user_pages_fast(at, r->knots, FOLL_WRITE | FOLL_LONGTERM, r->knot);
	if (got == r->knots)
		return 0;
	if (got > 0) {
		for (knot = r->knots - 1; knot >= 0; knot--)
			unpin_user_page(r->knot[knot]);
		got = -EFAULT;
	}
	return got;
}
