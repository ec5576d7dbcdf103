# SPDX-License-Identifier: GPL-2.0-only
"""Pages that nobody can give back any more, as what says where or how many they are
was set to something else, or freed."""
import re

from .graph import ACQUIRE, BULK, Site
from .layout import bodies_of, macros
from .leak import FREE, RELEASE
from .reader import calls, flat, split, texts

REALLOC = re.compile(r"^((?:\w+(?:->|\.))*\w+)=(?:\([^()]*\))?(k|kv|devm_k)realloc\w*\((.*)\)$")
CHANGE = r"(?<![\w>.])%s([-+*/|&]?=(?!=)|\+\+|--)|(\+\+|--|&)%s(?![\w>.\[-])"
# What is called with a structure before it is freed, and gives back nothing of it
HARMLESS = re.compile(r"^(if|while|for|switch|return|sizeof|k?v?k?free\w*|mutex_\w+|spin_\w+|"
                      r"list_\w+|v?unmap\w*|vunmap|dma_\w+|sg_free_\w*table|container_of|"
                      r"cancel_\w+|del_timer\w*|timer_\w+|wake_up\w*|mmdrop|mmput|put_device|"
                      r"idr_\w+|xa_erase\w*|pr_\w+|dev_\w+|WARN\w*|flush_\w+|fput|eventfd_\w+)$")

def last(e):
    return re.sub(r".*(->|\.)", "", e)

def rows(s):
    """The statements that follow one another, of each block."""
    if s[0] == "block":
        row = []
        for x in s[3]:
            row += x[3] if x[0] == "block" and all(y[0] == "expr" for y in x[3]) else [x]
        yield row
    for part in s[3:]:
        for sub in (part if isinstance(part, list) else [part]):
            if isinstance(sub, tuple):
                yield from rows(sub)

def changes(text, x):
    """May a statement set a name, itself or in what it calls?"""
    owner = re.split(r"->|\.", x)[0] if x != last(x) else None
    return re.search(CHANGE % (re.escape(x), re.escape(x)), text) or \
        owner and (re.search(r"(?<![\w>.])%s=(?!=)" % owner, text) or any(
            owner in args or "&" + owner in args
            for name, args in calls(text) if not HARMLESS.match(name)))

def cleared(p, fn):
    """(line, text) where what was just set to 0 says how many pages are given back."""
    for row in rows(fn.body):
        zero = {}
        for s in row:
            if s[0] in ("label", "case"):
                zero = {}
            mine = [t for _, t in texts(s)]
            if s[0] != "expr":
                zero = {x: at for x, at in zero.items()
                        if not any(changes(t, x) for t in mine)}
            given = [args for t in mine for name, args in calls(t) if BULK.match(name)]
            each = re.match(r"^\w+<((?:\w+(?:->|\.))*\w+)$", s[2]) if s[0] == "loop" else None
            if each and any(RELEASE.match(name) or name in macros(p.file)
                            for t in mine for name, _ in calls(t)):
                given.append(["", each.group(1)])
            for args in given:
                for x in args[:2]:
                    if x in zero:
                        yield s[1], "leak: nothing is given back, as line %d has cleared %s" % \
                            (fn.line + zero[x], x)
            zero = {x: at for x, at in zero.items() if not any(changes(t, x) for t in mine)}
            m = re.match(r"^((?:\w+(?:->|\.))+\w+)=(0|NULL)$", s[2]) if s[0] == "expr" else None
            if m:
                zero[m.group(1)] = s[1]

def freed_first(fn):
    """(line, text) where an array is freed under one name and read under another."""
    for row in rows(fn.body):
        same, gone = {}, {}
        for s in row:
            if s[0] in ("label", "case"):
                same, gone = {}, {}
            mine = [t for _, t in texts(s)]
            for x in [args[0] for t in mine for name, args in calls(t) if BULK.match(name)]:
                if x in gone:
                    yield s[1], "freed-array: %s was freed on line %s" % (x, fn.line + gone[x])
            for name, args in calls(s[2]) if s[0] == "expr" else ():
                if FREE.match(name):
                    gone.update({x: s[1] for x in same.get(args[0], ())})
            known = [x for x in {*same, *gone} if any(changes(t, x) for t in mine)]
            for x in known:
                gone.pop(x, None)
                for y in same.pop(x, ()):
                    same.get(y, set()).discard(x)
            m = re.match(r"^(?:struct page ?\*+ ?)?(\w+)=((?:\w+(?:->|\.))+\w+)$", s[2])
            if m and s[0] == "expr":
                for x, y in (m.groups(), m.groups()[::-1]):
                    same.setdefault(x, set()).add(y)

