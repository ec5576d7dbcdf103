// SPDX-License-Identifier: GPL-2.0-only
/// pin_user_pages*() and get_user_pages*() return the number of pages they
/// took, which may be less than asked for, or a negative errno. Only pages
/// that were taken may be given back.
///
//# Classes: bad-count (a result that is or may be negative is used as a
//# count), over-release (the number asked for is given back, where fewer may
//# have been taken; or a loop goes one too far, or bytes are taken for pages),
//# leak (a loop leaves out the first entry; or what says where the pages are,
//# or how many, is cleared, overwritten or freed), double-release (also by the
//# function that took them, where it failed), freed-array (by another name).
///
// Confidence: Moderate
// Copyright: (C) 2026 user-pin developers
// Options: --no-includes --include-headers
// Requires: 1.1.1
// Keywords: pin_user_pages, get_user_pages

virtual report
virtual org

@initialize:python@
@@
import os
import re
import sys

sys.dont_write_bytecode = True
# A script is not told where its rules are.
for arg in open("/proc/self/cmdline").read().split("\0"):
    if os.path.basename(arg.split("=")[-1]) == "user_pin_count.cocci":
        sys.path.insert(0, os.path.dirname(os.path.abspath(arg.split("=")[-1])))
from user_pin import given, helper, loops
from user_pin.layout import indent, lines_of

found = {}
asked = []      # (function, line, result) of what takes pages

def only(p, at, x):
    """Is the result at this place still that of the call at p?"""
    return not any(fn == p[0].current_element and int(p[0].line) < line < int(at[0].line) and
                   str(x) == y for fn, line, y in asked)

def moved(g, q, n):
    """Is that an entry of a table, and is another one meant by now?"""
    lines = lines_of(q[0].file)[int(g[0].line):int(q[0].line)]
    return any(re.search(r"\b%s = " % i, x) for i in re.findall(r"\[ ?(\w+) ?\]", str(n))
               for x in lines)

def is_many(n):
    return n != "1"

def say_wide(q, f, x, n):
    """A number that may be negative is compared as an unsigned one, and that is all."""
    here, *more = lines_of(q[0].file)[int(q[0].line) - 1:int(q[0].current_element_line_end)]
    # What is tested where fewer came is not asked of an errno.
    body = next((i for i, line in enumerate(more) if line.strip() and
                 indent(line) <= indent(here)), len(more))
    if not re.search(r"\b%s [<>]=? [01]\b" % x, here) and \
       not any(re.search(r"\b%s (<=?|!=|==) " % x, line) for line in more[body:]):
        say(q, "bad-count: %s is the result of %s(), and not below %s if it is an errno" %
            (x, f, n))

def says_more(p, x):
    """Does a function look whether an unsigned result is an errno after all?"""
    text = "\n".join(lines_of(p[0].file)[int(p[0].line) - 1:int(p[0].current_element_line_end)])
    x = re.escape(re.sub(r" (->|\.) ", r"\1", str(x)))
    return re.search(r"IS_ERR_VALUE\(.*\b%s\b|\((int|long|s32|s64|ssize_t)\) ?%s\b" % (x, x), text)

def say(p, text):
    text = re.sub(r" (->|\.) (?=\w)", r"\1", text)
    found.setdefault((p[0].file, p[0].line), (p[0], text))

// ---- An unsigned variable takes the result

@unsigned_test exists@
// Else a function with one is not parsed.
iterator name scoped_guard;
typedef u8, u16, u32, u64, s32, s64, __u32, __u64, uint32_t, uint64_t, uint;
{unsigned int, unsigned long, unsigned long long, unsigned short, size_t,
	u16, u32, u64, __u32, __u64, uint32_t, uint64_t, uint} x;
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked, iov_iter_extract_pages,
	iov_iter_get_pages2, iov_iter_get_pages_alloc2,
	memfd_pin_folios};
type C;
expression e;
position p;
@@
\(x = f@p(...)\|x = (C)f@p(...)\)
... when != x = e
\(x < 0\|x <= 0\|x >= 0\)

@script:python@
p << unsigned_test.p;
f << unsigned_test.f;
x << unsigned_test.x;
@@
say(p, "bad-count: result of %s() in unsigned %s, which is never below 0" % (f, x))

@unsigned_use exists@
{unsigned int, unsigned long, unsigned long long, unsigned short, size_t,
	u16, u32, u64, __u32, __u64, uint32_t, uint64_t, uint} x;
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked, iov_iter_extract_pages,
	iov_iter_get_pages2, iov_iter_get_pages_alloc2,
	memfd_pin_folios};
type C;
identifier r = {put_user_pages, put_user_pages_dirty_lock, unpin_user_pages,
	unpin_user_pages_dirty_lock, release_pages};
