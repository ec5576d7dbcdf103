// SPDX-License-Identifier: GPL-2.0-only
/// A page that was given back may be freed or reused at once: it must not be
/// given back again, and it is too late to mark it dirty.
///
//# Classes: double-release, dirty-after-release, freed-array (the pages are read
//# from an array that is not there any more).
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
import os
import re
import sys

sys.dont_write_bytecode = True
# A script is not told where its rules are.
for arg in open("/proc/self/cmdline").read().split("\0"):
    if os.path.basename(arg.split("=")[-1]) == "user_pin_order.cocci":
        sys.path.insert(0, os.path.dirname(os.path.abspath(arg.split("=")[-1])))
from user_pin import given, helper, stop
from user_pin.layout import body_of, indent, lines_of, place

found, taken, refs, putters, dirtiers, scoped = {}, set(), set(), set(), set(), set()

def ours(r, p):
    """put_page() gives back user pages where some are taken, and no others."""
    where = (p[0].file, p[0].current_element)
    return "user" in r or ((where in taken or from_helper(p)) and where not in refs)

def from_helper(p):
    """Has a function of the file that takes pages put one where this one said?"""
    lines = lines_of(p[0].file)
    before = "\n".join(lines[int(p[0].current_element_line):int(p[0].line)])
    return any(file == p[0].file and f != p[0].current_element and
               re.search(r"\b%s ?\([^;{}]*& ?\w+\)" % f, before) and
               re.search(r"\b%s\([^;{}]*\bstruct page \*\*" % f, "\n".join(lines))
               for file, f in taken)

TAKEN = r"\b(get|pin)_user_pages\w*\([^;]*(->|\.)%s\b"

def handed(p, e):
    """Is it a page, or an array, that the function is handed, in a file that takes user
    pages?"""
    first = int(p[0].current_element_line) - 1
    lines = lines_of(p[0].file)
    head = " ".join(lines[first:first + 6]).split("{")[0]
    if not any(file == p[0].file for file, _ in taken) or \
       (p[0].file, p[0].current_element) in refs:
        return False
    if re.search(r"\bstruct page ?\*( ?\*)? ?%s\b" % re.escape(str(e)), head):
        return True
    # Or it comes from a field that only user pages are taken into.
    m = re.search(r"\b%s = (?:\w+(?:->|\.))+(\w+);" % re.escape(str(e)),
                  "\n".join(lines[first:int(p[0].line)]))
    text = "\n".join(lines)
    return m is not None and re.search(TAKEN % m.group(1), text) is not None and \
        re.search(r"(->|\.)%s = (?!NULL)" % m.group(1), text) is None

def is_user(f):
    return re.match(r"(put_user|unpin_user)_pages?(_dirty_lock)?$", f) is not None

def puts(f):
    return f in putters

def marks(f):
    return f in dirtiers or f in ("set_page_dirty", "set_page_dirty_lock")

def alternatives(p, q):
    """Both arms of an #if are seen, one after the other; only one is compiled."""
    deep = 0
    lines = lines_of(p[0].file)[int(p[0].line):int(q[0].line)]
    for line in lines:
        word = re.match(r"\s*#\s*(if|elif|else|endif)", line)
        if not word:
            continue
        if word.group(1) == "if":
            deep += 1
        elif word.group(1) == "endif":
            deep = max(deep - 1, 0)
        elif deep == 0:
            return True
    return False

def heads(lines, first, line):
    """The ifs that a line is in, by how they are indented: (line, test, else)."""
    out, depth, other = [], indent(lines[line - 1]), False
    for i in range(line - 2, first - 1, -1):
        text = lines[i].strip()
        if not text or text[0] == "#" or re.match(r"\w+:(?!:)", text) or \
           indent(lines[i]) > depth or (indent(lines[i]) == depth and not other):
            continue
        if text == "{":
            continue
        depth = indent(lines[i])
        m = re.search(r"\bif \((.*?)\)? *\{?$", text)
        if m:
            out.append((i + 1, re.sub(r"\s", "", m.group(1)), other))
        other = re.match(r"(\} *)?else", text) is not None
    return out

def negated(a, b):
    m = [re.match(r"^(!*)(.*)$", x) for x in (a, b)]
    return m[0].group(2) == m[1].group(2) and \
        (len(m[0].group(1)) - len(m[1].group(1))) % 2 == 1

