// SPDX-License-Identifier: GPL-2.0-only
/* A case for each number of pages that may come. */

enum be_state { BE_IDLE, BE_BUSY };

struct bc_label {
	struct page	*pg[2];
	unsigned int	off;
	enum be_state	state;
};

static int bc_label_pin(struct bc_label *l, unsigned long va)
{
	int ret = pin_user_pages_fast(va & PAGE_MASK, 2, 0, l->pg);

	switch (ret) {
	case 2:
		l->off = offset_in_page(va);
		l->state = BE_BUSY;
		return 0;
	case 1:
		unpin_user_page(l->pg[0]);
		fallthrough;
	case 0:
		return -EFAULT;
	default:
		return ret;
	}
}

static void bc_label_done(struct bc_label *l)
{
	switch (l->state) {
	case BE_BUSY:
		unpin_user_pages(l->pg, ARRAY_SIZE(l->pg));
		l->state = BE_IDLE;
		break;
	case BE_IDLE:
		break;
	}
}

int bc_decode(struct bc_dev *bc, unsigned long va, char *text, size_t n)
{
	struct bc_label l = { .state = BE_IDLE };
	int err;

	err = bc_label_pin(&l, va);
	if (err)
		return err;

	err = bc_hw_decode(bc, l.pg, l.off);
	switch (err) {
	case 0:
		err = bc_fetch_text(bc, text, n);
		break;
	case -ENODATA:
		text[0] = '\0';
		err = 0;
		break;
	default:
		dev_dbg(bc->dev, "decode: %d\n", err);
	}
	bc_label_done(&l);
	return err;
}
