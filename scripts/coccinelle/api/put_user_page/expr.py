# SPDX-License-Identifier: GPL-2.0
"""Expressions of C, as spatch prints them, into small tuples.

Only the shape matters here: which variable or field an expression names, and
through which calls, casts and subscripts. What cannot be read becomes
('other',), which everybody downstream treats as unknown.

    ('id', name)  ('lit', text)  ('call', f, [args])  ('idx', base, index)
    ('fld', base, name, '->' or '.')  ('un', op, e)  ('bin', op, a, b)  ('cond', c, a, b)
    ('cast', type, e)  ('asg', lhs, rhs)  ('other',)
"""
import re

TOKEN = re.compile(r'''\s*(?:
    (?P<str>L?"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*') |
    (?P<num>\.?\d(?:[eEpP][+-]|[\w.])*) |
    (?P<id>[A-Za-z_]\w*) |
    (?P<op>->|\+\+|--|<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|\S)
)''', re.X)

BINARY = {'*': 10, '/': 10, '%': 10, '+': 9, '-': 9, '<<': 8, '>>': 8,
          '<': 7, '>': 7, '<=': 7, '>=': 7, '==': 6, '!=': 6, '&': 5,
          '^': 4, '|': 3, '&&': 2, '||': 1}
ASSIGN = {'=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>='}
TYPE_WORDS = {'struct', 'union', 'enum', 'const', 'volatile', 'unsigned',
              'signed', 'void', 'char', 'short', 'int', 'long', 'bool',
              'float', 'double', '__user', '__iomem', '__force', 'u8', 'u16',
              'u32', 'u64', 's8', 's16', 's32', 's64', '__u8', '__u16',
              '__u32', '__u64'}
OTHER = ('other',)


class Unreadable(Exception):
    pass


def tokens(text):
    out, pos = [], 0
    text = text.strip()
    while pos < len(text):
        m = TOKEN.match(text, pos)
        if not m:
            raise Unreadable(text)
        out.append((m.lastgroup, m.group(m.lastgroup)))
        pos = m.end()
    return out


class Parser:
    def __init__(self, toks):
        self.t, self.i = toks, 0

    def peek(self, n=0):
        return self.t[self.i + n][1] if self.i + n < len(self.t) else ''

    def kind(self, n=0):
        return self.t[self.i + n][0] if self.i + n < len(self.t) else ''

    def take(self, want=None):
        v = self.peek()
        if not v or (want and v != want):
            raise Unreadable(v)
        self.i += 1
        return v

    def expr(self):
        e = self.assign()
        while self.peek() == ',':
            self.take()
            e = self.assign()
        return e

    def assign(self):
        e = self.binary(self.unary(), 1)
        if self.peek() == '?':
            self.take()
            a = e if self.peek() == ':' else self.expr()
            self.take(':')
            return ('cond', e, a, self.assign())
        if self.peek() in ASSIGN:
            self.take()
            return ('asg', e, self.assign())
        return e

    def binary(self, left, prec):
        while BINARY.get(self.peek(), 0) >= prec:
            op = self.take()
            right = self.unary()
            while BINARY.get(self.peek(), 0) > BINARY[op]:
                right = self.binary(right, BINARY[self.peek()])
            left = ('bin', op, left, right)
        return left

    def cast_end(self):
        """Index after ')' if a cast or type starts at '(', else 0."""
        j, depth, words = self.i, 0, []
        while j < len(self.t):
            v = self.t[j][1]
            depth += (v == '(') - (v == ')')
            if depth == 0:
                break
            words.append(v)
            j += 1
        words = words[1:]
        if not words:
            return 0
        typed = words[0] in TYPE_WORDS or words[-1] == '*' or \
            (len(words) == 1 and words[0].endswith('_t'))
        if not typed or any(not re.match(r'[\w*]+$', w) for w in words):
            return 0
        return j + 1

    def unary(self):
        v = self.peek()
        if v == '(':
            end = self.cast_end()
            if end and end < len(self.t) and \
               (self.t[end][0] != 'op' or self.t[end][1] in '(*&-~!'):
                text = ' '.join(t[1] for t in self.t[self.i + 1:end - 1])
                self.i = end
                return ('cast', text, self.unary())
        if v in ('*', '&', '-', '+', '!', '~', '++', '--'):
            self.take()
            return ('un', v, self.unary())
        if v == 'sizeof':
            self.take()
            if self.peek() == '(':
                self.skip()
            else:
                self.unary()
            return ('lit', 'sizeof')
        return self.postfix()

    def skip(self):
        depth = 0
        while True:
            v = self.take()
            depth += (v == '(') - (v == ')')
            if depth == 0:
                return

    def args(self):
        out = []
        self.take('(')
        while self.peek() != ')':
            start = self.i
            try:
                e = self.assign()
                if self.peek() not in (',', ')'):
                    raise Unreadable(self.peek())
                out.append(e)
            except Unreadable:
                # a type, as in container_of(p, struct foo, member)
                self.i, depth, words = start, 0, []
                while depth or self.peek() not in (',', ')'):
                    v = self.take()
                    depth += (v in '([{') - (v in ')]}')
                    words.append(v)
                out.append(('type', ' '.join(words)))
            if self.peek() == ',':
                self.take()
        self.take(')')
        return out

    def postfix(self):
        k, v = self.kind(), self.peek()
        if k == 'id':
            self.take()
            e = ('id', v)
        elif k in ('num', 'str'):
            self.take()
            while self.kind() == 'str':
                v += self.take()
            e = ('lit', v)
        elif v == '(':
            self.take()
            e = self.expr()
            self.take(')')
        else:
            raise Unreadable(v)
        while True:
            v = self.peek()
            if v == '(':
                e = ('call', e, self.args())
            elif v == '[':
                self.take()
                n = self.expr()
                self.take(']')
                e = ('idx', e, n)
            elif v in ('.', '->'):
                self.take()
                if self.kind() != 'id':
                    raise Unreadable(v)
                e = ('fld', e, self.take(), v)
            elif v in ('++', '--'):
                e = ('un', self.take(), e)
            else:
                return e


