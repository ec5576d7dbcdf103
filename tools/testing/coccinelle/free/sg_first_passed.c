// SPDX-License-Identifier: GPL-2.0-only
/* Each segment is passed to what gives back one page of it. */

struct na_obj {
	struct kref	ref;
	struct na_dev	*na;
	struct sg_table	*sgt;
};

static void na_drop_segment(struct scatterlist *sg)
{
	struct folio *folio = page_folio(sg_page(sg));

	folio_lock(folio);
	folio_mark_dirty(folio);
	folio_unlock(folio);
	put_user_folio(folio, 1);
}

static void na_obj_release(struct kref *ref)
{
	struct na_obj *obj = container_of(ref, struct na_obj, ref);
	struct scatterlist *sg = obj->sgt->sgl;

	dma_unmap_sgtable(obj->na->dev, obj->sgt, DMA_BIDIRECTIONAL, 0);
	while (sg) {
		na_drop_segment(sg);
		sg = sg_next(sg);
	}
	sg_free_table(obj->sgt);
	kfree(obj->sgt);
	kfree(obj);
}

static struct sg_table *na_pages_to_table(struct page **pages, unsigned int n)
{
	struct sg_table *sgt = kmalloc(sizeof(*sgt), GFP_KERNEL);

	if (!sgt)
		return NULL;
	if (sg_alloc_table_from_pages(sgt, pages, n, 0, (size_t)n << PAGE_SHIFT, GFP_KERNEL)) {
		kfree(sgt);
		return NULL;
	}
	return sgt;
}

int na_obj_bind(struct na_obj *obj, unsigned long va, unsigned int n)
{
	struct page **pages = kvcalloc(n, sizeof(*pages), GFP_KERNEL);
	int got, err = -ENOMEM;

	if (!pages)
		return -ENOMEM;

	got = pin_user_pages_fast(va, n, FOLL_WRITE | FOLL_LONGTERM, pages);
	if (got == n) {
		obj->sgt = na_pages_to_table(pages, n);
		if (obj->sgt) {
			err = dma_map_sgtable(obj->na->dev, obj->sgt, DMA_BIDIRECTIONAL, 0);
			if (!err)
				goto done;
			sg_free_table(obj->sgt);
			kfree(obj->sgt);
		}
		obj->sgt = NULL;
	} else {
		err = got < 0 ? got : -EFAULT;
	}
	if (got > 0)
		put_user_pages(pages, got);
done:
	kvfree(pages);
	return err;
}

void na_obj_put(struct na_obj *obj)
{
	kref_put(&obj->ref, na_obj_release);
}
