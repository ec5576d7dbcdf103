# SPDX-License-Identifier: GPL-2.0-only
"""Loops that give back the entries of an array, and end too early or too late; and
counts that were asked for, where others say how many pages there are.

What counts is the lowest index a loop comes to, going by its head. A loop that
leaves entry 0 out is wrong if the array is filled from there, and if nothing
else in the file says that this entry is special.
"""
import re

from . import lost, twice
from .graph import ACQUIRE, BULK, Function
from .layout import lines_of, macros, place, text_of
from .leak import FREE, RELEASE
from .lost import last, sites
from .reader import Unread, calls, flat, word

# What takes or gives back all of an array, or is told how long it is
WHOLE = r"\b(?:(?:pin|get|unpin|put)_user_pages\w*|unpin_folios|release_pages|memfd_pin_folios|" \
        r"sg_alloc_table_from_pages\w*)\s*\([^;]*?"

releasing, taking, places, takers, bodies = {}, set(), [], [], {}

def learn(p):
    """p is where a page is given back."""
    releasing.setdefault(p.file, set()).add(p.current_element)
    places.append(p)

def learn_taker(p):
    taking.add((p.file, p.current_element))
    takers.append(p)

def is_releaser(f):
    return any(f in mine for mine in releasing.values())

def gives(p, name):
    return RELEASE.match(name) or name in macros(p.file) or \
        name in releasing.get(p.file, ()) and (p.file, name) not in taking

def lowest(s, i, index):
    """The lowest index that a loop comes to, or None; i is what it counts with."""
    _, _, cond, _, init, step = s
    if re.match(r"^(%s\+\+|\+\+%s)$" % (i, i), step):
        m = re.search(r"(?:^|\W)%s=(\d+)$" % i, init)
        return int(m.group(1)) if m and index == i else None
    m = re.match(r"^(--)?%s(--)?(?:(>=|>|!=)(\d+))?$" % i, cond)
    down = "--" in step or index == "--" + i
    if not m or bool(m.group(1) or m.group(2)) == down:
        return None
    least = int(m.group(4) or 0) + (m.group(3) != ">=")
    least -= bool(m.group(2)) + (index in ("--" + i, i + "-1"))
    return least

def given(p, s):
    """(line, array, index) of what the body of a loop gives back."""
    parts, names = list(flat(s[3])), {}
    entry = re.compile(r"^&?(?:page_folio\()?((?:\w+(?:->|\.))*\w+)\[((?:--)?\w+(?:-1)?)\]")
    for x in parts:
        m = re.match(r"^(?:struct \w+ ?\*)?(\w+)=(.*)$", x[2])
        if m and entry.match(m.group(2)):
            names[m.group(1)] = entry.match(m.group(2))
    for x in parts:
        for name, args in calls(x[2]):
            if not gives(p, name) or BULK.match(name) and "1" not in args[1:2]:
                continue
            for a in args:
                m = entry.match(a) or names.get(a)
                if m:
                    return x[1], m.group(1), m.group(2)
    return None

def chunks(p):
    """The text of a file, cut behind each function."""
    return "\n".join(lines_of(p.file)).split("\n}")

def from_zero(p, e):
    """Is an array filled, or given back elsewhere, from entry 0?"""
    x = re.escape(last(e))
    for text in chunks(p):
        if re.search(WHOLE + r"\b%s\s*[,)]" % x, text):
            return True
        for i in re.findall(r"\b%s\[(\w+)(?:\+\+)?\]" % x, text):
            if re.search(r"\b%s = 0\b" % i, text):
                return True
    return False

def special(p, e, mine):
    """Is entry 0 used alone, or do other functions count from 1 as well?"""
    x = re.escape(last(e))
    alone = r"\b%s(\[0\]|->)|(?<!sizeof)[=(!] ?\*(\w+(->|\.))*%s\b(?!\[)" % (x, x)
    for text in chunks(p):
        if re.search(alone, text) or not re.search(r"\b%s\(" % mine, text) and \
           any(re.search(r"\b%s = 1;" % i, text) for i in re.findall(r"\b%s\[(\w+)\]" % x, text)):
            return True
    return False

