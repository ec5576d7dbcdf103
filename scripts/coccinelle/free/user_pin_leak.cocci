// SPDX-License-Identifier: GPL-2.0-only
/// Pages that were taken must be given back on every path, also when fewer
/// were taken than asked for.
///
//# Classes: leak, short-pin.
//# A path on which the call itself failed is not one. Pages that were put into
//# a structure, or handed to a function that by its name keeps or frees them,
//# are somebody else's to give back.
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
import re

failed, exits, released, found = set(), set(), [], {}
tests = []

API = (r"^((put_user|unpin_user)_(page|folio)|unpin_folio|put_page$|release_pages$|folio_put)")

def is_acquire(f):
    return re.match(r"^(pin|get)_user_pages(_fast|_remote|_unlocked)?$", f) is not None

def is_release(r):
    return re.match(API, r) is not None

def is_helper(h):
    """Gives pages back, or takes care of it, going by its name."""
    return not is_release(h) and not is_acquire(h) and \
        re.match(r"^k?v?free|^kfree|^dma_|^sg_free|^mmput|^mmap_|^fput|^dma_unmap|.*_unlock", h) is None and \
        re.search(r"put|unpin|release|free|destroy|clean|teardown|drop|fini|undo|unmap|abort|"
                  r"unwind|_end\b|complete|detach", h) is not None

def is_keeper(h):
    """Keeps the pages it is given, going by its name."""
    return re.search(r"add|attach|insert|queue|save|store|keep|register|set_page|from_pages|fill|"
                     r"track|push|bvec|kvec|install|own", h) is not None and not is_helper(h)

def key(p):
    return (p[0].file, p[0].line, p[0].column)

def is_failed(g, p):
    return (key(g), key(p)) in failed

def may_end(q, p):
    return not is_failed(q, p) and key(q) in exits

def goes_on(q, p):
    return not is_failed(q, p)

def owns(p, e):
    """Does the function give the pages back on another path?"""
    for q, x in released:
        if q.file == p[0].file and q.current_element == p[0].current_element and \
           int(q.line) > int(p[0].line) and re.search(r"(?<![\w>.])%s\b" % re.escape(str(e)), str(x)) and \
           not any(int(a) <= int(q.line) <= int(b) for pp, a, b in tests if pp == key(p)):
            return True
    return False

@acq@
expression x, e;
expression a, n, fl, mm;
identifier f =~ "^(pin|get)_user_pages(_fast|_remote|_unlocked)?$";
position p;
@@
(
x = f@p(mm, a, n, fl, \(e\|&e\), NULL)
|
x = f@p(a, n, fl, \(&e[...]\|e + ...\|&e\|e\))
|
x = f@p(a, n, e, fl)
)

// ---- Paths on which nothing was taken, or the short count was looked at

@fails exists@
expression acq.x;
position acq.p;
expression k, v;
identifier f, l;
position g;
@@
x = f@p(...)
... when != x = v
    when any
if (\(x < k\|x <= k\|x != k\|x == 0\|!x\|k > x\|k != x\|k >= x\|IS_ERR_VALUE(x)\)) {
<+...
\(goto@g l;\|return@g ...;\)
...+>
}

@script:python@
g << fails.g;
p << acq.p;
@@
failed.add((key(g), key(p)))

@failrange exists@
expression acq.x;
position acq.p;
expression k, v;
identifier f;
statement S;
position b;
@@
x = f@p(...)
... when != x = v
    when any
if (\(x < k\|x <= k\|x != k\|x == 0\|!x\|k > x\|k != x\|k >= x\|IS_ERR_VALUE(x)\)) S@b

@script:python@
b << failrange.b;
p << acq.p;
@@
tests.append((key(p), b[0].line, b[0].line_end))

// ---- Other error exits: a return or a goto in the arm of a test

@exitgoto depends on acq@
expression c;
identifier l;
position g;
@@
if (c) {
<+...
goto@g l;
...+>
}

@script:python@
g << exitgoto.g;
@@
exits.add(key(g))

@exitreturn depends on acq@
expression c, v;
position g;
@@
if (c) {
<+...
return@g v;
...+>
}

@script:python@
g << exitreturn.g;
v << exitreturn.v;
@@
if not re.match(r"^(0|1|true|- ?EIOCBQUEUED|- ?EINPROGRESS)$", v):
    exits.add(key(g))

@rel depends on acq@
identifier r =~ "^((put_user|unpin_user)_(page|folio)|unpin_folio|put_page$|release_pages$|folio_put)";
expression x;
position p;
@@
r@p(x, ...)

@script:python@
p << rel.p;
x << rel.x;
@@
released.append((p[0], re.sub(r"\s*(->|\.)\s*", r"\1", str(x)).replace(" -> ", "->")))

