// SPDX-License-Identifier: GPL-2.0-only
/// A page that was given back may be freed or reused at once: it must not be
/// given back again, and it is too late to mark it dirty.
///
//# Classes: double-release, dirty-after-release.
///
// Confidence: Moderate
// Copyright: (C) 2026 user-pin developers
// Options: --no-includes --include-headers
// Requires: 1.1.1
// Keywords: put_user_page, unpin_user_page, set_page_dirty

virtual report
virtual org

@initialize:python@
@@
import re

found, taken = {}, set()

def is_acquire(f):
    return re.match(r"^(pin|get)_user_pages|^iov_iter_(get|extract)_pages", f) is not None

def is_bulk(r):
    return r in ("unpin_user_pages", "put_user_pages", "unpin_user_pages_dirty_lock",
                 "put_user_pages_dirty_lock", "release_pages")

def is_single(r):
    return r in ("unpin_user_page", "put_user_page", "put_page")

def is_any(r):
    return is_bulk(r) or is_single(r)

def is_dirty(d):
    return d in ("set_page_dirty", "set_page_dirty_lock", "SetPageDirty", "folio_mark_dirty",
                 "folio_mark_dirty_lock", "folio_set_dirty")

def ours(r, p):
    """put_page() is said to give back user pages only where some are taken."""
    return "user" in r or (p[0].file, p[0].current_element) in taken

def say(p, q, text):
    if p[0].line != q[0].line:
        found.setdefault((q[0].file, q[0].line), (q[0], text))

@acq@
identifier f : script:python() { is_acquire(f) };
position p;
@@
f@p(...)

@script:python@
p << acq.p;
@@
taken.add((p[0].file, p[0].current_element))

@again exists@
expression e, v, n;
identifier r : script:python() { is_bulk(r) };
identifier s : script:python() { is_bulk(s) };
identifier f : script:python() { is_acquire(f) };
position p, q;
@@
r@p(e, n, ...)
... when != e = v
    when != n = v
    when != n += v
    when != n -= v
    when != e[...] = v
    when != e += v
    when != f(...)
s@q(e, ...)

@script:python@
p << again.p;
q << again.q;
r << again.r;
e << again.e;
@@
if ours(r, p):
    say(p, q, "double-release: %s were given back on line %s already" % (e, p[0].line))

@again_each exists@
expression e, v, n, i;
identifier r : script:python() { is_bulk(r) };
identifier s : script:python() { is_single(s) };
identifier f : script:python() { is_acquire(f) };
position p, q;
@@
r@p(e, n, ...)
... when != e = v
    when != n = v
    when != n += v
    when != n -= v
    when != e[...] = v
    when != e += v
    when != f(...)
s@q(e[i])

@script:python@
p << again_each.p;
q << again_each.q;
r << again_each.r;
e << again_each.e;
@@
if ours(r, p):
    say(p, q, "double-release: %s were given back on line %s already" % (e, p[0].line))

@each_again exists@
expression e, v, n, m, j, i;
identifier r : script:python() { is_any(r) };
identifier s : script:python() { is_single(s) };
identifier f : script:python() { is_acquire(f) };
position p, q;
@@
for (...; i < n; ...) { <+... s@p(e[j]) ...+> }
... when != e = v
    when != n = v
    when != n -= v
    when != e[...] = v
    when != f(...)
\(r@q(e, ...)\|r@q(e[m])\)

@script:python@
p << each_again.p;
q << each_again.q;
s << each_again.s;
e << each_again.e;
@@
if ours(s, p):
    say(p, q, "double-release: %s were given back on line %s already" % (e, p[0].line))

@one_again exists@
idexpression struct page *e;
expression v;
identifier r : script:python() { is_single(r) };
identifier s : script:python() { is_single(s) };
identifier f : script:python() { is_acquire(f) };
position p, q;
@@
r@p(e)
... when != e = v
    when != f(...)
    when != get_page(e)
    when != \(e++\|++e\|e += v\)
s@q(e)

@script:python@
p << one_again.p;
q << one_again.q;
r << one_again.r;
s << one_again.s;
e << one_again.e;
@@
if ours(r, p) and ours(s, q) and (int(q[0].line) > int(p[0].line)):
    say(p, q, "double-release: %s was given back on line %s already" % (e, p[0].line))

