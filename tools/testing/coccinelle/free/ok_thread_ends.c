// SPDX-License-Identifier: GPL-2.0-only
/* A thread does the job, and gives back. */

struct kj {
	struct list_head node;
	struct page *pages[8];
	int nr;
};

struct kjq {
	spinlock_t lock;
	wait_queue_head_t wq;
	struct list_head jobs;
};

void kj_process(struct kj *j);

int kjq_add(struct kjq *q, unsigned long ua, int nr)
{
	struct kj *j;

	if (nr < 1 || nr > 8)
		return -EINVAL;
	j = kzalloc(sizeof(*j), GFP_KERNEL);
	if (!j)
		return -ENOMEM;
	nr = pin_user_pages_fast(ua, nr, FOLL_WRITE, j->pages);
	if (nr <= 0) {
		kfree(j);
		return nr ? nr : -EFAULT;
	}
	j->nr = nr;
	spin_lock(&q->lock);
	list_add_tail(&j->node, &q->jobs);
	spin_unlock(&q->lock);
	wake_up(&q->wq);
	return nr;
}

static struct kj *kjq_pop(struct kjq *q)
{
	struct kj *j;

	spin_lock(&q->lock);
	j = list_first_entry_or_null(&q->jobs, struct kj, node);
	if (j)
		list_del(&j->node);
	spin_unlock(&q->lock);
	return j;
}

int kjq_thread(void *data)
{
	struct kjq *q = data;
	struct kj *j;

	for (;;) {
		wait_event(q->wq, (j = kjq_pop(q)) || kthread_should_stop());
		if (!j)
			return 0;
		kj_process(j);
		unpin_user_pages_dirty_lock(j->pages, j->nr, true);
		kfree(j);
	}
}
