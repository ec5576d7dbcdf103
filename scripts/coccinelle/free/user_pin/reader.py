# SPDX-License-Identifier: GPL-2.0-only
"""C read as statements; the rest of it is not looked at."""
import re

FORMAT = re.compile(r"%[^%\"]")
CALL = re.compile(r"\b([A-Za-z_]\w*)\(")

class Unread(Exception):
    """Not understood."""

def blank(m):
    return re.sub(r"[^\n]", " ", m.group(0))

def tokens(text):
    """(token, line) of C without comments; of #if only the first arm."""
    text = re.sub(r"/\*.*?\*/|//[^\n]*", blank, text, flags=re.S)
    text = re.sub(r'"(\\.|[^"\\\n])*"', lambda m: '"%"' if FORMAT.search(m.group()) else '""', text)
    text = re.sub(r"\\\n", " \n", text)
    out, skip, arms = [], [], []    # is it left out, has there been an arm that was not
    for nr, line in enumerate(text.split("\n")):
        d = re.match(r"\s*#\s*(\w+)\s*(.*)", line)
        if d:
            if d.group(1).startswith("if"):
                skip.append(d.group(2).strip() == "0")
                arms.append(not skip[-1])
            elif d.group(1) in ("else", "elif") and skip:
                skip[-1] = arms[-1]
                arms[-1] = True
            elif d.group(1) == "endif" and skip:
                skip.pop()
                arms.pop()
            continue
        if any(skip):
            continue
        out += [(t, nr) for t in re.findall(
            r"\w+|'(?:\\.|[^'])+'|\"%?\"|->|[-+*/%&|^<>=!]=|<<=?|>>=?|&&|\|\||\+\+|--|\S", line)]
    return out

def glue(toks):
    s = ""
    for t, _ in toks:
        if s and re.match(r"\w", t) and re.match(r"\w", s[-1]):
            s += " "
        s += t
    return s

class Reader:
    """Statements as tuples: (kind, line, text, parts...)."""
    def __init__(self, toks):
        self.t, self.i = toks, 0

    def peek(self, k=0):
        return self.t[self.i + k][0] if self.i + k < len(self.t) else None

    def group(self):
        """What is between the parentheses that start here."""
        if self.peek() != "(":
            raise Unread
        depth, start = 0, self.i
        while True:
            c = self.peek()
            if c is None:
                raise Unread
            depth += (c == "(") - (c == ")")
            self.i += 1
            if depth == 0:
                return self.t[start + 1:self.i - 1]

    def block(self):
        out = []
        self.i += 1
        while self.peek() != "}":
            if self.peek() is None:
                raise Unread
            out.append(self.stmt())
        self.i += 1
        return ("block", 0, "", out)

    def stmt(self):
        c = self.peek()
        if c is None:
            raise Unread
        line = self.t[self.i][1]
        if c == "{":
            return self.block()
        if c == "if":
            self.i += 1
            if self.peek() != "(":
                raise Unread
            cond = glue(self.group())
            then, other = self.stmt(), None
            if self.peek() == "else":
                self.i += 1
                other = self.stmt()
            return ("if", line, cond, then, other)
        if c == "while":
            self.i += 1
            cond = glue(self.group())
            return ("loop", line, cond, self.stmt(), "", "")
        if c == "for":
            self.i += 1
            head = glue(self.group()).split(";")
            if len(head) != 3:
                raise Unread
            return ("loop", line, head[1] or "1", self.stmt(), head[0], head[2])
        if c == "do":
            self.i += 1
            body = self.stmt()
            if self.peek() != "while":
                raise Unread
            self.i += 1
            cond = glue(self.group())
            self.i += 1
            return ("do", line, cond, body)
        if c == "switch":
            self.i += 1
            cond = glue(self.group())
            return ("switch", line, cond, self.stmt())
        if c in ("case", "default"):
            start = self.i
            while self.peek() not in (":", None):
                self.i += 1
            self.i += 1
            return ("case", line, glue(self.t[start:self.i - 1]))
        if c in ("break", "continue"):
            self.i += 2
            return (c, line, "")
        if c == "else":
            raise Unread
        if re.match(r"[A-Za-z_]\w*$", c) and self.peek(1) == ":":
            self.i += 2
            return ("label", line, c)
        if c == "scoped_guard":
            self.i += 1
            head = ("expr", line, glue(self.group()))
            return ("block", line, "", [head, self.stmt()])
        if re.match(r"[a-z]\w*$", c) and self.peek(1) == "(" and "each" in c:
            self.i += 1
            head = glue(self.group())
            if self.peek() != ";":
                return ("loop", line, "each(%s)" % head, self.stmt(), "", "")
            self.i += 1
            return ("expr", line, head)
        depth, start = 0, self.i
        while True:
            c = self.peek()
            if c is None or (c == "}" and depth == 0):
                raise Unread
            if c == "{" and depth == 0 and "=" not in [t for t, _ in self.t[start:self.i]]:
                raise Unread
            depth += (c in "({[") - (c in ")}]") if len(c) == 1 else 0
            self.i += 1
            if c == ";" and depth == 0:
                break
        text = unprinted(glue(self.t[start:self.i - 1]))
        if text.startswith("return"):
            return ("return", line, text[6:].strip())
        if text.startswith("goto "):
            return ("goto", line, text[5:])
        return statements(line, text)

