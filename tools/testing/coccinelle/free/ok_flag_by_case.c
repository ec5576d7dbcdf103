// SPDX-License-Identifier: GPL-2.0-only
/* Each case sets the flags for its own call. */
int ref_init(struct ref *ref, enum mode mode, unsigned long addr, unsigned int nr)
{
	unsigned int flags = 0;
	int ret;

	ref->mode = mode;
	switch (mode) {
	case PEEK:
		flags = FOLL_GET;
		ret = get_user_pages_fast(addr, nr, flags, ref->pages);
		break;
	case DMA:
		flags = FOLL_WRITE;
		ret = pin_user_pages_fast(addr, nr, flags, ref->pages);
		break;
	default:
		return -EINVAL;
	}
	return ret;
}

void ref_fini(struct ref *ref)
{
	switch (ref->mode) {
	case PEEK:
		release_pages(ref->pages, ref->nr);
		break;
	case DMA:
		unpin_user_pages_dirty_lock(ref->pages, ref->nr, true);
		break;
	}
}
