# SPDX-License-Identifier: GPL-2.0
"""Where a count may be -errno: a loop does nothing then, put_user_pages() warns.

What a call returned is taken to be negative, and followed over all ways from
there to the end of the function. A test of it goes one way only, what cannot be
read goes both.
"""
from . import expr
from . import known
from .path import LIMIT

SIGNED = {'int', 'signed', 'signed int', 'long', 'signed long', 'long int', 'long long',
          'long long int', 'ssize_t', 's32', 's64', 'short', 'loff_t', 'ptrdiff_t'}
MIRROR = {'<': '>', '<=': '>=', '>': '<', '>=': '<='}


def name(e):
    """A variable or a member, spelled one way, or ''."""
    while e[0] in ('asg', 'cast'):
        e = e[1] if e[0] == 'asg' else e[2]
    base = e
    while base[0] in ('fld', 'idx'):
        base = base[1]
    return expr.show(e) if base[0] == 'id' else ''


def assigned(e):
    """The assignments in an expression: (to, value)."""
    out = [(e[1], e[2])] if e[0] == 'asg' else []
    for x in e[1:]:
        for y in x if isinstance(x, list) else [x]:
            if isinstance(y, tuple):
                out += assigned(y)
    return out


def pieces(words):
    """The statement cut at its commas."""
    out, depth = [[]], 0
    for w in words:
        depth += (w in '([{') - (w in ')]}')
        if w == ',' and not depth:
            out.append([])
        else:
            out[-1].append(w)
    return out


