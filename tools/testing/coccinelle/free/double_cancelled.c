// SPDX-License-Identifier: GPL-2.0-only
/* What is cancelled ends, and its end gives back. */

struct cry_req {
	struct completion done;
	void (*end)(struct cry_req *rq, int status);
	int status;
	int nr;
	struct page *in[8];
};

struct cry_engine {
	void __iomem *base;
	struct cry_req *active;
};

void cry_kick(struct cry_engine *e, struct cry_req *rq);
void cry_stop(struct cry_engine *e);

static void cry_end(struct cry_req *rq, int status)
{
	unpin_user_pages(rq->in, rq->nr);
	rq->status = status;
	complete(&rq->done);
}

static void cry_cancel(struct cry_engine *e, struct cry_req *rq)
{
	cry_stop(e);
	if (e->active == rq) {
		e->active = NULL;
		rq->end(rq, -ECANCELED);
	}
}

static int cry_hash_user(struct cry_engine *e, unsigned long src, int nr)
{
	struct cry_req rq = { .end = cry_end };
	int rc;

	if (nr <= 0 || nr > ARRAY_SIZE(rq.in))
		return -EINVAL;
	rc = pin_user_pages_fast(src, nr, 0, rq.in);
	if (rc <= 0)
		return rc ? rc : -EFAULT;
	rq.nr = rc;
	init_completion(&rq.done);
	cry_kick(e, &rq);

	if (!wait_for_completion_timeout(&rq.done, msecs_to_jiffies(500))) {
		cry_cancel(e, &rq);
		wait_for_completion(&rq.done);
		unpin_user_pages(rq.in, rq.nr);
		return -ETIMEDOUT;
	}
	return rq.status;
}
