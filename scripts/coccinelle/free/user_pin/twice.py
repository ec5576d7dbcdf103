# SPDX-License-Identifier: GPL-2.0-only
"""Pages that two places give back: a function that fails and its caller, a callback and
who waited for it, a loop and what comes after it."""
import re

from .graph import ACQUIRE, BULK, Function
from .layout import bodies_of, lines_of
from .lost import changes, parameters, rows, sites
from .reader import Unread, calls, flat

def failing(fn, body):
    """(parameter's place, array, count) of a function that takes pages into a structure,
    gives those of a short pin back, and leaves their number there."""
    params = parameters(fn)
    for s, a in sites(body):
        owner = re.match(r"^(\w+)->(\w+)$", a.e)
        count = owner and re.match(r"^%s->(\w+)=" % owner.group(1), s[2])
        if not count or owner.group(1) not in params or a.part:
            continue
        n = "%s->%s" % (owner.group(1), count.group(1))
        for x in body[body.index(s) + 1:]:
            then = list(flat(x[3])) if x[0] == "if" else []
            if any(BULK.match(f) and args[:2] == [a.e, n] for y in then
                   for f, args in calls(y[2])) and then[-1][0] == "return" and \
               re.match(r"^-E|^\w+$", then[-1][2]) and \
               not any(changes(y[2], n) or changes(y[2], a.e) for y in then):
                return params.index(owner.group(1)), owner.group(2), count.group(1)
    return None

def given_twice(fn, body, failing):
    """(line, text) where what a function has given back when it failed is given back again;
    failing is name: (parameter's place, array, count) of those that leave the count."""
    for n, s in enumerate(body[:-1]):
        m = re.match(r"^(?:(?:[a-z][\w ]* )?(\w+)=)?(\w+)\(", s[2])
        if not m or s[0] not in ("expr", "if") or (s[0] == "if") != (m.group(1) is None):
            continue
        test = s if s[0] == "if" else body[n + 1]
        for name, args in calls(s[2]):
            if name not in failing or test[0] != "if" or s[0] == "expr" and \
               not re.match(r"^%s(<0|!=0)?$" % re.escape(m.group(1)), test[2]):
                continue
            at, array, count = failing[name]
            then = list(flat(test[3]))
            to = [x[2] for x in then if x[0] == "goto"]
            then += [x for i, y in enumerate(body) if y[0] == "label" and y[2] in to
                     for x in body[i:]]
            owner = args[at] if at < len(args) else "&"
            join = "." if owner[:1] == "&" else "->"
            owner = owner.lstrip("&")
            for x in then:
                if any(BULK.match(f) and a[:2] == [owner + join + array, owner + join + count]
                       for f, a in calls(x[2])):
                    yield x[1], "double-release: %s() has given them back where it fails" % name
                if x[0] == "return" or x[0] == "expr" and \
                   changes(x[2], owner + join + count):
                    break

def completes(file, fn, name):
    """(array, count) of what a callback of the file gives back and leaves as it is, before
    it says that it is done."""
    if not re.search(r"[=,(]\s*&?%s\s*[,;)}]" % name, "\n".join(lines_of(file))):
        return
    row = next(rows(fn.body))
    for s in row:
        for f, args in calls(s[2]) if s[0] == "expr" and len(row) < 30 else ():
            m = re.match(r"^(\w+)->(\w+)$", args[0]) if BULK.match(f) else None
            n = m and re.match(r"^%s->(\w+)$" % m.group(1), args[1])
            if n and not any(changes(x[2], args[1]) or changes(x[2], args[0])
                             for x in row[row.index(s) + 1:] if "complete" not in x[2]) and \
               any(re.match(r"^complete(_all)?\(&%s->" % m.group(1), x[2]) for x in row):
                yield m.group(2), n.group(1)

def waited_for(fn, done):
    """(line, text) where what a callback has given back is given back by who waited for it;
    done is name: arrays and counts."""
    for row in rows(fn.body):
        for at, s in enumerate(row):
            m = re.match(r"^(?:\w+=)?wait_for_completion\w*\(&(\w+(?:->|\.))", s[2])
            for x in row[at + 1:] if m and s[0] == "expr" else ():
                if x[0] in ("return", "goto"):
                    break
                for f, args in calls(x[2]) if x[0] == "expr" else ():
                    for name, (array, n) in done:
                        if BULK.match(f) and args[:2] == [m.group(1) + array, m.group(1) + n]:
                            yield x[1], "double-release: %s() has given them back by then" % name

def one_by_one(p, fn, given):
    """(line, text) where all of an array is given back after a loop that may have ended
    early, and has given back each entry up to there."""
    for row in rows(fn.body):
        for at, s in enumerate(row):
            got = given(p, s) if s[0] == "loop" else None
            if not got or not re.match(r"^\w+$", got[2]) or \
               not re.search(r"(?<![\w>.])%s=0$" % got[2], s[4]):
                continue
            inner = list(flat(s[3]))
            line, e, _ = got
            # An error, and what is given back, at the level of the loop
            if not any(x[0] == "break" and x[1] < line for x in inner) or s[3][0] != "block" or \
               not any(x[1] == line and x[0] == "expr" for x in s[3][3]):
                continue
            for x in (y for later in row[at + 1:] for y in flat(later)):
                if x[0] in ("label", "loop") or changes(x[2], e) or ACQUIRE.search(x[2]):
                    break
                if any(BULK.match(f) and args[:1] == [e] for f, args in calls(x[2])):
                    yield x[1], "double-release: some were given back on line %s already" % \
                        (fn.line + line)