class Sign:
    def __init__(self, facts, lives):
        self.facts, self.lives = facts, lives
        self.called = set(known.ACQUIRE)    # what may return -errno as a count
        self.called |= {fn for e, _, fn in facts.returns if self.negative(e, (), fn)}
        self.calls = {pos: (fe[1], args) for fe, args, pos, _ in facts.calls if fe[0] == 'id'}
        self.counts = {}        # position of a release -> [(count, loop)]
        for pos, loops in facts.loops.items():
            self.counts[pos] = [(name(n), loop) for n, loop in loops]
        self.looped = {c for loops in self.counts.values() for c, _ in loops}
        self.loops = set()      # loops that may be asked to run -errno times
        self.given = set()      # (function, argument, position)
        self.fields = set()     # members that hold it when a function ends
        self.unread = set()     # functions that nobody can follow
        size = -1
        while size != len(self.called):
            size = len(self.called)
            for fn in facts.functions:
                here = {pos for pos, (called, _) in self.calls.items() if called in self.called}
                here = {pos for fe, _, pos, h in facts.calls if h == fn and pos in here}
                for b in lives.bodies(fn) if here else ():
                    self.walk(b, fn, here)

    # --- what a test says ------------------------------------------------

    def signed(self, e, fn):
        if e[0] == 'lit':
            return True
        t = e[1] if e[0] == 'cast' else self.facts.type_of(e, fn)
        return t.replace('const ', '').strip() in SIGNED

    def negative(self, e, live, fn):
        """Is this value the -errno?"""
        if e[0] == 'cast':
            return self.negative(e[2], live, fn)
        if e[0] == 'cond':
            c = self.value(e[1], live, fn)
            arms = [e[2], e[3]] if c is None else [e[2] if c else e[3]]
            return any(self.negative(x, live, fn) for x in arms)
        if e[0] == 'un' and e[1] == '-':
            return e[2][0] == 'id' and e[2][1].startswith('E') and e[2][1].isupper()
        if e[0] == 'call' and e[1][0] == 'id':
            if e[1][1] in ('min', 'min_t', 'likely', 'unlikely', 'READ_ONCE'):
                return any(self.negative(x, live, fn) for x in e[2])
            return e[1][1] in self.called
        return name(e) in live

    def value(self, e, live, fn):
        """What a condition is: True, False, or None if it may be both."""
        k = e[0]
        if k == 'call' and e[1][0] == 'id' and e[2]:
            if e[1][1] in ('likely', 'unlikely', 'WARN_ON', 'WARN_ON_ONCE'):
                return self.value(e[2][0], live, fn)
            if e[1][1] == 'IS_ERR_VALUE' and self.negative(e[2][0], live, fn):
                return True
        if k == 'un' and e[1] == '!':
            v = self.value(e[2], live, fn)
            return None if v is None else not v
        if k == 'bin' and e[1] in ('&&', '||'):
            both = [self.value(e[2], live, fn), self.value(e[3], live, fn)]
            stop = e[1] == '||'
            return stop if stop in both else None if None in both else not stop
        if k == 'bin' and e[1] in ('<', '<=', '>', '>=', '==', '!='):
            op, a, b = e[1:]
            if 'un' in (a[0], b[0]):    # which errno
                return None
            if self.negative(b, live, fn):
                a, b, op = b, a, MIRROR.get(op, op)
            if not self.negative(a, live, fn) or self.negative(b, live, fn):
                return None
            if op in ('==', '!='):      # what was asked for is no error
                return op == '!='
            whole = self.signed(a, fn) and self.signed(b, fn) or \
                b[0] == 'lit' and a[0] != 'cast'
            return op in ('<', '<=') if whole else None
        return True if self.negative(e, live, fn) else None

    def ends(self, e, fn):
        """Is it a member of a struct that ends with the function?"""
        t = self.facts.types.get((fn, expr.base_id(e)), '')
        return t.startswith('struct ') and '*' not in t

    # --- the walk ----------------------------------------------------------

    def after(self, n, live, fn):
        """Which names hold it after a node."""
        for t in n.toks:
            called, args = self.calls.get(t[1], (None, ()))
            if called in self.facts.functions or called == 'release_pages':
                self.given |= {(called, a, t[1]) for a in args if name(a) in live}
        words = [t[0] for t in n.toks]
        if n.kind in ('if', 'loop'):
            for to, value in assigned(expr.parse(' '.join(words))):
                live = live | {name(to)} if self.negative(value, live, fn) else \
                    live - {name(to)}
            return live
        for part in pieces(words):
            op = next((w for w in part if w in ('=', '+=')), None)
            if not op:
                continue
            at = part.index(op)
            left, right = part[:at], expr.parse(' '.join(part[at + 1:]))
            to = name(expr.parse(' '.join(left))) or left[-1]   # or a declaration
            if self.negative(right, live, fn):
                live = live | {to}
            elif op == '=':
                live = live - {to}
        return live

    def fails(self, n):
        """Does this make a count of a loop -errno?"""
        words = [t[0] for t in n.toks]
        return '-' in words and any(name(to) in self.looped and self.negative(value, (), '')
                                    for to, value in assigned(expr.parse(' '.join(words))))

    def walk(self, b, fn, here):
        if not b:
            self.unread.add(fn)
            return
        todo = [(n, frozenset(), True) for n in b.nodes
                if any(t[1] in here for t in n.toks) or self.fails(n)]
        seen = set()
        while todo:
            n, live, first = todo.pop()
            if (id(n), live) in seen and not first:
                continue
            seen.add((id(n), live))
            if len(seen) > LIMIT:
                self.unread.add(fn)
                return
            if n is b.end:
                self.fields |= {e[2] for e in (expr.parse(x) for x in live)
                                if e[0] == 'fld' and not self.ends(e, fn)}
                continue
            if n.kind == 'loop':
                for t in (t for x in n.inside for t in x.toks):
                    self.loops |= {loop for c, loop in self.counts.get(t[1], ()) if c in live}
            live = frozenset(self.after(n, live, fn) - {''})
            e = expr.parse(' '.join(t[0] for t in n.toks))
            if n.to == [b.end] and self.negative(e, live, fn):
                self.called.add(fn)
            if not live:
                continue
            v = self.value(e, live, fn) if n.kind == 'if' else None
            todo += [(x, live, False) for x in (n.to if v is None else [n.to[0 if v else 1]])]