def parse(text):
    try:
        p = Parser(tokens(text))
        e = p.expr()
        return e if p.i == len(p.t) else OTHER
    except (Unreadable, IndexError):
        return OTHER


def parse_args(text):
    """The arguments of a call, given as one comma-separated text."""
    try:
        p = Parser(tokens('( ' + text + ' )'))
        out = p.args()
        return out if p.i == len(p.t) else [OTHER]
    except (Unreadable, IndexError):
        return [OTHER]


def show(e):
    """Back into text, for messages and for comparing two expressions."""
    k = e[0]
    if k in ('id', 'lit', 'type'):
        return e[1]
    if k == 'call':
        return '%s(%s)' % (show(e[1]), ', '.join(show(a) for a in e[2]))
    if k == 'idx':
        return '%s[%s]' % (show(e[1]), show(e[2]))
    if k == 'fld':
        return '%s->%s' % (show(e[1]), e[2])
    if k == 'un':
        return e[1] + show(e[2])
    if k == 'bin':
        return '%s %s %s' % (show(e[2]), e[1], show(e[3]))
    if k == 'cond':
        return '%s ? %s : %s' % tuple(show(x) for x in e[1:])
    if k == 'cast':
        return '(%s)%s' % (e[1], show(e[2]))
    if k == 'asg':
        return '%s = %s' % (show(e[1]), show(e[2]))
    return '?'


def names(e):
    """All identifiers in an expression."""
    if e[0] == 'id':
        return {e[1]}
    out = set()
    for x in e[1:]:
        if isinstance(x, tuple):
            out |= names(x)
        elif isinstance(x, list):
            for y in x:
                out |= names(y)
    return out


def variables(e):
    """The identifiers that are numbers, not structs with numbers in them."""
    if e[0] == 'fld' and e[1][0] == 'id':
        return set()
    out = {e[1]} if e[0] == 'id' else set()
    for x in e[1:]:
        for y in x if isinstance(x, list) else [x]:
            if isinstance(y, tuple):
                out |= variables(y)
    return out


def fields(e):
    """All members that an expression reads."""
    out = {e[2]} if e[0] == 'fld' else set()
    for x in e[1:]:
        for y in x if isinstance(x, list) else [x]:
            if isinstance(y, tuple):
                out |= fields(y)
    return out


def calls(e):
    """All functions called in an expression."""
    out = {e[1][1]} if e[0] == 'call' and e[1][0] == 'id' else set()
    for x in e[1:]:
        for y in x if isinstance(x, list) else [x]:
            if isinstance(y, tuple):
                out |= calls(y)
    return out


def called(e):
    """The calls in an expression: [(function, arguments)]."""
    out = [(e[1][1], e[2])] if e[0] == 'call' and e[1][0] == 'id' else []
    for x in e[1:]:
        for y in x if isinstance(x, list) else [x]:
            if isinstance(y, tuple):
                out += called(y)
    return out


def filled_in(e, given):
    """An expression with others for some of its variables."""
    if e[0] == 'id':
        return given.get(e[1], e)
    return tuple(filled_in(x, given) if isinstance(x, tuple) else
                 [filled_in(y, given) for y in x] if isinstance(x, list) else x for x in e)


def base_id(e):
    """The variable an lvalue starts from, or None."""
    while e[0] in ('idx', 'fld', 'cast', 'un'):
        e = e[2] if e[0] in ('cast', 'un') else e[1]
    return e[1] if e[0] == 'id' else None


def plain(e):
    """Has neither calls nor side effects nor subscripts."""
    if e[0] in ('call', 'asg', 'idx', 'other') or e[0] == 'un' and e[1] in ('++', '--'):
        return False
    return all(plain(x) for x in e[1:] if isinstance(x, tuple))


def counts(e):
    """Does an expression change a variable?"""
    if e[0] == 'asg' or e[0] == 'un' and e[1] in ('++', '--'):
        return True
    return any(counts(y) for x in e[1:] for y in (x if isinstance(x, list) else [x])
               if isinstance(y, tuple))


def conjuncts(e):
    if e[0] == 'bin' and e[1] == '&&':
        return conjuncts(e[2]) + conjuncts(e[3])
    return [e]


def terms(e, op):
    """The names joined by an operator at the top of an expression."""
    if e[0] == 'bin' and e[1] == op:
        return terms(e[2], op) | terms(e[3], op)
    return {e[1]} if e[0] == 'id' else set()


def source(e):
    """Into C again. Unlike show() it keeps the kind of every access."""
    k = e[0]
    if k == 'fld':
        return source(e[1]) + e[3] + e[2]
    if k == 'un':
        return e[1] + source(e[2])
    if k == 'bin':
        return '(%s %s %s)' % (source(e[2]), e[1], source(e[3]))
    if k == 'cond':
        return '(%s ? %s : %s)' % tuple(source(x) for x in e[1:])
    if k == 'cast':
        return '(%s)%s' % (e[1], source(e[2]))
    return e[1]