def apart(p, q):
    """Does a test say that the second place is not reached after the first?"""
    lines = lines_of(p[0].file)
    first, a, b = int(p[0].current_element_line), int(p[0].line), int(q[0].line)
    before, after = heads(lines, first, a), heads(lines, first, b)
    for nr, test, other in after:
        if nr <= a:
            continue
        # It goes by something that was set after the first, and not to count with.
        for v in set(re.findall(r"(?:\w+(?:->|\.))*[A-Za-z_]\w*", test)):
            if any(re.search(r"(?<![\w>.])%s\s*=(?!=)" % re.escape(v), x) and
                   not re.match(r"\s*for \(", x) for x in lines[a:nr - 1]):
                return True
        # It is the opposite of a test that the first is under, unless that sets it.
        if any(re.search(r"(?<![\w>.])%s\s*=(?!=)" % re.escape(v), lines[a - 1])
               for v in re.findall(r"(?:\w+(?:->|\.))*[A-Za-z_]\w*", test)):
            continue
        if any((negated(t, test) and o == other) or (t == test and o != other)
               for _, t, o in before):
            return True
    return left_before(lines, before, a, b)

def left_before(lines, before, a, b):
    """Does a test that is true at the first place, and that nothing changes,
    leave before the second? E.g. if (rc > 0 && rc != n) ...; if (rc != n) return"""
    true = {t: nr for nr, test, other in before if not other and "||" not in test
            for t in test.split("&&")}
    for i in range(a, b - 1):
        m = re.match(r"\s*if \((.*?)\)? *\{?$", lines[i])
        test = m and re.sub(r"\s", "", m.group(1))
        if test not in true or indent(lines[i]) > indent(lines[true[test] - 1]):
            continue
        if any(re.search(r"(?<![\w>.])%s\s*([-+*/|&]?=(?!=)|\+\+|--)|(\+\+|--)%s\b" % (v, v), x)
               for v in map(re.escape, re.findall(r"(?:\w+(?:->|\.))*[A-Za-z_]\w*", test))
               for x in lines[a:i]):
            continue
        # The body, up to what leaves it.
        for x in lines[i + 1:b - 1]:
            if indent(x) <= indent(lines[i]) and x.strip():
                break
            if indent(x) == indent(lines[i]) + 1 and re.match(r"\s*return\b", x):
                return True
    return False

def moves(p, q, e):
    """May the expression name another page at q than at p? Going by the lines in
    between: they set, step or iterate over a name in it. Where q is no further down
    than p, a loop leads from p to q, and any line may have been passed."""
    lines = lines_of(p[0].file)[int(p[0].line):int(q[0].line) - 1]
    return int(p[0].line) >= int(q[0].line) or \
        any(re.search(r"\b%s\s*([-+|&]?=(?!=)|\+\+|--)|(\+\+|--)%s\b" % (n, n), x) or
            re.search(r"each\w*\(.*\b%s\b" % n, x)
            for n in re.findall(r"[A-Za-z_]\w*", str(e)) for x in lines)

def straight(p, q, e):
    """A field: from the first place down to the second, with nothing that moves on."""
    return re.search(r"(->|\.)\s*\w+$|^\* ?\w+$", str(e)) and not moves(p, q, e)

def set_between(p, q, e):
    """The address of a variable that is set to another page in between, or a place
    in an array that has moved on."""
    m = re.match(r"^& ?(\w+)$", str(e)) or re.search(r"(?:\+|\[) ?(\w+) ?\]?$", str(e))
    return m and any(re.search(r"\b%s ([-+]?= |\+\+|--)|\b%s(\+\+|--)" % (2 * m.groups()), x)
                     for x in lines_of(p[0].file)[int(p[0].line):int(q[0].line)])

def pinned_field(p, e):
    """A pointer that walks over a field into which this file takes user pages."""
    m = re.match(r"^\* ?(\w+)$", str(e))
    lines = lines_of(p[0].file)
    mine = "\n".join(lines[int(p[0].current_element_line) - 1:int(p[0].line)])
    field = m and re.search(r"\b%s = \w+(?:->|\.)(\w+)[,;]" % m.group(1), mine)
    return field and re.search(r"\b(get|pin)_user_pages\w*\([^;]*(->|\.)%s\b" % field.group(1),
                               "\n".join(lines)) is not None