@elem_again exists@
expression a, i, v;
identifier r : script:python() { is_single(r) };
identifier s : script:python() { is_single(s) };
identifier f : script:python() { is_acquire(f) };
position p, q;
@@
r@p(a[i])
... when != a[i] = v
    when != \(i++\|++i\|i--\|--i\|i += v\|i -= v\|i = v\)
    when != a = v
    when != f(...)
    when != get_page(a[i])
s@q(a[i])

@script:python@
p << elem_again.p;
q << elem_again.q;
r << elem_again.r;
a << elem_again.a;
i << elem_again.i;
@@
if ours(r, p):
    say(p, q, "double-release: %s[%s] was given back on line %s already" % (a, i, p[0].line))

// ---- Dirty too late

@late_one exists@
idexpression struct page *e;
expression v;
identifier r : script:python() { is_single(r) };
identifier d : script:python() { is_dirty(d) };
identifier f : script:python() { is_acquire(f) };
position p, q;
@@
r@p(e)
... when != e = v
    when != f(...)
    when != \(e++\|++e\|e += v\)
\(d@q(e)\|d@q(page_folio(e))\)

@script:python@
p << late_one.p;
q << late_one.q;
r << late_one.r;
e << late_one.e;
@@
if ours(r, p) and int(q[0].line) > int(p[0].line):
    say(p, q, "dirty-after-release: %s was given back on line %s" % (e, p[0].line))

@late_folio exists@
idexpression struct folio *fo;
expression e, v;
identifier r =~ "^((put_user|unpin_user)_(page|folio)|unpin_folio|put_page$|folio_put$)";
identifier d : script:python() { is_dirty(d) };
position p, q;
@@
fo = page_folio(e)
... when != fo = v
\(r@p(e, ...)\|r@p(fo, ...)\)
... when != fo = v
d@q(fo)

@script:python@
p << late_folio.p;
q << late_folio.q;
r << late_folio.r;
fo << late_folio.fo;
@@
if ours(r, p) and int(q[0].line) > int(p[0].line):
    say(p, q, "dirty-after-release: %s was given back on line %s" % (fo, p[0].line))

@late_elem exists@
expression a, i, v;
identifier r : script:python() { is_single(r) };
identifier d : script:python() { is_dirty(d) };
identifier f : script:python() { is_acquire(f) };
position p, q;
@@
r@p(a[i])
... when != a[i] = v
    when != \(i++\|++i\|i--\|--i\|i += v\|i -= v\|i = v\)
    when != a = v
    when != f(...)
\(d@q(a[i])\|d@q(page_folio(a[i]))\)

@script:python@
p << late_elem.p;
q << late_elem.q;
r << late_elem.r;
a << late_elem.a;
@@
if ours(r, p):
    say(p, q, "dirty-after-release: %s was given back on line %s" % (a, p[0].line))

@late_bulk exists@
expression e, v, n, i;
identifier r : script:python() { is_bulk(r) };
identifier d : script:python() { is_dirty(d) };
identifier f : script:python() { is_acquire(f) };
position p, q;
@@
r@p(e, n, ...)
... when != e = v
    when != e[...] = v
    when != f(...)
\(d@q(e[i])\|d@q(page_folio(e[i]))\)

@script:python@
p << late_bulk.p;
q << late_bulk.q;
r << late_bulk.r;
d << late_bulk.d;
e << late_bulk.e;
@@
if ours(r, p):
    say(p, q, "dirty-after-release: %s were given back on line %s" % (e, p[0].line))

@late_loop exists@
expression e, v, n, i, j, k;
identifier s : script:python() { is_single(s) };
identifier d : script:python() { is_dirty(d) };
identifier f : script:python() { is_acquire(f) };
position p, q;
@@
for (...; i < n; ...) { <+... s@p(e[j]) ...+> }
... when != e = v
    when != e[...] = v
    when != f(...)
\(d@q(e[k])\|d@q(page_folio(e[k]))\)

@script:python@
p << late_loop.p;
q << late_loop.q;
s << late_loop.s;
e << late_loop.e;
@@
if ours(s, p):
    say(p, q, "dirty-after-release: %s were given back on line %s" % (e, p[0].line))

@script:python depends on report@
@@
for pos, text in found.values():
    coccilib.report.print_report(pos, text)
found.clear()
taken.clear()

@script:python depends on org@
@@
for pos, text in found.values():
    cocci.print_main(text, [pos])
found.clear()
taken.clear()
