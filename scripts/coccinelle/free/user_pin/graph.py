# SPDX-License-Identifier: GPL-2.0-only
"""A function as a graph, with the calls in it that take pages."""
import re

from .reader import Reader, Unread, arguments, glue, jumps, tokens

BULK = re.compile(r"^((put_user|unpin_user)_pages(_dirty_lock)?|unpin_folios|release_pages)$")
ACQUIRE = re.compile(r"\b((pin|get)_user_pages(_fast|_remote|_unlocked)?|"
                     r"iov_iter_extract_pages|memfd_pin_folios)\(")

def states(stack, limit):
    """Each state of a walk once; what is found on the way is pushed onto the stack.
    A state begins with the node, None for a label that is not there."""
    done = set()
    while stack:
        item = stack.pop()
        if item in done:
            continue
        done.add(item)
        if len(done) > limit or item[0] is None:
            raise Unread
        yield item

class Site:
    def __init__(self, number, name, args, start):
        self.number, self.start, self.x = number, start, None
        self.taken = "PF"       # what it returns if pages were taken
        # That one returns bytes; how many pages those are is not followed.
        self.some = name != "iov_iter_extract_pages"
        self.whole = ""         # their field, if e is the structure that they are in
        self.e = ""
        if not self.some:
            n, e, count = 3, 1, (6,)
        elif name == "memfd_pin_folios":
            n, e, count = 4, 3, (6,)
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
        m = re.match(
            r"^&?\(?\*?\(?((?:\w+(?:->|\.))*\w+)\)?"
            r"((?:\[.*\](?:(?:->|\.)\w+)?)|(?:\+.*))?$", whole)
        self.ok = m is not None and m.group(1) != "NULL"
        if self.ok:
            self.e = m.group(1)
            self.part = re.sub(r"^\[|\]((->|\.)\w+)?$|^\+", "", m.group(2) or "")
            if re.match(r"^\d*$", self.part):
                self.part = ""

class Taker:
    """A function of the file that takes one page for its caller, or pages that are in
    a structure after that."""
    def __init__(self, at, count, taken, n=None, whole=""):
        self.at, self.count, self.taken, self.n, self.whole = at, count, taken, n, whole

    def site(self, number, args, start, result):
        s = Site(number, "", [], start)
        s.n, s.part, s.taken, s.whole = "1", "", self.taken, self.whole
        if self.whole:
            given = result or "" if self.at is None else args[self.at] \
                if len(args) == self.count else ""
            m = re.match(r"^&?(\w+)$", given)
            s.ok, s.e = m is not None, m.group(1) if m else ""
            return s
        if self.n is not None:
            # some or all of the pages of an array
            s.n, s.some = args[self.n] if len(args) == self.count else "", self.taken == "PF"
            m = re.match(r"^(\w+)$", args[self.at]) if s.n else None
            s.ok, s.e = m is not None, m.group(1) if m else ""
            return s
        e = result or "" if self.at is None else args[self.at] if len(args) == self.count else ""
        m = re.match(r"^%s(\w+)$" % ("" if self.at is None else "&"), e)
        s.ok = m is not None
        s.e = m.group(1) if m else ""
        return s

def keeps(body, at):
    """Does a function that has taken pages return 0 with them?"""
    m = re.search(r"\n\tif \(\w+ == [\w>.-]+\) \{\n((?:\t\t.*\n)*?)\t\treturn 0;", body[at:])
    if m:
        way = m.group(1).split("\n")
    else:
        before, there, _ = body[at:].partition("\n\treturn 0;")
        if not there:
            return False
        way = [x for x in before.split("\n") if re.match(r"\t[^\t]", x)]
    return not any(re.search(r"put|unpin|release|free|destroy|clean|drop|undo", x) and
                   not re.match(r"\t+(k?v?k?free\(|mmput|mmap_)", x) for x in way)

def hands_out(body, at, holder):
    """Does a function that has taken pages end with what they are in as its result?"""
    m = re.search(r"\n\tif \(\w+ == [\w>.-]+\) \{\n((?:\t\t.*\n)*?)\t\treturn %s;" %
                  holder.group(1), body[at:])
    if m:
        return not re.search(r"put|unpin|release|destroy|clean|drop|undo|free", m.group(1))
    before, there, _ = body[at:].partition("\n\treturn %s;" % holder.group(1))
    return there and not any(
        re.search(r"put|unpin|release|destroy|clean|drop|undo", x)
        for x in before.split("\n") if re.match(r"\t[^\t]", x))

