// SPDX-License-Identifier: GPL-2.0
struct way_job {
	struct page **list;
	int nr;
	struct page **helped;
	int helped_nr;
	struct page **done;
	int done_nr;
	struct kref ref;
};

int way_job_submit(struct way_job *j);