def way_back(p, q):
    """The lines that a loop, or a jump back right after the first place, goes through
    before it comes to the second."""
    lines, a, b = lines_of(p[0].file), int(p[0].line), int(q[0].line)
    first = int(p[0].current_element_line)
    # The other arm of the same if
    arms = [i for i in range(a, b - 1) if indent(lines[i]) < indent(lines[a - 1]) and
            lines[i].strip()]
    if b <= a or arms and all(re.match(r"\s*(\} )?else\b", lines[i]) for i in arms):
        head = next((i for i in range(b - 2, first, -1) if indent(lines[i]) < indent(lines[b - 1])
                     and re.match(r"\s*(for|while|do)\b", lines[i])), None)
        return lines[head:b - 1] if head else []
    m = re.match(r"\s*goto (\w+);", lines[a])
    label = next((i for i in range(first, a) if m and
                  re.match(r"\s*%s:" % m.group(1), lines[i])), None)
    return lines[label:b - 1] if label else []

def refilled(p, q, e):
    """Are there other pages in a field when it is come to again?"""
    m = re.match(r"(\w+) *(?:->|\.)", e)
    takers = "|".join(f for file, f in taken if file == p[0].file)
    return m and any(re.search(r"\b%s = " % m.group(1), x) or
                     takers and re.search(r"\b(%s)\(.*\b%s\b" % (takers, m.group(1)), x)
                     for x in way_back(p, q))

def stepped(p, q, text):
    """Has a loop that leads back to the second place stepped on to another page?"""
    m = re.match(r"dirty-after-release: (.*) w(as|ere) given", text)
    names = re.findall(r"[A-Za-z_]\w*", m.group(1)) if m else []
    return int(q[0].line) <= int(p[0].line) and \
        any(re.search(r"\b%s ?(\+\+|--|[-+]?=(?!=))|(\+\+|--) ?%s\b" % (n, n), x)
            for n in names for x in way_back(p, q)[:1])

def say(p, q, text):
    again = re.match(r"double-release: (.*) w(as|ere) given", text)
    if p[0].line != q[0].line and not alternatives(p, q) and not apart(p, q) and \
       not (again and refilled(p, q, again.group(1))) and not stepped(p, q, text):
        text = re.sub(r"\s(->|\.|\[)\s", r"\1", text) \
            .replace(" ]", "]").replace("] .", "].").replace("* ", "*")
        found.setdefault((q[0].file, q[0].line), (q[0], text))

RELEASE = re.compile(r"\b((?:put_user|unpin_user)_pages?(?:_dirty_lock)?)\s*\(\s*(\w+)->(\w+)\b")

def by_scope(p):
    """A variable that goes out of scope gives back its pages, and so does its function,
    which may not be understood because of that: go by the lines of the whole file."""
    lines = lines_of(p.file)
    for first, line in enumerate(lines):
        m = re.search(r"(\w+) __free\((\w+)\)", line)
        how = m and re.search(r"^DEFINE_FREE\(\s*%s\s*,.*\b(\w+)\(_T\)" % m.group(2),
                              "\n".join(lines), re.M)
        if not how:
            continue
        v, name = m.group(1), how.group(1)
        last = next((i for i in range(first, len(lines)) if lines[i][:1] == "}"), first)
        body = "\n".join(lines[first + 1:last])
        if re.search(r"\b(no_free_ptr|return_ptr|retain_and_null_ptr|swap)\(.*\b%s\b|\b%s = |"
                     r"\b%s->\w*(nr|num|count|pages|cnt)\w* = " % (v, v, v), body):
            continue
        fields = {fld for _, _, fld in RELEASE.findall(body_of(p.file, name))}
        for i in range(first + 1, last):
            for _, x, fld in RELEASE.findall(lines[i]):
                if x == v and fld in fields:
                    pos = place(p, i + 1)
                    found.setdefault((pos.file, pos.line), (
                        pos, "double-release: %s() gives these pages back again, where %s "
                        "goes out of scope" % (name, v)))

