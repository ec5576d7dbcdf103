// SPDX-License-Identifier: GPL-2.0-only
static int panel_show(struct panel *pn, unsigned long at, int nr)
{
	int got = pin_user_pages_fast(at, nr, 0, pn->rows), err = 0;

	if (got <= 0)
		return got ? got : -EFAULT;
	scoped_guard(spinlock_irq, &pn->lock) {
		if (pn->shown)
			err = -EBUSY;
		else
			panel_program(pn, got);
	}
	unpin_user_pages_dirty_lock(pn->rows, got, !err);
	return err;
}
