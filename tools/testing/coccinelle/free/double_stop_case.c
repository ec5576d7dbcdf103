// SPDX-License-Identifier: GPL-2.0-only
/* A command that stops gives back what is still there when the file is closed. */
static long mill_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct mill *m = file->private_data;

	switch (cmd) {
	case MILL_START:
		return mill_start(m, arg);
	case MILL_STOP:
		if (!m->turning)
			return -EINVAL;
		mill_brake(m);
		m->turning = false;
		unpin_user_pages_dirty_lock(m->sacks, m->nr, true);
		return 0;
	case MILL_DISABLE_SCALE:
		unpin_user_page(m->scale);
		m->scale = NULL;
		return 0;
	case MILL_DISABLE_BELL:
		unpin_user_page(m->bell);
		break;
	}
	return -ENOTTY;
}

static int mill_close(struct inode *inode, struct file *file)
{
	struct mill *m = file->private_data;

	if (m->sacks) {
		unpin_user_pages_dirty_lock(m->sacks, m->nr, true);
		kvfree(m->sacks);
	}
	if (m->scale)
		unpin_user_page(m->scale);
	if (m->bell)
		unpin_user_page(m->bell);
	kfree(m);
	return 0;
}

/* Asks whether it still turns, and the other one whether it is that kind. */
static long windmill_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct windmill *m = file->private_data;

	switch (cmd) {
	case MILL_START:
		return windmill_start(m, arg);
	case MILL_STOP:
		if (!m->turning)
			return -EINVAL;
		m->turning = false;
		unpin_user_pages_dirty_lock(m->sacks, m->nr, true);
		return 0;
	}
	return -ENOTTY;
}

static int windmill_close(struct inode *inode, struct file *file)
{
	struct windmill *m = file->private_data;

	if (!m->turning)
		return 0;
	if (m->sacks)
		unpin_user_pages_dirty_lock(m->sacks, m->nr, true);
	return 0;
}

static int sail_close(struct inode *inode, struct file *file)
{
	struct sail *m = file->private_data;

	if (m->sacks)
		unpin_user_pages_dirty_lock(m->sacks, m->nr, true);
	return 0;
}

/* Not given back twice by the helper itself, nor where another one says that it is gone. */
static void tide_put_bags(struct tide *t)
{
	if (t->nr)
		unpin_user_pages(t->bags, t->nr);
}

static void tide_halt(struct tide *t)
{
	tide_ebb(t);
	tide_put_bags(t);
}

static void tide_forget(struct tide *t)
{
	t->nr = 0;
}

static void tide_pause(struct tide *t)
{
	unpin_user_pages(t->bags, t->nr);
	tide_forget(t);
}
