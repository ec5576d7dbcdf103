# SPDX-License-Identifier: GPL-2.0-only
"""A function as a graph, with the calls in it that take pages."""
import re

from .reader import Reader, Unread, arguments, glue, jumps, tokens

ACQUIRE = re.compile(r"\b((pin|get)_user_pages(_fast|_remote|_unlocked)?|iov_iter_extract_pages)\(")

class Site:
    def __init__(self, number, name, args, start):
        self.number, self.start, self.x = number, start, None
        # That one returns bytes; how many pages those are is not followed.
        self.some = name != "iov_iter_extract_pages"
        if not self.some:
            n, e, count = 3, 1, (6,)
        elif name.endswith("_remote"):
            n, e, count = 2, 4, (5, 6, 7)
        elif name.endswith("_unlocked"):
            n, e, count = 1, 2, (4,)
        else:
            n, e, count = 1, 3, (4, 5)
        self.ok = len(args) in count
        if not self.ok:
            return
        self.n, whole = args[n], re.sub(r"^\((struct page\*+|void\*+)\)", "", args[e])
        m = re.match(r"^&?\(?\*?\(?((?:\w+(?:->|\.))*\w+)\)?((?:\[.*\](?:(?:->|\.)\w+)?)|(?:\+.*))?$", whole)
        self.ok = m is not None and m.group(1) != "NULL"
        if self.ok:
            self.e = m.group(1)
            self.part = re.sub(r"^\[|\]((->|\.)\w+)?$|^\+", "", m.group(2) or "")
            if re.match(r"^\d*$", self.part):
                self.part = ""

class Function:
    def __init__(self, text, line):
        toks = tokens(text)
        first = next((i for i, t in enumerate(toks) if t[0] == "{"), None)
        if first is None:
            raise Unread
        self.line, self.head = line, glue(toks[:first])
        self.sites = []
        reader = Reader(toks[first:])
        self.body = reader.block()

    def hoist(self, text, line):
        """Calls that take pages become @0, @1...; says which are in the text."""
        mine = []
        while True:
            m = ACQUIRE.search(text)
            if not m:
                return text, mine
            args, end = arguments(text, m.end() - 1)
            s = Site(len(self.sites), m.group(0)[:-1], args, line)
            text = text[:m.start()] + "@%d" % s.number + text[end:]
            before = re.search(r"((?:\w+(?:->|\.))*\w+)=$", text[:m.start()])
            rest = text[m.start() + len("@%d" % s.number):]
            if re.match(r"[=!<>?+*/&|-]", rest):
                before = None
            s.x = before.group(1) if before else "@%d" % s.number
            if before and not re.search(r"(^|;)(\w+ )*\w+=$", text[:m.start()]) and \
               text[:before.start()].endswith("("):
                # (x = call) < 0: the value is that of x
                whole = "(%s=@%d)" % (s.x, s.number)
                text = text.replace(whole, s.x)
            self.sites.append(s)
            mine.append(s)

class Graph:
    """Nodes are [kind, line, text, yes, no, skipped, sites]. What is skipped is the
    other arm of an if for yes and for no; of a loop its body, None, and how it starts."""
    def __init__(self, fn):
        self.fn, self.nodes, self.labels = fn, [], {}
        self.end = self.add("return", 0, "")
        self.start = self.build(fn.body, self.end, None, None)

    def add(self, kind, line, text, yes=None, no=None, skipped=None):
        text, sites = self.fn.hoist(text, line)
        self.nodes.append([kind, line, text, yes, no, skipped, sites])
        return len(self.nodes) - 1

    def build(self, s, nxt, brk, cont):
        kind, line, text = s[:3]
        if kind == "block":
            for sub in reversed(s[3]):
                nxt = self.build(sub, nxt, brk, cont)
            return nxt
        if kind == "expr":
            return self.add("expr", line, text, nxt)
        if kind == "return":
            return self.add("return", line, text)
        if kind == "goto":
            return self.add("goto", line, text)
        if kind == "label":
            self.labels[text] = nxt
            return nxt
        if kind == "case":
            if self.cases is not None:
                self.cases.append((text == "default", nxt))
            return nxt
        if kind in ("break", "continue"):
            to = brk if kind == "break" else cont
            if to is None:
                raise Unread
            return to
        if kind == "if":
            yes = self.build(s[3], nxt, brk, cont)
            no = self.build(s[4], nxt, brk, cont) if s[4] else nxt
            return self.add("cond", line, text, yes, no,
                            (None if jumps(s[3]) else s[3], None if not s[4] or jumps(s[4]) else s[4]))
        if kind == "loop":
            # filled in when the body is there
            head = self.add("cond", line, text, None, nxt, (s[3], None, s[4]))
            step = self.add("expr", line, s[5], head)
            self.nodes[head][3] = self.build(s[3], step, nxt, step)
            return self.add("expr", line, s[4], head)
        if kind == "do":
            tail = self.add("cond", line, text, None, nxt, (None, None))
            self.nodes[tail][3] = self.build(s[3], tail, nxt, tail)
            return self.nodes[tail][3]
        if kind == "switch":
            outer, self.cases = getattr(self, "cases", None), []
            self.build(s[3], nxt, nxt, cont)
            mine, self.cases = self.cases, outer
            node = self.add("switch", line, text)
            self.nodes[node][3] = mine + [(False, nxt)]
            return node
        raise Unread

    cases = None
