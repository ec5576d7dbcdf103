# SPDX-License-Identifier: GPL-2.0-only
"""Paths on which pages that were taken are not given back."""
import re

from .graph import BULK, Function, Graph, states, takers
from .reader import Unread, arguments, calls, strip, texts, word
from .layout import body_of, lines_of, macros
from .values import ANY, Values, known_as

RELEASE = re.compile(r"^((put_user|unpin_user)_(page|folio)\w*|unpin_folios?|put_page|"
                     r"release_pages|folios?_put\w*)$")
# Keywords, and functions whose names would say the wrong thing
HARMLESS = re.compile(r"^(if|while|for|switch|return|sizeof|k?v?k?free\w*|dma_(?!buf_put)\w+|mmput|"
                      r"mmap_\w+|fput|put_device|"
                      r"sg_free_\w*table|sg_alloc_(append_)?table_from_pages\w*|"
                      r"mmdrop|(__)?put_user|put_(pid|task_struct|cred|cpu)|pm_runtime_\w+|clk_\w+|ida_\w+|"
                      r"kmem_cache_free|vunmap|free_pages?|h?list_del\w*|hash_del\w*|idr_remove|"
                      r"(__)?xa_erase\w*|radix_tree_delete|rb_erase\w*|"
                      r"\w*unlock\w*|kunmap\w*|set_page_dirty\w*|SetPage\w+|"
                      r"WARN\w*|BUG_ON|pr_\w+|dev_(err|warn|info|dbg)|flush_dcache_page|"
                      r"add_taint)$")
# Functions that look at a page, or write to it, and keep nothing
LOOKS = re.compile(r"^(k(un)?map\w*|page_address|page_to_virt|mem(cpy|set|cmp)\w*|offset_in_page|"
                   r"Page\w+|page_size|"
                   r"compound_head|page_folio|vmap|vm_map_ram|copy_(to|from)_page|folio_test_\w+|"
                   r"ARRAY_SIZE|min\w*|max\w*)$")
HELPER = re.compile(r"put|unpin|release|free|destroy|clean|teardown|drop|fini|undo|unmap|"
                    r"abort|unwind|_end\b|complete|detach|delete|remove|unregister|cancel|"
                    r"uninit|deinit|done", re.I)
# Until somebody else is done with the structure
WAITS = re.compile(r"^wait_(for_completion|event)(_io)?$")
# What ends a transfer, and does not say that it gives anything back
STOP = re.compile(r"^(?!\w*(put|unpin|release|free|destroy|clean|drop))\w*"
                  r"(abort|cancel|complete|done|_end$)", re.I)
KEEPER = re.compile(r"add|attach|insert|queue|save|store|keep|register|set_page|from_pages|"
                    r"fill|track|"
                    r"push|bvec|kvec|install|own|submit|append|vmap|vm_map", re.I)
ALLOC = re.compile(r"^(\([^()]*\))?(\w*alloc\w*\(|NULL|0$|\{|__get_free_page)")
FREE = re.compile(r"^k?v?k?free(_sensitive)?$")
MAX_STATES = 30000
TABLE = 3                       # taken, and in a table that may be built
KEPT = 4                        # somebody else knows the array; it must not go away
LOST = 5                        # the array is gone; the pages are if this is an error
TOLD = 2                        # not passed on, but somebody knows that they are there
ROUND = "@round"                # known while the pages of this round are not counted yet
LENT = 3                        # passed on, went well, and given back here after that
MAPS = re.compile(r"^(?:[\w ]+[ *])?((?:\w+(?:->|\.))*\w+)=(\([^()]*\))?(vmap|vm_map_ram)\(")

# Functions that return 0 if they have kept a page, and keep nothing if they fail
STORES = re.compile(r"^(?:(?:[\w ]+[ *])?((?:\w+(?:->|\.))*\w+)=|(!))?"
                    r"(xa_insert|radix_tree_insert|xa_err\(xa_store|devm_add_action)(_bh|_irq)?\(")

releasing, seen, found, taking = set(), set(), {}, {}

