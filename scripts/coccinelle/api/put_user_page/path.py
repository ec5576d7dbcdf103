# SPDX-License-Identifier: GPL-2.0
"""Do pages outlive a function, and who can give them back then?

A release that only an error path reaches says nothing about the good path. The
statements of a function are made into a graph, and from the call that took the
pages every way to the end is walked. A way on which the call failed does not
count: a test of what the call returned, or of the array, tells.

What cannot be read as statements, such as braces in the arms of an #if, counts
as a function that keeps nothing.
"""
import re

TOKEN = re.compile(r'[A-Za-z_]\w*|\d[\w.]*|->|&&|\|\||[=!<>]=|<<|>>|\+\+|--|[-+*/%&|^]=|\S')
WORD = re.compile(r'[A-Za-z_]\w*$')
ASKS = {'IS_ERR', 'IS_ERR_OR_NULL', 'IS_ERR_VALUE', 'PTR_ERR', 'likely', 'unlikely', 'WARN_ON',
        'WARN_ON_ONCE', 'if', 'return', 'sizeof'}
LIMIT = 20000


class Strange(Exception):
    pass


class Node:
    def __init__(self, kind, toks=()):
        self.kind, self.toks, self.to = kind, list(toks), []
        self.body = None        # of a loop: where it starts
        self.inside = ()        # and what is in it


class Body:
    """The statements of one function as a graph."""

    def __init__(self, toks):
        self.t, self.i = toks, 0
        self.labels, self.gotos = {}, []
        self.end = Node('end')
        self.nodes = [self.end]
        tree = self.block()
        self.start = self.make(tree, self.end, None, None)
        for node, label in self.gotos:
            node.to = [self.labels.get(label, self.end)]

    # --- statements ------------------------------------------------------

    def peek(self, n=0):
        return self.t[self.i + n][0] if self.i + n < len(self.t) else ''

    def take(self, want=None):
        if self.i >= len(self.t) or want and self.peek() != want:
            raise Strange
        self.i += 1
        return self.t[self.i - 1]

    def paren(self):
        self.take('(')
        depth, out = 1, []
        while True:
            t = self.take()
            depth += (t[0] == '(') - (t[0] == ')')
            if not depth:
                return out
            out.append(t)

    def block(self):
        self.take('{')
        out = []
        while self.peek() != '}':
            out.append(self.statement())
        self.take('}')
        return ('block', out)

    def simple(self):
        out, depth = [], 0
        while depth or self.peek() != ';':
            t = self.take()
            depth += (t[0] in '([{') - (t[0] in ')]}')
            if depth < 0:
                raise Strange
            out.append(t)
        self.take(';')
        return out

    def statement(self):
        v = self.peek()
        if v == '{':
            return self.block()
        if v == ';':
            self.take()
            return ('block', [])
        if v == 'if':
            self.take()
            cond, then, other = self.paren(), self.statement(), ('block', [])
            if self.peek() == 'else':
                self.take()
                other = self.statement()
            return ('if', cond, then, other)
        if v in ('for', 'while', 'switch'):
            self.take()
            return ('switch' if v == 'switch' else 'loop', self.paren(), self.statement())
        if v == 'do':
            self.take()
            body = self.statement()
            self.take('while')
            cond = self.paren()
            self.take(';')
            return ('do', cond, body)
        if v == 'goto':
            self.take()
            return ('goto', self.simple()[0][0])
        if v in ('return', 'break', 'continue'):
            self.take()
            return (v, self.simple())
        if v in ('case', 'default'):
            while self.take()[0] != ':':
                pass
            return ('case',)
        if WORD.match(v) and self.peek(1) == ':' and self.peek(2) != ':':
            self.i += 2
            return ('label', v)
        if WORD.match(v) and self.peek(1) == '(':
            start = self.i
            self.take()
            args = self.paren()
            if self.peek() == '{' or WORD.match(self.peek()):
                return ('loop', self.t[start:start + 1] + args, self.statement())
            self.i = start
        return ('expr', self.simple())

    # --- graph -----------------------------------------------------------

    def node(self, kind, toks=()):
        n = Node(kind, toks)
        self.nodes.append(n)
        return n

    def make(self, s, after, brk, cont):
        kind = s[0]
        if kind == 'block':
            for x in reversed(s[1]):
                after = self.make(x, after, brk, cont)
            return after
        if kind == 'if':
            n = self.node('if', s[1])
            n.to = [self.make(s[2], after, brk, cont), self.make(s[3], after, brk, cont)]
        elif kind == 'loop':
            n = self.node('loop', s[1])
            first = len(self.nodes)
            n.body = self.make(s[2], n, after, n)
            n.inside = set(self.nodes[first:])
            n.to = [n.body, after]
        elif kind == 'do':
            n = self.node('expr', s[1])
            first = self.make(s[2], n, after, n)
            n.to = [first, after]
            return first
        elif kind == 'switch':
            n = self.node('expr', s[1])
            self.cases, saved = [], getattr(self, 'cases', [])
            self.make(s[2], after, after, cont)
            n.to = self.cases + [after]
            self.cases = saved
        elif kind == 'case':
            n = self.node('expr')
            n.to = [after]
            self.cases.append(n)
        elif kind == 'goto':
            n = self.node('expr')
            self.gotos.append((n, s[1]))
        elif kind == 'label':
            n = self.node('expr')
            n.to = [after]
            self.labels[s[1]] = n
        elif kind == 'return':
            n = self.node('expr', s[1])
            n.to = [self.end]
        elif kind == 'break':
            n = self.node('expr')
            n.to = [brk or self.end]
        elif kind == 'continue':
            n = self.node('expr')
            n.to = [cont or self.end]
        else:
            n = self.node('expr', s[1])
            n.to = [after]
        return n


