# SPDX-License-Identifier: GPL-2.0
"""Where the pages of one file can come from and go to.

A node is a variable of a function ('V', function, name), a struct field
('F', struct, name) whatever the object, or the value of a function ('R', name).
An array, its entries and pointers into it are one node. Nothing here depends
on the order of statements: what may flow, flows.

There are three kinds of edges.
  strong  a reference to a page. A copy of a pointer to an array goes back,
          too, if entries are written through the copy.
  weak    a pfn or an address: leads back to the page, but keeps nothing.
  text    as strong, but only the way the statement is written. Tells whether
          a release reads the field or only shares an array with it.
"""
import os
import re
from collections import defaultdict

from . import expr
from . import known

SG_TABLE = {'sg_table', 'sg_append_table'}
# The page that an entry or an iterator over a table is at.
SG_ENTRY = {('scatterlist', 'page'), ('sg_mapping_iter', 'page'),
            ('sg_mapping_iter', 'piter'), ('sg_page_iter', 'sg')}
SCALAR = re.compile(r'(unsigned|signed|int|long|short|char|bool|size_t|ssize_t|'
                    r'u?int\d+_t|[us]\d+|__[us]\d+|dma_addr_t|phys_addr_t|'
                    r'pgoff_t|uintptr_t)\b[^*]*$')
# Who has this from an array has one of the arrays in it.
ROW = re.compile(r'(const )?struct (scatterlist \*|page \* ?\*)$')

# Functions of other files that the user of scripts/convert has looked at
READS = set(os.environ.get('PUT_USER_PAGE_READS', '').split(','))


class Site:
    """A call that takes or drops references."""

    def __init__(self, name, args, pos, fn):
        self.name, self.args, self.pos, self.fn = name, args, pos, fn
        self.line = pos[0]
        self.nodes = []         # (node, kind)


def unprinted(args):
    """Arguments without those that a format string before them prints."""
    for i, a in enumerate(args):
        if a[0] == 'lit' and a[1].startswith('"'):
            holes = len(re.findall(r'%[^%"]', a[1].replace('%%', '')))
            return args[:i] if len(args) - i - 1 <= holes else args
    return args