def is_count(p, n, e, body):
    """Is it told to be the length of an array?"""
    x, n = re.escape(last(e)), re.escape(last(n))
    # Not what another loop counts with
    moves = r"(?<![\w>.])(\w+(->|\.))*%s(\+\+|--)|(\+\+|--)(\w+(->|\.))*%s\b" % (n, n)
    if any(re.search(moves, s[2]) for s in body):
        return False
    for text in chunks(p):
        if re.search(r"\b%s = \w*(alloc_array|calloc)\((\w+(->|\.))*%s," % (x, n), text) or \
           re.search(WHOLE + r"\b%s, (\w+(->|\.))*%s\s*[,)]" % (x, n), text) or \
           re.search(WHOLE + r"\b%s,[^;]*\b%s\s*\)" % (n, x), text):
            return True
        for i in re.findall(r"\b%s\[(\w+)\]" % x, text):
            if re.search(r"\b%s < (\w+(->|\.))*%s;" % (i, n), text):
                return True
        # The number that was taken is stored there.
        for r in re.findall(r"\b(\w+) = " + WHOLE + r"\b%s\s*[,)]" % x, text):
            if re.search(r"(->|\.)%s = %s;" % (n, r), text):
                return True
    return False

def batches(body):
    """(line, text) where all of an array is given back, come to from a loop that has
    not filled it yet."""
    for s in body:
        m = s[0] == "loop" and re.match(r"^(\w+)<((?:\w+(?:->|\.))*[a-z]\w*)$", s[2])
        inner = list(flat(s[3])) if m else []
        if not m or not any(a.part == m.group(1) for _, a in sites(inner)):
            continue
        done, n = m.groups()
        mine = {a.e for _, a in sites(inner) if a.part == done}
        shrunk = re.compile(r"(?<![\w>.])%s([-+]?=(?!=)|--)" % re.escape(n))
        # There, or where a goto leads to
        parts = [inner] + [body[body.index(x) + 1:] for g in inner if g[0] == "goto"
                           for x in body if x[0] == "label" and x[2] == g[2]]
        if any(shrunk.search(x[2]) for part in parts for x in part):
            continue
        for part in parts:
            for x in part:
                for name, args in calls(x[2]) if x[0] == "expr" else ():
                    if BULK.match(name) and args[0] in mine and args[1:2] == [n]:
                        yield x[1], "over-release: %s pages given back, %s were taken" % (n, done)
                if x[0] in ("return", "if") and part is not inner:
                    break

def failed_entries(p, body):
    """(line, text) of a loop that gives back entries from the one that was not taken:
    where taking it failed, a goto leads there."""
    for s in body:
        up = s[0] == "loop" and re.match(r"^(\w+)\+\+$|^\+\+(\w+)$", s[5])
        inner = list(flat(s[3])) if up else []
        i = up and (up.group(1) or up.group(2))
        gotos = [x[2] for x in inner if x[0] == "goto"]
        for x, test in zip(inner, inner[1:]):
            takes = [args for name, args in calls(x[2]) if x[0] == "expr" and
                     ((p.file, name) in taking or ACQUIRE.match(name + "("))]
            to = [y[2] for y in flat(test[3]) if y[0] == "goto"] if test[0] == "if" else []
            if not takes or len(to) != 1 or gotos.count(to[0]) != 1 or \
               not any("[%s]" % i in a for a in takes[0]):
                continue
            at = next((n for n, y in enumerate(body) if y[0] == "label" and y[2] == to[0]), None)
            back = body[at + 1] if at is not None and at + 1 < len(body) else s
            if back[0] != "loop" or back[2] != i + ">=0" or word(i).search(back[4]) or \
               not re.match(r"^(%s--|--%s)$" % (i, i), back[5]):
                continue
            for y in flat(back[3]):
                if y[0] == "expr" and any(gives(p, name) and any("[%s]" % i in a for a in args)
                                          for name, args in calls(y[2])):
                    yield y[1], "over-release: the loop begins with entry %s, which was not taken" % i

def told_twice(p, body):
    """(file, count, other, array) of what takes pages into an array; other is the field
    of the same structure that has the number that was taken, or None if count may be
    that number."""
    for x, a in sites(body):
        owner, field = re.match(r"^(?:(.*)(?:->|\.))?(\w+)$", a.e).groups()
        m = re.match(r"^(?:(?:[a-z][\w ]* )?(\w+)|%s(?:->|\.)(\w+))=" % re.escape(owner or ""),
                     x[2]) if owner and x[0] == "expr" else None
        n = re.match(r"^%s(?:->|\.)(\w+)$" % re.escape(owner or ""), a.n)
        if not m or not n or a.part:
            # Another structure may have fields of these names.
            yield p.file, None, None, field
            continue
        behind = body[body.index(x) + 1:]
        # It is compared, changed, or it is not known what a call does to it.
        if any(word(a.n).search(y[2]) or
               any(owner in args for name, args in calls(y[2]) if not FREE.match(name))
               for y in behind):
            yield p.file, None, None, field
            continue
        stored = [m.group(2)] if m.group(2) else \
            [f for y in behind if y[0] == "expr"
             for f in re.findall(r"^%s(?:->|\.)(\w+)=%s$" % (re.escape(owner), m.group(1)), y[2])]
        yield p.file, n.group(1), stored[0] if stored else None, field