@acq@
// Else a function with one is not parsed.
iterator name scoped_guard, for_each_sg, for_each_sgtable_sg, for_each_sg_page,
	for_each_sgtable_page, for_each_sgtable_dma_sg;
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, get_user_pages_locked, get_user_pages_longterm,
	get_user_pages_fast_only, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked, pin_user_pages_locked,
	pin_user_pages_fast_only, iov_iter_get_pages, iov_iter_get_pages2,
	iov_iter_get_pages_alloc, iov_iter_get_pages_alloc2, iov_iter_extract_pages,
	memfd_pin_folios};
position p;
@@
f@p(...)

@script:python@
p << acq.p;
@@
taken.add((p[0].file, p[0].current_element))

@ref depends on acq@
position p;
@@
\(get_page@p\|folio_get@p\|try_get_page@p\)(...)

@script:python@
p << ref.p;
@@
refs.add((p[0].file, p[0].current_element))

@user@
identifier r = {put_user_page, put_user_pages, put_user_pages_dirty_lock,
	put_user_page_range_dirty_lock, unpin_user_page, unpin_user_pages,
	unpin_user_pages_dirty_lock, unpin_user_page_range_dirty_lock,
	put_user_folio, unpin_user_folio, unpin_folio, unpin_folios};
@@
r(...)

@again depends on acq || user exists@
expression e, v, n;
identifier r = {put_user_pages, put_user_pages_dirty_lock, unpin_user_pages,
	unpin_user_pages_dirty_lock, release_pages, unpin_folios};
identifier s = {put_user_pages, put_user_pages_dirty_lock, unpin_user_pages,
	unpin_user_pages_dirty_lock, release_pages, unpin_folios};
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, get_user_pages_locked, get_user_pages_longterm,
	get_user_pages_fast_only, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked, pin_user_pages_locked,
	pin_user_pages_fast_only, iov_iter_get_pages, iov_iter_get_pages2,
	iov_iter_get_pages_alloc, iov_iter_get_pages_alloc2, iov_iter_extract_pages,
	memfd_pin_folios};
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
s << again.s;
e << again.e;
@@
if ours(r, p) and ours(s, q) and not set_between(p, q, e):
    say(p, q, "double-release: %s were given back on line %s already" % (e, p[0].line))

@again_each depends on acq || user exists@
expression e, v, n, i;
identifier r = {put_user_pages, put_user_pages_dirty_lock, unpin_user_pages,
	unpin_user_pages_dirty_lock, release_pages};
identifier s = {put_user_page, unpin_user_page, put_page};
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, get_user_pages_locked, get_user_pages_longterm,
	get_user_pages_fast_only, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked, pin_user_pages_locked,
	pin_user_pages_fast_only, iov_iter_get_pages, iov_iter_get_pages2,
	iov_iter_get_pages_alloc, iov_iter_get_pages_alloc2, iov_iter_extract_pages,
	memfd_pin_folios};
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
s << again_each.s;
e << again_each.e;
@@
if ours(r, p) and ours(s, q):
    say(p, q, "double-release: %s were given back on line %s already" % (e, p[0].line))

@each_again depends on acq || user exists@
expression e, v, n, m, j, i;
identifier r = {put_user_page, unpin_user_page, put_page};
identifier s = {put_user_page, unpin_user_page, put_page};
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, get_user_pages_locked, get_user_pages_longterm,
	get_user_pages_fast_only, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked, pin_user_pages_locked,
	pin_user_pages_fast_only, iov_iter_get_pages, iov_iter_get_pages2,
	iov_iter_get_pages_alloc, iov_iter_get_pages_alloc2, iov_iter_extract_pages,
	memfd_pin_folios};
position p, q;
@@
for (...; i < n; ...) { <+... s@p(e[j]) ...+> }
... when != e = v
    when != n = v
    when != n -= v
    when != e[...] = v
    when != f(...)
r@q(e[m])

@script:python@
p << each_again.p;
q << each_again.q;
s << each_again.s;
e << each_again.e;
@@
if ours(s, p):
    say(p, q, "double-release: %s were given back on line %s already" % (e, p[0].line))

@each_bulk depends on acq || user exists@
expression e, v, n, j, i;
identifier r = {put_user_pages, put_user_pages_dirty_lock, unpin_user_pages,
	unpin_user_pages_dirty_lock, release_pages};
