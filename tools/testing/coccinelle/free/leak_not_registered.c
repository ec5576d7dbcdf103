// SPDX-License-Identifier: GPL-2.0-only
/* A function that keeps them by its name fails, and the array is freed. */
static int shm_bad(struct ctx *ctx, struct shm *shm, unsigned long addr, int nr)
{
	int rc;

	shm->pages = kcalloc(nr, sizeof(*shm->pages), GFP_KERNEL);
	if (!shm->pages)
		return -ENOMEM;
	rc = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, shm->pages);
	if (rc != nr) {
		if (rc > 0)
			unpin_user_pages(shm->pages, rc);
		rc = rc < 0 ? rc : -ENOMEM;
		goto err;
	}
	rc = ctx->ops->shm_register(ctx, shm, shm->pages, nr);
	if (rc)
		goto err;
	return 0;
err:
	kfree(shm->pages);
	return rc;
}

static int shm_good(struct ctx *ctx, struct shm *shm, unsigned long addr, int nr)
{
	int rc;

	shm->pages = kcalloc(nr, sizeof(*shm->pages), GFP_KERNEL);
	if (!shm->pages)
		return -ENOMEM;
	rc = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, shm->pages);
	if (rc != nr) {
		if (rc > 0)
			unpin_user_pages(shm->pages, rc);
		rc = rc < 0 ? rc : -ENOMEM;
		goto err;
	}
	rc = ctx->ops->shm_register(ctx, shm, shm->pages, nr);
	if (rc)
		goto err_unpin;
	return 0;
err_unpin:
	unpin_user_pages(shm->pages, nr);
err:
	kfree(shm->pages);
	return rc;
}
