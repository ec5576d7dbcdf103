// SPDX-License-Identifier: GPL-2.0-only
/* A number says how far it came, and a switch what must be undone. */
static int twin_copy(struct twin *t, unsigned long from, unsigned long to)
{
	int step = 0, r;

	r = pin_user_pages_fast(from, t->nf, 0, t->from);
	if (r != t->nf) {
		t->nf = max(r, 0);
		r = r < 0 ? r : -EFAULT;
		step = 1;
		goto undo;
	}
	r = pin_user_pages_fast(to, t->nt, FOLL_WRITE, t->to);
	if (r != t->nt) {
		t->nt = max(r, 0);
		r = r < 0 ? r : -EFAULT;
		step = 2;
		goto undo;
	}
	step = 3;
	r = twin_run(t);
undo:
	switch (step) {
	case 3:
		unpin_user_pages_dirty_lock(t->to, t->nt, true);
		unpin_user_pages(t->from, t->nf);
		break;
	case 2:
		unpin_user_pages(t->to, t->nt);
		fallthrough;
	case 1:
		unpin_user_pages(t->from, t->nf);
		break;
	}
	return r;
}