identifier s = {put_user_page, unpin_user_page, put_page};
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, get_user_pages_locked, get_user_pages_longterm,
	get_user_pages_fast_only, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked, pin_user_pages_locked,
	pin_user_pages_fast_only, iov_iter_get_pages, iov_iter_get_pages2,
	iov_iter_get_pages_alloc, iov_iter_get_pages_alloc2, iov_iter_extract_pages,
	memfd_pin_folios};
position p, q;
@@
for (...; i < n; ...) { <+... s@p(e[j]) ...+> }
... when != e = v
    when != n = v
    when != n -= v
    when != e[...] = v
    when != f(...)
r@q(e, ...)

@script:python@
p << each_bulk.p;
q << each_bulk.q;
s << each_bulk.s;
e << each_bulk.e;
@@
if ours(s, p):
    say(p, q, "double-release: %s were given back on line %s already" % (e, p[0].line))

@one_again depends on acq || user exists@
idexpression struct page *e;
expression v;
identifier r = {put_user_page, unpin_user_page, put_page};
identifier s = {put_user_page, unpin_user_page, put_page};
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, get_user_pages_locked, get_user_pages_longterm,
	get_user_pages_fast_only, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked, pin_user_pages_locked,
	pin_user_pages_fast_only, iov_iter_get_pages, iov_iter_get_pages2,
	iov_iter_get_pages_alloc, iov_iter_get_pages_alloc2, iov_iter_extract_pages,
	memfd_pin_folios};
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

@elem_again depends on acq || user exists@
expression a, i, v;
identifier r = {put_user_page, unpin_user_page, put_page};
identifier s = {put_user_page, unpin_user_page, put_page};
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, get_user_pages_locked, get_user_pages_longterm,
	get_user_pages_fast_only, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked, pin_user_pages_locked,
	pin_user_pages_fast_only, iov_iter_get_pages, iov_iter_get_pages2,
	iov_iter_get_pages_alloc, iov_iter_get_pages_alloc2, iov_iter_extract_pages,
	memfd_pin_folios};
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

@folio_again depends on acq || user exists@
expression e, fo, v;
identifier r = {put_user_folio, unpin_user_folio, folio_put, put_user_page,
	unpin_user_page, put_page};
identifier s = {put_user_folio, unpin_user_folio, folio_put, put_user_page,
	unpin_user_page, put_page};
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, get_user_pages_locked, get_user_pages_longterm,
	get_user_pages_fast_only, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked, pin_user_pages_locked,
	pin_user_pages_fast_only, iov_iter_get_pages, iov_iter_get_pages2,
	iov_iter_get_pages_alloc, iov_iter_get_pages_alloc2, iov_iter_extract_pages,
	memfd_pin_folios};
position p, q;
@@
fo = page_folio(e)
... when != fo = v
    when != e = v
\(r@p(fo, ...)\|r@p(e)\)
... when != fo = v
    when != e = v
    when != f(...)
    when != get_page(...)
    when != folio_get(...)
\(s@q(e)\|s@q(fo, ...)\)

@script:python@
p << folio_again.p;
q << folio_again.q;
r << folio_again.r;
s << folio_again.s;
e << folio_again.e;
@@
if (ours(r, p) or "folio" in r) and int(q[0].line) > int(p[0].line) and \
   ("user" in r) == ("user" in s):
    say(p, q, "double-release: %s was given back on line %s already" % (e, p[0].line))

@field_again depends on acq || user exists@
expression e, v;
identifier r = {put_user_page, unpin_user_page, put_page, put_user_folio,
	unpin_user_folio, unpin_folio};
identifier s = {put_user_page, unpin_user_page, put_page, put_user_folio,
	unpin_user_folio, unpin_folio};
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, get_user_pages_locked, get_user_pages_longterm,
	get_user_pages_fast_only, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked, pin_user_pages_locked,
	pin_user_pages_fast_only, iov_iter_get_pages, iov_iter_get_pages2,
	iov_iter_get_pages_alloc, iov_iter_get_pages_alloc2, iov_iter_extract_pages,
	memfd_pin_folios};
position p, q;
@@
r@p(e, ...)
... when != e = v
    when != f(...)
    when != get_page(...)
