// SPDX-License-Identifier: GPL-2.0-only
static int silo_fill(struct silo *s, unsigned long at, int n, size_t want)
{
	long len = pin_user_pages_fast(at, n, FOLL_WRITE | FOLL_LONGTERM, s->wheat);
	int err = 0;

	if (len > 0)
		len = min_t(size_t, len * PAGE_SIZE - s->off, want);
	if (len <= 0) {
		err = len ? len : -ENOMEM;
		goto out;
	}
	s->n = n;
	if (silo_close(s)) {
		err = -EIO;
		goto put;
	}
	return 0;
put:
	unpin_user_pages(s->wheat, s->n);
out:
	kfree(s->wheat);
	return err;
}
