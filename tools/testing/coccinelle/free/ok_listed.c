// SPDX-License-Identifier: GPL-2.0-only
/* In a list only while it is needed here */
static int gong_hit(struct tower *t, unsigned long at)
{
	struct gong *g = kmalloc(sizeof(*g), GFP_KERNEL);
	int err;

	if (!g)
		return -ENOMEM;
	err = pin_user_pages_fast(at, 1, FOLL_WRITE, &g->rope);
	if (err != 1) {
		err = err < 0 ? err : -EFAULT;
		goto free;
	}
	list_add(&g->list, &t->gongs);
	err = tower_sound(t);
	list_del(&g->list);
	unpin_user_page(g->rope);
free:
	kfree(g);
	return err;
}
