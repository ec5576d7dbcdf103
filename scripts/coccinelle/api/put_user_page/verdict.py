# SPDX-License-Identifier: GPL-2.0
"""Which acquires and releases belong together, and may they be converted?

A group is a set of acquires and all releases their pages can reach. It is
converted as a whole or not at all: one release left behind would drop 1 from
a count that was raised by 1024.
"""
import functools
import os
import re

from . import expr
from . import known
from . import path
from .facts import defined, includes, read, strip
from .flow import SCALAR, Flow
from .sign import SIGNED, Sign


def drops(field):
    """Text that releases what is in a field, maybe by way of a variable."""
    drop = '|'.join(known.RELEASE)
    return re.compile(r'\b(?:%(r)s)\s*\([^;]*(?:->|\.)(%(f)s)\b|'
                      r'\b(\w+)\s*=[^=;][^;]*(?:->|\.)(%(f)s)\b[^;]*;'
                      r'[^}]*\b(?:%(r)s)\s*\(\s*\2\b' % {'r': drop, 'f': field})


@functools.lru_cache(None)
def releasing():
    """Files of the tree that release something, and the fields they know.

    scripts/convert says; without it, only the folder is looked at.
    """
    try:
        with open(os.environ['PUT_USER_PAGE_FIELDS'], errors='surrogateescape') as f:
            return [(line.split('\t')[0], set(line.split('\t')[1].split())) for line in f]
    except KeyError:
        return []


@functools.lru_cache(None)
def together():
    """Fields that all files which release them convert at the same time.

    scripts/convert says, when it has asked all of them.
    """
    try:
        with open(os.environ['PUT_USER_PAGE_TOGETHER']) as f:
            return {tuple(line.split()) for line in f}
    except KeyError:
        return set()


def filled(field):
    """Text that puts a page of another kind into a field."""
    return re.compile(r'(?:->|\.)(%s)\s*(?:\[[^]]*\]\s*)?=(?!=)[^;]*\b(?:%s)\s*\(' %
                      (field, '|'.join(sorted(known.FOREIGN - {'is_vmalloc_addr'}))))


class Group:
    def __init__(self):
        self.acquires, self.releases, self.reasons = [], [], []
        self.wishes = {}        # field that other files release, too -> those files

    def refuse(self, why, text):
        if (why, text) not in self.reasons:
            self.reasons.append((why, text))


def describe(node):
    if node[0] == 'F':
        return '->' + node[2]
    if node[0] == 'R':
        return node[1] + '()'
    return node[2]


