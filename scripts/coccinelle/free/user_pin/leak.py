# SPDX-License-Identifier: GPL-2.0-only
"""Paths on which pages that were taken are not given back."""
import re

from .graph import Function, Graph
from .reader import Unread, arguments, calls, split, strip, texts, word

RELEASE = re.compile(r"^((put_user|unpin_user)_(page|folio)\w*|unpin_folios?|put_page|release_pages|folios?_put\w*)$")
# Keywords, and functions whose names would say the wrong thing
HARMLESS = re.compile(r"^(if|while|for|switch|return|sizeof|k?v?k?free\w*|dma_\w+|mmput|mmap_\w+|fput|put_device|"
                      r"sg_free_\w*table|sg_alloc_(append_)?table_from_pages\w*|mmdrop|put_(pid|task_struct|cred|cpu)|"
                      r"pm_runtime_\w+|clk_\w+|ida_\w+|kmem_cache_free|vunmap|free_pages?|list_del\w*|"
                      r"\w*unlock\w*|kunmap\w*|set_page_dirty\w*|SetPage\w+|"
                      r"WARN\w*|BUG_ON|pr_\w+|dev_(err|warn|info|dbg)|flush_dcache_page|add_taint)$")
# Functions that look at a page, or write to it, and keep nothing
LOOKS = re.compile(r"^(k(un)?map\w*|page_address|page_to_virt|mem(cpy|set|cmp)\w*|offset_in_page|Page\w+|page_size|"
                   r"compound_head|page_folio|copy_(to|from)_page|folio_test_\w+|ARRAY_SIZE|min\w*|max\w*)$")
HELPER = re.compile(r"put|unpin|release|free|destroy|clean|teardown|drop|fini|undo|unmap|abort|unwind|"
                    r"_end\b|complete|detach|delete|remove|unregister|cancel|uninit|deinit|done", re.I)
KEEPER = re.compile(r"add|attach|insert|queue|save|store|keep|register|set_page|from_pages|fill|track|"
                    r"push|bvec|kvec|install|own|submit|append|vmap|vm_map", re.I)
ALLOC = re.compile(r"^(\([^()]*\))?(\w*alloc\w*\(|NULL|0$|\{|__get_free_page)")
FREE = re.compile(r"^k?v?k?free(_sensitive)?$")
ANY = frozenset("NZPF")         # negative, zero, some pages, all pages
MAX_STATES = 30000

releasing, seen, found = set(), set(), {}

