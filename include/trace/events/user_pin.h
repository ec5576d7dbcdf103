/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tracepoints of counted pins. None of these is a stable kernel ABI.
 *
 * index is in pages, count, writers and longterm in pins, the range of a wait
 * in bytes.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM user_pin

#if !defined(_TRACE_USER_PIN_H) || defined(TRACE_HEADER_MULTI_READ)
#define _TRACE_USER_PIN_H

#include <linux/fs.h>
#include <linux/kdev_t.h>
#include <linux/mm.h>
#include <linux/tracepoint.h>

DECLARE_EVENT_CLASS(user_pin_record,

	TP_PROTO(struct folio *folio, dev_t dev, unsigned long ino,
		 pgoff_t index, unsigned int count, unsigned int writers,
		 unsigned int longterm),

	TP_ARGS(folio, dev, ino, index, count, writers, longterm),

	TP_STRUCT__entry(
		__field(unsigned long, pfn)
		__field(dev_t, dev)
		__field(unsigned long, ino)
		__field(pgoff_t, index)
		__field(unsigned int, count)
		__field(unsigned int, writers)
		__field(unsigned int, longterm)
	),

	TP_fast_assign(
		__entry->pfn = folio_pfn(folio);
		__entry->dev = dev;
		__entry->ino = ino;
		__entry->index = index;
		__entry->count = count;
		__entry->writers = writers;
		__entry->longterm = longterm;
	),

	TP_printk("dev=%d:%d ino=%lu index=%lu pfn=0x%lx count=%u writers=%u longterm=%u",
		  MAJOR(__entry->dev), MINOR(__entry->dev), __entry->ino,
		  __entry->index, __entry->pfn, __entry->count,
		  __entry->writers, __entry->longterm)
);

/* A pin was recorded; the counts include it. */
DEFINE_EVENT(user_pin_record, user_pin_acquire,
	TP_PROTO(struct folio *folio, dev_t dev, unsigned long ino,
		 pgoff_t index, unsigned int count, unsigned int writers,
		 unsigned int longterm),
	TP_ARGS(folio, dev, ino, index, count, writers, longterm)
);

/* A pin was given back; the counts no longer include it. */
DEFINE_EVENT(user_pin_record, user_pin_release,
	TP_PROTO(struct folio *folio, dev_t dev, unsigned long ino,
		 pgoff_t index, unsigned int count, unsigned int writers,
		 unsigned int longterm),
	TP_ARGS(folio, dev, ino, index, count, writers, longterm)
);

/* A pinned folio left its file: what the holder still writes goes nowhere. */
DEFINE_EVENT(user_pin_record, user_pin_orphan,
	TP_PROTO(struct folio *folio, dev_t dev, unsigned long ino,
		 pgoff_t index, unsigned int count, unsigned int writers,
		 unsigned int longterm),
	TP_ARGS(folio, dev, ino, index, count, writers, longterm)
);

/* Background writeback left a pinned folio dirty. */
DEFINE_EVENT(user_pin_record, user_pin_skip,
	TP_PROTO(struct folio *folio, dev_t dev, unsigned long ino,
		 pgoff_t index, unsigned int count, unsigned int writers,
		 unsigned int longterm),
	TP_ARGS(folio, dev, ino, index, count, writers, longterm)
);

/* Reclaim, invalidation or a layout change was refused a pinned folio. */
DEFINE_EVENT(user_pin_record, user_pin_refuse,
	TP_PROTO(struct folio *folio, dev_t dev, unsigned long ino,
		 pgoff_t index, unsigned int count, unsigned int writers,
		 unsigned int longterm),
	TP_ARGS(folio, dev, ino, index, count, writers, longterm)
);

/* Writeback copied a pinned folio: the device needs stable data. */
DEFINE_EVENT(user_pin_record, user_pin_copy,
	TP_PROTO(struct folio *folio, dev_t dev, unsigned long ino,
		 pgoff_t index, unsigned int count, unsigned int writers,
		 unsigned int longterm),
	TP_ARGS(folio, dev, ino, index, count, writers, longterm)
);

DECLARE_EVENT_CLASS(user_pin_wait,

	TP_PROTO(dev_t dev, unsigned long ino, loff_t start, loff_t end,
		 int ret),

	TP_ARGS(dev, ino, start, end, ret),

	TP_STRUCT__entry(
		__field(dev_t, dev)
		__field(unsigned long, ino)
		__field(loff_t, start)
		__field(loff_t, end)
		__field(int, ret)
	),

	TP_fast_assign(
		__entry->dev = dev;
		__entry->ino = ino;
		__entry->start = start;
		__entry->end = end;
		__entry->ret = ret;
	),

	TP_printk("dev=%d:%d ino=%lu start=%lld end=%lld ret=%d",
		  MAJOR(__entry->dev), MINOR(__entry->dev), __entry->ino,
		  __entry->start, __entry->end, __entry->ret)
);

/* Somebody starts to wait for the writers of a file range; ret is 0. */
DEFINE_EVENT(user_pin_wait, user_pin_wait_begin,
	TP_PROTO(dev_t dev, unsigned long ino, loff_t start, loff_t end,
		 int ret),
	TP_ARGS(dev, ino, start, end, ret)
);

/* The wait is over: 0 all gone, -ETIMEDOUT past the deadline, -EINTR killed. */
DEFINE_EVENT(user_pin_wait, user_pin_wait_end,
	TP_PROTO(dev_t dev, unsigned long ino, loff_t start, loff_t end,
		 int ret),
	TP_ARGS(dev, ino, start, end, ret)
);

/* A long-term pin for writing was refused: whose file is mapped there. */
TRACE_EVENT(user_pin_refuse_longterm,

	TP_PROTO(dev_t dev, unsigned long ino, unsigned long start,
		 unsigned long end),

	TP_ARGS(dev, ino, start, end),

	TP_STRUCT__entry(
		__field(dev_t, dev)
		__field(unsigned long, ino)
		__field(unsigned long, start)
		__field(unsigned long, end)
	),

	TP_fast_assign(
		__entry->dev = dev;
		__entry->ino = ino;
		__entry->start = start;
		__entry->end = end;
	),

	TP_printk("dev=%d:%d ino=%lu start=0x%lx end=0x%lx",
		  MAJOR(__entry->dev), MINOR(__entry->dev), __entry->ino,
		  __entry->start, __entry->end)
);

#endif /* _TRACE_USER_PIN_H */

#include <trace/define_trace.h>
