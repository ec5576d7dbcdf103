# SPDX-License-Identifier: GPL-2.0-only
"""Loops that give back the entries of an array, and end too early or too late.

What counts is the lowest index a loop comes to, going by its head. A loop that
leaves entry 0 out is wrong if the array is filled from there, and if nothing
else in the file says that this entry is special.
"""
import re

from .given import BULK, flat, place, text_of
from .graph import Function
from .layout import lines_of, macros
from .leak import RELEASE
from .reader import Unread, calls

# What takes or gives back all of an array, or is told how long it is
WHOLE = r"\b(?:(?:pin|get|unpin|put)_user_pages\w*|unpin_folios|release_pages|memfd_pin_folios|" \
        r"sg_alloc_table_from_pages\w*)\s*\([^;]*?"

releasing, taking, places = {}, set(), []

def learn(p):
    """p is where a page is given back."""
    releasing.setdefault(p.file, set()).add(p.current_element)
    places.append(p)

def learn_taker(p):
    taking.add((p.file, p.current_element))

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

def last(e):
    return re.sub(r".*(->|\.)", "", e)

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
    alone = r"\b%s(\[0\]|->)|[=(!] ?\*(\w+(->|\.))*%s\b(?!\[)" % (x, x)
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
    return False

def look(p):
    """(place, text) of all loops of the function that p is in."""
    text = text_of(p)
    if not re.search(r"\b(for|while)\b", text):
        return
    try:
        fn = Function(text, int(p.current_element_line))
    except (Unread, OSError, RecursionError):
        return
    body = list(flat(fn.body))
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
    functions = {(p.file, p.current_element): p for p in places}
    for p in functions.values():
        yield from look(p)

def clear():
    for facts in (releasing, taking, places):
        facts.clear()
