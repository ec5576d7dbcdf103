// SPDX-License-Identifier: GPL-2.0-only
/* A batch that could not be used is given back, and counts with those before it. */
static int raft_tie(struct raft *r)
{
	int err = 0;
	long n;

	r->tied = 0;
	while (r->tied < r->want) {
		struct page **logs = r->logs + r->tied;
		long nr = min_t(long, r->want - r->tied, RAFT_BATCH);

		n = pin_user_pages_fast(r->at + (r->tied << PAGE_SHIFT), nr, FOLL_LONGTERM, logs);
		if (n <= 0) {
			err = n ? n : -EFAULT;
			goto undo;
		}
		r->tied += n;
		err = raft_float(r, logs, n);
		if (err) {
			unpin_user_pages(logs, n);
			goto undo;
		}
	}
	return 0;
undo:
	unpin_user_pages(r->logs, r->tied);
	return err;
}

static int raft_tie_good(struct raft *r)
{
	int err = 0;
	long n;

	r->tied = 0;
	while (r->tied < r->want) {
		struct page **logs = r->logs + r->tied;
		long nr = min_t(long, r->want - r->tied, RAFT_BATCH);

		n = pin_user_pages_fast(r->at + (r->tied << PAGE_SHIFT), nr, FOLL_LONGTERM, logs);
		if (n <= 0) {
			err = n ? n : -EFAULT;
			goto undo;
		}
		err = raft_float(r, logs, n);
		if (err) {
			unpin_user_pages(logs, n);
			goto undo;
		}
		r->tied += n;
	}
	return 0;
undo:
	unpin_user_pages(r->logs, r->tied);
	return err;
}

/* By loops, and without a name for the batch */
static long raft_fill(struct page **logs, unsigned long at, long want)
{
	long tied = 0, n, i;

	for (; tied < want; at += n << PAGE_SHIFT) {
		n = pin_user_pages_fast(at, want - tied, FOLL_LONGTERM, &logs[tied]);
		if (n <= 0)
			break;
		tied += n;
		if (raft_sinks(logs, tied)) {
			unpin_user_pages(&logs[tied - n], n);
			n = -EIO;
			break;
		}
	}
	if (tied == want)
		return 0;
	for (i = 0; i < tied; i++)
		unpin_user_page(logs[i]);
	return n < 0 ? n : -EFAULT;
}

static long raft_fill_good(struct page **logs, unsigned long at, long want)
{
	long tied = 0, n, i;

	for (; tied < want; at += n << PAGE_SHIFT) {
		n = pin_user_pages_fast(at, want - tied, FOLL_LONGTERM, &logs[tied]);
		if (n <= 0)
			break;
		tied += n;
		if (raft_sinks(logs, tied)) {
			unpin_user_pages(&logs[tied - n], n);
			tied -= n;
			n = -EIO;
			break;
		}
	}
	if (tied == want)
		return 0;
	for (i = 0; i < tied; i++)
		unpin_user_page(logs[i]);
	return n < 0 ? n : -EFAULT;
}
