// SPDX-License-Identifier: GPL-2.0-only
static int slot_fill(struct slot *s, unsigned long at, int want)
{
	int left = want, got, i, err = 0;

	got = pin_user_pages_fast(at, want, FOLL_WRITE, s->card);
	if (got < 0)
		return got;
	if (got < want) {
		err = -EFAULT;
		goto out;
	}
	err = slot_play(s);
out:
	for (i = 0; i < left; i++)
		unpin_user_page(s->card[i]);
	return err;
}
