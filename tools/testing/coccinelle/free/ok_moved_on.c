// SPDX-License-Identifier: GPL-2.0
/* Not what it was a few lines before: a place in an array, a result, a return. */
#include <linux/mm.h>

int feed(unsigned long addr, int n)
{
	struct page **all = kcalloc(n, sizeof(*all), GFP_KERNEL);
	int got, at = 0, fed, ret = 0;

	if (!all)
		return -ENOMEM;
	got = pin_user_pages_fast(addr, n, 0, all);
	while (at < got) {
		fed = device_eat(all + at, got - at);
		if (fed <= 0) {
			ret = -EIO;
			break;
		}
		unpin_user_pages(all + at, fed);
		at += fed;
	}
	if (at < got)
		unpin_user_pages(all + at, got - at);
	kfree(all);
	return ret;
}

struct pair {
	struct page **in, **out;
	int n;
};

int pair_take(struct pair *p, unsigned long in, unsigned long out, int n)
{
	int got;

	got = pin_user_pages_fast(in, n, FOLL_LONGTERM, p->in);
	if (got != n)
		goto no_in;
	got = pin_user_pages_fast(out, n, FOLL_WRITE | FOLL_LONGTERM, p->out);
	if (got != n)
		goto no_out;
	p->n = n;
	return 0;
no_out:
	if (got > 0)
		unpin_user_pages(p->out, got);
	unpin_user_pages(p->in, n);
	return -EFAULT;
no_in:
	if (got > 0)
		unpin_user_pages(p->in, got);
	return -EFAULT;
}

void pair_end(struct pair *p)
{
	unpin_user_pages(p->in, p->n);
	unpin_user_pages_dirty_lock(p->out, p->n, true);
	p->n = 0;
}

struct request {
	struct kiocb *iocb;
	struct work_struct work;
	struct page *pages[8];
	int n;
};

static void request_end(struct work_struct *work)
{
	struct request *rq = container_of(work, struct request, work);

	unpin_user_pages_dirty_lock(rq->pages, rq->n, true);
	rq->iocb->ki_complete(rq->iocb, 0);
	kfree(rq);
}

ssize_t request_begin(struct kiocb *iocb, unsigned long addr)
{
	struct request *rq = kzalloc(sizeof(*rq), GFP_KERNEL);
	int ret;

	if (!rq)
		return -ENOMEM;
	rq->iocb = iocb;
	INIT_WORK(&rq->work, request_end);
	ret = pin_user_pages_fast(addr, 8, FOLL_WRITE, rq->pages);
	if (ret <= 0)
		goto free;
	rq->n = ret;
	ret = device_start(rq);
	if (!ret)
		return -EIOCBQUEUED;
	unpin_user_pages(rq->pages, rq->n);
free:
	kfree(rq);
	return ret ?: -EFAULT;
}