@alias depends on acq@
expression e, i;
identifier x;
identifier r =~ "^((put_user|unpin_user)_(page|folio)|unpin_folio|put_page$|release_pages$|folio_put)";
position p;
@@
\(x = e[i]\|x = *e\|x = e\)
... when != x = i
    when any
\(r@p(x, ...)\|r@p(page_folio(x), ...)\)

@script:python@
p << alias.p;
e << alias.e;
@@
released.append((p[0], str(e)))

@leak exists@
expression acq.x, acq.e, o, y;
identifier f, m, l;
identifier r =~ "^((put_user|unpin_user)_(page|folio)|unpin_folio|put_page$|release_pages$|folio_put)";
identifier r1 =~ "^((put_user|unpin_user)_(page|folio)|unpin_folio|put_page$|release_pages$|folio_put)";
identifier h : script:python() { is_helper(h) };
identifier s : script:python() { is_keeper(s) };
position acq.p;
position g : script:python(p) { is_failed(g, p) };
position q : script:python(p) { may_end(q, p) };
@@
x = f@p(...)
... when != r(<+... e ...+>, ...)
    when != h(...)
    when != s(..., <+... e ...+>, ...)
    when != for (...; ...; ...) { <+... r1(...) ...+> }
    when != while (...) { <+... r1(...) ...+> }
    when != o->m = e
    when != o.m = e
    when != *o = e
    when != goto@g l;
    when != return@g ...;
return@q y;

@script:python@
p << acq.p;
q << leak.q;
e << acq.e;
y << leak.y;
@@
if owns(p, str(e).replace(" -> ", "->")) and not re.search(r"\b%s\b" % re.escape(str(e)), str(y)):
    found.setdefault(key(p), (p[0], "leak: not given back where line %s returns" % q[0].line))

@leakgoto exists@
expression acq.x, acq.e, o;
identifier f, m, l, l1;
identifier r =~ "^((put_user|unpin_user)_(page|folio)|unpin_folio|put_page$|release_pages$|folio_put)";
identifier r1 =~ "^((put_user|unpin_user)_(page|folio)|unpin_folio|put_page$|release_pages$|folio_put)";
identifier r2 =~ "^((put_user|unpin_user)_(page|folio)|unpin_folio|put_page$|release_pages$|folio_put)";
identifier r3 =~ "^((put_user|unpin_user)_(page|folio)|unpin_folio|put_page$|release_pages$|folio_put)";
identifier h : script:python() { is_helper(h) };
identifier h1 : script:python() { is_helper(h1) };
identifier s : script:python() { is_keeper(s) };
position acq.p;
position g : script:python(p) { is_failed(g, p) };
position q : script:python(p) { may_end(q, p) };
@@
x = f@p(...)
... when != r(<+... e ...+>, ...)
    when != h(...)
    when != s(..., <+... e ...+>, ...)
    when != for (...; ...; ...) { <+... r1(...) ...+> }
    when != while (...) { <+... r1(...) ...+> }
    when != o->m = e
    when != o.m = e
    when != *o = e
    when != goto@g l;
    when != return@g ...;
goto@q l1;
... when != r2(<+... e ...+>, ...)
    when != h1(...)
    when != x = f(...)
    when != for (...; ...; ...) { <+... r3(...) ...+> }
    when != while (...) { <+... r3(...) ...+> }
    when != if (...) { <+... r3(<+... e ...+>, ...) ...+> }
return ...;

@script:python@
p << acq.p;
q << leakgoto.q;
e << acq.e;
@@
if owns(p, str(e).replace(" -> ", "->")):
    found.setdefault(key(p), (p[0], "leak: not given back after the goto of line %s" % q[0].line))

@freed exists@
expression acq.x, acq.e, o;
identifier f, m, l;
identifier r =~ "^((put_user|unpin_user)_(page|folio)|unpin_folio|put_page$|release_pages$|folio_put)";
identifier r1 =~ "^((put_user|unpin_user)_(page|folio)|unpin_folio|put_page$|release_pages$|folio_put)";
identifier h : script:python() { is_helper(h) };
identifier s : script:python() { is_keeper(s) };
identifier k =~ "^(k|kv|v)free(_sensitive)?$";
position acq.p;
position g : script:python(p) { is_failed(g, p) };
position q;
@@
x = f@p(...)
... when != r(<+... e ...+>, ...)
    when != h(...)
    when != s(..., <+... e ...+>, ...)
    when != s(..., <+... e[...] ...+>, ...)
    when != for (...; ...; ...) { <+... r1(...) ...+> }
    when != while (...) { <+... r1(...) ...+> }
    when != if (...) { <+... r1(<+... e ...+>, ...) ...+> }
    when != for (...; ...; ...) { <+... e[...] ...+> }
    when != o->m = e
    when != o.m = e
    when != *o = e
    when != if (\(x > 0\|x >= 0\|x == ...\)) { ... }
    when != goto@g l;
    when != return@g ...;