expression e, n, i, m;
position p;
@@
\(x = f@p(...)\|x = (C)f@p(...)\)
... when != x = e
    when != IS_ERR_VALUE(x)
    when != (int)x
    when != (long)x
    when != (ssize_t)x
    when != x > n
    when != x == n
    when != x != n
    when != x < n
(
r(m, x, ...)
|
i < x
)

@script:python@
p << unsigned_use.p;
f << unsigned_use.f;
x << unsigned_use.x;
@@
say(p, "bad-count: result of %s() in unsigned %s, used as a count even if it is an errno" % (f, x))

@unsigned_short exists@
{unsigned int, unsigned long, unsigned long long, unsigned short, size_t,
	u16, u32, u64, __u32, __u64, uint32_t, uint64_t, uint} x;
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked, iov_iter_extract_pages,
	iov_iter_get_pages2, iov_iter_get_pages_alloc2,
	memfd_pin_folios};
type C;
identifier r = {put_user_pages, put_user_pages_dirty_lock, unpin_user_pages,
	unpin_user_pages_dirty_lock, release_pages};
expression e, n, i, m;
position p;
@@
\(x = f@p(...)\|x = (C)f@p(...)\)
... when != x = e
    when != IS_ERR_VALUE(x)
    when != (int)x
    when != (long)x
    when != (ssize_t)x
    when != x > n
if (\(x != n\|x < n\|n != x\|n > x\)) {
... when != IS_ERR_VALUE(x)
    when != (int)x
    when != (long)x
    when != x > n
    when != x < n
(
r(m, x, ...)
|
i < x
)
... when any
}

@script:python@
p << unsigned_short.p;
f << unsigned_short.f;
x << unsigned_short.x;
@@
say(p, "bad-count: result of %s() in unsigned %s, used as a count even if it is an errno" % (f, x))

@unsigned_enough exists@
{unsigned int, unsigned long, unsigned long long, unsigned short, size_t,
	u16, u32, u64, __u32, __u64, uint32_t, uint64_t, uint} x;
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked};
type C;
expression e, n;
position p;
@@
\(x = f@p(...)\|x = (C)f@p(...)\)
... when != x = e
    when != \(x > n\|x >= n\|x == n\|x != n\|n == x\|n != x\)
if (\(x < n\|n > x\)) { ... }

@script:python@
p << unsigned_enough.p;
f << unsigned_enough.f;
x << unsigned_enough.x;
n << unsigned_enough.n;
@@
if not says_more(p, x):
    say(p, "bad-count: result of %s() in unsigned %s, which is not below %s if it is an errno" %
        (f, x, n))

// ---- A negative result is used as a count

@unchecked exists@
expression x, e, n, m, d;
idexpression copy;
type T;
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked};
identifier r = {put_user_pages, put_user_pages_dirty_lock, unpin_user_pages,
	unpin_user_pages_dirty_lock};
position p, q;
@@
x = f@p(...)
... when != x = e
    when != \(x < n\|x <= n\|x > n\|x >= n\|x == n\|x != n\|n > x\|n < x\|n != x\|n == x\)
    when != \((T)x < n\|(T)x <= n\|(T)x > n\|(T)x >= n\|(T)x == n\|(T)x != n\)
    when != IS_ERR_VALUE(x)
    when != copy = x
    when != if (x) { ... }
(
r@q(m, x, ...)
|
d@q += x
)

@script:python@
q << unchecked.q;
f << unchecked.f;
x << unchecked.x;
@@
say(q, "bad-count: %s is the result of %s() and may be negative here" % (x, f))

// The bytes of an iterator that failed are rounded up to pages

@bytes exists@
expression x, e, n, d, z;
identifier f = {iov_iter_extract_pages, iov_iter_get_pages2, iov_iter_get_pages_alloc2};
position q;
@@
x = f(...)
... when != x = e
    when != \(x < n\|x <= n\|x > n\|x >= n\|n > x\|n < x\|n >= x\|n <= x\)
    when != \(x == n\|x != n\)
    when != IS_ERR_VALUE(x)
d =@q \(DIV_ROUND_UP(x + z, ...)\|DIV_ROUND_UP(z + x, ...)\)

@script:python@
q << bytes.q;
f << bytes.f;
x << bytes.x;
@@
say(q, "bad-count: %s is the result of %s() and may be negative here" % (x, f))

// The first page may begin before the data, which then ends in one page more

@first_page exists@
expression x, e, d, off, it, pp, max, n, fl;
position q;
@@
x = iov_iter_extract_pages(it, pp, max, n, fl, &off)
... when != x = e
    when != x += off
    when != x + off
    when != off + x
    when != off = e
