// SPDX-License-Identifier: GPL-2.0
/* One more is given back than was taken. */
#include <linux/mm.h>

struct s {
	struct page **pages;
	int nr;
};

int s_io(struct s *s, unsigned long addr)
{
	int g, i;

	g = get_user_pages_fast(addr, s->nr, FOLL_WRITE, s->pages);
	if (g <= 0)
		return g;
	for (i = 0; i <= g; i++)
		put_page(s->pages[i]);
	return 0;
}