def tokens(text, line):
    """(text, (line, column)) of a piece that starts in a line."""
    out = []
    for n, row in enumerate(text.split('\n')):
        out.extend((m.group(), (line + n, m.start())) for m in TOKEN.finditer(row))
    return out


def body(facts, fn, line):
    """The graph of a function that starts in a line, or None."""
    rows = facts.text.split('\n')
    toks = tokens('\n'.join(rows[line - 1:]), line)
    at = next((i for i, t in enumerate(toks) if t[0] == fn), None)
    if at is None:
        return None
    depth = 0
    for i in range(at + 1, len(toks)):
        t = toks[i][0]
        depth += (t == '(') - (t == ')')
        if t == '{' and not depth:
            try:
                return Body(toks[i:])
            except (Strange, RecursionError):
                return None
        if t == ';' and not depth:
            return None
    return None


def atoms(toks):
    """The parts of a condition that && and || join."""
    while len(toks) > 2 and (toks[0][0] == '(' or
                             toks[0][0] in ('likely', 'unlikely') and toks[1][0] == '('):
        start = 1 if toks[0][0] == '(' else 2
        depth = 1
        for i in range(start, len(toks)):
            depth += (toks[i][0] == '(') - (toks[i][0] == ')')
            if not depth:
                break
        if i != len(toks) - 1:
            break
        toks = toks[start:-1]
    out, cur, depth = [], [], 0
    for t in toks:
        depth += (t[0] == '(') - (t[0] == ')')
        if not depth and t[0] in ('&&', '||'):
            out.append(cur)
            cur = []
        else:
            cur.append(t)
    out.append(cur)
    return [x for a in out for x in atoms(a)] if len(out) > 1 else out


