// SPDX-License-Identifier: GPL-2.0-only
/* In rounds, each of which is taken to have brought all that it asked for. */
static int mill_grind(struct mill *m, unsigned long at)
{
	long rc;

	m->filled = 0;
	while (m->filled < m->nr) {
		unsigned long sack = min(m->nr - m->filled, 128UL);

		rc = pin_user_pages_fast(at + (m->filled << PAGE_SHIFT), sack,
					 FOLL_WRITE | FOLL_LONGTERM, m->flour + m->filled);
		if (rc <= 0) {
			unpin_user_pages(m->flour, m->filled);
			return rc ? rc : -EFAULT;
		}
		m->filled += sack;
	}
	return 0;
}

static int mill_grind_good(struct mill *m, unsigned long at)
{
	long rc;

	m->filled = 0;
	while (m->filled < m->nr) {
		unsigned long sack = min(m->nr - m->filled, 128UL);

		rc = pin_user_pages_fast(at + (m->filled << PAGE_SHIFT), sack,
					 FOLL_WRITE | FOLL_LONGTERM, m->flour + m->filled);
		if (rc <= 0) {
			unpin_user_pages(m->flour, m->filled);
			return rc ? rc : -EFAULT;
		}
		m->filled += rc;
	}
	return 0;
}