def lent_to(kind, text):
    """How pages are passed on that come back: LENT, or what is 0 if that went well."""
    m = re.match(r"^(?:[\w ]+[ *])?(\w+)=(?!=)", text)
    return m.group(1) if m else LENT if kind == "expr" else text

def went_well(passed, text, result, env):
    """Is it known by a test that what was lent was taken?"""
    if passed == text:
        return not result and re.match(r"^\w+\(.*\)(<0|!=0)?$", text) is not None
    return isinstance(passed, str) and dict(env).get(passed) == frozenset("Z")

def borrowed(passed):
    return passed == LENT or isinstance(passed, str)

class Walk(Values):
    def __init__(self, graph, site):
        super().__init__(graph, site)
        self.others = [word(s.e) for s in graph.fn.sites if s.ok and s.e != site.e]
        self.root = re.split(r"->|\.", site.e)[0] if re.search(r"->|\.", site.e) else None
        self.local = self.is_local()
        self.private = self.is_private()
        self.owned = False
        # Where it returns, by how it came there; where nobody else was given
        # the pages; where it returns an error and nothing else
        self.exits, self.silent, self.failing = {}, set(), set()
        # Where the number asked for is taken for the number there is
        self.believed = set()
        self.unasked = self.only_sign()
        self.lent, self.holder, self.gone = {}, False, 0

    def is_local(self):
        e = self.s.e
        if not re.match(r"^\w+$", e) or word(e).search(self.g.fn.head):
            return False
        if self.s.whole:
            return self.allocated(e) or any(
                kind == "expr" and re.match(r"^struct \w+ %s(=\{.*)?$" % e, t)
                for kind, t in self.whole)
        declared = False
        for kind, t in self.whole:
            if kind == "expr" and \
                   re.match(r"^(struct page|struct folio|void)[ *].*(?<!\w)%s(?!\w)" % e, t) and \
               "static " not in t:
                declared = True
            for m in re.finditer(r"(?<![\w>.])%s=(?!=)(.*)" % e, t):
                if m.group(1) in self.names and \
                   any(re.match(r"^struct page ?\*%s\[" % m.group(1), x)
                                                    for _, x in self.whole):
                    continue
                if not ALLOC.match(m.group(1)):
                    return False
        # One page is nobody else's until it is stored; the walk sees that.
        stored = re.compile(r"(->\w+|\.\w+|\*\w+|\])=(\([^()]*\))?%s$" % e)
        return declared and not any(stored.search(node[2]) and
                                    (self.s.n != "1" or node[1] <= self.s.start)
                                    for node in self.g.nodes)

    def is_private(self):
        """Is the array in a field that only this function and the type name? The type
        is in this file, so nobody else can give back what is in it."""
        if not self.root or not self.g.fn.file.endswith(".c") or not self.given_here():
            return False
        field, others = re.split(r"->|\.", self.s.e)[-1], elsewhere(self.g.fn)
        return any(re.match(r"\s*struct page ?\*+ ?%s\b" % field, x) for x in others) and \
            not any(re.search(r"(->|\.)\s*%s\b" % field, x) for x in others)

    def tells(self, text):
        """May somebody else know of the pages from here, as the structure they are in
        is filled, their address is taken, or their number is stored?"""
        return self.root and \
            re.match(r"%s(->|\.)[^()=]*[|+]?=(?!=)" % re.escape(self.root), text) or \
            re.search(r"\b(page_to_virt|page_address)\(", text) and self.mentions(text) or \
            not self.local and re.search(r"(->\w+|\.\w+|\*\w+|\])[-+]?=(?!=).*(?<!\w)%s(?!\w)" %
                                         re.escape(self.s.x), text)

    def summed(self):
        """Is the number of pages in a structure, or added to another?"""
        return not re.match(r"^[\w@]+$", self.s.x) or \
            any(re.search(r"\w[+]=%s" % re.escape(self.s.x), t) for _, t in self.whole)

    def on_stack(self):
        """Is the table that has the pages a variable, and are they given back here?"""
        tables = {m.group(1) for kind, t in self.whole for m in
                  [re.search(r"sg_alloc_table_from_pages\w*\(&(\w+),", t)] if m}
        return self.local and self.given_here() and any(
            kind == "expr" and re.match(r"^struct sg_table (%s)$" % "|".join(tables), t)
            for kind, t in self.whole) if tables else False

    def local_array(self):
        """Is the array a variable whose address nobody else has set?"""
        return re.match(r"^\w+$", self.s.e) is not None and \
            self.s.n != "1" and self.allocated(self.s.e)

    def allocated(self, x):
        """Was a variable made in this function, and is it nobody else's?"""
        made = False
        for kind, t in self.whole:
            for m in re.finditer(r"(?<![\w>.])%s=(?!=)(.*)" % x, t):
                if not re.match(r"^\w*alloc\w*\(", m.group(1)):
                    return False
                made = True
        return made

    def comes_back(self, at, name):
        """Are the pages given back here after the call has succeeded? Then it
        only borrowed them, whatever its name says."""
        if at is None:
            return False
        if at not in self.lent:
            self.lent[at] = self.follow(at, name)
        return self.lent[at]

    def follow(self, at, name):
        kind, line, text, yes, no = self.g.nodes[at][:5]
        m = re.search(r"\b%s\(" % re.escape(name), text)
        if not m:
            return False
        args, end = arguments(text, m.end() - 1)
        index = re.search(r"\[(\w+)\]", ",".join(args))
        text = text[:m.start()] + "@ok" + text[end:]
        fine = frozenset("PF" if re.search(r"vmap|vm_map|get|create|prep_|alloc", name) else "Z")
        stack, done = [], set()
        def go_on(at, kind, text, env, yes, no):
            if kind == "expr":
                for e in self.assign(text, env):
                    stack.append((yes, e))
            elif kind == "cond":
                for r, e in self.test(text, env):
                    stack.append((yes if r else no, e))
            elif kind == "switch":
                stack.extend((to, env) for _, to in yes)
            elif kind == "goto":
                stack.append((self.g.labels.get(text), env))
        go_on(at, kind, text, (("@ok", fine),), yes, no)
        while stack and len(done) < MAX_STATES:
            at, env = stack.pop()
            if at is None or (at, env) in done:
                continue
            done.add((at, env))
            kind, line, text, yes, no, skipped, sites = self.g.nodes[at]
            if self.s in sites:
                continue
            # A loop that goes on from there gives back those that were not passed on.
            if index and kind == "cond" and len(skipped) == 3 and not skipped[2] and \
               word(index.group(1)).search(text):
                stack.append((no, env))
                continue
            if any(RELEASE.match(f) and self.mentions(",".join(args)) for f, args in calls(text)):
                return True
            go_on(at, kind, text, env, yes, no)
        return False

    def untold(self, line):
        """Elements of somebody's array: nobody knows up to where it was filled,
        and what gives them back asks no element whether it is there."""
        part, head = self.s.part, self.g.fn.head
        if not re.match(r"^\w+$", part) or word(part).search(head):
            return False
        told = re.compile(r"(->\w+|\*\w+|\])[-+]?=(?!=).*(?<!\w)%s(?!\w)" % part)
        if not self.root:
            return word(self.s.e).search(head) is not None and \
                not any(told.search(node[2]) for node in self.g.nodes) and \
                not any(re.search(r"\b(if|while|for)\b.*\w\[", x) for x in elsewhere(self.g.fn))
        for node in self.g.nodes:
            if re.match(r"(\+\+)?%s(->|\.)[^()=]*([-+|]=|\+\+|$)" % self.root, node[2]) and \
               node[0] == "expr":
                return False
            if node[1] <= line and (re.match(r"%s(->|\.)[^()=]*=(?!=)" % self.root, node[2]) or
                                    told.search(node[2])):
                return False
        field = re.split(r"->|\.", self.s.e)[-1]
        given = [x for x in elsewhere(self.g.fn) if re.search(r"(->|\.)%s\b" % field, x)]
        return any(RELEASE.match(m.group(1)) for x in given
                   for m in re.finditer(r"(\w+)\s*\([^;]*(->|\.)%s\b" % field, x)) and \
            not any(re.search(r"\b(if|while|for)\b.*(->|\.)%s\b *\[" % field, x) or
                    re.search(r"\[[^\]]*\][\w>.-]*\s*(==|!=|=)\s*NULL", x) for x in given)

    def by_another(self, name, met=None):
        """Does a function of the file call one that gives pages back?"""
        met = {self.g.fn.name} if met is None else met
        met.add(name)
        return any(x in releasing or x not in met and self.by_another(x, met)
                   for x in re.findall(r"(\w+)\(", body_of(self.g.fn.file, name)))

    def gives_up(self, text, at=None, alone=None):
        """Is the statement one after which the pages are not ours? Who has a name like
        those that are passed cannot take them, if it is not handed them."""
        for name, args in calls(text):
            arg = ",".join(args)
            if RELEASE.match(name):
                if self.mentions(arg) or not any(o.search(arg) for o in self.others):
                    return "release"
                continue
            if name != self.g.fn.name and (name in releasing or
                                           self.s.whole and self.by_another(name)):
                if self.s.whole and not self.mentions(arg) and \
                   any(o.search(arg) for o in self.others):
                    continue
                return "helper"
            if HARMLESS.match(name):
                continue
            if self.root and WAITS.match(name) and re.match(r"^&?%s(->|\.)" % self.root, arg) and \
               self.given_elsewhere():
                return "helper"
            if HELPER.search(name) and (not alone or not alone.search(name) or self.mentions(arg)):
                return "helper"
            if name in ("page_to_phys", "page_to_pfn", "page_to_dma") and self.mentions(arg):
                return "keeper"
            if name in ("memcpy", "memmove") and args[1:2] == [self.s.e]:
                return "keeper"
            if KEEPER.search(name) and (self.mentions(arg) or
                                        (self.root and word(self.root).search(arg))):
                if not self.comes_back(at, name):
                    return "keeper"
        if re.search(r"(->\w+|\.\w+|^\*+\(?\w+\)?|\])(\[[^=]*\])?=(?!=)", text):
            right = re.split(r"(?<![=!<>])=(?!=)", text, maxsplit=1)
            # What a function makes of a page is mostly not the page.
            if len(right) == 2 and self.mentions(right[1]) and "@" not in right[1] and \
               not right[1].startswith("dma_map_") and \
               not (re.match(r"^\w+(\.\w+)+$", right[0]) and re.match(r"^\w+\(", right[1])):
                return "keeper"
        return None

    def given_elsewhere(self):
        """Does another function of the file give back what is in the field?"""
        field = re.split(r"->|\.", self.s.e)[-1]
        return any(re.search(r"\b(put_user|unpin_user)_(page|folio)\w*\([^;]*(->|\.)%s\b" % field, x)
                   for x in elsewhere(self.g.fn))

    def only_sign(self):
        """Is nothing asked about the result but whether it is an error?"""
        x, n = re.escape(self.s.x), self.s.n
        if not re.match(r"^[@\w]+$", self.s.x) or not re.match(r"^[a-z][\w>.-]*$", n) or \
           not self.s.some:
            return False
        sign = r"((==|!=|<=|>=|<|>)-?[01])?"
        asked = re.compile(r"^!?\(?%s%s\)?$" % (x, sign))
        asked_here = re.compile(r"^(\(?%s=)?@%d\)?%s$" % (x, self.s.number, sign))
        # It is returned, or the variable is set to something else.
        over = re.compile(r"^(\w+=)?%s(\?.*)?$|"
                          r"^([a-z][\w ]* )?%s(=(?!=)(?!.*(?<!\w)%s(?!\w)).*)?$" % (x, x, x))
        changed = re.compile(r"(?<![\w>.])%s([-+*/]?=(?!=)|\+\+|--)" % re.escape(n))
        for kind, line, text, _, _, _, sites in self.g.nodes:
            if line > self.s.start and changed.search(text):
                return False
            if self.s in sites:
                fits = asked_here.match(strip(text)) if kind == "cond" else x[0] != "@"
            else:
                fits = not word(self.s.x).search(text) or over.match(text) or \
                    kind == "cond" and asked.match(strip(text)) or \
                    kind == "expr" and any(BULK.match(name) for name, _ in calls(text))
            if not fits:
                return False
        return True

    def believes(self, text):
        """Does a statement take the number asked for, for the number of pages there are?"""
        if self.s.part:
            return text == "%s+=%s" % (self.s.part, self.s.n)
        root = self.root or self.s.e
        m = re.match(r"^((?:\w+(?:->|\.))+)(\w+)=%s$" % re.escape(self.s.n), text)
        if m and self.root and m.group(1).startswith(root) and re.search(
                r"^nr?$|nr|num|count|cnt|pages|pinned", m.group(2)):
            return True
        return any(not RELEASE.match(name) and not HELPER.search(name) and
                   self.s.e in args and self.s.n in args[args.index(self.s.e):]
                   for name, args in calls(text))

    def counts(self, text):
        """Does a statement change the number of pages that were taken before?"""
        part = re.escape(self.s.part)
        return part and re.search(r"(?<![\w>.])%s([-+]?=(?!=)|\+\+|--)|(\+\+|--)%s(?!\w)" %
                                  (part, part), text)

    def only_before(self, text, env):
        """Does a release leave out the pages of this round?"""
        return ROUND in dict(env) and any(
            len(args) > 1 and args[1] == self.s.part and
            (BULK.match(name) and args[0] == self.s.e or
             name in releasing and self.root and args[0] == self.root)
            for name, args in calls(text))

    def answer(self, text):
        """What says whether a function with the name of one that keeps them, and which
        was handed the array, did."""
        m = re.match(r"^(?:int )?(\w+)=(?:(?:\w+(?:->|\.))*\w+)\(", text)
        return m and self.mentions(text[m.end():]) and m.group(1)

    def may_fail(self, kind, text):
        """Does the statement, or a test of nothing else, store the pages or say whether
        they could not be?"""
        m = STORES.match(text)
        if not m or not (self.local or self.root and
                         (m.group(3) == "devm_add_action" or self.allocated(self.root))):
            return None
        if kind == "expr":
            return m if m.group(1) else None
        _, end = arguments(text, text.index("(", m.start(3)))
        return m if kind == "cond" and not m.group(1) and text[end:] in ("", "<0", "!=0") else None

    def part_gives_up(self, s):
        return s is not None and \
            any(k not in ("goto", "label") and self.gives_up(t, self.node_with(t))
                for k, t in texts(s))

    def frees(self, s):
        """Does a statement free the structure with the pages? Then it is not the other
        arm that has them."""
        return self.s.whole and s is not None and any(
            FREE.match(f) and self.s.e in args for _, t in texts(s) for f, args in calls(t))

    def node_with(self, text):
        return next((at for at, node in enumerate(self.g.nodes) if node[2] == text), None)

    def leave(self, line, text, state):
        """A return with the pages still taken."""
        taken, amount, via, env, again, passed = state
        if taken not in (1, TABLE, LOST) or not text and not self.local:
            return
        # Whoever completes the request gives them back.
        if text in ("-EIOCBQUEUED", "-EINPROGRESS"):
            return
        if text and (self.mentions(text) or text == self.root):
            return
        for name, args in calls(text):
            if name not in ("ERR_PTR", "PTR_ERR") and \
               (self.gives_up(text) or self.root or not HARMLESS.match(name)):
                return
        atoms = frozenset.union(*[a for a, _ in self.value(text, env)]) if text else ANY
        # With too few, false is an error.
        if amount == "P" and not passed and atoms <= frozenset("Z") and \
           re.match(r"(static |inline )*bool ", self.g.fn.head):
            atoms = frozenset("N")
        # Of a function that says 0 where all went well, the rest are errors.
        if atoms <= frozenset("PF") or taken == LOST and \
           ("Z" in atoms if self.s.whole else not atoms <= frozenset("N")):
            return
        if taken == LOST and self.s.whole:
            self.exits.setdefault((amount, "free"), []).append((self.gone, via, False))
            return
        if not self.local and "Z" in atoms and text != "NULL":
            return
        # A table that has the pages is lost with an error only.
        if taken == TABLE and "Z" in atoms:
            return
        if not passed:
            self.silent.add(line)
        if atoms <= frozenset("N"):
            self.failing.add(line)
        quiet = (passed is True or borrowed(passed)) and not via and atoms <= frozenset("Z")
        self.exits.setdefault((amount, again), []).append((line, via, quiet))

    def errno(self, at):
        """Does what is at this node return an error code at once?"""
        kind, _, text, to = self.g.nodes[at][:4]
        while kind == "expr" and all(HARMLESS.match(f) for f, _ in calls(text)):
            kind, _, text, to = self.g.nodes[to][:4]
        return kind == "return" and re.match(r"-E[A-Z]+$", text) is not None

    def run(self):
        stack = [(self.g.start, (0, "", 0, (), False, False))]
        for at, state in states(stack, MAX_STATES):
            kind, line, text, yes, no, skipped, sites = self.g.nodes[at]
            taken, amount, via, env, again, passed = state
            after = [state]
            if self.s in sites:
                after = []
                # A variable that has the page of the round before
                if taken == 1 and not self.s.part and not passed and \
                   (self.local and self.s.n == "1" or amount == "P"):
                    self.exits.setdefault((amount, "round"), []).append((line, via, passed))
                for cls in "NZPF":
                    if cls == "P" and (self.s.n == "1" or not self.s.some):
                        continue
                    new = known_as(env, self.s.x, cls)
                    if cls in self.s.taken:
                        # If it is there, it is not NULL.
                        if self.s.n == "1" and re.match(r"^\w+$", self.s.e):
                            new = known_as(new, self.s.e, "F")
                        if self.s.part:
                            new = known_as(new, ROUND, "F")
                        after.append((1, cls if cls == "P" else "F", 0, new, False, False))
                    elif taken == 1 and self.s.part:
                        after.append((1, amount, 0, new, True, passed))
                    else:
                        after.append((0, "", 0, new, False, False))
                rest = self.arm(text)
                if rest == text and re.search(r"=@%d$" % self.s.number, text):
                    rest = ""
                if kind == "cond":
                    rest, skip = self.made(rest)
                    stack += [(yes if r else no, state) for r in skip]
            else:
                rest = text
            for st in after:
                taken, amount, via, env, again, passed = st
                back = stores = None
                if self.unasked and amount == "P" and taken in (1, TABLE) and \
                   self.s not in sites and self.believes(text):
                    self.believed.add(line)
                if kind == "expr" and ROUND in dict(env) and self.counts(text):
                    env = tuple(x for x in env if x[0] != ROUND)
                if taken in (1, TABLE, KEPT) and self.s not in sites and \
                   kind in ("expr", "cond", "switch"):
                    for name, args in calls(text):
                        if FREE.match(name) and self.s.e in args:
                            self.holder = self.s.whole
                            if taken in (1, KEPT):
                                self.exits.setdefault((amount, "free"), []).append(
                                    (line, via, passed is True or borrowed(passed)))
                                taken = LOST if borrowed(passed) and not via else 2
                        elif FREE.match(name) and self.s.whole and \
                             not self.allocated(self.s.e) and \
                             re.match(r"^%s(->|\.)%s$" % (self.s.e, self.s.whole), args[0]):
                            self.gone, taken = line, LOST
                        elif FREE.match(name) and self.root in args and self.allocated(self.root):
                            self.holder = True
                            self.exits.setdefault((amount, "free"), []).append(
                                (line, via, passed is True or borrowed(passed)))
                            taken = 2
                        elif re.match(r"sg_alloc_(append_)?table_from_pages", name) and \
                             self.mentions(",".join(args)):
                            taken = TABLE
                        elif not HARMLESS.match(name) and not LOOKS.match(name) and \
                             not STORES.match(text) and self.mentions(",".join(args)):
                            passed = (not passed or borrowed(passed)) and \
                                self.comes_back(at, name) and lent_to(kind, text) or True
                    if not passed and kind == "expr" and self.tells(text):
                        passed = TOLD
                    # Nor does the owner of an array know how few pages are in it.
                    mine = self.local or amount == "P" and word(self.s.e).search(self.g.fn.head)
                    alone = {False: HELPER, LENT: STOP}.get(passed) if taken == 1 and mine else \
                        STOP if taken == TABLE and self.on_stack() else \
                        HELPER if taken == 1 and self.private else None
                    g = self.gives_up(text, at, alone)
                    maps = g == "keeper" and kind == "expr" and MAPS.match(text)
                    stores = g == "keeper" and taken == 1 and self.may_fail(kind, text)
                    if g in ("release", "helper") and taken == 1 and self.only_before(text, env):
                        self.owned, g = True, None
                    if maps and taken == 1:
                        # A mapping that was not made keeps nothing.
                        mine = self.local or word(self.s.e).search(self.g.fn.head)
                        back, taken = maps.group(1), 2
                        ways = (("Z", 1 if mine else KEPT), ("PF", 2))
                    elif stores:
                        back, taken = stores.group(1), 2
                        ways = (("N", 1), ("Z", 2))
                    elif g == "keeper" and taken == 1 and kind == "expr" and self.answer(text):
                        # Who could not keep them needs no array of them.
                        back, taken = self.answer(text), 2
                        ways = (("N", KEPT), ("ZPF", 2))
                    elif g == "keeper" and self.local_array() and \
                         re.search(r"(->|\.)\w+=%s$" % re.escape(self.s.e), text):
                        taken = KEPT
                    elif g and not (taken == KEPT and g == "keeper"):
                        taken = 2
                    if g == "release":
                        self.owned = True
                if kind == "return":
                    self.leave(line, text, (taken, amount, via, env, again, passed))
                elif kind == "goto":
                    if text not in self.g.labels:
                        raise Unread
                    via = via or (line if taken in (1, KEPT) else 0)
                    stack.append((self.g.labels[text], (taken, amount, via, env, again, passed)))
                elif kind == "switch":
                    for case, to in self.cases(text, yes, env):
                        # most often there for what cannot be
                        if case == "default" and taken == 1 and not self.errno(to):
                            continue
                        stack.append((to, (taken, amount, via, env, again, passed)))
                elif kind == "expr":
                    for e in (self.assign(rest, env) if rest else [env]):
                        if not back:
                            stack.append((yes, (taken, amount, via, e, again, passed)))
                            continue
                        for cls, now in ways:
                            stack.append(
                                (yes, (now, amount, via, known_as(e, back, cls), again, passed)))
                else:
                    results = self.test(rest, env)
                    open_ = len({r for r, _ in results}) > 1 or self.asks_whether(rest)
                    for r, e in results:
                        now = taken if not stores else 1 if r != bool(stores.group(2)) else 2
                        other = skipped[0] if not r else skipped[1]
                        if now == 1 and self.none_there(rest, r):
                            now = 2
                        if now in (1, TABLE, KEPT) and open_ and other and self.s not in sites and \
                           self.part_gives_up(other) and \
                           not self.frees(skipped[0] if r else skipped[1]):
                            now = 2
                        told = LENT if went_well(passed, text, r, e) else passed
                        stack.append((yes if r else no, (now, amount, via, e, again, told)))

    def asks_whether(self, text):
        """Is it known from the iterator whether there are pins at all, in this round
        as in the one before?"""
        x = re.match(r"^!?\(?(\w+)\)?$", strip(text))
        return x and any(re.match(r"^(?:\w+ )?%s=(?:iov_iter_extract_will_pin|user_backed_iter)\("
                                  % x.group(1), t) for kind, t in self.whole if kind == "expr")

    def none_there(self, text, result):
        """Does a test say that an element of the array is NULL, or that nothing is before
        the part which is given back already?"""
        none = re.match(r"^(!?)\(?(\w+)\)?(==0|!=0|<=0|>0)?$", strip(text))
        if none and result == (bool(none.group(1)) or none.group(3) in ("==0", "<=0")):
            rest = re.compile(r"-%s$" % none.group(2))
            if any(BULK.match(name) and len(args) > 1 and rest.search(args[1]) and
                   args[0] in ["%s+%s" % (e, none.group(2)) for e in self.names]
                   for _, t in self.whole for name, args in calls(t)):
                return True
        m = re.match(r"^(!?)\(?([\w>.-]+)\[[^\]]*\](==NULL|!=NULL)?\)?$", strip(text))
        if not m or m.group(2) not in self.names:
            return False
        null = bool(m.group(1)) != (m.group(3) == "==NULL")
        return result == null

    def cleans_up(self):
        """Does the compiler call something that may give the pages back?"""
        mine = re.compile(r"(?<![\w>.])(%s) __free\((\w+)\)" %
                          "|".join(re.escape(x) for x in {self.s.e, self.root} if x))
        said = [mine.search(t) for _, t in self.whole]
        if any(m and not FREE.match(m.group(2)) for m in said):
            return True
        # Or something else that goes out of scope, by what the file says of it
        how = [m.group(1) for _, t in self.whole
               for m in re.finditer(r"__free\((\w+)\)", t) if not FREE.match(m.group(1))]
        return any(re.match(r"DEFINE_FREE\(\s*%s\s*," % name, x) and
                   any(f in releasing or RELEASE.match(f) for f in re.findall(r"(\w+)\(", x))
                   for name in how for x in elsewhere(self.g.fn))

    def given_here(self):
        """Does the function give back these pages somewhere?"""
        return any(RELEASE.match(name) and self.mentions(",".join(args))
                   for _, t in self.whole for name, args in calls(t))

    def verdict(self):
        if self.cleans_up():
            return None
        # Whether that call pins depends on the iterator.
        if not self.s.some and not self.given_here():
            return None
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
        # Else who is handed a structure by a function may do with it what he likes.
        if self.s.whole and self.s.taken == "PF" and not freed:
            return None
        if freed and freed[0][1] and self.owned:
            return "leak: not given back after the goto of line %d" % (base + freed[0][1])
        if freed:
            return "leak: line %d frees the %s pages that were not given back" % \
                   (base + freed[0][0], "structure with" if self.holder else "array of")
        if full and (self.owned or self.local and all(q[0] in self.silent for q in full)):
            line, via, _ = min(full)
            if via:
                return "leak: not given back after the goto of line %d" % (base + via)
            return "leak: not given back where line %d returns" % (base + line)
        if self.owned and self.exits.get(("F", "round")):
            return "leak: not given back where the next one is taken"
        if part and not self.owned:
            part = [q for q in part if q[0] in self.failing and q[0] in self.silent and
                    self.untold(q[0])]
        if part:
            return "leak: %s pages taken before are not given back where line %d returns" % \
                   (self.s.part, base + min(part)[0])
        if self.believed and not short:
            return "short-pin: line %d takes it that there are %s pages, which may be fewer" % \
                   (base + min(self.believed), self.s.n)
        some = [q for q in some if self.owned or
                (q[0] in self.failing and q[0] in self.silent and not self.summed())]
        if short or some:
            line, via, _ = min(short or some)
            return "short-pin: if fewer than %s pages are taken, %s leaks them" % \
                   (self.s.n,
                    "the goto of line %d" % (base + via) if via else "line %d" % (base + line))
        if self.owned and self.exits.get(("P", "round")):
            return "short-pin: if fewer than %s pages are taken, they are not given back " \
                   "where it is tried again" % self.s.n
        return None

def elsewhere(fn):
    """The lines of the file outside of a function."""
    lines = lines_of(fn.file)
    return lines[:fn.line - 1] + lines[fn.last:]

def known(name):
    if name not in taking:
        taking[name] = takers(lines_of(name))
    return taking[name]

def look_at_call(p, name):
    """p is a call of any function."""
    if name in known(p.file):
        look(p)

def look(p):
    where = (p.file, p.current_element, p.current_element_line)
    if where in seen:
        return
    seen.add(where)
    first, last = int(p.current_element_line), int(p.current_element_line_end)
    try:
        with open(p.file, errors="replace") as f:
            text = "".join(f.readlines()[first - 1:last])
        releasing.update(macros(p.file))
        fn = Function(text, first, known(p.file))
        fn.name, fn.file, fn.last = p.current_element, p.file, last
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
    for facts in (releasing, seen, found, taking):
        facts.clear()