s@q(e, ...)

@script:python@
p << field_again.p;
q << field_again.q;
r << field_again.r;
s << field_again.s;
e << field_again.e;
@@
if ours(r, p) and ours(s, q) and straight(p, q, e):
    say(p, q, "double-release: %s was given back on line %s already" % (e, p[0].line))

@single_again depends on acq || user exists@
idexpression struct page *e;
expression v;
identifier r = {put_user_pages, put_user_pages_dirty_lock, unpin_user_pages,
	unpin_user_pages_dirty_lock};
identifier s = {put_user_page, unpin_user_page, put_page};
identifier d = {set_page_dirty, set_page_dirty_lock, SetPageDirty};
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked};
position p, q;
@@
r@p(&e, ...)
... when != e = v
    when != f(...)
\(s@q(e)\|d(e@q)\)

@script:python@
p << single_again.p;
q << single_again.q;
e << single_again.e;
@@
late = "dirty" in lines_of(q[0].file)[int(q[0].line) - 1].lower()
if int(q[0].line) > int(p[0].line):
    say(p, q, "%s: %s was given back on line %s" %
        ("dirty-after-release" if late else "double-release", e, p[0].line))

// ---- Dirty too late

@late_field depends on acq || user exists@
expression e, v;
identifier r = {put_user_page, unpin_user_page, put_page, put_user_folio,
	unpin_user_folio};
identifier d = {set_page_dirty, set_page_dirty_lock, SetPageDirty,
	folio_mark_dirty, folio_mark_dirty_lock, folio_set_dirty};
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, get_user_pages_locked, get_user_pages_longterm,
	get_user_pages_fast_only, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked, pin_user_pages_locked,
	pin_user_pages_fast_only, iov_iter_get_pages, iov_iter_get_pages2,
	iov_iter_get_pages_alloc, iov_iter_get_pages_alloc2, iov_iter_extract_pages,
	memfd_pin_folios};
position p, q;
@@
\(r@p(e, ...)\|r@p(page_folio(e), ...)\)
... when != e = v
    when != f(...)
\(d@q(e)\|d@q(page_folio(e))\)

@script:python@
p << late_field.p;
q << late_field.q;
r << late_field.r;
e << late_field.e;
@@
if (ours(r, p) or pinned_field(p, e)) and straight(p, q, e):
    say(p, q, "dirty-after-release: %s was given back on line %s" % (e, p[0].line))

@late_own_folio depends on acq || user exists@
idexpression struct folio *fo;
expression v;
identifier r = {put_user_folio, unpin_user_folio, unpin_folio};
identifier d = {folio_mark_dirty, folio_mark_dirty_lock, folio_set_dirty};
position p, q;
@@
r@p(fo, ...)
... when != fo = v
d@q(fo)

@script:python@
p << late_own_folio.p;
q << late_own_folio.q;
fo << late_own_folio.fo;
@@
if int(q[0].line) > int(p[0].line):
    say(p, q, "dirty-after-release: %s was given back on line %s" % (fo, p[0].line))

@late_one depends on acq || user exists@
idexpression struct page *e;
expression v;
identifier r = {put_user_page, unpin_user_page, put_page};
identifier d = {set_page_dirty, set_page_dirty_lock, SetPageDirty,
	folio_mark_dirty, folio_mark_dirty_lock, folio_set_dirty};
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, get_user_pages_locked, get_user_pages_longterm,
	get_user_pages_fast_only, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked, pin_user_pages_locked,
	pin_user_pages_fast_only, iov_iter_get_pages, iov_iter_get_pages2,
	iov_iter_get_pages_alloc, iov_iter_get_pages_alloc2, iov_iter_extract_pages,
	memfd_pin_folios};
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
if (ours(r, p) or handed(p, e)) and int(q[0].line) > int(p[0].line):
    say(p, q, "dirty-after-release: %s was given back on line %s" % (e, p[0].line))

// By functions that do nothing but give back, or mark dirty, the page they are passed

@putter depends on acq || user@
identifier h, x;
identifier r = {put_user_page, unpin_user_page, put_page};
@@
h(struct page *x) { r(x); }

@script:python@
h << putter.h;
@@
putters.add(h)

