# SPDX-License-Identifier: GPL-2.0-only
"""The lines of a file, indented by what they mean.

Rules that ask what a line is nested in go by its tabs. Files that are indented
by blanks, or wrongly, get the tabs they should have: one for each level, and
one more where a statement goes on. Comments become blanks, and "if("
"if (". A function that is not understood stays as it is.
"""
import copy
import re

from .reader import Unread, tokens

HEAD = re.compile(r"(if|while|for|switch|scoped_\w*guard|(?:list_|hlist_|bio_|xa_)?for_\w*each\w*|"
                  r"\w+_for_each\w*)$")
cache, expanded = {}, {}
RELEASES = re.compile(r"\b((?:put_user|unpin_user)_pages?(?:_dirty_lock)?|unpin_folios?|"
                      r"put_page|release_pages|folio_put)\(\(?(\w+)")

def macros(name):
    """Macros of a file that give back what they are passed first: name -> how."""
    if name not in expanded:
        text = re.sub(r"\\\n", " ", "\n".join(x.rstrip("\n") for x in lines_of(name)))
        out = {}
        for m in re.finditer(r"^[ \t]*#[ \t]*define[ \t]+(\w+)\((\w+)[^)\n]*\)(.*)$", text, re.M):
            calls = RELEASES.findall(m.group(3))
            fits = len(calls) == 1 and calls[0][1] == m.group(2) and \
                not RELEASES.match(m.group(1) + "(x")
            # With two definitions it is not known which.
            out[m.group(1)] = calls[0][0] if fits and m.group(1) not in out else None
        expanded[name] = {k: v for k, v in out.items() if v}
    return expanded[name]

class Indenter:
    """Walks over tokens and notes how deep each line is."""
    def __init__(self, toks):
        self.t, self.i, self.depth = toks, 0, {}

    def word(self, k=0):
        return self.t[self.i + k][0] if self.i + k < len(self.t) else None

    def eat(self, depth):
        if self.i >= len(self.t):
            raise Unread
        self.depth.setdefault(self.t[self.i][1], depth)
        self.i += 1

    def group(self, depth):
        if self.word() != "(":
            raise Unread
        level = 0
        while True:
            level += (self.word() == "(") - (self.word() == ")")
            self.eat(depth)
            if level == 0:
                return

    def block(self, depth, inner):
        self.eat(depth)
        while self.word() != "}":
            self.stmt(inner)
        self.eat(depth)

    def under(self, depth):
        """The statement that a head is for."""
        if self.word() == "{":
            self.block(depth, depth + 1)
        else:
            self.stmt(depth + 1)

    def stmt(self, depth):
        w = self.word()
        if w is None:
            raise Unread
        if w == "{":
            return self.block(depth, depth + 1)
        if w == "do":
            self.eat(depth)
            self.under(depth)
            if self.word() != "while":
                raise Unread
            self.eat(depth)
            self.group(depth + 1)
            return self.eat(depth + 1)
        if HEAD.match(w) and self.word(1) == "(":
            self.eat(depth)
            self.group(depth + 1)
            if w == "switch" and self.word() == "{":
                return self.block(depth, depth + 1)
            if self.word() == ";":
                return self.eat(depth + 1)
            self.under(depth)
            if w == "if" and self.word() == "else":
                self.eat(depth)
                if self.word() == "if":
                    return self.stmt(depth)
                self.under(depth)
            return None
        if w in ("case", "default"):
            while self.word() != ":":
                self.eat(depth - 1)
            return self.eat(depth - 1)
        if re.match(r"[A-Za-z_]\w*$", w) and self.word(1) == ":":
            self.eat(0)
            return self.eat(0)
        level, first = 0, True
        while True:
            c = self.word()
            if c is None or c == "}" and level == 0:
                raise Unread
            level += (c in "({[") - (c in ")}]") if len(c) == 1 else 0
            self.eat(depth if first else depth + 1)
            first = False
            if c == ";" and level == 0:
                return None

def functions(toks):
    """Where the braces of functions start: after a ")", at no depth."""
    level, i = 0, 0
    while i < len(toks):
        c = toks[i][0]
        if c == "{" and level == 0 and i and toks[i - 1][0] == ")":
            yield i
        level += (c in "{") - (c in "}")
        level = max(level, 0)
        i += 1

def without_comments(text):
    def blank(m):
        return m.group(0) if m.group(0)[0] in "\"'" else re.sub(r"[^\n]", " ", m.group(0))
    return re.sub(
        r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])+'", blank,
        text, flags=re.S)

def lay_out(text):
    text = without_comments(text)
    lines = text.split("\n")
    toks = tokens(text)
    for start in functions(toks):
        it = Indenter(toks)
        it.i = start
        try:
            it.block(0, 1)
        except Unread:
            continue
        for nr, depth in it.depth.items():
            lines[nr] = "\t" * depth + \
                re.sub(r"\b(if|for|while|switch)\(", r"\1 (", lines[nr].strip())
    return lines

def indent(line):
    return len(line) - len(line.lstrip("\t"))

def lines_of(file):
    """The lines of a file, counted from 0."""
    if file not in cache:
        with open(file, errors="replace") as f:
            cache[file] = lay_out(f.read())
    return cache[file]

def bodies_of(file):
    """(name, number of the line its body begins on, body) of the functions of a file."""
    line = 1
    for text in "\n".join(lines_of(file)).split("\n}"):
        m = re.search(r"^\w[^;{}]*?\b(\w+)\([^;{}]*\)\s*\n\{", text, re.M)
        if m:
            yield m.group(1), line + text.count("\n", 0, m.end()), text[m.end():]
        # The one that ends the function is not in its text.
        line += text.count("\n") + 1

def body_of(file, name):
    """The text of a function, or nothing."""
    m = re.search(r"^(?:\w[^;{}()]*)?\b%s\((?:[^;{}()]|\([^;{}()]*\))*\)\s*^\{(.*?)^\}" %
                  re.escape(name),
                  "\n".join(lines_of(file)), re.S | re.M)
    return m.group(1) if m else ""

def text_of(p):
    first, last = int(p.current_element_line), int(p.current_element_line_end)
    with open(p.file, errors="replace") as f:
        return "".join(f.readlines()[first - 1:last])

def place(p, line):
    q = copy.copy(p)
    q.line, q.column, q.column_end = str(line), "0", "0"
    return q