def functions(file):
    """name: function of all that can be read."""
    out, lines = {}, lines_of(file)
    for name, line, body in bodies_of(file):
        first = next((i for i in range(line - 1, max(line - 12, 0), -1)
                      if re.match(r"\w.*\b%s\(" % name, lines[i - 1])), None)
        try:
            if first:
                out[name] = Function("\n".join(lines[first - 1:line]) + body + "\n}", first)
        except (Unread, RecursionError):
            pass
    return out

def gives(fn):
    """(parameter's place, array, count) of what a function gives back whatever happens, and
    leaves as it is."""
    params = parameters(fn)
    row = next(rows(fn.body), [])
    for at, s in enumerate(row):
        for f, args in calls(s[2]) if s[0] == "expr" else ():
            m = re.match(r"^(\w+)->(\w+)$", args[0]) if BULK.match(f) else None
            n = m and re.match(r"^%s->(\w+)$" % m.group(1), args[1])
            if n and m.group(1) in params and \
               not any(x[0] == "return" or x[0] == "if" and "return" in str(x) for x in row[:at]) and \
               not any(re.search(r"%s->(%s|%s)=(?!=)" % (m.group(1), m.group(2), n.group(1)), x[2])
                       for y in row[at:] for x in flat(y)):
                return params.index(m.group(1)), m.group(2), n.group(1)
    return None

def puts(fn, done):
    """The same of a function that drops a reference, after which a callback does so."""
    params = parameters(fn)
    for s in flat(fn.body):
        m = re.search(r"\bkref_put\(&(\w+)->(\w+),(\w+)\)", s[2])
        back = m and m.group(1) in params and done.get(m.group(3))
        if back:
            return params.index(m.group(1)), back[0], back[1], m.group(2)
    return None

def last_one(fn):
    """(array, count) of what a callback of kref_put() gives back, whatever happens."""
    held = {m.group(1) for s in flat(fn.body)
            for m in [re.match(r"^struct \w+\*(\w+)=container_of\(", s[2])] if m}
    for s in next(rows(fn.body), []):
        for f, args in calls(s[2]) if s[0] == "expr" else ():
            m = re.match(r"^(\w+)->(\w+)$", args[0]) if BULK.match(f) else None
            n = m and re.match(r"^%s->(\w+)$" % m.group(1), args[1])
            if n and m.group(1) in held:
                return m.group(2), n.group(1)
    return None

def marks(fn):
    """(parameter's place, array) of what a function dirties."""
    params = parameters(fn)
    for s in flat(fn.body):
        m = re.search(r"\bset_page_dirty(_lock)?\((\w+)->(\w+)\[", s[2])
        if m and m.group(2) in params:
            return params.index(m.group(2)), m.group(3)
    return None

class Helpers:
    """What the functions of a file give back, dirty, or drop the last reference to."""
    def __init__(self, file):
        self.mine = functions(file)
        done = self.each(last_one)
        self.give, self.mark = self.each(gives), self.each(marks)
        self.put = self.each(lambda fn: puts(fn, done))

    def each(self, what):
        return {f: x for f, x in ((f, what(fn)) for f, fn in self.mine.items()) if x}

    def first(self, f, args):
        """(structure, array, count) of what a call gives back."""
        m = re.match(r"^(\w+)(?:->|\.)(\w+)$", args[0]) if BULK.match(f) else None
        n = m and re.match(r"^%s(?:->|\.)(\w+)$" % m.group(1), args[1])
        if n:
            return m.group(1), m.group(2), n.group(1)
        return (argument(args, self.give[f][0]), *self.give[f][1:]) if f in self.give else None

    def again(self, f, args, what, direct, fresh):
        """What is wrong with a call after that; direct: if it was not by a helper, fresh:
        the references of which there is one."""
        x, array, count = what
        if f in self.mark and argument(args, self.mark[f][0]) == x and self.mark[f][1] == array:
            return "dirty-after-release: %s() marks what was given back"
        if f in self.give and argument(args, self.give[f][0]) == x and \
           self.give[f][1:] == (array, count) and not (direct and f in self.put):
            return "double-release: %s() gives them back once more"
        if f in self.put and argument(args, self.put[f][0]) == x and \
           self.put[f][1:3] == (array, count) and "%s->%s" % (x, self.put[f][3]) in fresh:
            return "double-release: %s() gives them back once more"
        return None

    def after(self, row, what, direct, fresh):
        """(line, text) of what is wrong in the statements that follow."""
        x, array, _ = what
        for s in row:
            if s[0] in ("return", "goto", "break", "continue"):
                return
            for y in flat(s) if s[0] != "loop" else ():
                for f, args in calls(y[2]):
                    text = self.again(f, args, what, direct, fresh)
                    if text and (s[0] == "expr" or text.startswith("dirty")):
                        yield y[1], text % f
                        return
            if any(re.search(r"(?<![\w>.])%s((->|\.)\w+)?=(?!=)" % x, y[2]) or
                   changes(y[2], "%s->%s" % (x, array)) for y in flat(s)):
                return

def argument(args, at):
    return args[at].lstrip("&") if at < len(args) and re.match(r"^&?\w+$", args[at]) else None

def by_helpers(file):
    """(line, text) where a function dirties or gives back, by what it calls, what has been
    given back in it already."""
    helpers = Helpers(file)
    for fn in helpers.mine.values():
        body = ";".join(x[2] for x in flat(fn.body))
        fresh = set() if "kref_get" in body else set(re.findall(r"kref_init\(&([\w>-]+)\)", body))
        for row in rows(fn.body):
            for at, s in enumerate(row):
                for f, args in calls(s[2]) if s[0] == "expr" else ():
                    what = helpers.first(f, args)
                    for line, text in helpers.after(row[at + 1:], what, f not in helpers.give,
                                                    fresh) if what and what[0] else ():
                        yield fn.line + line, text