(
d =@q \(DIV_ROUND_UP(x, PAGE_SIZE)\|PAGE_ALIGN(x) >> PAGE_SHIFT\|(x + PAGE_SIZE - 1) >> PAGE_SHIFT\)
|
d =@q x >> PAGE_SHIFT
)

@script:python@
q << first_page.q;
x << first_page.x;
off << first_page.off;
@@
whole = "\n".join(lines_of(q[0].file)[int(q[0].current_element_line) - 1:int(q[0].line)])
name = re.split(r"->|\.", str(off).replace(" ", ""))[-1]
if not re.search(r"\bif \(.*\b%s\b" % name, whole):
    say(q, "bad-count: the %s bytes begin at %s in the first page, and may end in one page more" %
        (x, str(off).replace(" ", "")))

@short_negative exists@
expression x, e, n, m;
expression k;
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked};
identifier r = {put_user_pages, put_user_pages_dirty_lock, unpin_user_pages,
	unpin_user_pages_dirty_lock};
position p, q;
@@
x = f@p(...)
... when != x = e
    when != \(x < 0\|x <= 0\|x > 0\|x >= 0\|x < 1\|x >= 1\)
    when != IS_ERR_VALUE(x)
if (\(x != n\|x < n\|n != x\|n > x\)) {
... when != x = e
    when != \(x < k\|x <= k\|x > k\|x >= k\)
    when != IS_ERR_VALUE(x)
    when != if (x) { ... }
r@q(m, x, ...)
... when any
}

@script:python@
q << short_negative.q;
f << short_negative.f;
x << short_negative.x;
n << short_negative.n;
@@
if n not in ("0", "1"):
    say(q, "bad-count: %s is the result of %s() and may be negative here" % (x, f))

// Below an unsigned number, none is negative: it is the biggest there is

@wide exists@
{int, long, ssize_t} x;
{unsigned long, size_t, u64} n;
expression e;
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked};
position q;
@@
x = f(...)
... when != x = e
    when != \(x < 0\|x <= 0\|x > 0\|x >= 0\|x < 1\|x >= 1\)
    when != IS_ERR_VALUE(x)
x@q < n

@script:python@
q << wide.q;
f << wide.f;
x << wide.x;
n << wide.n;
@@
say_wide(q, f, x, n)

@wide_int exists@
int x;
{unsigned int, unsigned, u32, __u32, uint32_t, uint} n;
expression e;
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked};
position q;
@@
x = f(...)
... when != x = e
    when != \(x < 0\|x <= 0\|x > 0\|x >= 0\|x < 1\|x >= 1\)
    when != IS_ERR_VALUE(x)
x@q < n

@script:python@
q << wide_int.q;
f << wide_int.f;
x << wide_int.x;
n << wide_int.n;
@@
say_wide(q, f, x, n)

@sum@
expression d;
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked};
position p;
@@
d += f@p(...)

@script:python@
p << sum.p;
f << sum.f;
@@
say(p, "bad-count: result of %s() is added to a count even if it is an errno" % f)

// ---- More is given back than was taken

@acq@
expression x, a, n, fl, mm;
expression e;
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked};
position p;
@@
(
x = f@p(mm, a, n, fl, e, ...)
|
x = f@p(a, n, fl, e, ...)
)

@script:python@
p << acq.p;
x << acq.x;
@@
asked.append((p[0].current_element, int(p[0].line), str(x)))

@short_over exists@
expression acq.x, acq.n, acq.e;
expression v, i;
identifier r = {put_user_pages, put_user_pages_dirty_lock, unpin_user_pages,
	unpin_user_pages_dirty_lock, release_pages};
identifier s = {put_user_page, unpin_user_page, put_page, folio_put};
position q;
@@
if (\(x != n\|x < n\|n != x\|n > x\)) {
... when != n = v
(
r@q(e, n, ...);
|
for (...; i < n; ...) { <+... s@q(e[i]) ...+> }
)
... when any
}

@script:python@
q << short_over.q;
p << acq.p;
n << acq.n;
x << acq.x;
@@
if only(p, q, x) and not moved(p, q, n):
    say(q, "over-release: only %s of the %s pages were taken" % (x, n))

@short_goto@
expression acq.x, acq.n;
expression v;
identifier l;
position g;
@@
if (\(x != n\|x < n\|n != x\|n > x\)) {
... when != n = v
goto@g l;
}

@goto_over exists@
expression acq.n, acq.e, acq.x;
identifier short_goto.l;
expression v;
identifier r = {put_user_pages, put_user_pages_dirty_lock, unpin_user_pages,
	unpin_user_pages_dirty_lock, release_pages};
