// SPDX-License-Identifier: GPL-2.0
/* The helper prints something before it gives back what it is handed. */
static void op_end(struct op *op, int status)
{
	if (status)
		pr_debug("op failed %d\n", status);
	unpin_user_pages(op->pages, op->npages);
}

static int op_issue(struct op *op, unsigned long addr)
{
	int rc = pin_user_pages_fast(addr, op->want, FOLL_WRITE | FOLL_LONGTERM, op->pages);

	if (rc < 0)
		return rc;
	op->npages = rc;
	if (rc != op->want) {
		op_end(op, -EFAULT);
		unpin_user_pages(op->pages, op->npages);
		return -EFAULT;
	}
	return op_queue(op);
}

static int op_issue_good(struct op *op, unsigned long addr)
{
	int rc = pin_user_pages_fast(addr, op->want, FOLL_WRITE | FOLL_LONGTERM, op->pages);

	if (rc < 0)
		return rc;
	op->npages = rc;
	if (rc != op->want) {
		op_end(op, -EFAULT);
		return -EFAULT;
	}
	return op_queue(op);
}