k@q(e)

@script:python@
p << acq.p;
q << freed.q;
@@
found.setdefault(key(p), (p[0], "leak: line %s frees the array of pages that were not given back" % q[0].line))

// ---- A loop that takes a part at a time, and forgets those before

@part exists@
expression acq.x, acq.e, d, k;
identifier f;
identifier r =~ "^((put_user|unpin_user)_(page|folio)|unpin_folio|put_page$|release_pages$|folio_put)";
identifier h : script:python() { is_helper(h) };
position acq.p, q;
@@
x = f@p(..., \(e + d\|&e[d]\), ...)
... when != d = k
if (\(x < 0\|x <= 0\)) {
... when != r(...)
    when != h(...)
    when != for (...; ...; ...) { <+... r(...) ...+> }
    when != while (...) { <+... r(...) ...+> }
return@q ...;
}
... when any
\(d += x\|d = d + x\)

@script:python@
p << acq.p;
q << part.q;
d << part.d;
@@
found.setdefault(key(p), (p[0], "leak: %s pages taken before are not given back where line %s returns" % (d, q[0].line)))

// ---- Fewer than asked for

@few exists@
expression acq.x, acq.e, acq.n;
identifier f;
identifier r =~ "^((put_user|unpin_user)_(page|folio)|unpin_folio|put_page$|release_pages$|folio_put)";
identifier h : script:python() { is_helper(h) };
expression k, o, v;
identifier m;
position acq.p, q;
@@
x = f@p(...)
... when != \(x == k\|x != k\|k != x\|x < n\|x <= n\|x > n\)
    when != x = k
    when != o->m = e
    when != o->m = x
if (\(x != n\|x < n\|n != x\|n > x\)) {
... when != r(...)
    when != h(...)
    when != for (...; ...; ...) { <+... r(...) ...+> }
    when != while (...) { <+... r(...) ...+> }
    when != if (...) { <+... r(...) ...+> }
return@q v;
}

@script:python@
p << acq.p;
q << few.q;
n << acq.n;
x << acq.x;
v << few.v;
@@
if n != "1" and v != x and not re.search(r"\w ?\(", v):
    found.setdefault(key(p), (p[0], "short-pin: if fewer than %s pages are taken, line %s leaks them" % (n, q[0].line)))

@fewgoto exists@
expression acq.x, acq.e, acq.n;
identifier f, l;
identifier r =~ "^((put_user|unpin_user)_(page|folio)|unpin_folio|put_page$|release_pages$|folio_put)";
identifier h : script:python() { is_helper(h) };
expression k, o;
identifier m;
position acq.p, q;
@@
x = f@p(...)
... when != \(x == k\|x != k\|k != x\|x < n\|x <= n\|x > n\)
    when != x = k
    when != o->m = e
    when != o->m = x
if (\(x != n\|x < n\|n != x\|n > x\)) {
... when != r(...)
    when != h(...)
    when != for (...; ...; ...) { <+... r(...) ...+> }
    when != while (...) { <+... r(...) ...+> }
    when != if (...) { <+... r(...) ...+> }
goto@q l;
}

@fewlabel exists@
identifier fewgoto.l;
identifier r =~ "^((put_user|unpin_user)_(page|folio)|unpin_folio|put_page$|release_pages$|folio_put)";
identifier h : script:python() { is_helper(h) };
position z;
@@
l:
... when != r(...)
    when != h(...)
    when != for (...; ...; ...) { <+... r(...) ...+> }
    when != while (...) { <+... r(...) ...+> }
    when != if (...) { <+... r(...) ...+> }
    when != if (...) { <+... h(...) ...+> }
return@z ...;

@script:python@
p << acq.p;
q << fewgoto.q;
z << fewlabel.z;
n << acq.n;
@@
if n != "1" and z[0].current_element == p[0].current_element:
    found.setdefault(key(p), (p[0], "short-pin: if fewer than %s pages are taken, the goto of line %s leaks them" % (n, q[0].line)))

@script:python depends on report@
@@
for pos, text in found.values():
    coccilib.report.print_report(pos, text)
for facts in (failed, exits, released, found, tests):
    facts.clear()

@script:python depends on org@
@@
for pos, text in found.values():
    cocci.print_main(text, [pos])
for facts in (failed, exits, released, found, tests):
    facts.clear()
