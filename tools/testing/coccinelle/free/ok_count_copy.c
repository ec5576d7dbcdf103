// SPDX-License-Identifier: GPL-2.0-only
/* A copy of the result is tested. */
static int pump_start(struct pump *p, unsigned long at)
{
	int err;

	p->n = pin_user_pages_fast(at, 8, FOLL_WRITE | FOLL_LONGTERM, p->pages);
	err = p->n;
	if (err <= 0)
		return err ? err : -EFAULT;
	err = pump_run(p);
	if (err)
		unpin_user_pages(p->pages, p->n);
	return err;
}
