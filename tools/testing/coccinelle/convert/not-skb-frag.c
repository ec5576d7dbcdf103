// SPDX-License-Identifier: GPL-2.0
/* The network stack drops what is in a fragment. */
#include <linux/mm.h>

static int attach(struct sk_buff *skb, unsigned long addr, int at)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	if (at >= MAX_SKB_FRAGS) {
		put_page(page);
		return -EMSGSIZE;
	}
	skb_shinfo(skb)->frags[at].bv_page = page;
	return 0;
}
