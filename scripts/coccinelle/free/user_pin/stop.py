# SPDX-License-Identifier: GPL-2.0-only
"""What is given back where a device stops, and given back again where its file is closed."""
import re

from .given import givers
from .graph import Function
from .helper import each_of, helpers, releases
from .layout import body_of, place, text_of
from .reader import Unread, calls, flat, jumps, split, texts

# What happens to a device now and again, and what happens to its file once
PAUSE = re.compile(r"(^|_)(stop|halt|disable|pause|suspend|streamoff|quiesce|idle|flush)(_|$)")
COMMAND = re.compile(PAUSE.pattern + r"|" +
                     r"(^|_)(un(register|reg|map|bind|pin|set)|detach|clear|reset)(_|$)")
LAST = re.compile(r"(^|_)(release|close|free|destroy|remove|exit|delete|put|disconnect)(_|$)")

def given_in(stmts, asked=()):
    """(helper, array, count, tests, line) of what is given back by statements, but not in
    a loop over what it is in."""
    for s in stmts:
        if s[0] == "block":
            yield from given_in(s[3], asked)
        elif s[0] == "if":
            yield from given_in([s[3]], (*asked, s[2]))
            yield from given_in([s[4]] if s[4] else [], (*asked, "else"))
            if jumps(s[3]):
                asked = (*asked, re.sub(r"^!(?!=)", "", s[2]) if s[2][0] == "!" else "else")
        elif s[0] == "loop" and each_of(s):
            e, n, _ = each_of(s)
            yield "", e, n, asked, s[1]
        elif s[0] == "expr":
            for name, e, n, clears, asks in releases(s[2]):
                if not clears:
                    yield name, e, n, (*asked, *([e] if asks else [])), s[1]

def pauses(own, body):
    """What stops a device: the statements of a function or of a case, and what follows."""
    if PAUSE.search(own):
        yield body[3], []
    for s in flat(body):
        stmts = s[3][3] if s[0] == "switch" and s[3][0] == "block" else []
        last = max([x[1] for x in flat(s)])
        test = re.match(r"^\w+==([A-Z]\w*)$", s[2]) if s[0] == "if" else None
        if test and COMMAND.search(test.group(1).lower()):
            yield [s[3]], [x for x in flat(body) if x[1] > last]
        for at, label in enumerate(stmts):
            if label[0] == "case" and COMMAND.search(label[2].lower().replace(" ", "_")):
                end = next((i for i in range(at, len(stmts)) if jumps(stmts[i])), len(stmts))
                yield stmts[at:end + 1], [x for x in flat(body) if x[1] > last]

def unset(file, stmts, fields):
    """Do statements, or functions that they call, say that fields are not there any more?"""
    changed = re.compile(r"(->|\.)(%s)(\[[^\]]*\])?\s*([-+]?=(?!=)|--|\+\+)" % "|".join(fields))
    text = ";".join(t for s in stmts for _, t in texts(s))
    return changed.search(text) or re.search(r"\b(k\w*free|memset|list_del\w*)\(", text) or \
        any(changed.search(body_of(file, name)) for name, _ in calls(text))

def reached(file, stmts):
    """The functions that are called by statements, also by others of the file."""
    names = {name for s in stmts for _, t in texts(s) for name, _ in calls(t)}
    todo = set(names)
    while todo:
        more = set(re.findall(r"(\w+) ?\(", body_of(file, todo.pop()))) - names
        names, todo = names | more, todo | more
    return names

def kind_of(fn, e):
    """The type of the structure that something is in."""
    root = re.match(r"\w*", e).group(0)
    m = re.search(r"\bstruct (\w+)\*+%s(?!\w)" % root,
                  ";".join([fn.head] + [t for _, t in texts(fn.body)]))
    return m and m.group(1)

def left_set():
    """What is given back where a device stops, and is still there for who gives it back,
    if it is there, for the last time."""
    read = {}
    for own, p in givers.items():
        try:
            read[own] = Function(text_of(p), int(p.current_element_line))
        except (Unread, OSError, RecursionError):
            pass
    def fields(*names):
        return [re.sub(r"^\w+(->|\.)", "", x) for x in names if x != "1"] \
            if all(re.match(r"^(\w+(->|\.)[\w>.-]+|1)$", x) for x in names) else None
    ends = [(x, e, fields(e, n)) for x, fn in read.items() if LAST.search(x)
            for _, e, n, asked, _ in given_in(fn.body[3])
            if asked and all(re.sub(r"(>|!=)(0|NULL)$", "", part) in (e, n)
                             for test in asked for part in split(test, "&&"))]
    for own, fn in read.items():
        for stmts, rest in pauses(own, fn.body):
            for name, e, n, _, line in given_in(stmts):
                mine = fields(e, n)
                others = [x for x, e2, theirs in ends if mine and mine == theirs and x != own and
                          kind_of(fn, e) == kind_of(read[x], e2)]
                if not others or unset(givers[own].file, [*stmts, *rest], mine):
                    continue
                mine = reached(givers[own].file, stmts)
                for other in [x for x in others if x not in mine][:1]:
                    yield place(givers[own], fn.line + line), \
                        "double-release: %s() gives back what is still there for %s()" % \
                        (name if name in helpers else own, other)
