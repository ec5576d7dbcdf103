// SPDX-License-Identifier: GPL-2.0
/* Kept under its address in a tree, until user space unmaps it. */
#include <linux/mm.h>
#include <linux/rbtree.h>

struct map {
	struct rb_node node;
	dma_addr_t iova;
	size_t npages;
	struct page **pages;
};

static void map_insert(struct rb_root *root, struct map *new)
{
	struct rb_node **p = &root->rb_node, *parent = NULL;

	while (*p) {
		parent = *p;
		p = new->iova < rb_entry(parent, struct map, node)->iova ?
			&parent->rb_left : &parent->rb_right;
	}
	rb_link_node(&new->node, parent, p);
	rb_insert_color(&new->node, root);
}

static int map_grab(struct map *m, unsigned long addr)
{
	int n = pin_user_pages_fast(addr, m->npages, FOLL_WRITE, m->pages);

	if (n == m->npages)
		return 0;
	if (n > 0)
		unpin_user_pages(m->pages, n);
	return n < 0 ? n : -EFAULT;
}

static void map_drop(struct map *m)
{
	unpin_user_pages_dirty_lock(m->pages, m->npages, true);
	kvfree(m->pages);
	kfree(m);
}

int ctx_dma_map(struct rb_root *root, struct map *m, unsigned long addr)
{
	int ret = map_grab(m, addr);

	if (!ret)
		map_insert(root, m);
	return ret;
}

void ctx_dma_unmap(struct rb_root *root, struct map *m)
{
	rb_erase(&m->node, root);
	map_drop(m);
}
