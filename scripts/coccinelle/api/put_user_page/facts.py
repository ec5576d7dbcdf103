# SPDX-License-Identifier: GPL-2.0
"""The facts that SmPL found in one file, and what its text adds to them."""
import functools
import os
import re

from . import expr, known

STRUCT = re.compile(r'\b(typedef\s+)?(?:struct|union)\s+(\w+\s*(?:__\w+\s*)*)?\{')


def strip(text):
    """Blank comments, strings and preprocessor text; keep lines and columns."""
    def blank(m):
        return re.sub(r'[^\n]', ' ', m.group(0))
    text = re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'',
                  blank, text, flags=re.S)
    return re.sub(r'^[ \t]*#(?:\\\n|[^\n])*', blank, without_dead(text), flags=re.M)


def without_dead(text):
    """Blank what is between #if 0 and its #else or #endif: spatch may not look at it."""
    out, depth, dead = [], 0, 0     # dead: how deep the #if 0 is
    for row in text.split('\n'):
        m = re.match(r'\s*#\s*(if\w*|el\w+|endif)\b\s*(.*?)\s*$', row)
        word = m.group(1) if m else ''
        depth += word.startswith('if')
        if word == 'if' and m.group(2) == '0' and not dead:
            dead = depth
        elif word.startswith('e') and dead == depth:
            dead = 0
        out.append(' ' * len(row) if dead else row)
        depth -= word == 'endif'
    return '\n'.join(out)


def includes(raw):
    """Is the header included, or something whatever is configured, to put it after?"""
    inside = []             # of each #if: is it more than a guard of the file?
    rows = re.findall(r'(?m)^[ \t]*#[ \t]*(\w+)[ \t]*(.*)',
                      re.sub(r'/\*.*?\*/', '', raw, flags=re.S))
    for (word, text), after in zip(rows, rows[1:] + [('', '')]):
        if word.startswith('if'):
            inside.append((word, text.split()[:1]) != ('ifndef', after[1].split()[:1]))
        elif word == 'endif' and inside:
            inside.pop()
        elif word == 'include' and ('user_pin.h' in text or not any(inside)):
            return True
    return False


def read(path):
    try:
        with open(path, encoding='latin-1') as f:
            return f.read()
    except OSError:
        return ''


DEFINE = re.compile(r'^[ \t]*#[ \t]*define[ \t]+(\w+)\(([^()]*)\)((?:\\\n|[^\n])*)', re.M)
ALIAS = re.compile(r'^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]((?:\\\n|[^\n])*)', re.M)
ONE = re.compile(r'(put_page|page_cache_release)\(\(?(\w+)\)?\);?$')
SOME = re.compile(r'release_pages\(\(?(\w+)\)?,\(?(\w+)\)?(,\w+)?\);?$')


def wrappers(raw):
    """Macros that are a release, or one of their arguments, in every arm of an #if."""
    out, not_so = set(), set()
    for name, body in ALIAS.findall(raw):
        body = re.sub(r'/\*.*?\*/|//[^\n]*|\\\n|\s', '', body, flags=re.S)
        (out if body in known.RELEASE and body != 'folio_put' else not_so).add(name)
    for name, params, body in DEFINE.findall(raw):
        body = re.sub(r'/\*.*?\*/|//[^\n]*|\\\n|\s', '', body, flags=re.S)
        params = [p.strip() for p in params.split(',')]
        one, some = ONE.match(body), SOME.match(body)
        if one and params == [one.group(2)] or \
           some and params == [some.group(1), some.group(2)]:
            out.add(name)
        else:
            not_so.add(name)
    return out - not_so


MACRO = re.compile(r'^[ \t]*#[ \t]*define[ \t]+(\w+)(?:\(([^()]*)\))?((?:\\\n|[^\n])*)', re.M)


@functools.lru_cache(None)
def macros(path):
    """[(name, parameters or None, body)] of a file and what it includes by a relative name."""
    out, todo, seen = [], [path], set()
    while todo:
        name = os.path.normpath(todo.pop())
        if name in seen:
            continue
        seen.add(name)
        raw = read(name)
        out += [(m.group(1), m.group(2), plain(m.group(3))) for m in MACRO.finditer(raw)]
        todo += [os.path.join(os.path.dirname(name), h)
                 for h in re.findall(r'(?m)^[ \t]*#[ \t]*include[ \t]+"([^"]+)"', raw)]
    return out


def plain(body):
    """The body of a macro in one line, without comments."""
    return re.sub(r'/\*.*?\*/|//[^\n]*|\\\n', ' ', body, flags=re.S).strip()


def defined(path):
    return {name for name, _, _ in macros(path)}