def entries(fn, taking):
    """(line, text) where an error ends a loop that has filled the entries of a structure
    up to there, each with pages of its own, and nobody learns how many."""
    for row in rows(fn.body):
        for at, s in enumerate(row):
            up = s[0] == "loop" and re.match(r"^((?:\w+(?:->|\.))*\w+)\+\+$|^\+\+(\w+)$", s[5])
            inner = list(flat(s[3])) if up else []
            i = up and (up.group(1) or up.group(2))
            for x, test in zip(inner, inner[1:]):
                m = re.match(r"^(?:int )?(\w+)=(\w+)\((&(\w+)->\w+\[%s\]).*\)$" %
                             re.escape(i), x[2])
                if not m or m.group(2) not in taking or test[0] != "if" or \
                   not re.match(r"^%s(<0|!=0)?$" % m.group(1), test[2]):
                    continue
                owner, then = m.group(4), list(flat(test[3]))
                told = any(re.match(r"^%s(->|\.)\w+([-+]?=(?!=)|\+\+)" % owner, y[2])
                           for y in inner)
                if i == last(i) and not told and len(then) == 1 and then[0][0] == "return":
                    yield then[0][1], "leak: those before entry %s stay pinned" % i
                elif len(then) == 1 and then[0][0] == "break":
                    gone = row[at + 1] if at + 1 < len(row) else s
                    after = list(flat(gone[3])) if gone[0] == "if" and \
                        re.match(r"^%s(<0|!=0)?$" % m.group(1), gone[2]) else []
                    if after and after[-1][0] == "return" and \
                       any(FREE.match(f) and args == [owner] for f, args in calls(after[0][2])):
                        yield after[0][1], "leak: those before entry %s are freed, pinned" % i

def parameters(fn):
    m = re.search(r"\((.*)\)$", fn.head)
    return [re.sub(r".*?(\w+)(\[\])?$", r"\1", x) for x in split(m.group(1), ",")] if m else []

def keeps_all(fn, body):
    """Does a function take all pages of a structure that it is handed, or none?"""
    params = parameters(fn)
    return any(a.e.split("->")[0] in params and "->" in a.e for _, a in sites(body)) and \
        any(x[0] == "return" and x[2] == "0" for x in body)

def sites(body):
    """(statement, site) of the calls that take pages."""
    for s in body:
        for name, args in calls(s[2]):
            if ACQUIRE.match(name + "("):
                site = Site(0, name, args, s[1])
                if site.ok:
                    yield s, site

def regrown(body):
    """(line, text) where an array that has pages is lost if it cannot grow."""
    grows = {last(a.e) for _, a in sites(body) if a.part}
    for s in body:
        m = REALLOC.match(s[2]) if s[0] == "expr" else None
        if m and last(m.group(1)) in grows and m.group(1) in m.group(3):
            yield s[1], "leak: if it cannot grow, %s is lost with the pages in it" % m.group(1)

def rounds(body):
    """(line, text) of what takes pages in a loop, into the same entries each time."""
    for s in body:
        inner = list(flat(s[3])) if s[0] in ("loop", "do") else []
        for x, a in sites(inner):
            m = re.match(r"^(?:[a-z][\w ]* )?(\w+)=", x[2])
            others = ";".join(t for y in inner if y is not x for _, t in texts(y))
            if m and not a.part and a.some and \
               re.search(r"(?<![\w>.])(?:\w+(?:->|\.))*\w+\+=%s(?!\w)" % m.group(1), others) and \
               not re.search(r"(?<![\w>.])%s(?!\w)" % re.escape(a.e), others + ";" + s[2]) and \
               re.match(r"^[a-z]\w*$", a.e):
                yield x[1], "leak: each round puts its pages over those of the one before"

def squeezed(text):
    return re.sub(r"\s*([^\w\s])\s*", r"\1", re.sub(r"\s+", " ", text))

def gives(file, text):
    return [args for name, args in calls(squeezed(text))
            if RELEASE.match(name) or name in macros(file)]

def freed(file):
    """(line, text) where an array is freed that another function has filled, if nobody but
    that one gives back anything in this file."""
    mine = {name: (line, text) for name, line, text in bodies_of(file)}
    takers = {f: text for f, (_, text) in mine.items() if ACQUIRE.search(squeezed(text))}
    if not takers or any(f not in takers and gives(file, text) for f, (_, text) in mine.items()):
        return
    fields = set()
    for text in map(squeezed, takers.values()):
        names = {s.e for _, s in sites([("expr", 0, text)])}
        filled = {last(e) for e in names if "->" in e} | \
            {f for f, v in re.findall(r"->(\w+)=(\w+);", text) if v in names}
        back = ",".join(x for args in gives(file, text) for x in args)
        fields |= {f for f in filled if not re.search(r"->%s\b" % f, back) and
                   not re.search(r"\w=\w+->%s;" % f, text)}
    for f, (line, text) in mine.items():
        if f in takers:
            continue
        for m in re.finditer(r"\b(\w+)\((\w+)->(\w+)\);", text):
            free, owner, field = m.groups()
            body = squeezed(text)
            if field in fields and FREE.match(free) and not any(
                    re.search(r"\b%s\b" % owner, ",".join(args)) and not HARMLESS.match(name) and
                    (name not in mine or name in takers) for name, args in calls(body)):
                yield line + text.count("\n", 0, m.start()), \
                    "leak: %s is freed with the pages in it" % field