def asked_for(p, body, told):
    """(line, text) where the number that was asked for is given back."""
    for x in body:
        for name, args in calls(x[2]) if x[0] == "expr" else ():
            m = re.match(r"^(.*(?:->|\.))(\w+)$", args[0]) if BULK.match(name) else None
            for file, n, got, field in told if m else ():
                if file == p.file and field == m.group(2) and args[1:2] == [m.group(1) + n]:
                    yield x[1], "over-release: %s pages given back, %s were taken" % (n, got)

def in_bytes(body):
    """(line, text) where a number of bytes is taken for one of pages."""
    sizes = {m.group(1) for x in body if x[0] == "expr"
             for m in [re.match(r"^(?:[a-z][\w ]* )?(\w+)=iov_iter_extract_pages\(", x[2])] if m}
    for n in sizes:
        if sum(re.match(r"^(?:[a-z][\w ]* )?%s[-+*/]?=(?!=)" % n, x[2]) is not None
               for x in body) > 1:
            continue
        for x in body:
            for name, args in calls(x[2]) if x[0] == "expr" else ():
                if BULK.match(name) and args[1:2] == [n]:
                    yield x[1], "over-release: %s is a number of bytes, not of pages" % n

def read(p):
    """The function that p is in, and its statements, or nothing."""
    where = (p.file, p.current_element)
    if where not in bodies:
        try:
            fn = Function(text_of(p), int(p.current_element_line))
            bodies[where] = fn, list(flat(fn.body))
        except (Unread, OSError, RecursionError):
            bodies[where] = None, []
    return bodies[where]

def look(p, told, failing, keeping, done):
    """(place, text) of all loops and counts of the function that p is in."""
    fn, body = read(p)
    found = [*batches(body), *asked_for(p, body, told), *failed_entries(p, body), *in_bytes(body)]
    if fn:
        found += [*lost.cleared(p, fn), *lost.regrown(body), *lost.rounds(body),
                  *lost.freed_first(fn), *twice.one_by_one(p, fn, given),
                  *twice.waited_for(fn, [(f, x) for file, f, x in done
                                        if file == p.file and f != p.current_element]),
                  *lost.entries(fn, {f for file, f in keeping if file == p.file}),
                  *twice.given_twice(fn, body, failing.get(p.file, {}))]
    for line, text in found:
        yield place(p, fn.line + line), text
    for s in body:
        got = given(p, s) if s[0] == "loop" else None
        if not got:
            continue
        line, e, index = got
        i = index.replace("--", "").replace("-1", "")
        # An index that moves in the loop, or is asked for there, is not understood.
        if any(re.search(r"(?<![\w>.])%s(\+\+|[-+]?=(?!=))|\+\+%s\b" % (i, i), x[2]) or
               x[0] == "if" and re.search(r"\b%s\b" % i, x[2]) for x in flat(s[3])):
            continue
        first, m = lowest(s, i, index), re.match(r"^%s<=((?:\w+(?:->|\.))*[a-z]\w*)$" % i, s[2])
        if first == 1 and from_zero(p, e) and not special(p, e, p.current_element):
            yield place(p, fn.line + line), "leak: the loop leaves out %s[0]" % e
        elif first == 0 and m and is_count(p, m.group(1), e, body):
            yield place(p, fn.line + line), \
                "over-release: the loop goes up to %s[%s], which is one too many" % (e, m.group(1))

def judge():
    functions = {(p.file, p.current_element): p for p in places + takers}
    told = {t for p in takers for t in told_twice(p, read(p)[1])}
    told = {t for t in told if not any(t[0] == u[0] and t[3] == u[3] and not u[2] for u in told)}
    failing, keeping = {}, set()
    for p in takers:
        fn, body = read(p)
        if fn and lost.keeps_all(fn, body):
            keeping.add((p.file, p.current_element))
        how = twice.failing(fn, body) if fn else None
        if how:
            failing.setdefault(p.file, {})[p.current_element] = how
    done = set()
    for p in functions.values():
        fn, _ = read(p)
        done |= {(p.file, p.current_element, x)
                 for x in (twice.completes(p.file, fn, p.current_element) if fn else ())}
    for p in functions.values():
        yield from look(p, told, failing, keeping, done)
    for p in {p.file: p for p in takers}.values():
        for line, text in lost.freed(p.file):
            yield place(p, line), text
    for p in {p.file: p for p in places + takers}.values():
        for line, text in twice.by_helpers(p.file):
            yield place(p, line), text

def clear():
    for facts in (releasing, taking, places, takers, bodies):
        facts.clear()
