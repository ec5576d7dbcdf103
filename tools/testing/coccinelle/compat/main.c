// SPDX-License-Identifier: GPL-2.0
/*
 * Run consumer.c on the kernel of stub.h: after each way to pin and to release
 * no reference is left or missing, and what was to be dirtied is. Prints what
 * is wrong; exit status 0 if nothing is.
 */
#include <stdio.h>

#include "consumer.c"

static int bad;

static void check(const char *what, int pinned, bool dirty)
{
	int i;

	if (pinned != STUB_PAGES) {
		printf("%s: %d pages\n", what, pinned);
		bad = 1;
	}
	for (i = 0; i < STUB_PAGES; i++) {
		if (stub_mem[i].refs) {
			printf("%s: page %d: %d references left\n", what, i,
			       stub_mem[i].refs);
			bad = 1;
		}
		if (stub_mem[i].dirty != dirty) {
			printf("%s: page %d: %s\n", what, i,
			       dirty ? "not dirtied" : "dirtied");
			bad = 1;
		}
		stub_mem[i] = (struct page){ 0 };
	}
}

int main(void)
{
	struct page *pages[STUB_PAGES];
	int dirty, n;

	for (dirty = 0; dirty < 2; dirty++) {
		n = consumer_fast(0, STUB_PAGES, pages);
		consumer_release(pages, n, dirty);
		check("fast", n, dirty);

		n = consumer_locked(0, STUB_PAGES, pages);
		consumer_release(pages, n, dirty);
		check("locked", n, dirty);

		n = consumer_unlocked(0, STUB_PAGES, pages);
		consumer_release(pages, n, dirty);
		check("unlocked", n, dirty);
		if (stub_mm.mmap_sem) {
			printf("the lock is held\n");
			bad = 1;
		}

		n = consumer_fast(0, STUB_PAGES, pages);
		consumer_release_range(pages[0], n, dirty);
		check("range", n, dirty);
	}

	n = consumer_fast(0, 1, pages);
	if (!(stub_flags & FOLL_WRITE) || (stub_flags & FOLL_LONGTERM) != FOLL_LONGTERM) {
		printf("flags 0x%x\n", stub_flags);
		bad = 1;
	}
	consumer_release_folio(pages, n);
	check("folio", n + STUB_PAGES - 1, false);

	/* Fewer pages than asked for: those that came are given back. */
	stub_limit = STUB_PAGES - 1;
	n = consumer_fast(0, STUB_PAGES, pages);
	check("short", n == -EFAULT ? STUB_PAGES : n, false);
	return bad;
}