NESTED = re.compile(r'\b(?:struct|union)\s*(\w*)\s*\{([^{}]*)\}\s*(\**\w*)')


def shared(fields):
    """Members of a union that may hold the same pointer."""
    return [n for n, t in fields.items() if '*' in t or '[' in t or 'long' in t or
            re.search(r'(addr|uintptr|int64)_t\b|\b(__)?[us]64\b', t)]


def members(body, tag, out_structs, unions):
    """Name -> type of the members of a struct, unnamed ones flattened."""
    out = {}

    def nested(m):
        name = m.group(3).lstrip('*')
        inner = (m.group(1) or '%s__%s' % (tag, name)) if name else tag
        fields = members(m.group(2), inner, out_structs, unions)
        if m.group(0).startswith('union'):
            unions.append((inner, shared(fields)))
        if not name:
            return m.group(2) + ';'
        out_structs[inner] = fields
        return 'struct %s %s' % (inner, m.group(3))
    while NESTED.search(body):
        body = NESTED.sub(nested, body, count=1)
    for decl in re.sub(r'[{}]', ';', body).split(';'):
        if '(' in decl:
            continue            # a function
        m = re.match(r'\s*(.*?[\s*])(\**\w+)\s*(\[.*)?$',
                     decl.split(',')[0].split(':')[0], re.S)
        if not m:
            continue
        base = m.group(1)
        for n, d in enumerate(decl.split(',')):
            w = re.search(r'(\w+)\s*(\[.*)?(:.*)?$', d.strip(), re.S)
            if not w:
                continue
            stars = (m.group(1) + m.group(2)).count('*') if n == 0 else d.count('*')
            out[w.group(1)] = (base.replace('*', ' ').strip() + ' ' +
                               '*' * stars + ('[]' if '[' in d else '')).strip()
    return out


def structs(text, unions):
    out = {}
    for m in STRUCT.finditer(text):
        depth, j = 1, m.end()
        while j < len(text) and depth:
            depth += (text[j] == '{') - (text[j] == '}')
            j += 1
        tag = (m.group(2) or '').split()[:1]
        names = re.match(r'[\w\s,*]*;', text[j:]) if m.group(1) else None
        names = re.findall(r'\w+', names.group()) if names else []
        if not tag and not names:
            continue
        tag = tag[0] if tag else names[0]
        out[tag] = members(text[m.end():j - 1], tag, out, unions)
        if re.match(r'(typedef\s+)?union', m.group()):
            unions.append((tag, shared(out[tag])))
        for name in names:
            out[name] = out[tag]
    return out


TYPEDEF = re.compile(r'\btypedef\s+(?:struct|union)\s+(\w+)\s*(?:\{|([\w\s,*]+);)')


def typedefs(text):
    """Other names of structs that have a tag, and of pointers to them: name -> type."""
    out = {}
    for m in TYPEDEF.finditer(text):
        names, depth, j = m.group(2), 1, m.end()
        while names is None and j < len(text) and depth:
            depth += (text[j] == '{') - (text[j] == '}')
            j += 1
        names = names or re.match(r'[\w\s,*]*', text[j:]).group()
        out.update((name, 'struct %s%s' % (m.group(1), star and ' *'))
                   for star, name in re.findall(r'(\*?)\s*(\w+)', names)
                   if not name.startswith('__'))
    return out


