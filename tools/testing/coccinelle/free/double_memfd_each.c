// SPDX-License-Identifier: GPL-2.0-only
static int pipit_open(struct pipit *p, loff_t from, loff_t to)
{
	pgoff_t at;
	long got, i;
	int err;

	got = memfd_pin_folios(p->memfd, from, to, p->folios, p->max, &at);
	if (got <= 0)
		return got ? got : -EINVAL;
	err = pipit_cut(p, got, at);
	if (err) {
		unpin_folios(p->folios, got);
		for (i = 0; i < got; i++)
			unpin_folio(p->folios[i]);
	}
	return err;
}

static int pipit_open_once(struct pipit *p, loff_t from, loff_t to)
{
	pgoff_t at;
	long got, i;
	int err;

	got = memfd_pin_folios(p->memfd, from, to, p->folios, p->max, &at);
	if (got <= 0)
		return got ? got : -EINVAL;
	err = pipit_cut(p, got, at);
	if (err) {
		for (i = 0; i < got; i++)
			unpin_folio(p->folios[i]);
	}
	return err;
}