class Walk:
    def __init__(self, graph, site):
        self.g, self.s = graph, site
        self.whole = [t for t in texts(graph.fn.body)]
        self.names = {site.e}
        for _ in range(3):
            for _, t in self.whole:
                for m in re.finditer(r"(\w+)=(?:(?:page_folio|compound_head|nth_page)\()?[&*]?((?:\w+(?:->|\.))*\w+)"
                                     r"(\[[^\]]*\]|\+\+|\)|$|,|\+)", t):
                    if m.group(2) in self.names and not re.search(r"[\w\])](->|\.)$", t[:m.start(1)]):
                        self.names.add(m.group(1))
        self.words = [word(n) for n in self.names]
        self.others = [word(s.e) for s in graph.fn.sites if s.ok and s.e != site.e]
        self.root = re.split(r"->|\.", site.e)[0] if re.search(r"->|\.", site.e) else None
        self.local = self.is_local()
        self.owned = False
        # Where it returns, by how it came there; where nobody else was given
        # the pages; where it returns an error and nothing else
        self.exits, self.silent, self.failing = {}, set(), set()

    def mentions(self, text):
        return any(w.search(text) for w in self.words)

    def is_local(self):
        e = self.s.e
        if not re.match(r"^\w+$", e) or word(e).search(self.g.fn.head):
            return False
        declared = False
        for kind, t in self.whole:
            if kind == "expr" and re.match(r"^(struct page|void)[ *].*(?<!\w)%s(?!\w)" % e, t) and \
               "static " not in t:
                declared = True
            for m in re.finditer(r"(?<![\w>.])%s=(?!=)(.*)" % e, t):
                if not ALLOC.match(m.group(1)):
                    return False
            if re.search(r"(->\w+|\.\w+|\*\w+|\])=(\([^()]*\))?%s$" % e, t):
                return False
        return declared

    def told(self, line):
        """Does somebody else get to know of the pages, up to this line?"""
        x = re.escape(self.s.x)
        if self.root and any(self.s.start < node[1] <= line and
                             re.match(r"%s(->|\.)[^()=]*[|+]?=(?!=)" % re.escape(self.root), node[2])
                             for node in self.g.nodes):
            return True
        return not re.match(r"^[\w@]+$", self.s.x) or \
            any(re.search(r"(->\w+|\.\w+|\*\w+|\])[-+]?=(?!=).*(?<!\w)%s(?!\w)|\w[+]=%s" % (x, x), t)
                for _, t in self.whole)

    def gives_up(self, text):
        """Is the statement one after which the pages are not ours?"""
        for name, args in calls(text):
            arg = ",".join(args)
            if RELEASE.match(name):
                if self.mentions(arg) or not any(o.search(arg) for o in self.others):
                    return "release"
                continue
            if name in releasing and name != self.g.fn.name:
                return "helper"
            if HARMLESS.match(name):
                continue
            if HELPER.search(name):
                return "helper"
            if name in ("page_to_phys", "page_to_pfn", "page_to_dma") and self.mentions(arg):
                return "keeper"
            if KEEPER.search(name) and (self.mentions(arg) or
                                        (self.root and word(self.root).search(arg))):
                return "keeper"
        if re.search(r"(->\w+|\.\w+|^\*+\(?\w+\)?|\])(\[[^=]*\])?=(?!=)", text):
            right = re.split(r"(?<![=!<>])=(?!=)", text, maxsplit=1)
            if len(right) == 2 and self.mentions(right[1]) and "@" not in right[1] and \
               not right[1].startswith("dma_map_"):
                return "keeper"
        return None

    def part_gives_up(self, s):
        return s is not None and any(k not in ("goto", "label") and self.gives_up(t) for k, t in texts(s))

    # A value is a set of what it may be; env has those that are known.
    def test(self, text, env):
        text = strip(text)
        for op, stop in (("||", True), ("&&", False)):
            parts = split(text, op)
            if len(parts) > 1:
                out, todo = [], [env]
                for p in parts:
                    more = []
                    for e in todo:
                        for r, e2 in self.test(p, e):
                            (out if r == stop else more).append((r, e2))
                    todo = [e for _, e in more]
                return out + [(not stop, e) for e in todo]
        if text.startswith("!") and not text.startswith("!="):
            return [(not r, e) for r, e in self.test(text[1:], env)]
        m = re.match(r"^((?:\w+(?:->|\.))*@?\w+)(?:(==|!=|<=|>=|<|>)(.+))?$", text)
        if not m or re.match(r"^\d", m.group(1)):
            m2 = re.match(r"^([\w@.>-]+?)(==|!=|<=|>=|<|>)((?:\w+(?:->|\.))*@?\w+)$", text)
            if not m2:
                if text == "1" or text == "true":
                    return [(True, env)]
                return [(True, env), (False, env)]
            flip = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
            v, op, k = m2.group(3), flip.get(m2.group(2), m2.group(2)), m2.group(1)
        else:
            v, op, k = m.group(1), m.group(2) or "!=", m.group(3) or "0"
            d = dict(env)
            if v not in d and k in d:
                flip = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
                v, op, k = k, flip.get(op, op), v
        k = strip(re.sub(r"^\((int|long|unsigned|unsigned int|unsigned long|size_t|ssize_t)\)", "", k))
        if v == self.s.n and v not in dict(env):
            return [(True, env), (False, env)]
        known = dict(env)
        yes, no = set(), set()
        for a in known.get(v, ANY):
            sign = {"N": -1, "Z": 0, "P": 1, "F": 2}[a]
            mine = v == self.s.x or known.get(v, ANY) != ANY
            if k in ("0", "NULL"):
                diff = {sign}
            elif k == self.s.n:
                diff = {sign - 2}
            elif re.match(r"^-", k):
                diff = {-1, 0, 1} if sign < 0 else {1}
            elif k in known or not mine:
                diff = {-1, 0, 1}
            elif sign <= 0:
                diff = {-1}
            elif k == "1":
                diff = {0, 1}
            elif sign == 2:
                diff = {0, 1} if re.match(r"^\d+$", k) else {0}
            else:
                diff = {-1, 0, 1}
            for dd in diff:
                r = {"==": dd == 0, "!=": dd != 0, "<": dd < 0, "<=": dd <= 0, ">": dd > 0, ">=": dd >= 0}[op]
                (yes if r else no).add(a)
        out = []
        for r, atoms in ((True, yes), (False, no)):
            if atoms:
                known = dict(env)
                if frozenset(atoms) == ANY:
                    known.pop(v, None)
                else:
                    known[v] = frozenset(atoms)
                out.append((r, tuple(sorted(known.items(), key=str))))
        return out

    def value(self, text, env):
        """What an expression may be: list of (atoms, env)."""
        text = strip(re.sub(r"^\((int|long|ssize_t)\)", "", text))
        m = split(text, "?")
        if len(m) == 2:
            arms = split(m[1], ":")
            if len(arms) == 2:
                out = []
                for r, e in self.test(m[0] or "1", env):
                    out += self.value(arms[0] if r else arms[1], e)
                return out
        if re.match(r"^[^()]*(==|!=|<|(?<!-)>)[^()]*$", text):
            return [(frozenset("PF" if r else "Z"), e) for r, e in self.test(text, env)]
        known = dict(env)
        if text in known:
            return [(known[text], env)]
        if re.match(r"^-E[A-Z0-9]+$|^-1$|^ERR_PTR\(-E\w+\)$", text):
            return [(frozenset("N"), env)]
        if text in ("0", "false", "NULL"):
            return [(frozenset("Z"), env)]
        if text == self.s.n:
            return [(frozenset("F"), env)]
        if re.match(r"^[1-9]\d*$|^true$", text):
            return [(frozenset("PF"), env)]
        return [(ANY, env)]

    def assign(self, text, env):
        """The values known after a statement."""
        known = dict(env)
        m = re.match(r"^(?:[\w ]+[ *])?((?:\w+(?:->|\.))*@?\w+)=(?!=)(.+)$", text)
        if m:
            out = []
            for atoms, e in self.value(m.group(2), env):
                known = dict(e)
                known.pop(m.group(1), None)
                if atoms != ANY:
                    known[m.group(1)] = atoms
                out.append(tuple(sorted(known.items(), key=str)))
            return out
        for v in list(known):
            if re.search(r"(?<![\w>.])%s([-+*/|&]=|\+\+|--|=(?!=))|(\+\+|--|&)%s(?!\w)" %
                         (re.escape(v), re.escape(v)), text):
                known.pop(v)
        return [tuple(sorted(known.items(), key=str))]

    def leave(self, line, text, state):
        """A return with the pages still taken."""
        taken, amount, via, env, again, passed = state
        if taken != 1 or not text and not self.local:
            return
        if text and (self.mentions(text) or text == self.root):
            return
        for name, args in calls(text):
            if name not in ("ERR_PTR", "PTR_ERR") and \
               (self.gives_up(text) or self.root or not HARMLESS.match(name)):
                return
        atoms = frozenset.union(*[a for a, _ in self.value(text, env)]) if text else ANY
        if atoms <= frozenset("PF"):
            return
        if not self.local and "Z" in atoms and text != "NULL":
            return
        if not passed:
            self.silent.add(line)
        if atoms <= frozenset("N"):
            self.failing.add(line)
        quiet = passed and not via and atoms <= frozenset("Z")
        self.exits.setdefault((amount, again), []).append((line, via, quiet))

    def errno(self, at):
        """Does what is at this node return an error code at once?"""
        kind, _, text = self.g.nodes[at][:3]
        return kind == "return" and re.match(r"-E[A-Z]+$", text) is not None

    def run(self):
        stack, done = [], set()
        stack.append((self.g.start, (0, "", 0, (), False, False)))
        while stack:
            item = stack.pop()
            if item in done:
                continue
            done.add(item)
            if len(done) > MAX_STATES:
                raise Unread
            at, state = item
            if at is None:
                raise Unread
            kind, line, text, yes, no, skipped, sites = self.g.nodes[at]
            taken, amount, via, env, again, passed = state
            states = [state]
            if self.s in sites:
                states = []
                for cls in "NZPF":
                    if cls == "P" and self.s.n == "1":
                        continue
                    known = dict(env)
                    known[self.s.x] = frozenset(cls)
                    new = tuple(sorted(known.items(), key=str))
                    if cls in "PF":
                        states.append((1, cls, 0, new, False, False))
                    elif taken == 1 and self.s.part:
                        states.append((1, amount, 0, new, True, passed))
                    else:
                        states.append((0, "", 0, new, False, False))
                rest = text
                if re.search(r"=@%d$" % self.s.number, text):
                    rest = ""
            else:
                rest = text
            for st in states:
                taken, amount, via, env, again, passed = st
                if taken == 1 and self.s not in sites and kind in ("expr", "cond", "switch"):
                    for name, args in calls(text):
                        if FREE.match(name) and self.s.e in args:
                            self.exits.setdefault((amount, "free"), []).append((line, via, passed))
                            taken = 2
                        elif not HARMLESS.match(name) and not LOOKS.match(name) and \
                             self.mentions(",".join(args)):
                            passed = True
                    g = self.gives_up(text)
                    if g:
                        taken = 2
                        if g == "release":
                            self.owned = True
                if kind == "return":
                    self.leave(line, text, (taken, amount, via, env, again, passed))
                elif kind == "goto":
                    if text not in self.g.labels:
                        raise Unread
                    via = via or (line if taken == 1 else 0)
                    stack.append((self.g.labels[text], (taken, amount, via, env, again, passed)))
                elif kind == "switch":
                    for default, to in yes:
                        # most often there for what cannot be
                        if default and taken == 1 and not self.errno(to):
                            continue
                        stack.append((to, (taken, amount, via, env, again, passed)))
                elif kind == "expr":
                    for e in (self.assign(rest, env) if rest else [env]):
                        stack.append((yes, (taken, amount, via, e, again, passed)))
                else:
                    results = self.test(rest, env)
                    open_ = len({r for r, _ in results}) > 1
                    for r, e in results:
                        now = taken
                        other = skipped[0] if not r else skipped[1]
                        if now == 1 and open_ and other and self.part_gives_up(other) and self.s not in sites:
                            now = 2
                        stack.append((yes if r else no, (now, amount, via, e, again, passed)))

    def verdict(self):
        self.run()
        base = self.g.fn.line
        # With a release elsewhere, success may mean that a function the pages
        # were passed to keeps them.
        if self.owned:
            self.exits = {k: [q for q in v if not q[2] or (k[1] == "free" and q[1])]
                          for k, v in self.exits.items()}
        full = self.exits.get(("F", False), [])
        some = [q for q in self.exits.get(("P", False), []) if q not in full]
        part = self.exits.get(("F", True), []) + self.exits.get(("P", True), [])
        freed = self.exits.get(("F", "free"), [])
        short = [q for q in self.exits.get(("P", "free"), []) if q not in freed]
        if freed and freed[0][1] and self.owned:
            return "leak: not given back after the goto of line %d" % (base + freed[0][1])
        if freed:
            return "leak: line %d frees the array of pages that were not given back" % (base + freed[0][0])
        if full and (self.owned or self.local and all(q[0] in self.silent for q in full)):
            line, via, _ = min(full)
            if via:
                return "leak: not given back after the goto of line %d" % (base + via)
            return "leak: not given back where line %d returns" % (base + line)
        if self.owned and part:
            return "leak: %s pages taken before are not given back where line %d returns" % \
                   (self.s.part, base + min(part)[0])
        some = [q for q in some if self.owned or
                (q[0] in self.failing and q[0] in self.silent and not self.told(q[0]))]
        if short or some:
            line, via, _ = min(short or some)
            return "short-pin: if fewer than %s pages are taken, %s leaks them" % \
                   (self.s.n, "the goto of line %d" % (base + via) if via else "line %d" % (base + line))
        return None

def look(p):
    where = (p.file, p.current_element, p.current_element_line)
    if where in seen:
        return
    seen.add(where)
    first, last = int(p.current_element_line), int(p.current_element_line_end)
    try:
        with open(p.file, errors="replace") as f:
            text = "".join(f.readlines()[first - 1:last])
        fn = Function(text, first)
        fn.name = p.current_element
        graph = Graph(fn)
    except (Unread, OSError, RecursionError):
        return
    for s in fn.sites:
        if not s.ok:
            continue
        try:
            v = Walk(graph, s).verdict()
        except (Unread, RecursionError):
            continue
        if v:
            found[(p.file, first + s.start)] = v

def clear():
    for facts in (releasing, seen, found):
        facts.clear()