class Lives:
    """Walks the functions of a file for one acquire."""

    def __init__(self, facts, names, plain_fails):
        self.facts = facts
        self.names = names              # function -> names that tell whether it failed
        self.plain_fails = plain_fails  # function: is "if (ret)" the bad way there?
        self.graphs = {}

    def bodies(self, fn):
        """A graph, or None, for each arm of an #if that has the function."""
        if fn not in self.graphs:
            self.graphs[fn] = [body(self.facts, fn, line)
                               for line in self.facts.starts.get(fn, ())] or [None]
        return self.graphs[fn]

    def fails(self, toks, names, fn, numbers):
        """Is it a test for failure (True), for success (False), or neither (None)?

        One failure is enough where all of them must hold, and one success where
        one must.
        """
        out = {self.asks([t[0] for t in a], names, fn, numbers) for a in atoms(toks)}
        joined = {t[0] for t in toks} & {'&&', '||'}
        if joined == {'&&'} and True in out or joined == {'||'} and False in out:
            return joined == {'&&'}
        return out.pop() if len(out) == 1 else None

    def asks(self, words, names, fn, numbers):
        """The same, of a condition that has no parts."""
        called = {w for w, after in zip(words, words[1:]) if after == '(' and WORD.match(w)}
        if not names & set(words) or called - numbers - ASKS:
            return None
        bad = bool(numbers & set(words)) and self.plain_fails[fn]
        ops = set(words) & {'==', '!=', '<', '<=', '>', '>='}
        text = ' '.join(words)
        if 'IS_ERR' in words or 'IS_ERR_OR_NULL' in words or 'IS_ERR_VALUE' in words:
            return words[0] != '!'
        if ops & {'<', '<='}:
            return words[0] not in ('0', '1')
        if '!=' in ops:
            return not re.search(r'!= (NULL|0)$|^(NULL|0) !=', text) or bad
        if ops & {'>', '>='}:
            return words[0] in ('0', '1')
        if '==' in ops:
            return bool(re.search(r'== (0|NULL|- \w+)$|^(0|NULL) ==', text)) and not bad
        return bad != (words[0] == '!')

    @staticmethod
    def sharp(toks):
        """Does the test leave no page taken on its bad side, not even some of them?"""
        return all(re.search(r'(< [01]|<= 0|> 0|>= [01]|[!=]= 1)$|^! \w+$|^\w+$|IS_ERR',
                             ' '.join(t[0] for t in a)) for a in atoms(toks))

    def outlive(self, fn, starts, gives, strict=False):
        """Is there a way from one of these positions to the end without giving back?

        Strict: what cannot be read, or a call that took some of the pages, is one.
        """
        return any(self.outlives(b, fn, starts, gives, strict) for b in self.bodies(fn))

    def outlives(self, b, fn, starts, gives, strict):
        """The same for one arm."""
        if not b:
            return strict
        todo = []
        pages, numbers = self.names[fn]
        names = frozenset(pages | numbers)

        def given(n):
            return any(gives(t) for t in n.toks)

        def follow(n, live):
            """Where one can go from a node, and what still tells of the call."""
            if n.kind == 'if' and live:
                bad = self.fails(n.toks, live, fn, numbers)
                if bad is not None and not (strict and not self.sharp(n.toks)):
                    return [(n.to[1] if bad else n.to[0], live)]
            words = [t[0] for t in n.toks]
            for i, w in enumerate(words):
                if w == '=' and i and words[i - 1] in live and \
                   n.toks[i - 1][1] not in starts:
                    rest = words[i + 1:]
                    called = {x for x, y in zip(rest, rest[1:]) if y == '(' and WORD.match(x)}
                    if called or not live & set(rest):
                        if not any(t[1] in starts for t in n.toks):
                            live = live - {words[i - 1]}
            return [(x, live) for x in n.to]

        def always(loop, live):
            """Does every round of a loop give back?"""
            seen, work = set(), [(loop.body, live)]
            while work:
                n, names_ = work.pop()
                if n is loop:
                    return False
                if (id(n), names_) in seen or n not in loop.inside or given(n):
                    continue
                seen.add((id(n), names_))
                work += [x for x in follow(n, names_)]
                if len(seen) > LIMIT:
                    return False
            return True
        for n in b.nodes:
            at = [i for i, t in enumerate(n.toks) if t[1] in starts]
            if at and not any(gives(t) for t in n.toks[at[-1] + 1:]):
                if n.kind == 'if':
                    called = {t[0] for t in n.toks if t[1] in starts}
                    bad = self.fails(n.toks, names | called, fn, numbers | called)
                    if strict and not self.sharp(n.toks):
                        bad = None
                    todo += [(x, names) for x in
                             (n.to if bad is None else [n.to[1 if bad else 0]])]
                else:
                    todo += [(x, names) for x in n.to]
        seen = set()
        while todo:
            n, live = todo.pop()
            if n.kind == 'end':
                return True
            if (id(n), live) in seen or given(n):
                continue
            seen.add((id(n), live))
            if len(seen) > LIMIT:
                return strict
            if n.kind == 'loop' and always(n, live):
                continue
            todo += follow(n, live)
        return False

    def unset(self, fn, name, pos):
        """Is there a way on which a variable is still NULL at this position?"""
        for b in filter(None, self.bodies(fn)):
            todo = [x for n in b.nodes if self.sets(n, name) == 'NULL' for x in n.to]
            seen = set()
            while todo:
                n = todo.pop()
                if id(n) in seen:
                    continue
                seen.add(id(n))
                if any(t[1] == pos for t in n.toks):
                    return True
                if self.sets(n, name):
                    continue
                told = n.kind == 'if' and self.part(n.toks, '&&', (name, name + ' != NULL'))
                none = n.kind == 'if' and self.part(n.toks, '||', ('! ' + name, name + ' == NULL'))
                todo += n.to[1:] if told else n.to[:1] if none else n.to
        return False

    @staticmethod
    def part(toks, op, tests):
        """Is a condition one of these tests, or several that are joined by op, with one
        of these among them?"""
        words = [t[0] for t in toks]
        return set(words) & {'&&', '||'} <= {op} and '! (' not in ' '.join(words) and \
            any(' '.join(t[0] for t in a) in tests for a in atoms(toks))

    @staticmethod
    def sets(n, name):
        """The first word of what a statement puts into a variable, or ''."""
        words = [t[0] for t in n.toks]
        return next((words[i + 2] for i, w in enumerate(words[:-2])
                     if w == name and words[i + 1] == '=' and
                     (not i or words[i - 1] not in ('.', '->'))), '')

    def after(self, fn, starts):
        """Positions of everything that can run after these positions."""
        out, seen, todo = set(), set(), []
        for n in [n for b in self.bodies(fn) if b for n in b.nodes]:
            at = [i for i, t in enumerate(n.toks) if t[1] in starts]
            if at:
                out |= {t[1] for t in n.toks[at[0] + 1:]}
                todo += n.to
        while todo:
            n = todo.pop()
            if id(n) in seen:
                continue
            seen.add(id(n))
            out |= {t[1] for t in n.toks}
            todo += n.to
        first = min(starts)
        return {p for p in out if p > first}