def takers(lines):
    """name: Taker of the functions that hand a page to the caller, in a pointer
    they were passed or as their result. Only those are known of which it is
    clear what they return when they have one."""
    out = {}
    text = "\n".join(lines)
    for m in re.finditer(r"^(?:static |inline |noinline )*(int|long|bool|struct \w+ \*) ?(\w+)"
                         r"\(([^{};]*)\)\s*\n\{(.*?)\n\}", text, re.S | re.M):
        kind, name, params, body = m.groups()
        got = list(ACQUIRE.finditer(body))
        if len(got) != 1 or got[0].group(1).startswith("iov") or \
           re.search(r"\b(for|while)\b", body):
            continue
        try:
            before = len(re.sub(r"\s", "", body[:got[0].end()]))
            args, _ = arguments(re.sub(r"\s", "", body), before - 1)
            s = Site(0, got[0].group(1), args, 0)
        except Unread:
            continue
        if not s.ok:
            continue
        params = [re.sub(r"\s+", " ", p).strip() for p in params.split(",")]
        names = [re.sub(r".*?(\w+)$", r"\1", p) for p in params]
        holder = re.match(r"^(\w+)->(\w+)$", s.e)
        if holder and holder.group(1) in names and kind == "int" and keeps(body, got[0].end()):
            out[name] = Taker(names.index(holder.group(1)), len(names), "Z",
                              whole=holder.group(2))
        if holder and holder.group(1) not in names and hands_out(body, got[0].end(), holder):
            out[name] = Taker(None, len(names), "PF", whole=holder.group(2))
        if "goto " in body or holder or kind[:6] == "struct" and kind != "struct page *":
            continue
        if s.n != "1":
            if s.e in names and s.n in names and kind in ("int", "long") and \
               not re.search(r"\b%s\s*[-+]?=[^=]" % s.n, body):
                at, n = names.index(s.e), names.index(s.n)
                if re.match(r"\s*return \w+\([^;]*\);\s*$", body) and got[0].start() < 12:
                    out[name] = Taker(at, len(names), "PF", n)
                elif re.search(r"\breturn 0;", body) and re.search(r"(!=|==|<) %s\)" % s.n, body):
                    out[name] = Taker(at, len(names), "Z", n)
            continue
        taken = "Z" if re.search(r"\breturn 0;|== 1 \? 0 :", body) else \
            "PF" if kind == "bool" or re.search(r"\breturn 1;", body) else None
        if kind.startswith("struct"):
            if re.search(r"\breturn %s;" % s.e, body):
                out[name] = Taker(None, len(names), "PF")
            continue
        if taken is None or (taken == "Z" and kind == "bool"):
            continue
        for at, (p, n) in enumerate(zip(params, names)):
            if re.match(r"struct page ?\* ?\* ?\w+$", p) and \
               (n == s.e or re.search(r"\*%s = %s;" % (n, s.e), body)):
                out[name] = Taker(at, len(names), taken)
    return out

def parts_of_arrays(text):
    """name: array+first of the pointers that are only ever set to a part of an array."""
    out = {}
    for m in re.finditer(r"struct page ?\*\*(\w+)=(?:((?:\w+(?:->|\.))*\w+)\+(\w+)|"
                         r"&((?:\w+(?:->|\.))*\w+)\[(\w+)\]);", text):
        if len(re.findall(r"(?<![\w>.])%s(=(?!=)|[-+]=|\+\+|--)" % m.group(1), text)) == 1:
            out[m.group(1)] = "%s+%s" % (m.group(2) or m.group(4), m.group(3) or m.group(5))
    return out

class Function:
    def __init__(self, text, line, known=None):
        toks = tokens(text)
        first = next((i for i, t in enumerate(toks) if t[0] == "{"), None)
        if first is None:
            raise Unread
        self.line, self.head = line, glue(toks[:first])
        self.parts = parts_of_arrays(glue(toks[first:]))
        self.sites, self.takers = [], dict(known or {})
        self.takers.pop(re.sub(r".*?(\w+)\(.*", r"\1", self.head), None)
        self.calls = re.compile(ACQUIRE.pattern +
                                "".join(r"|\b%s\(" % n for n in sorted(self.takers)))
        reader = Reader(toks[first:])
        self.body = reader.block()

    def hoist(self, text, line):
        """Calls that take pages become @0, @1...; says which are in the text."""
        mine = []
        for name, part in self.parts.items():
            text = re.sub(r"(?<=[,(])%s(?=[,)])" % name, part, text)
        while True:
            m = self.calls.search(text)
            if not m:
                return text, mine
            args, end = arguments(text, m.end() - 1)
            before = re.search(r"((?:\w+(?:->|\.))*\w+)=$", text[:m.start()])
            known = self.takers.get(m.group(0)[:-1])
            if known:
                s = known.site(len(self.sites), args, line, before and before.group(1))
            else:
                s = Site(len(self.sites), m.group(0)[:-1], args, line)
            text = text[:m.start()] + "@%d" % s.number + text[end:]
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
                self.cases.append((text, nxt))
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
                            (None if jumps(s[3]) else s[3],
                             None if not s[4] or jumps(s[4]) else s[4]))
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
            self.nodes[node][3] = mine + [("", nxt)]
            return node
        raise Unread

    cases = None
