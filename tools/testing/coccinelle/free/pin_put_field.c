// SPDX-License-Identifier: GPL-2.0-only
struct frame {
	struct page **pages;
	int nr;
};

static int frame_map(struct frame *frame, unsigned long addr, int nr)
{
	frame->nr = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, frame->pages);
	return frame->nr == nr ? 0 : -EFAULT;
}

static void frame_unmap(struct frame *f)
{
	release_pages(f->pages, f->nr);
	kvfree(f->pages);
}
