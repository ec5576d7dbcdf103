// SPDX-License-Identifier: GPL-2.0-only
/*
 * The number that is stored is given back, or is the one that was asked for, in one of
 * two structures with fields of the same names.
 */
struct sloe {
	struct page **pages;
	int wanted, mapped;
};

int sloe_get(struct sloe *s, unsigned long start)
{
	int ret = pin_user_pages_fast(start, s->wanted, FOLL_LONGTERM, s->pages);

	if (ret <= 0)
		return ret ? ret : -EFAULT;
	s->mapped = ret;
	return 0;
}

void sloe_put(struct sloe *s)
{
	put_user_pages_dirty_lock(s->pages, s->mapped, true);
}

struct bilberry {
	struct page **vec;
	int wanted, mapped;
};

int bilberry_get(struct bilberry *b, unsigned long start)
{
	int ret = pin_user_pages_fast(start, b->wanted, FOLL_LONGTERM, b->vec);

	if (ret <= 0)
		return ret ? ret : -EFAULT;
	b->mapped = ret;
	if (b->mapped < b->wanted) {
		put_user_pages(b->vec, b->mapped);
		return -EFAULT;
	}
	return 0;
}

void bilberry_put(struct bilberry *b)
{
	put_user_pages_dirty_lock(b->vec, b->wanted, true);
}

struct cowberry {
	struct page **berries;
	int wanted, mapped;
};

int cowberry_get(struct cowberry *c, unsigned long start)
{
	int ret = pin_user_pages_fast(start, c->wanted, FOLL_LONGTERM, c->berries);

	if (ret <= 0)
		return ret ? ret : -EFAULT;
	c->mapped = ret;
	return 0;
}

void cowberry_put(struct cowberry *c)
{
	put_user_pages_dirty_lock(c->berries, c->mapped, true);
}

struct crowberry {
	struct page **berries;
	int wanted;
};

int crowberry_get(struct crowberry *c, unsigned long start)
{
	int ret = pin_user_pages_fast(start, c->wanted, FOLL_LONGTERM, c->berries);

	if (ret == c->wanted)
		return 0;
	if (ret > 0)
		put_user_pages(c->berries, ret);
	return ret < 0 ? ret : -EFAULT;
}

void crowberry_put(struct crowberry *c)
{
	put_user_pages_dirty_lock(c->berries, c->wanted, true);
}