identifier s = {put_user_page, unpin_user_page, put_page, folio_put};
expression i;
position q;
@@
l:
... when != n = v
    when != x < n
(
r@q(e, n, ...);
|
for (...; i < n; ...) { <+... s@q(e[i]) ...+> }
)

@script:python@
q << goto_over.q;
g << short_goto.g;
p << acq.p;
n << acq.n;
x << acq.x;
@@
# Other functions may have a label of that name.
if g[0].current_element == q[0].current_element and only(p, g, x) and \
   not moved(g, q, n):
    say(q, "over-release: only %s of the %s pages were taken" % (x, n))

@never_compared exists@
expression acq.x, acq.e, v, w;
expression acq.n;
position acq.p;
identifier f;
type T;
identifier r = {put_user_pages, put_user_pages_dirty_lock, unpin_user_pages,
	unpin_user_pages_dirty_lock, release_pages};
identifier s = {put_user_page, unpin_user_page, put_page, folio_put};
expression i;
position q;
@@
x = f@p(...)
... when != \(x < n\|x <= n\|x > n\|x >= n\|x == n\|x != n\)
    when != \(n < x\|n <= x\|n > x\|n >= x\|n == x\|n != x\)
    when != \(x < (T)n\|x == (T)n\|x != (T)n\|(T)x < n\|(T)x == n\|(T)x != n\)
    when != n = v
    when != n += v
    when != n -= v
    when != x - n
    when != n - x
    when != \(x << w\|x * w\|w * x\)
(
r@q(e, n, ...);
|
for (...; i < n; ...) { <+... s@q(e[i]) ...+> }
)

@script:python@
q << never_compared.q;
p << acq.p;
n << acq.n;
x << acq.x;
@@
if is_many(n) and x != n and not moved(p, q, n):
    say(q, "over-release: %s pages given back, %s were taken" % (n, x))

// ---- Paths that need values, names and helpers followed

@gives@
identifier r = {put_user_page, put_user_pages, put_user_pages_dirty_lock,
	unpin_user_page, unpin_user_pages, unpin_user_pages_dirty_lock, put_page,
	release_pages, unpin_folio, unpin_folios};
position p;
@@
r@p(...)

@script:python@
p << gives.p;
@@
given.learn(p[0])
loops.learn(p[0])

@takes@
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked, memfd_pin_folios};
position p;
@@
f@p(...)

@script:python@
p << takes.p;
@@
given.look(p[0])
loops.learn_taker(p[0])

@passes@
identifier f : script:python() { loops.is_releaser(f) };
position p;
@@
f@p(...)

@script:python@
p << passes.p;
@@
loops.places.append(p[0])

// An unsigned field, and a function of the file that gives back as many

@unsigned_set@
{unsigned int, unsigned long, unsigned long long, unsigned short, size_t,
	u16, u32, u64, __u32, __u64, uint32_t, uint64_t, uint} x;
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked};
type C;
position p;
@@
\(x = f@p(...)\|x = (C)f@p(...)\)

@unsigned_handed exists@
identifier unsigned_set.f, fld;
position unsigned_set.p;
identifier h : script:python() { helper.gives_back(h) };
expression o, e, n;
idexpression copy;
type C;
@@
\(o->fld = f@p(...)\|o->fld = (C)f@p(...)\)
... when != o->fld = e
    when != IS_ERR_VALUE(o->fld)
    when != \((int)o->fld\|(long)o->fld\|(ssize_t)o->fld\|(s32)o->fld\|(s64)o->fld\)
    when != copy = o->fld
    when != \(o->fld > n\|o->fld >= n\|o->fld < n\|o->fld <= n\)
h(..., o, ...)

@script:python@
p << unsigned_set.p;
f << unsigned_set.f;
o << unsigned_handed.o;
fld << unsigned_handed.fld;
h << unsigned_handed.h;
@@
if any(n.endswith("->" + fld) for _, _, n in helper.helpers[h][0]) and \
   not any(cls == "bad-count" and q.file == p[0].file and q.current_element == p[0].current_element
           for _, q, cls, _ in given.found):
    say(p, "bad-count: result of %s() in unsigned %s->%s, which %s() takes for a count "
        "even if it is an errno" % (f, o, fld, h))

@script:python@
@@
for _, q, cls, text in given.found:
    if cls in ("over-release", "bad-count"):
        say([q], "%s: %s" % (cls, text))
given.clear()
for q, text in loops.judge():
    say([q], text)
loops.clear()

@script:python depends on report@
@@
for pos, text in found.values():
    coccilib.report.print_report(pos, text)
found.clear()
asked.clear()

@script:python depends on org@
@@
for pos, text in found.values():
    cocci.print_main(text, [pos])
found.clear()
asked.clear()