class Facts:
    def __init__(self, path):
        self.path = path
        self.functions = {}     # name -> [(parameter type, name)]
        self.static = set()
        self.lines = {}         # function -> line
        self.starts = {}        # function -> lines: one for each arm of an #if
        self.same = {}          # (function, parameter) -> its name in the first arm
        self.types = {}         # (function or '', variable) -> type
        self.assigns = []       # (lhs, rhs, line, function)
        self.calls = []         # (f, args, (line, column), function)
        self.iterators = []     # (name, args, line, function)
        self.returns = []       # (e, line, function)
        self.loops = {}         # (line, column) of a release -> [(how often, loop)]
        self.index_used = set() # (line, column) of loops
        self.negative = []      # (function, n, line, column): called with -errno
        self.no_fold = set()    # (line, column) of loops and of release_pages()
        self.raw = read(path)
        self.text = strip(self.raw)
        self.wrappers = wrappers(self.raw)
        self.structs = {}
        self.unions = []        # (struct, members that are one piece of memory)
        here = os.path.dirname(path)
        self.named = {}         # typedef -> type
        for h in re.findall(r'^\s*#\s*include\s+"([^"]+)"', self.raw, re.M):
            text = strip(read(os.path.join(here, h)))
            self.structs.update(structs(text, self.unions))
            self.named.update(typedefs(text))
        self.own = structs(self.text, self.unions)
        self.structs.update(self.own)
        self.named.update(typedefs(self.text))
        self.expressions = {}   # macro -> [(parameters, what it stands for)]
        self.members = {}       # macro -> [members that it stands for]
        for name, params, text in macros(path):
            if params is not None:
                e = expr.parse(text)
                if e[0] != 'other':
                    self.expressions.setdefault(name, []).append(
                        ([p.strip() for p in params.split(',')], e))
            elif re.fullmatch(r'\w+(\s*\.\s*\w+)*', text):
                self.members[name] = re.findall(r'\w+', text)

    def function(self, name, params, line):
        name, params = str(name), str(params)
        self.lines.setdefault(name, int(line))
        self.starts.setdefault(name, []).append(int(line))
        out = []
        for p in [] if params.strip() in ('', 'void') else split(params):
            m = re.search(r'(\w+)\s*((?:\[[^]]*\]\s*)*)$', p)
            if not m:
                out.append((p, ''))
                continue
            t = self.spelled(p[:m.start()].strip()) + (' *' if m.group(2) else '')
            out.append((t, m.group(1)))
            self.types[name, m.group(1)] = t
        first = self.functions.setdefault(name, out)
        for (_, a), (_, b) in zip(first, out):
            self.merge(name, a, b)
        first += out[len(first):]

    def merge(self, fn, a, b):
        """Two names of what is one parameter: #if arms may call it differently."""
        a, b = self.known_as(fn, a), self.known_as(fn, b)
        if a != b:
            self.same[fn, b] = a

    def known_as(self, fn, name):
        while (fn, name) in self.same:
            name = self.same[fn, name]
        return name

    def body(self, name):
        """The text of a function, of all its arms."""
        rows = self.text.split('\n')
        starts = sorted(n for lines in self.starts.values() for n in lines)
        out = []
        for start in self.starts.get(name, ()):
            later = [n - 1 for n in starts if n > start]
            out += rows[start - 1:later[0]] if later else rows[start - 1:]
        return '\n'.join(out)

    def before_else(self, loop):
        """Does an else follow the loop that starts at this position?"""
        rows = self.text.split('\n')[loop[0] - 1:]
        text = '\n'.join([rows[0][loop[1]:]] + rows[1:])
        depth = 0
        for m in re.finditer(r'[(){};]', text):
            depth += (m.group() in '({') - (m.group() in ')}')
            if not depth and m.group() in ';}':
                return bool(re.match(r'\s*else\b', text[m.end():]))
        return True

    def private(self, name):
        """A static function; those of a header have callers elsewhere."""
        if not self.path.endswith('.h'):
            self.static.add(str(name))

    def declare(self, kind, name, function):
        if not function or function == 'something_else':
            function = ''
        self.types.setdefault((function, str(name)), self.spelled(str(kind)))

    def spelled(self, kind):
        """A type without typedefs of structs."""
        return re.sub(r'\b(?<!struct )(?<!union )\w+\b',
                      lambda m: self.named.get(m.group(), m.group()), kind) if self.named else kind

    def type_of(self, e, fn):
        """The declared type of an expression as text, or '' if unknown."""
        k = e[0]
        if k == 'id':
            return self.types.get((fn, e[1])) or self.types.get(('', e[1]), '')
        if k == 'fld':
            tag = self.tag(self.type_of(e[1], fn))
            return self.spelled(self.structs.get(tag, {}).get(e[2], '')) if tag else ''
        if k == 'cast':
            return e[1]
        if k == 'un' and e[1] == '&':
            t = self.type_of(e[2], fn)
            return t + ' *' if t else ''
        if k == 'un' and e[1] == '*' or k == 'idx':
            t = self.type_of(e[2] if k == 'un' else e[1], fn)
            if '[' in t:
                return re.sub(r'\s*\[.*', '', t)
            return t[:t.rindex('*')].strip() if '*' in t else t
        if k == 'bin' and e[1] in ('+', '-'):
            return self.type_of(e[2], fn)
        if k == 'call' and e[1] == ('id', 'container_of') and len(e[2]) == 3:
            return expr.show(e[2][1])
        return ''

    def tag(self, kind):
        """The struct that a type is of or points to, or ''."""
        m = re.search(r'\b(?:struct|union)\s+(\w+)', self.spelled(kind))
        words = re.findall(r'\w+', kind)
        return m.group(1) if m else \
            next((w for w in words if w in self.structs or w.endswith('_t')), '')


def split(text):
    """At commas outside of parentheses."""
    out, depth, cur = [], 0, ''
    for c in text:
        depth += (c in '([{') - (c in ')]}')
        if c == ',' and depth == 0:
            out.append(cur.strip())
            cur = ''
        else:
            cur += c
    return out + [cur.strip()]
