// SPDX-License-Identifier: GPL-2.0-only
static int herd_from_user(struct herd *h, unsigned long at, int nr)
{
	int got = pin_user_pages_fast(at, nr, FOLL_WRITE | FOLL_LONGTERM, h->cattle);

	if (got == nr)
		return 0;
	if (got > 0)
		unpin_user_pages(h->cattle, got);
	return -EFAULT;
}

static int herd_fresh(struct herd *h, int nr)
{
	int i;

	h->kind = HERD_FRESH;
	for (i = 0; i < nr; i++) {
		h->cattle[i] = alloc_page(GFP_KERNEL);
		if (!h->cattle[i])
			return -ENOMEM;
	}
	return 0;
}

static void herd_scatter(struct herd *h)
{
	switch (h->kind) {
	case HERD_FRESH:
		while (h->nr--)
			__free_page(h->cattle[h->nr]);
		break;
	default:
		unpin_user_pages(h->cattle, h->nr);
	}
}