def unprinted(text):
    """A call without what a format string in it prints."""
    m = re.match(r"\w+(\()[^()\"]*(\"\")*\"%\"", text)
    return text[:m.end()] + ")" if m and arguments(text, m.start(1))[1] == len(text) else text

def statements(line, text):
    """One statement for each name that a declaration has, and for each comma."""
    parts = split(text, ",")
    if len(parts) == 1:
        return ("expr", line, text)
    kind = re.match(
        r"((?:static |const |unsigned |signed |long |struct |enum |union )*\w+)(?=[ *]+\w)", text)
    if kind:
        parts[1:] = [kind.group(1) + ("" if p[0] == "*" else " ") + p for p in parts[1:] if p]
    return ("block", line, "", [("expr", line, p) for p in parts if p])

def arguments(text, at):
    """The arguments of the call whose parenthesis is at text[at], and its end."""
    depth, last, out = 0, at + 1, []
    for i in range(at, len(text)):
        c = text[i]
        depth += (c in "([{") - (c in ")]}")
        if (c == "," and depth == 1) or depth == 0:
            out.append(text[last:i])
            last = i + 1
        if depth == 0:
            return out, i + 1
    raise Unread

def calls(text):
    for m in CALL.finditer(text):
        yield m.group(1), arguments(text, m.end() - 1)[0]

def flat(s):
    if s is None:
        return
    if s[0] != "block":
        yield s
    for part in s[3:]:
        for sub in (part if isinstance(part, list) else [part]):
            if isinstance(sub, tuple):
                yield from flat(sub)

def texts(s):
    """All texts of a statement and what is in it."""
    if s is None:
        return
    yield s[0], s[2]
    for part in s[3:]:
        for sub in (part if isinstance(part, list) else [part]):
            if isinstance(sub, tuple):
                yield from texts(sub)
            elif isinstance(sub, str):
                yield "expr", sub

def jumps(s):
    """Does the statement end by leaving?"""
    if s[0] == "block":
        return bool(s[3]) and jumps(s[3][-1])
    return s[0] in ("return", "goto", "break", "continue")

def word(e):
    return re.compile(r"(?<![\w>.@])%s(?!\w)" % re.escape(e))

def split(text, op):
    depth, last, out = 0, 0, []
    for i, c in enumerate(text):
        depth += (c in "([{") - (c in ")]}")
        if depth == 0 and text.startswith(op, i):
            out.append(text[last:i])
            last = i + len(op)
    return out + [text[last:]]

def strip(text):
    while True:
        m = re.match(r"^(?:likely|unlikely|WARN_ON|WARN_ON_ONCE|IS_ERR_VALUE)?\(", text)
        if not m:
            return text
        _, end = arguments(text, m.end() - 1)
        if end != len(text):
            return text
        inner = text[m.end():-1]
        text = inner + "<0" if text.startswith("IS_ERR") else inner

