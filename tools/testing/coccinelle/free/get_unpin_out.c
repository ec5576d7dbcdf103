// SPDX-License-Identifier: GPL-2.0-only
/* The array comes from a function by a pointer that it is handed. */

static int sndx_lookup(unsigned long addr, int want, struct page ***out)
{
	struct page **vec;
	long got;

	vec = kmalloc_array(want, sizeof(*vec), GFP_KERNEL);
	if (!vec)
		return -ENOMEM;
	mmap_read_lock(current->mm);
	got = get_user_pages(addr, want, FOLL_WRITE, vec);
	mmap_read_unlock(current->mm);
	if (got < 0) {
		kfree(vec);
		return got;
	}
	if (got != want) {
		while (got)
			put_page(vec[--got]);
		kfree(vec);
		return -EFAULT;
	}
	*out = vec;
	return 0;
}

static int sndx_copy_out(struct snd_pcm_substream *ss, unsigned long addr, int want)
{
	struct page **vec;
	void *va;
	int rc, i;

	rc = sndx_lookup(addr, want, &vec);
	if (rc)
		return rc;

	va = vmap(vec, want, VM_MAP, PAGE_KERNEL);
	if (!va) {
		unpin_user_pages(vec, want);
		kfree(vec);
		return -ENOMEM;
	}
	memcpy(va, ss->runtime->dma_area, (size_t)want << PAGE_SHIFT);
	vunmap(va);

	for (i = 0; i < want; i++) {
		set_page_dirty_lock(vec[i]);
		put_page(vec[i]);
	}
	kfree(vec);
	return 0;
}