@dirtier depends on putter@
identifier h, x;
identifier d = {set_page_dirty, set_page_dirty_lock, SetPageDirty};
position p;
@@
h@p(struct page *x) { <+... d(x) ...+> }

@script:python@
h << dirtier.h;
@@
dirtiers.add(h)

@late_helper depends on putter exists@
idexpression struct page *e;
expression v;
identifier r : script:python() { puts(r) };
identifier d : script:python() { marks(d) };
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked};
position p, q;
@@
r@p(e)
... when != e = v
    when != f(...)
d@q(e)

@script:python@
p << late_helper.p;
q << late_helper.q;
r << late_helper.r;
e << late_helper.e;
@@
if (p[0].file, p[0].current_element) in taken and int(q[0].line) > int(p[0].line):
    say(p, q, "dirty-after-release: %s was given back on line %s" % (e, p[0].line))

@late_range depends on acq || user exists@
idexpression struct page *e;
expression v, i;
identifier r = {put_user_page_range_dirty_lock, unpin_user_page_range_dirty_lock};
identifier d = {set_page_dirty, set_page_dirty_lock, SetPageDirty};
position p, q;
@@
r@p(e, ...)
... when != e = v
\(d@q(e)\|d@q(e + i)\|d@q(nth_page(e, i))\)

@script:python@
p << late_range.p;
q << late_range.q;
e << late_range.e;
@@
if int(q[0].line) > int(p[0].line):
    say(p, q, "dirty-after-release: %s was given back on line %s" % (e, p[0].line))

@late_folio depends on acq || user exists@
idexpression struct folio *fo;
expression e, v;
identifier r = {put_user_page, put_user_pages, put_user_pages_dirty_lock,
	put_user_page_range_dirty_lock, put_user_folio, put_user_folio_written,
	unpin_user_page, unpin_user_pages, unpin_user_pages_dirty_lock,
	unpin_user_page_range_dirty_lock, unpin_user_folio,
	unpin_user_folio_dirty_locked, unpin_folio, unpin_folios, put_page, folio_put};
identifier d = {set_page_dirty, set_page_dirty_lock, SetPageDirty,
	folio_mark_dirty, folio_mark_dirty_lock, folio_set_dirty};
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

@late_elem depends on acq || user exists@
expression a, i, v;
identifier r = {put_user_page, unpin_user_page, put_page};
identifier d = {set_page_dirty, set_page_dirty_lock, SetPageDirty,
	folio_mark_dirty, folio_mark_dirty_lock, folio_set_dirty};
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, get_user_pages_locked, get_user_pages_longterm,
	get_user_pages_fast_only, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked, pin_user_pages_locked,
	pin_user_pages_fast_only, iov_iter_get_pages, iov_iter_get_pages2,
	iov_iter_get_pages_alloc, iov_iter_get_pages_alloc2, iov_iter_extract_pages,
	memfd_pin_folios};
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
if ours(r, p) or handed(p, a):
    say(p, q, "dirty-after-release: %s was given back on line %s" % (a, p[0].line))

@late_bulk depends on acq || user exists@
expression e, v, n, i;
identifier r = {put_user_pages, put_user_pages_dirty_lock, unpin_user_pages,
	unpin_user_pages_dirty_lock, release_pages};
identifier d = {set_page_dirty, set_page_dirty_lock, SetPageDirty,
	folio_mark_dirty, folio_mark_dirty_lock, folio_set_dirty};
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, get_user_pages_locked, get_user_pages_longterm,
	get_user_pages_fast_only, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked, pin_user_pages_locked,
	pin_user_pages_fast_only, iov_iter_get_pages, iov_iter_get_pages2,
	iov_iter_get_pages_alloc, iov_iter_get_pages_alloc2, iov_iter_extract_pages,
	memfd_pin_folios};
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
if ours(r, p) or handed(p, e):
    say(p, q, "dirty-after-release: %s were given back on line %s" % (e, p[0].line))

@late_bulk_folio depends on acq || user exists@
expression e, v, n, i;
idexpression struct folio *fo;
identifier r = {put_user_pages, put_user_pages_dirty_lock, unpin_user_pages,
	unpin_user_pages_dirty_lock, release_pages};
