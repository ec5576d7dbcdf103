// SPDX-License-Identifier: GPL-2.0-only
/* A variable of this processor is held. */

#define PC_DEPTH 8

struct pcache {
	unsigned int fill;
	struct page *head[PC_DEPTH];
	unsigned int len[PC_DEPTH];
};

static DEFINE_PER_CPU(struct pcache, pcaches);

static void pcache_flush_locked(struct pcache *pc)
{
	unsigned int i;

	for (i = 0; i < pc->fill; i++)
		unpin_user_page_range_dirty_lock(pc->head[i], pc->len[i], true);
	pc->fill = 0;
}

/* takes over the pins of the @len physically contiguous pages at @head */
void pcache_retire(struct page *head, unsigned int len)
{
	struct pcache *pc = get_cpu_ptr(&pcaches);

	if (pc->fill == PC_DEPTH)
		pcache_flush_locked(pc);
	pc->head[pc->fill] = head;
	pc->len[pc->fill] = len;
	pc->fill++;
	put_cpu_ptr(&pcaches);
}

int pcache_feed(unsigned long va)
{
	struct page *p;
	int n = pin_user_pages_fast(va, 1, FOLL_LONGTERM | FOLL_WRITE, &p);

	if (n < 1)
		return n < 0 ? n : -EFAULT;
	memset_page(p, 0, 0, PAGE_SIZE);
	pcache_retire(p, 1);
	return 0;
}