class Verdict:
    def __init__(self, facts, wrappers=()):
        self.facts = facts
        self.flow = Flow(facts, wrappers)
        self.rename = {}        # (line, column) -> new name
        self.findings = []      # ((line, column), class, text)
        self.missed = self.unseen()
        self.strays = []        # releases of something else
        self.raw_fields = self.unchecked_fields()
        self.signs()
        self.judge()

    def report(self, pos, why, text):
        if (pos, why, text) not in self.findings:
            self.findings.append((pos, why, text))

    # --- what spatch did not see ---------------------------------------

    def unseen(self):
        """Calls that are in the text and not among the facts."""
        seen = {(fe[1], pos[0]) for fe, _, pos, _ in self.facts.calls
                if fe[0] == 'id'}
        ours = set(known.ACQUIRE) | known.ACQUIRE_OTHER | set(known.RELEASE)
        ours |= set(self.flow.wrappers)
        out = []
        for n, line in enumerate(self.facts.text.split('\n'), 1):
            for m in re.finditer(r'\b(\w+)\s*\(', line):
                if m.group(1) not in ours or (m.group(1), n) in seen:
                    continue
                if re.match(r'\s*(static|extern|inline|void|int|long)\b[\w\s*]*$',
                            line[:m.start()]):
                    continue        # declared, not called
                out.append((m.group(1), (n, m.start(1))))
        return out

    def unchecked_fields(self):
        """Fields that hold what an acquire returned, and nobody asks for the sign."""
        f, out = self.facts, set()
        for lhs, rhs, _, _ in f.assigns:
            if lhs[0] == 'fld' and expr.calls(rhs) & set(known.ACQUIRE) and \
               not re.search(r'\b%s\s*(<=?|>=?)\s*[01]\b' % lhs[2], f.text):
                out.add(lhs[2])
        return out

    def signs(self):
        """Add where a count may be -errno."""
        f = self.facts
        sign = Sign(f, path.Lives(f, {}, {}))
        f.no_fold |= sign.loops
        for called, arg, pos in sign.given:
            if called == 'release_pages':
                f.no_fold.add(pos)
            else:
                f.negative.append((called, arg, *pos))
        self.raw_fields |= sign.fields

    # --- groups ----------------------------------------------------------

    def groups(self):
        """Acquires that share a release, or an array, are one group."""
        fl = self.flow
        parent = {a: a for a in fl.acquires}

        def find(a):
            while parent[a] is not a:
                a = parent[a]
            return a
        owned = []
        for r in fl.releases:
            origin = fl.origin(r)
            mine = [a for a in fl.acquires if any(n in origin for n, _ in a.nodes)]
            for a in mine[1:]:
                parent[find(a)] = find(mine[0])
            if mine:
                owned.append((r, mine[0], origin))
            else:
                r.origin = origin
                self.strays.append(r)
        groups = {}
        for a in fl.acquires:
            groups.setdefault(find(a), Group()).acquires.append(a)
        for r, a, origin in owned:
            r.origin = origin
            groups[find(a)].releases.append(r)
        return list(groups.values())

    def judge(self):
        for a in self.flow.odd:
            if a.fn not in self.facts.functions:
                self.report(a.pos, 'macro', '%s() in a macro: convert by hand' % a.name)
            elif a.name in known.ACQUIRE_OTHER:
                self.report(a.pos, 'api', '%s() has no counterpart that pins' % a.name)
            else:
                self.report(a.pos, 'api', '%s() with %d arguments is not known' %
                            (a.name, len(a.args)))
        for name, pos in self.missed:
            if name in known.ACQUIRE or name in known.ACQUIRE_OTHER:
                self.report(pos, 'unparsed', 'spatch does not understand the code around %s()' % name)
        for name in sorted(self.facts.static & known.KERNEL):
            self.report((self.facts.lines.get(name, 0), 0), 'name',
                        'the kernel has a %s() of its own: rename this one' % name)
        for g in self.groups():
            self.check(g)
            self.answer(g)
            if g.reasons:
                self.refused(g)
            else:
                self.convert(g)

    @staticmethod
    def strong(g):
        return set().union(*[a.reach for a in g.acquires])

    def answer(self, g):
        """Tell scripts/convert which fields could be converted in several files at once."""
        if 'PUT_USER_PAGE_WISHES' not in os.environ:
            return
        alone = len(g.reasons) - len([f for f in g.wishes if f[1:] not in together()])
        nodes = {n for a in g.acquires for n in getattr(a, 'reach', ())}
        lines = [('no' if alone else 'yes', f, others) for f, others in g.wishes.items()]
        lines += [('no', n, ()) for n in nodes if n[1:] in together() and g.reasons]
        lines += [('no', n, ()) for r in self.strays for n in r.origin if n[1:] in together()]
        with open(os.environ['PUT_USER_PAGE_WISHES'], 'a') as out:
            for what, f, others in lines:
                out.write('\t'.join([what, f[1], f[2], self.facts.path, *others]) + '\n')

    def refused(self, g):
        places = [r.pos for r in g.releases] or [a.pos for a in g.acquires]
        taken = ', '.join('%s() in line %d' % (a.name, a.line) for a in g.acquires)
        for why, text in g.reasons[:3]:
            for pos in places:
                self.report(pos, why, '%s; not converted: %s' % (text, taken))

    def convert(self, g):
        taken = ', '.join('%s() in line %d' % (a.name, a.line) for a in g.acquires)
        for a in g.acquires:
            self.rename[a.pos] = known.ACQUIRE[a.name][0] + \
                ('__longterm' if a.name == 'get_user_pages_longterm' else
                 '__get' if self.says_get(a) else '')
        if not includes(self.facts.raw):
            self.report(g.acquires[0].pos, 'include', 'no #include outside of an #if to put '
                        '<linux/user_pin.h> after: add it by hand')
        for r in g.releases:
            if r.pos in self.rename:
                continue
            new = known.RELEASE.get(r.name)
            if r.name in self.flow.wrappers:
                new = 'put_user_page' if len(r.args) == 1 else 'put_user_pages'
            unlocked = self.unlocked(r)
            for pos, name in unlocked:
                self.rename[pos] = known.UNLOCKED[name]
            self.report(r.pos, 'convert', '%s() releases pages of %s: %s()%s' %
                        (r.name, taken, new if new.endswith('s') else new + '*',
                         ''.join('; takes the page lock, %s() did not' % n
                                 for _, n in unlocked[:1])))
            if r.name == 'folio_put':
                new += '__folio'
            elif r.name == 'release_pages':
                new += '__array'
            elif new == 'put_user_page':
                new += '__plain' if self.in_arms(r) else \
                       '__fold' if self.may_fold(r) else \
                       '__some' if self.may_fold_some(r) else '__one'
            self.rename[r.pos] = new
            if self.from_number(r):
                for n, name, line, kind in self.flow.uses:
                    if kind == 'addr' and n in r.origin and n not in self.strong(g):
                        self.report(r.pos, 'number', '%s in line %d can set the number by which '
                                    'the page is found: see that it is one of these pages' %
                                    (name + '()', line))
        kept = self.kept(g)
        if kept:
            for a in g.acquires:
                if not self.says_longterm(a):
                    self.report(a.pos, 'longterm', 'pages stay pinned in %s after the call: '
                                'decide whether FOLL_LONGTERM applies' % kept)

    # --- reasons to refuse -----------------------------------------------

    def check(self, g):
        fl = self.flow
        for name, pos in self.missed:
            g.refuse('unparsed', 'spatch does not understand %s() in line %d' % (name, pos[0]))
        here = defined(self.facts.path)
        for name in sorted({x.name for x in g.acquires + g.releases} & here - self.flow.wrappers):
            g.refuse('macro', '%s() is a macro here: see what it does' % name)
        m = re.search(r'(->|\.)\s*(_count|_refcount)\b', self.facts.text)
        if m:
            g.refuse('extra-ref', '%s is used in line %d' %
                     (m.group(2), self.facts.text.count('\n', 0, m.start()) + 1))
        for a in g.acquires:
            self.check_acquire(g, a)
        if g.reasons:
            return
        strong = set()
        for a in g.acquires:
            a.reach = fl.reach(a)
            strong |= a.reach
        self.check_uses(g, strong)
        for a in g.acquires:
            if not any(self.meets(a, r) for r in g.releases):
                if not g.reasons:
                    self.check_far(g, a)
                return
            fields = [n for n in a.reach if n[0] == 'F' and n not in fl.local]
            for fn in [] if fields else fl.numbers_out(a):
                g.refuse('cross-file', '%s() gives a pfn or an address of the page to callers '
                         'in other files' % fn)
        for r in g.releases:
            self.check_release(g, r)
        if any(fl.numbers_escape(a) for a in g.acquires):
            for r in self.strays:
                if self.from_number(r):
                    g.refuse('unknown-source', 'line %d releases a page found by its pfn or '
                             'address, which may be one of these' % r.line)
        self.check_strays(g, strong)
        self.check_fields(g, strong)
        # With releases elsewhere, ways through this file alone say nothing.
        for a in g.acquires if not g.reasons and not g.wishes else []:
            self.check_ways(g, a)

    def check_far(self, g, a):
        """No release in this file: is there one in another?"""
        for f in sorted(n for n in a.reach if n[0] == 'F'):
            other = self.elsewhere(f)
            if other:
                g.refuse('cross-file', '%s is released in %s' % (describe(f), other))
        if not g.reasons:
            g.refuse('no-release', 'no release of these pages in this file')

    def called(self, fn):
        """Where another file of the folder calls a function, in parentheses, or ''."""
        here = os.path.dirname(self.facts.path) or '.'
        pat = re.compile(r'^[ \t].*\b%s\s*\(' % fn, re.M)
        own = re.compile(r'^\w[^;{}()]*\b%s\s*\([^;{}]*\)\s*\{' % fn, re.M)
        for n in sorted(os.listdir(here)):
            if not n.endswith('.c') or n == os.path.basename(self.facts.path):
                continue
            text = read(os.path.join(here, n))
            text = strip(text) if fn in text else ''
            m = pat.search(text)
            if m and not own.search(text):      # else it is another of that name
                return ' (%s:%d)' % (n, text.count('\n', 0, m.start()) + 1)
        return ''

    def putters(self):
        """Functions of this file that release what callers in other files give them."""
        fl = self.flow
        names = {n[1] for r in self.strays for n in r.origin if fl.open_params(n)}
        return ''.join('; %s() in line %d may release them%s' %
                       (n, self.facts.lines.get(n, 0), self.called(n)) for n in sorted(names)[:2])

    def meets(self, a, r):
        return any(n in r.origin for n, _ in a.nodes)

    def check_acquire(self, g, a):
        if expr.show(a.pages) in ('NULL', '0'):
            g.refuse('no-pages', '%s() is asked for no pages: nothing to release' % a.name)
            return
        if a.pages[0] == 'id' and path.Lives(self.facts, {}, {}).unset(a.fn, a.pages[1], a.pos):
            g.refuse('no-pages', '%s can be NULL where %s() is called, and pin_user_pages() '
                     'wants an array' % (a.pages[1], a.name))
        if not a.nodes:
            g.refuse('unknown-source', 'cannot tell where %s() puts the pages' % a.name)
        at = known.FLAGS.get(a.name, {}).get(len(a.args))
        if at is None:
            return
        words = self.flag_words(a.args[at], a.fn)
        if self.says_get(a):
            words -= {'FOLL_GET'}
        for bad in ('FOLL_GET', 'FOLL_PIN'):
            if bad in words:
                g.refuse('foll-flag', '%s() is given %s' % (a.name, bad))

    def flag_words(self, e, fn):
        """Everything that flags may be made of, by way of variables, fields and macros."""
        f = self.facts
        todo, seen, out = [(e, fn)], set(), set()
        while todo:
            e, fn = todo.pop()
            words = expr.names(e) | expr.fields(e)
            out |= words
            for v in words - {w for w, h in seen if h == fn}:
                seen.add((v, fn))
                todo += [(rhs, h) for lhs, rhs, _, h in f.assigns
                         if lhs == ('id', v) and h in (fn, '') or lhs[0] == 'fld' and lhs[2] == v]
                for m in re.finditer(r'\b%s\s*\|=([^;]*);' % v, f.text):
                    out |= set(re.findall(r'\w+', m.group(1)))
                for m in re.finditer(r'(?m)^[ \t]*#[ \t]*define[ \t]+%s\b((?:\\\n|[^\n])*)' % v, f.raw):
                    out |= set(re.findall(r'\w+', m.group(1)))
                todo += [(x, v) for x, _, h in f.returns if h == v]
                params = [n for _, n in f.functions.get(fn, ())]
                if f.known_as(fn, v) in params:
                    at = params.index(f.known_as(fn, v))
                    todo += [(args[at], h) for fe, args, _, h in f.calls
                             if fe == ('id', fn) and len(args) > at]
        return out

    def check_release(self, g, r):
        fl = self.flow
        if r.fn not in self.facts.functions:
            g.refuse('macro', '%s() in a macro' % r.name)
        for n, kind in r.nodes:
            if n is None:
                g.refuse('mixed-source', 'line %d also releases what %s returns' %
                         (r.line, kind[1]))
        for n in sorted(r.origin):
            for why, text, line in fl.fed.get(n, ()):
                if why == 'acquire':
                    continue
                if why == 'foreign':
                    g.refuse('mixed-source', '%s can also hold a page of %s (line %d)' %
                             (describe(n), text, line))
                elif why == 'pin':
                    g.refuse('mixed-source', '%s is also filled by %s in line %d' %
                             (describe(n), text, line))
                else:
                    g.refuse('unknown-source', '%s can also come from %s in line %d' %
                             (describe(n), text, line))
            for m in fl.closure(fl.whole, [n]) if n in fl.addresses else ():
                if m in fl.memory:
                    g.refuse('mixed-source', 'a page of %s() in line %d is looked up by %s' %
                             (*fl.memory[m], describe(n)))
            if n in fl.addresses and n[0] == 'V' and not fl.back.get(n) and \
               not fl.fed.get(n) and n not in fl.memory and not fl.open_params(n):
                g.refuse('unknown-source', 'a page is looked up by %s' % describe(n))
            if fl.open_params(n) and not self.filled_here(n):
                g.refuse('cross-file', '%s() can be called from elsewhere with other pages%s' %
                         (n[1], self.called(n[1])))
            if n[0] == 'F' and not fl.back.get(n) and not fl.fed.get(n) and \
               not self.assigned(n):
                g.refuse('unknown-source', '%s is not filled in this file' % describe(n))
            if n[0] == 'V' and n[1] == '' and not re.search(
                    r'\bstatic\b[^;{}()]*\b%s\b' % n[2], self.facts.text):
                g.refuse('cross-file', '%s can be filled in other files' % n[2])
        if r.name == 'release_pages' or r.name in self.flow.wrappers and len(r.args) > 1:
            if r.pos in self.facts.no_fold or \
               len(r.args) > 1 and self.bad_count(r, r.args[1]):
                g.refuse('count', '%s may be negative in line %d' %
                         (expr.show(r.args[1]), r.line))
        if r.name == 'put_page' and re.search(r'\bsg_page\b', expr.show(r.args[0])) and \
           any(n in fl.coalesced for n in r.origin):
            g.refuse('count', 'an sg entry can stand for several pages in line %d' % r.line)

    def from_number(self, r):
        """Is the page looked up by a pfn or address that nobody knows?"""
        fl = self.flow
        looked_up = {'pfn_to_page', 'phys_to_page', 'virt_to_page', 'mfn_to_page',
                     'gfn_to_page'}
        if expr.calls(r.args[0]) & looked_up:
            return True
        for lhs, rhs, _, fn in self.facts.assigns:
            if expr.calls(rhs) & looked_up and \
               any(n in r.origin for n, _ in fl.values(lhs, fn)):
                return True
        return False

    def filled_here(self, n):
        """A parameter whose array is filled by the acquire in the function."""
        return any(why == 'acquire' and text.fn == n[1]
                   for why, text, _ in self.flow.fed.get(n, ()))

    def assigned(self, n):
        return any(n == m for lhs, _, _, fn in self.facts.assigns
                   for m, _ in self.flow.values(lhs, fn))

    def check_uses(self, g, strong):
        fl = self.flow
        for n, name, line, kind in fl.uses:
            if n in strong:
                g.refuse('escape', '%s is given to %s() in line %d' % (describe(n), name, line))
            elif kind == 'addr' and self.carries(n, strong):
                # It ends with its function: who else could release them?
                kept = {m for m in strong if m[0] == 'F' and m not in self.inside(n, strong)}
                if not fl.closure(fl.callees(), [n[1]]) & {r.fn for r in g.releases} and \
                   not any(kept & r.origin for r in g.releases):
                    g.refuse('escape', '%s, with the pages in it, is given to %s() in line %d' %
                             (describe(n), name, line))
        for n, tag, line in fl.handed:
            if n in strong:
                g.refuse('escape', '%s goes into a struct %s in line %d' %
                         (describe(n), tag, line))
        for n, name, line, kind in fl.extra:
            if n in strong:
                g.refuse('extra-ref', '%s() on %s in line %d' % (name, describe(n), line))
        for n, name, line, kind in fl.other:
            if n in strong:
                g.refuse('mixed-source', '%s is also released by %s() in line %d' %
                         (describe(n), name, line))
        for n in sorted(strong):
            if n[0] == 'R' and n[1] not in self.facts.static:
                g.refuse('cross-file', '%s() returns the pages to other files%s%s' %
                         (n[1], self.called(n[1]), self.putters()))
            if fl.open_params(n) and n in fl.written and not fl.single(n) and \
               not self.scratch(g, n):
                g.refuse('cross-file', '%s() hands the pages to callers in other files%s%s' %
                         (n[1], self.called(n[1]), self.putters()))

    def carries(self, n, strong):
        """Is it a struct on the stack with such pages in a field?"""
        t = self.flow.node_type(n)
        return n[0] == 'V' and n[1] and t and '*' not in t and \
            not SCALAR.match(t + ' ') and not re.match(r'(const )?enum\b', t) and \
            self.inside(n, strong)

    def inside(self, n, strong):
        """The fields of a variable that hold such pages."""
        here = {lhs[2] for lhs, _, _, fn in self.facts.assigns
                if lhs[0] == 'fld' and lhs[1] == ('id', n[2]) and fn == n[1]}
        tag = self.facts.tag(self.flow.node_type(n))
        return {m for m in strong if m[0] == 'F' and
                (m[1] == tag or not m[1] and m[2] in here)}

    def check_strays(self, g, strong):
        """May a release of what nobody knows be of these pages, by way of a field?"""
        fields = [n for n in strong if n[0] == 'F' and n not in self.flow.local]
        for r in self.strays if fields else ():
            for name, args in self.givers(r):
                macro = name in defined(self.facts.path)
                if any(self.may_hold(a, r.fn, f, macro) for a in args for f in fields):
                    g.refuse('unknown-source', 'line %d releases what %s() gives, which may be '
                             'one of these' % (r.line, name))

    def givers(self, r):
        """Unknown calls, and macros, that a released page can come from."""
        f, fl = self.facts, self.flow
        mine = [n for n in r.origin if n[0] == 'V' and n[1] == r.fn]
        macros = defined(f.path)

        def unknown(name):
            return name not in f.functions and name not in known.ALL and \
                not re.match(known.NEUTRAL_NAME, name)

        def sets(name, a):
            to = a[2] if a[0] == 'un' and a[1] == '&' else a if name in macros else expr.OTHER
            return to[0] == 'id' and fl.variable(to[1], r.fn) in mine
        values = r.args[:1] + [rhs for lhs, rhs, _, fn in f.assigns if fn == r.fn and
                               lhs[0] == 'id' and fl.variable(lhs[1], fn) in mine]
        out = [c for v in values for c in expr.called(v)]
        out += [(fe[1], args) for fe, args, _, fn in f.calls
                if fn == r.fn and fe[0] == 'id' and any(sets(fe[1], a) for a in args)]
        out += [(name, args) for name, args, _, fn in f.iterators
                if fn == r.fn and any(sets(name, a) for a in args)]
        return [(name, args) for name, args in out if unknown(name)]

    def may_hold(self, a, fn, field, macro):
        """Can somebody who is given this get at a field of that name?"""
        if field[1] in self.facts.own and not macro:
            return False            # no other file knows it
        t = self.facts.type_of(a, fn)
        tag = self.facts.tag(t)
        if tag and field[1]:
            return tag == field[1]
        return a[0] in ('id', 'fld', 'idx', 'un', 'cast', 'call') and \
            not SCALAR.match(t + ' ') and not re.search(r'\bstruct page\b', t) and \
            not expr.show(a).isupper()

    def check_fields(self, g, strong):
        """If the pages are kept in fields, a release must read one of them.

        The others are copies for a device: sg tables, bvecs. All are where the pages
        are gone by the time that the function ends.
        """
        fl = self.flow
        for a in g.acquires:
            fields = [n for n in a.reach if n[0] == 'F' and n not in fl.local]
            if fields and not any(m in fl.closure(fl.textual, [f])
                                  for f in fields for r in g.releases
                                  for m, _ in r.nodes) and not self.over(g, a):
                g.refuse('no-release', 'the pages are kept in %s and no release in this '
                         'file reads it' % describe(min(fields)))
        for f in sorted(n for n in strong if n[0] == 'F'):
            others = self.others(f, drops)
            if others:
                g.wishes[f] = [name for name, _ in others]
            if others and f[1:] not in together():
                g.refuse('cross-file', '%s is also released in %s' %
                         (describe(f), self.place(others[0])))
            for other in self.others(f, filled)[:1]:
                g.refuse('mixed-source', '%s is filled with other pages in %s' %
                         (describe(f), self.place(other)))

    def elsewhere(self, f):
        """Where another file releases what is in this field, or ''."""
        others = self.others(f, drops)
        return self.place(others[0]) if others else ''

    def place(self, other):
        here = os.path.dirname(self.facts.path) or '.'
        return '%s:%d' % (os.path.relpath(other[0], here), other[1])

    def others(self, f, pattern):
        """Other files that release, or fill, this field: (path, line)."""
        if not f[1] or f[1] in self.facts.own:
            return []
        here = os.path.dirname(self.facts.path) or '.'
        pat = pattern(re.escape(f[2]))
        names = [os.path.join(here, n) for n in sorted(os.listdir(here))]
        names += [n for n, known_there in releasing() if f[2] in known_there]
        out = {}
        for name in names:
            name = os.path.normpath(name)
            if name == os.path.normpath(self.facts.path) or name in out or \
               not name.endswith(('.c', '.h')):
                continue
            text = read(name)
            if not re.search(r'\b%s\b' % f[1], text):
                continue
            m = pat.search(strip(text))
            if m:
                out[name] = strip(text).count('\n', 0, m.start()) + 1
        return list(out.items())

    @staticmethod
    def says_get(a):
        """Is FOLL_GET written in the call? It is implied there, and goes away."""
        at = known.FLAGS.get(a.name, {}).get(len(a.args))
        if at is None:
            return False
        words = expr.terms(a.args[at], '|')
        return 'FOLL_GET' in words and len(words) < 5   # what the rule can take out

    # --- ways through the functions --------------------------------------

    def whole(self, r):
        """Does it release an array from its first entry on?"""
        if r.name == 'release_pages':
            return r.args[0][0] == 'id'
        loops = [loop[0] for _, loop in self.facts.loops.get(r.pos, ())]
        row = self.facts.text.split('\n')[max(loops) - 1] if loops else ''
        return bool(re.search(r'\bfor\s*\(\s*\w+\s*=\s*0\s*;|\bfor\s*\([^;]*;[^;]*>=\s*0\s*;|'
                              r'\bwhile\s*\(\s*(\w+--|--\w+\s*>=\s*0)\s*\)', row))

    def over(self, g, a):
        """Has the function that took the pages given all of them back where it ends?"""
        gives = {r.pos for r in g.releases if self.whole(r) and self.meets(a, r)}
        names = {a.fn: self.telling(a, a.fn, a.name)}
        return not path.Lives(self.facts, names, {a.fn: False}).outlive(
            a.fn, {a.pos}, lambda t: t[1] in gives, strict=True)

    def scratch(self, g, n):
        """Does a caller only lend an array, that has no page in it afterwards?"""
        mine = [a for a in g.acquires if n in a.reach]
        for a in mine:
            if a.fn != n[1] or \
               any(m[0] == 'F' and m not in self.flow.local or m[0] == 'V' and not m[1]
                   for m in a.reach) or not self.over(g, a):
                return False
        return bool(mine)

    def check_ways(self, g, a):
        """If the pages outlive the call, something else must give them back.

        An error path that releases them is not that.
        """
        fl, f = self.flow, self.facts
        mine = {r.pos: r for r in g.releases if self.meets(a, r)}
        calls = fl.callees()
        homes = {r.fn for r in mine.values()}
        gives = {fn for fn in f.functions if fl.closure(calls, [fn]) & homes}
        if not mine or a.fn not in f.functions:
            return

        def given(t):
            return t[1] in mine or t[0] in gives and t[0] not in chain
        # The functions that may return with the pages taken, from below.
        chain, starts, todo, top = {a.fn}, {a.fn: {a.pos}}, [a.fn], []
        names = {a.fn: self.telling(a, a.fn, a.name, mine)}
        plain = {a.fn: False}
        lives = path.Lives(f, names, plain)
        while todo:
            fn = todo.pop()
            if not lives.outlive(fn, starts[fn], given):
                continue
            callers = fl.callers(fn) & set(f.functions)
            if fn not in f.static or not callers or fl.taken(fn):
                top.append(fn)
            for c in callers - chain:
                chain.add(c)
                starts[c] = {pos for fe, _, pos, h in f.calls if h == c and fe == ('id', fn)}
                names[c] = self.telling(a, c, fn, mine)
                plain[c] = True
                todo.append(c)
        if not top:
            return
        fields = [n for n in a.reach if n[0] == 'F' and n not in fl.local]
        if fields and homes - chain and all(n[1] in f.own for n in fields):
            return              # no other file can know where they are
        # What runs in its own right, and not after the acquire.
        seen, todo = set(), [(e, ) for e in fl.entries()]
        while todo:
            fn, = todo.pop()
            if fn in seen:
                continue
            seen.add(fn)
            later = lives.after(fn, starts[fn]) if fn in starts else set()
            if any(r.fn == fn and r.pos not in later for r in mine.values()):
                return
            for b in lives.bodies(fn):
                if not b:
                    todo += [(c, ) for c in calls[fn]]
                    if fn not in starts and calls[fn] & gives:
                        return
                    continue
                for n in b.nodes:
                    todo += [(t[0], ) for t in n.toks if t[0] in f.functions and
                             t[1] not in later]
        g.refuse('no-release', '%s() may end with the pages taken, and no release in this file '
                 'is for that' % top[0])

    def telling(self, a, fn, called, releases=()):
        """Names that tell in a function whether a call took pages: pages, numbers.

        How many are to be released tells as much as the array does.
        """
        pages = {n[2] for n in a.reach if n[0] == 'F' or n[0] == 'V' and n[1] == fn}
        numbers = {called}

        def last(e):
            while e[0] in ('idx', 'un', 'cast'):
                e = e[1] if e[0] == 'idx' else e[2]
            return e[1] if e[0] == 'id' else e[2] if e[0] == 'fld' else ''
        mine = [(last(lhs), rhs) for lhs, rhs, _, h in self.facts.assigns if h == fn]
        counts = [n for pos in releases for n, _ in self.facts.loops.get(pos, ())
                  if releases[pos].fn == fn]
        counts += [r.args[1] for r in (releases[p] for p in releases)
                   if r.fn == fn and len(r.args) > 1]
        pages |= {last(n) for n in counts}
        numbers |= {x for x, rhs in mine if called in expr.calls(rhs) and x not in pages}
        for _ in range(3):
            numbers |= {x for x, rhs in mine if expr.names(rhs) & numbers and
                        not expr.calls(rhs) and x not in pages}
        return pages - {''}, numbers - {''}

    # --- long-lived ------------------------------------------------------

    def kept(self, g):
        """The field that holds the pages after the call, or ''."""
        fl = self.flow
        fields = sorted(n for a in g.acquires for n in a.reach
                        if n[0] == 'F' and n not in fl.local)
        if not fields:
            return ''
        calls = fl.callees()
        takers = {a.fn for a in g.acquires}
        givers = {r.fn for r in g.releases}
        for e in fl.entries():
            below = fl.closure(calls, [e])
            if below & givers and not below & takers:
                return describe(fields[0])
        return ''

    def says_longterm(self, a):
        if a.name == 'get_user_pages_longterm':
            return True
        at = known.FLAGS.get(a.name, {}).get(len(a.args))
        return at is not None and ('FOLL_LONGTERM' in expr.names(a.args[at]) or
                                   bool(re.search(r'\bFOLL_LONGTERM\b', self.facts.text)))

    # --- dirtying ----------------------------------------------------------

    def unlocked(self, r):
        """Calls that dirty the same page without its lock, where one may sleep for it.

        The page can be that of a file: without the lock, truncate can take it
        from its mapping meanwhile.
        """
        if r.name not in ('put_page', 'page_cache_release') or not self.may_sleep(r.fn):
            return []
        out, rows = [], self.facts.text.split('\n')
        for fe, args, pos, fn in self.facts.calls:
            if fn == r.fn and fe[0] == 'id' and fe[1] in known.UNLOCKED and \
               args == r.args and r.line > pos[0] and \
               len([x for x in rows[pos[0]:r.line] if x.strip()]) < 4:
                cond = re.split(r'[;{}]', ' '.join(rows[max(pos[0] - 4, 0):pos[0] - 1]) +
                                rows[pos[0] - 1][:pos[1]])
                cond = [c for c in cond if c.strip()][-1:]
                if not re.search(r'\bif\b.*\b(?!if\b|PageDirty\b|(un)?likely\b)\w+\s*\(',
                                 ''.join(cond)):
                    out.append((pos, fe[1]))
        return out

    def may_sleep(self, fn):
        """Is a function only called where one may sleep, with no lock held?"""
        fl, f = self.flow, self.facts
        calls = fl.callees()
        callers = {}
        for c, called in calls.items():
            for g in called:
                callers.setdefault(g, set()).add(c)
        above = fl.closure(callers, [fn])
        if any(re.search(known.ATOMIC, f.body(g)) for g in above):
            return False

        def sleeps(g, seen):
            if any(re.search(known.SLEEPS, f.body(h)) for h in fl.closure(calls, [g])):
                return True
            up = callers.get(g, set())
            return g in f.static and not fl.taken(g) and bool(up) and g not in seen and \
                all(sleeps(c, seen | {g}) for c in up)
        return sleeps(fn, frozenset())

    # --- folding -----------------------------------------------------------

    def in_arms(self, r):
        """Is an #if between the release and its loop, or what comes before it?

        SmPL does not see them, and would take one arm for all.
        """
        lines = self.facts.raw.split('\n')
        arm = [bool(re.match(r'\s*#', x)) for x in lines]
        loops = [loop[0] for _, loop in self.facts.loops.get(r.pos, ())]
        if any(arm[min(loops + [r.line]) - 1:r.line]):
            return True
        n = r.line - 2          # the line above
        while n > r.line - 8 and n > 0 and 'set_page_dirty_lock' not in lines[n]:
            n -= 1
        if 'set_page_dirty_lock' not in lines[n]:
            return False
        if any(arm[n:r.line]):
            return True
        above = n - 1
        while above > 0 and arm[above]:
            above -= 1
        return above < n - 1 and not lines[above].rstrip().endswith((';', '{', '}', '*/', ':'))

    def may_fold(self, r):
        return r.name in ('put_page', 'page_cache_release') and \
            all(self.one_array(e) for e in self.spellings(r)) and \
            not any(loop in self.facts.index_used or loop in self.facts.no_fold and
                    not self.unsigned(r, n) or self.bad_count(r, n)
                    for n, loop in self.facts.loops.get(r.pos, ()))

    def unsigned(self, r, n):
        """Is -errno a huge number to the loop, as it is to one call?"""
        t = self.facts.type_of(n, r.fn)
        return bool(re.match(r'(unsigned\b|size_t$|u?int(32|64)_t$|u(32|64)$)', t)) and \
            not t.startswith('int')

    def may_fold_some(self, r):
        """Is a count that may be -errno all that keeps the loop from being one call?"""
        counts = [(n, loop) for n, loop in self.facts.loops.get(r.pos, ())
                  if n[0] in ('id', 'fld')]
        if len(counts) != 1 or r.name not in ('put_page', 'page_cache_release'):
            return False
        (n, loop), = counts
        t = self.facts.type_of(n, r.fn)
        return (loop in self.facts.no_fold or self.bad_count(r, n)) and \
            loop not in self.facts.index_used and \
            (t in SIGNED or n[0] == 'fld' and not t) and \
            not self.facts.before_else(loop) and \
            all(self.one_array(e) for e in self.spellings(r))

    def spellings(self, r):
        """What is released, and what the variable that it is in was set to."""
        return r.args[:1] + [rhs for lhs, rhs, _, fn in self.facts.assigns
                             if fn == r.fn and lhs == r.args[0]]

    @staticmethod
    def one_array(e):
        """Is it, if subscripted, the same array every time?"""
        return e[0] != 'idx' or not (expr.names(e[1]) & expr.variables(e[2]) or
                                     expr.calls(e[1]) or expr.counts(e[1]) or
                                     e[2][0] == 'bin' and
                                     (expr.names(e[2][2]) & expr.names(e[2][3]) or
                                      expr.calls(e[2]) or expr.counts(e[2])))

    def bad_count(self, r, n):
        """Is the count a raw -errno, in a field or as some caller gives it?"""
        if n and n[0] == 'fld':
            return n[2] in self.raw_fields
        params = [p for _, p in self.facts.functions.get(r.fn, [])]
        name = self.facts.known_as(r.fn, n[1]) if n and n[0] == 'id' else ''
        if name not in params:
            return False
        at = params.index(name)
        for g, bad, line, col in self.facts.negative:
            if g != r.fn:
                continue
            for fe, args, pos, _ in self.facts.calls:
                if pos == (line, col) and len(args) > at and args[at] == bad:
                    return True
        return False