identifier d = {folio_mark_dirty, folio_mark_dirty_lock, folio_set_dirty};
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked};
position p, q;
@@
r@p(e, n, ...)
... when != e = v
    when != e[...] = v
    when != f(...)
fo = page_folio(e[i])
... when != fo = v
d@q(fo)

@script:python@
p << late_bulk_folio.p;
q << late_bulk_folio.q;
r << late_bulk_folio.r;
e << late_bulk_folio.e;
@@
if ours(r, p) or handed(p, e):
    say(p, q, "dirty-after-release: %s were given back on line %s" % (e, p[0].line))

@late_loop depends on acq || user exists@
expression e, v, n, i, j, k;
identifier s = {put_user_page, unpin_user_page, put_page};
identifier d = {set_page_dirty, set_page_dirty_lock, SetPageDirty,
	folio_mark_dirty, folio_mark_dirty_lock, folio_set_dirty};
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
	get_user_pages_unlocked, get_user_pages_locked, get_user_pages_longterm,
	get_user_pages_fast_only, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_remote, pin_user_pages_unlocked, pin_user_pages_locked,
	pin_user_pages_fast_only, iov_iter_get_pages, iov_iter_get_pages2,
	iov_iter_get_pages_alloc, iov_iter_get_pages_alloc2, iov_iter_extract_pages,
	memfd_pin_folios};
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
if ours(s, p) or handed(p, e):
    say(p, q, "dirty-after-release: %s were given back on line %s" % (e, p[0].line))

// ---- The array is freed before its pages are given back

@freed forall@
expression e, v;
identifier k = {kfree, kvfree, vfree, kfree_sensitive};
identifier r = {put_user_pages, put_user_pages_dirty_lock, unpin_user_pages,
	unpin_user_pages_dirty_lock, unpin_folios, release_pages};
position p, q;
@@
k@p(e)
... when != e = v
    when != &e
r@q(e, ...)

@script:python@
p << freed.p;
q << freed.q;
e << freed.e;
@@
if not moves(p, q, e):
    say(p, q, "freed-array: %s was freed on line %s" % (e, p[0].line))

// ---- Twice on one path, by helpers or by loops

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

// What gives back where it fails may do that by a helper.
@through depends on gives@
identifier f : script:python() { helper.gives_back(f) };
position p;
@@
f@p(...)

@script:python@
p << through.p;
@@
given.learn(p[0])

@through_field depends on gives@
expression x;
identifier f : script:python() { helper.calls_back(f) };
position p;
@@
\(x->f@p(...)\|x.f@p(...)\)

@script:python@
p << through_field.p;
@@
given.learn(p[0])

@soils depends on gives@
identifier d = {set_page_dirty, set_page_dirty_lock, SetPageDirty,
	folio_mark_dirty, folio_mark_dirty_lock};
position p;
@@
d@p(...)

@script:python@
p << soils.p;
@@
helper.learn_dirty(p[0])

@late depends on soils@
identifier f : script:python() { helper.marks(f) };
position p;
@@
f@p(...)

@script:python@
p << late.p;
@@
given.look(p[0])

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

@both depends on gives@
identifier r : script:python() { is_user(r) or helper.gives_back(r) };
position p;
@@
r@p(...)

@script:python@
p << both.p;
@@
given.look(p[0])

@any_release depends on gives@
identifier r = {put_user_pages, put_user_pages_dirty_lock, unpin_user_pages,
	unpin_user_pages_dirty_lock, put_user_page, unpin_user_page};
position p;
@@
r@p(...)

@script:python@
p << any_release.p;
@@
if p[0].file not in scoped:
    scoped.add(p[0].file)
    by_scope(p[0])

@script:python@
@@
for p, q, cls, text in given.found:
    if cls in ("double-release", "dirty-after-release"):
        say([p], [q], "%s: %s" % (cls, text))
for p, text in stop.left_set():
    found.setdefault((p.file, p.line), (p, text))
given.clear()

@script:python depends on report@
@@
for pos, text in found.values():
    coccilib.report.print_report(pos, text)
for facts in (found, taken, refs, putters, dirtiers, scoped):
    facts.clear()

@script:python depends on org@
@@
for pos, text in found.values():
    cocci.print_main(text, [pos])
for facts in (found, taken, refs, putters, dirtiers, scoped):
    facts.clear()
