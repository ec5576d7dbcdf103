// SPDX-License-Identifier: GPL-2.0-only
static int beryl_bad(struct beryl *b, loff_t from, loff_t to)
{
	unsigned long got;
	pgoff_t at;
	int err;

	got = memfd_pin_folios(b->memfd, from, to, b->folios, b->max, &at);
	if (got <= 0)
		return -EINVAL;
	err = beryl_cut(b, got, at);
	if (err)
		unpin_folios(b->folios, got);
	return err;
}

static int beryl_good(struct beryl *b, loff_t from, loff_t to)
{
	pgoff_t at;
	long got;
	int err;

	got = memfd_pin_folios(b->memfd, from, to, b->folios, b->max, &at);
	if (got <= 0)
		return -EINVAL;
	err = beryl_cut(b, got, at);
	if (err)
		unpin_folios(b->folios, got);
	return err;
}
