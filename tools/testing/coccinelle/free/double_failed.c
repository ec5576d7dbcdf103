// SPDX-License-Identifier: GPL-2.0-only
/* A function has given all back if it fails, itself or by a helper. */
static int mule_map(struct mule *m)
{
	unsigned int i;

	for (i = 0; i < m->nr; i++) {
		m->dma[i] = dma_map_page(m->dev, m->bags[i], 0, PAGE_SIZE, DMA_TO_DEVICE);
		if (dma_mapping_error(m->dev, m->dma[i]))
			goto undo;
	}
	return 0;
undo:
	unpin_user_pages(m->bags, m->nr);
	return -ENOMEM;
}

static void mule_drop(struct mule *m)
{
	unpin_user_pages(m->bags, m->nr);
	kfree(m->bags);
}

static int mule_send(struct mule *m)
{
	int rc = usb_submit_urb(m->urb, GFP_KERNEL);

	if (rc)
		mule_drop(m);
	return rc;
}

static int mule_go(struct mule *m, unsigned long at)
{
	int rc = pin_user_pages_fast(at, m->nr, 0, m->bags);

	if (rc < 0)
		return rc;
	if (rc != m->nr) {
		unpin_user_pages(m->bags, rc);
		return -EFAULT;
	}
	rc = mule_map(m);
	if (!rc)
		rc = mule_walk(m);
	unpin_user_pages(m->bags, m->nr);
	return rc;
}

static int mule_post(struct mule *m, unsigned long at)
{
	int rc = pin_user_pages_fast(at, m->nr, FOLL_LONGTERM, m->bags);

	if (rc < 0)
		return rc;
	if (rc != m->nr) {
		unpin_user_pages(m->bags, rc);
		return -EFAULT;
	}
	rc = mule_send(m);
	if (rc)
		unpin_user_pages(m->bags, m->nr);
	return rc;
}

static int mule_post_good(struct mule *m, unsigned long at)
{
	int rc = pin_user_pages_fast(at, m->nr, FOLL_LONGTERM, m->bags);

	if (rc < 0)
		return rc;
	if (rc != m->nr) {
		unpin_user_pages(m->bags, rc);
		return -EFAULT;
	}
	return mule_send(m);
}
