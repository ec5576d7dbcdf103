// SPDX-License-Identifier: GPL-2.0-only
/* A macro gives them back, in the function that had them taken. */

#define UVEC_MAX 24

struct uvec {
	struct page *p[UVEC_MAX];
	unsigned int n;
};

#define uvec_for_each(v, pg, i) \
	for ((i) = 0; (i) < (v)->n && ((pg) = (v)->p[(i)], true); (i)++)

#define uvec_drop(v, dirty) do {					\
	unpin_user_pages_dirty_lock((v)->p, (v)->n, (dirty));		\
	(v)->n = 0;							\
} while (0)

static int uvec_take(struct uvec *v, unsigned long va, unsigned int n)
{
	int rc = pin_user_pages_fast(va, min_t(unsigned int, n, UVEC_MAX),
				     FOLL_WRITE, v->p);

	if (rc < 0)
		return rc;
	v->n = rc;
	return rc ? 0 : -EFAULT;
}

int sensor_dump(struct sensor *s, unsigned long va, unsigned int n)
{
	struct uvec v = {};
	struct page *pg;
	unsigned int i;
	int rc;

	rc = uvec_take(&v, va, n);
	if (rc)
		return rc;
	uvec_for_each(&v, pg, i) {
		rc = sensor_fill_page(s, pg, i);
		if (rc)
			break;
	}
	uvec_drop(&v, true);
	return rc;
}
