// SPDX-License-Identifier: GPL-2.0-only
static int slot_fill(struct slot *s, unsigned long at, int want)
{
	int left = want, got, i, err = 0;

	got = pin_user_pages_fast(at, want, FOLL_WRITE, s->card);
	if (got < 0)
		return got;
	if (got < left) {
		left = got;
		err = -EFAULT;
		goto out;
	}
	err = slot_play(s);
out:
	for (i = 0; i < left; i++)
		unpin_user_page(s->card[i]);
	return err;
}

static void crate_empty(struct crate *c)
{
	unpin_user_pages(c->jar, c->jars);
	kvfree(c->jar);
}

static int crate_pack(struct crate *c, unsigned long at, int nr)
{
	int got;

	got = pin_user_pages_fast(at, nr, FOLL_WRITE | FOLL_LONGTERM, c->jar);
	c->jars = got < 0 ? 0 : got;
	if (got != nr) {
		crate_empty(c);
		return got < 0 ? got : -EFAULT;
	}
	if (crate_label(c)) {
		crate_empty(c);
		return -EIO;
	}
	return 0;
}

static int slot_bytes(struct slot *s, unsigned long at, int want)
{
	int got = pin_user_pages_fast(at, want, FOLL_WRITE, s->card);

	if (got <= 0)
		return -EFAULT;
	if (got << PAGE_SHIFT < s->bytes) {
		unpin_user_pages(s->card, got);
		return -EFAULT;
	}
	slot_play(s);
	unpin_user_pages(s->card, want);
	return 0;
}