class Flow:
    def __init__(self, facts, wrappers):
        self.facts, self.wrappers = facts, wrappers
        self.strong = defaultdict(set)
        self.back = defaultdict(set)     # strong and weak, reversed
        self.any = defaultdict(set)      # strong and weak
        self.textual = defaultdict(set)
        self.fed = defaultdict(list)     # node -> [(why, text, line)]
        self.uses = []                   # (node, function called, line, kind)
        self.numbers = []                # (node, is a number or an address)
        self.extra, self.other = [], []  # the same, of EXTRA_REF, RELEASE_OTHER
        self.acquires, self.releases = [], []
        self.odd = []                    # acquires nobody can convert
        self.written = set()             # nodes whose entries are assigned
        self.handed = []                 # (node, struct of the kernel, line)
        self.contents = set()            # (from, to) of memcpy(): maybe what is in a page
        self.coalesced = set()           # nodes that are sg tables of pages
        self.shared = []                 # (node, node that points into it)
        self.passed = []                 # (argument node, parameter node)
        self.addresses = set()           # nodes whose value leads to a page
        self.memory = {}                 # node -> (function that allocates, line)
        self.whole = defaultdict(set)    # address -> addresses that it was made of
        self.fields = defaultdict(set)   # struct -> fields that are used
        self.loose = self.untyped_fields()
        self.local = self.local_fields()
        self.build()

    # --- names ---------------------------------------------------------

    def untyped_fields(self):
        """Fields that are used with an unknown struct: one node per name."""
        loose = set()

        def walk(e, fn):
            if e[0] == 'fld':
                tag = self.facts.tag(self.facts.type_of(e[1], fn))
                if tag:
                    self.fields[tag].add(e[2])
                else:
                    loose.add(e[2])
            for x in e[1:]:
                for y in x if isinstance(x, list) else [x]:
                    if isinstance(y, tuple):
                        walk(y, fn)
        f = self.facts
        for lhs, rhs, _, fn in f.assigns:
            walk(lhs, fn)
            walk(rhs, fn)
        for _, args, _, fn in f.calls + f.iterators:
            for a in args:
                walk(a, fn)
        for e, _, fn in f.returns:
            walk(e, fn)
        return loose

    def field(self, tag, name):
        return ('F', '' if name in self.loose else tag, name)

    def variable(self, name, fn):
        here = fn if (fn, name) in self.facts.types else ''
        return ('V', here, self.facts.known_as(here, name))

    def node_type(self, node):
        if node[0] == 'V':
            return self.facts.types.get((node[1], node[2]), '')
        if node[0] == 'F':
            return self.facts.structs.get(node[1], {}).get(node[2], '')
        return ''

    def single(self, node):
        """Known to hold one page, or a number: a copy of it shares nothing."""
        t = self.node_type(node)
        if '[' in t:
            return False
        return bool(re.match(r'(const )?struct (page|folio) ?\*$', t) or
                    SCALAR.match(t))

    def local_fields(self):
        """Fields of structs that are only ever variables of a function."""
        f = self.facts
        inside, outside = set(), set()
        for (fn, _), t in f.types.items():
            tag = f.tag(t)
            if tag:
                (inside if fn and '*' not in t else outside).add(tag)
        passed = {f.tag(t) for ps in f.functions.values() for t, _ in ps}
        held = {f.tag(t) for m in f.structs.values() for t in m.values()}
        tags = inside - (outside - passed) - held
        return {('F', tag, name) for tag in tags
                for name in set(f.structs.get(tag, {})) | self.fields[tag]
                if name not in self.loose}

    # --- values ----------------------------------------------------------

    def values(self, e, fn):
        """[(node, kind)] or [(None, (why, text))] a value may come from."""
        k = e[0]
        if k == 'id':
            if e[1] in ('true', 'false', 'current') or e[1].isupper() or e[1].endswith('NULL'):
                return []
            return [(self.variable(e[1], fn), 'copy')]
        if k in ('lit', 'type'):
            return []
        if k == 'cast':
            inner = self.values(e[2], fn)
            if '*' in e[1] and SCALAR.match(e[1].replace('*', '').strip() + ' ') and \
               not re.match(r'(unsigned )?char|u8', e[1]):
                return []       # other memory behind the same pointer
            if SCALAR.match(e[1]):
                return [(n, 'weak' if kind == 'elem' else kind) for n, kind in inner]
            return inner
        if k == 'idx' or k == 'un' and e[1] == '*':
            inner = self.values(e[1] if k == 'idx' else e[2], fn)
            return [(n, 'elem' if kind in ('copy', 'addr') else kind)
                    for n, kind in inner]
        if k == 'un' and e[1] == '&':
            return [(n, 'addr' if kind in ('copy', 'elem') else kind)
                    for n, kind in self.values(e[2], fn)]
        if k == 'un':
            return self.values(e[2], fn) if e[1] in ('+', '++', '--') else []
        if k == 'fld':
            return self.member(e, fn)
        if k == 'cond':
            return self.values(e[2], fn) + self.values(e[3], fn)
        if k == 'asg':
            return self.values(e[2], fn)
        if k == 'bin':
            if e[1] in ('+', '-'):
                return self.values(e[2], fn)
            if e[1] in ('|', '<<', '>>', '&'):
                return [(n, 'weak') for n, _ in self.values(e[2], fn) if n]
            return []
        if k == 'call':
            return self.result(e, fn)
        return [(None, ('unknown', 'an expression'))]

    def member(self, e, fn):
        for last in self.facts.members.get(e[2], ()):
            e = (*e[:2], last, e[3]) if e[2] in self.facts.members else ('fld', e, last, '.')
        base, name = e[1], e[2]
        t = self.facts.type_of(base, fn)
        tag = self.facts.tag(t)
        if name in ('bv_page', 'lru', 'page_link') or \
           (tag, name) in SG_ENTRY and tag not in self.facts.structs:
            return [(n, 'elem' if n else kind) for n, kind in self.values(base, fn)]
        if name in ('sgl', 'sgt'):
            last = expr.show(base)
            if tag in SG_TABLE or not tag and re.search(r'(sg\w*|table|st|head)$', last):
                return self.values(base, fn)
        return [(self.field(tag, name), 'copy')]

    def result(self, e, fn):
        f, args = e[1], e[2]
        if f[0] != 'id':
            return [(None, ('unknown', expr.show(f) + '()'))]
        name = f[1]
        if name in known.LOOKUP and args:
            at = self.address(args[0])
            if self.allocator(at):
                return [(None, ('foreign', self.allocator(at) + '()'))]
            self.addresses.update(self.one(at, fn))
        for table, kind in ((known.SAME, 'elem'), (known.WEAK, 'weak')):
            if name in table and table[name] < len(args):
                if name in ('sg_next', 'sg_last'):
                    kind = 'addr'
                return [(n, kind if n else k)
                        for n, k in self.values(args[table[name]], fn)]
        if name in known.ALLOC or name in known.IGNORED or name in known.ACQUIRE:
            return []
        if name in self.facts.functions:
            return [(('R', name), 'copy')]
        if self.stands_for(name, args):
            return [v for e in self.stands_for(name, args) for v in self.values(e, fn)]
        if name == 'container_of':
            return []
        if name == 'drm_prime_pages_to_sg':
            return [(n, 'elem') for a in args for n, k in self.values(a, fn) if n]
        if name in known.FOREIGN:
            return [(None, ('foreign', name + '()'))]
        if self.allocator(e):
            return []
        return [(None, ('unknown', name + '()'))]

    def allocator(self, e):
        """The function that gives memory, if an expression is a call of one."""
        while e[0] == 'cast':
            e = e[2]
        name = e[1][1] if e[0] == 'call' and e[1][0] == 'id' else ''
        mine = name in self.facts.functions or name in self.facts.expressions
        return name if name in known.ALLOC or 'alloc' in name and 'page' not in name and \
            not mine and name not in known.FOREIGN else ''

    def made_of(self, dst, e, line, fn):
        """Remember where an address comes from, if it is one."""
        if self.allocator(e):
            self.memory[dst] = self.allocator(e), line
        else:
            self.whole[dst].update(self.one(self.address(e), fn))

    def one(self, e, fn):
        """The nodes of an expression that is no entry of an array."""
        if e[0] == 'call' and e[1][0] == 'id' and e[1][1] in self.facts.functions:
            return [('R', e[1][1])]
        plain = e[0] in ('id', 'fld') or e[0] == 'un' and e[1] == '&'
        return [n for n, _ in self.values(e, fn) if n] if plain else []

    def address(self, e):
        """What an address or number is made of, if it is one thing."""
        while True:
            if e[0] == 'cast' or e[0] == 'bin' and e[1] in ('+', '-', '|', '<<', '>>', '&'):
                e = e[2]
            elif e[0] == 'call' and e[1][0] == 'id' and e[1][1] in known.WEAK and e[2]:
                e = e[2][0]
            else:
                return e

    def stands_for(self, name, args):
        """What a macro that only names something is, in each arm of an #if."""
        return [expr.filled_in(e, dict(zip(params, args)))
                for params, e in self.facts.expressions.get(name, ())
                if len(params) == len(args) and e[0] in ('fld', 'idx', 'un', 'bin', 'id', 'cast')
                and not expr.calls(e)]

    # --- edges -----------------------------------------------------------

    def link(self, src, dst, kind):
        if src == dst:
            return
        self.back[dst].add(src)
        self.any[src].add(dst)
        if kind == 'weak':
            return
        self.strong[src].add(dst)
        self.textual[src].add(dst)
        if kind == 'addr' or kind == 'copy' and \
           not self.single(src) and not self.single(dst) or \
           kind == 'elem' and ROW.match(self.node_type(dst)):
            self.shared.append((src, dst))

    def holder(self, e, fn):
        """The struct of the kernel that an lvalue is in, or ''."""
        while e[0] in ('fld', 'idx', 'un', 'cast'):
            member = e[0] == 'fld'
            e = e[2] if e[0] in ('un', 'cast') else e[1]
            tag = self.facts.tag(self.facts.type_of(e, fn))
            if e[0] == 'call' and e[1] == ('id', 'skb_shinfo'):
                tag = 'skb_shared_info'
            if member and tag in known.HANDED and tag not in self.facts.structs:
                return tag
        return ''

    def store(self, lhs, rhs, line, fn, entry=False):
        if lhs[0] in ('fld', 'idx'):
            tag = self.holder(lhs, fn)
            if tag:
                self.handed.extend((n, tag, line) for n, kind in self.values(rhs, fn)
                                   if n and kind != 'weak')
        for dst, how in self.values(lhs, fn):
            if not dst:
                continue
            if how == 'elem':
                self.written.add(dst)
            else:
                self.made_of(dst, rhs, line, fn)
            for src, kind in self.values(rhs, fn):
                if src is None:
                    self.fed[dst].append(kind + (line,))
                elif (how == 'elem' or entry) and kind in ('copy', 'elem'):
                    self.link(src, dst, 'entry')
                else:
                    self.link(src, dst, kind)

    def build(self):
        f = self.facts
        for tag, names in f.unions:
            nodes = [self.field(tag, n) for n in names]
            for a in nodes:
                for b in nodes:
                    numbers = [n for n in (a, b) if SCALAR.match(
                        self.node_type(n).replace('*', '').strip() + ' ')]
                    self.link(a, b, 'weak' if numbers else 'copy')
        for lhs, rhs, line, fn in f.assigns:
            self.store(lhs, rhs, line, fn)
        for e, line, fn in f.returns:
            self.made_of(('R', fn), e, line, fn)
            for src, kind in self.values(e, fn):
                if src is None:
                    if kind[0] == 'foreign' or kind[1] != 'an expression':
                        self.fed['R', fn].append(kind + (line,))
                else:
                    self.link(src, ('R', fn), kind)
        for name, args, line, fn in f.iterators:
            for n in [n for a in args for n in self.one(a, fn) if name not in known.ITERATE]:
                if re.match(r'(const )?struct (page|folio) ?\*$', self.node_type(n)):
                    self.fed[n].append(('unknown', name + '()', line))
            if name in known.ITERATE and len(args) > 1:
                a, b = known.ITERATE[name]
                self.store(args[b], ('un', '&', args[a]), line, fn)
            else:
                self.use(name, args, line, fn)
        # Not in the order in which this version of spatch came across them.
        for fe, args, pos, fn in sorted(f.calls, key=lambda c: c[2]):
            self.call(fe, args, pos, fn)
        self.outward()

    def call(self, fe, args, pos, fn):
        name, line = fe[1] if fe[0] == 'id' else expr.show(fe), pos[0]
        if name in known.IGNORED:
            return
        if name in known.ACQUIRE or name in known.ACQUIRE_OTHER:
            self.acquire(name, args, pos, fn)
            return
        if name in known.RELEASE or name in self.wrappers:
            self.release(name, args, pos, fn)
            return
        if name in self.facts.functions:
            for a, (_, p) in zip(args, self.facts.functions[name]):
                dst = ('V', name, p)
                self.made_of(dst, a, line, fn)
                for src, kind in self.values(a, fn):
                    if src is None:
                        self.fed[dst].append(kind + (line,))
                    else:
                        self.link(src, dst, kind)
                        if kind != 'weak':
                            self.passed.append((src, dst))
            return
        if self.stands_for(name, args) or re.split(r'->|\.', name)[-1] in READS:
            return
        if name in known.RELEASE_OTHER or name in known.EXTRA_REF:
            out = self.extra if name in known.EXTRA_REF else self.other
            for a in args[:1]:
                out.extend((n, name, line, kind)
                           for n, kind in self.values(a, fn) if n)
            return
        if name in known.PIN:
            for a in args:
                for n, kind in self.values(a, fn):
                    if n and not self.single(n) or n and kind == 'addr':
                        self.fed[n].append(('pin', name + '()', line))
            return
        if name in known.COPY and len(args) > max(known.COPY[name]):
            a, b = known.COPY[name]
            self.store(args[b], args[a], line, fn, entry=True)
            self.written.update(n for n, _ in self.values(args[b], fn) if n)
            if name in ('memcpy', 'memmove'):
                self.contents |= {(n, m) for n, _ in self.values(args[a], fn)
                                  for m, _ in self.values(args[b], fn)}
            if name in known.COALESCE:
                self.coalesced.update(n for n, _ in self.values(args[b], fn) if n)
        if name in known.LOOKUP_INTO and len(args) > 1:
            a, b = known.LOOKUP_INTO[name]
            self.store(args[b], ('call', ('id', 'virt_to_page'), [args[a]]), line, fn, entry=True)
            return
        if name == 'xchg' and len(args) > 1:
            self.store(('un', '*', args[0]), args[1], line, fn)
        if name in known.FOREIGN_OUT and len(args) > known.FOREIGN_OUT[name]:
            for n, _ in self.values(args[known.FOREIGN_OUT[name]], fn):
                if n:
                    self.fed[n].append(('foreign', name + '()', line))
        if name in known.KEEP and len(args) > 1:
            self.use(name, args[1:], line, fn, kept=True)
        if name in known.NEUTRAL or name in known.COPY or name in known.SAME or \
           name in known.WEAK or name in known.ALLOC or \
           re.match(known.NEUTRAL_NAME, name):
            return
        self.use(name, unprinted(args), line, fn)

    def use(self, name, args, line, fn, kept=False):
        for a in args:
            for n, kind in self.values(a, fn):
                if n and (kept or kind != 'weak'):
                    self.uses.append((n, name, line, kind))
                if n:
                    self.numbers.append((n, kind == 'weak'))

    def acquire(self, name, args, pos, fn):
        site = Site(name, args, pos, fn)
        at = known.ACQUIRE.get(name, (None, {}))[1].get(len(args))
        if name in known.ACQUIRE_OTHER or not at or \
           fn not in self.facts.functions:
            self.odd.append(site)
            for a in args:
                for n, kind in self.values(a, fn):
                    if n and (not self.single(n) or kind == 'addr'):
                        self.fed[n].append(('foreign', name + '()', pos[0]))
            return
        arg = self.pick(args, at, fn)
        site.pages = arg
        for n, kind in self.values(arg, fn):
            if n:
                site.nodes.append((n, kind))
                self.written.add(n)
                self.fed[n].append(('acquire', site, pos[0]))
        self.acquires.append(site)

    def pick(self, args, at, fn):
        for i in at:
            if re.search(r'\bstruct page\b', self.facts.type_of(args[i], fn)):
                return args[i]
        for i in at:
            if re.search(r'pages|\bpg', expr.show(args[i])):
                return args[i]
        return next((args[i] for i in at if args[i][0] != 'lit'), args[at[0]])

    def release(self, name, args, pos, fn):
        site = Site(name, args, pos, fn)
        for n, kind in self.values(args[0], fn) if args else []:
            if n:
                site.nodes.append((n, kind))
            else:
                site.nodes.append((None, kind))
        self.releases.append(site)

    def outward(self):
        """What is written through a copy of a pointer is in the original."""
        changed = True
        while changed:
            changed = False
            for src, dst in self.shared:
                if dst in self.written and (src not in self.written or
                                            src not in self.strong[dst]):
                    self.written.add(src)
                    self.strong[dst].add(src)
                    self.back[src].add(dst)
                    changed = True
        for src, dst in self.passed:
            if dst in self.written and not self.single(dst):
                self.textual[dst].add(src)

    # --- questions -------------------------------------------------------

    @staticmethod
    def closure(edges, start):
        seen, todo = set(start), list(start)
        while todo:
            for n in edges.get(todo.pop(), ()):
                if n not in seen:
                    seen.add(n)
                    todo.append(n)
        return seen

    def reach(self, site):
        return self.closure(self.strong, [n for n, _ in site.nodes if n])

    def origin(self, site):
        return self.closure(self.back, [n for n, _ in site.nodes if n])

    def numbers_escape(self, site):
        """Does a pfn or an address of these pages leave the file, or stay in a field?"""
        start = [n for n, _ in site.nodes if n]
        strong = self.closure(self.strong, start)
        loose = self.closure(self.any, start)
        return any(n in loose and (weak or n not in strong)
                   for n, weak in self.numbers) or \
            any(n[0] == 'F' and n not in self.local for n in loose - strong) or \
            bool(self.numbers_out(site))

    def numbers_out(self, site):
        """The functions by which such a number gets to callers in other files."""
        start = [n for n, _ in site.nodes if n]
        edges = {n: {m for m in to if (n, m) not in self.contents}
                 for n, to in self.any.items()}
        todo = list(self.closure(edges, start) - self.closure(self.strong, start))
        seen, out = set(todo), set()
        while todo:
            n = todo.pop()
            if n[0] == 'R' and n[1] not in self.facts.static:
                out.add(n[1])
            if n[0] != 'V' or n not in self.written:
                continue
            if self.open_params(n) and '*' in self.node_type(n):
                out.add(n[1])
            for src, dst in self.passed:
                if dst == n and src not in seen:
                    seen.add(src)
                    self.written.add(src)
                    todo.append(src)
        return sorted(out)

    def callers(self, fn):
        return {c for fe, _, _, c in self.facts.calls if fe == ('id', fn)}

    def open_params(self, node):
        """Can somebody outside of the file put something in this parameter?"""
        if node[0] != 'V' or node[2] not in \
           [n for _, n in self.facts.functions.get(node[1], [])]:
            return False
        fn = node[1]
        if fn not in self.facts.static or not self.callers(fn):
            return True
        return self.taken(fn)

    def taken(self, fn):
        """Is the address of the function taken?"""
        return bool(re.search(r'(?<!struct )(?<!union )(?<!enum )\b%s\b(?!\s*\()' %
                              re.escape(fn), self.facts.text))

    def entries(self):
        """Functions that something outside of the file may call."""
        return [f for f in self.facts.functions
                if f not in self.facts.static or not self.callers(f) or self.taken(f)]

    def callees(self):
        out = defaultdict(set)
        for fe, _, _, fn in self.facts.calls:
            if fe[0] == 'id' and fe[1] in self.facts.functions:
                out[fn].add(fe[1])
        return out


