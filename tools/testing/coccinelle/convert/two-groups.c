// SPDX-License-Identifier: GPL-2.0
/* Two groups in one file: one is convertible, one is not. */
#include <linux/mm.h>
#include <linux/skbuff.h>

struct buf {
	struct page **pages;
	unsigned int nr;
	bool write;
};

static int buf_pin(struct buf *b, unsigned long addr)
{
	int ret;

	ret = get_user_pages_fast(addr, b->nr, FOLL_WRITE, b->pages);
	if (ret < 0)
		return ret;
	b->nr = ret;
	return 0;
}

int buf_io(struct buf *b, unsigned long addr)
{
	unsigned int i;
	int ret = buf_pin(b, addr);

	for (i = 0; !ret && i < b->nr; i++)
		put_page(b->pages[i]);
	return ret;
}

int give_away(unsigned long addr, struct sk_buff *skb)
{
	struct page *frag;

	if (get_user_pages_fast(addr, 1, 0, &frag) != 1)
		return -EFAULT;
	skb_fill_page_desc(skb, 0, frag, 0, PAGE_SIZE);
	return 0;
}
