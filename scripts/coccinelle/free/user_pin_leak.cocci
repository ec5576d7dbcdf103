// SPDX-License-Identifier: GPL-2.0-only
/// Pages that were taken must be given back on every path, also when fewer
/// were taken than asked for.
///
//# Classes: leak, short-pin.
//# A path on which the call itself failed is not one. Pages that were put into
//# a structure, or handed to a function that by its name keeps or frees them,
//# are somebody else's to give back.
//#
//# The semantic patch only finds the calls. Which paths are possible depends on
//# what the call returned, and SmPL does not follow values; so the function is
//# read once more in Python, as statements, and walked twice: once as if all
//# pages were taken, once as if some were. A function that this reader does
//# not understand is not reported on.
///
// Confidence: Moderate
// Copyright: (C) 2026 user-pin developers
// Options: --no-includes --include-headers
// Requires: 1.1.1
// Keywords: pin_user_pages, get_user_pages, put_user_page

virtual report
virtual org

@initialize:python@
@@
import os
import sys

sys.dont_write_bytecode = True
# A script is not told where its rules are.
for arg in open("/proc/self/cmdline").read().split("\0"):
    if os.path.basename(arg.split("=")[-1]) == "user_pin_leak.cocci":
        sys.path.insert(0, os.path.dirname(os.path.abspath(arg.split("=")[-1])))
from user_pin import leak

@rel@
// Else a function with one is not parsed.
iterator name scoped_guard, for_each_sg, for_each_sgtable_sg, for_each_sg_page,
	for_each_sgtable_page, for_each_sgtable_dma_sg;
identifier r = {put_user_page, put_user_pages, put_user_pages_dirty_lock,
	put_user_page_range_dirty_lock, put_user_folio, put_user_folio_written,
	unpin_user_page, unpin_user_pages, unpin_user_pages_dirty_lock,
	unpin_user_page_range_dirty_lock, unpin_user_folio,
	unpin_user_folio_dirty_locked, unpin_folio, unpin_folios, put_page,
	release_pages, folio_put, folio_put_refs};
position p;
@@
r@p(...)

@script:python@
p << rel.p;
@@
leak.releasing.add(p[0].current_element)

@acq@
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked, iov_iter_extract_pages,
	memfd_pin_folios};
position p;
@@
f@p(...)

@script:python@
p << acq.p;
@@
leak.look(p[0])

@call depends on acq@
identifier f;
position p;
@@
f@p(...)

@script:python@
p << call.p;
f << call.f;
@@
leak.look_at_call(p[0], f)

@script:python depends on report@
p << call.p;
@@
v = leak.found.pop((p[0].file, int(p[0].line)), None)
if v:
    coccilib.report.print_report(p[0], v)

@script:python depends on org@
p << call.p;
@@
v = leak.found.pop((p[0].file, int(p[0].line)), None)
if v:
    cocci.print_main(v, p)

@script:python@
@@
leak.clear()
