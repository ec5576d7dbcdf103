// SPDX-License-Identifier: GPL-2.0-only
/* One page in an object that is in a list from here on. What is returned is an error
 * code on all paths.
 */
static int bell_hang(struct tower *t, unsigned long at, struct bell **out)
{
	struct bell *b = kmalloc(sizeof(*b), GFP_KERNEL);
	int err;

	if (!b)
		return -ENOMEM;
	err = pin_user_pages_fast(at, 1, FOLL_WRITE, &b->rope);
	if (err != 1) {
		err = err < 0 ? err : -EFAULT;
		kfree(b);
		goto out;
	}
	err = 0;
	list_add(&b->list, &t->bells);
	*out = b;
out:
	return err;
}

static void bell_fall(struct bell *b)
{
	list_del(&b->list);
	unpin_user_page(b->rope);
	kfree(b);
}
