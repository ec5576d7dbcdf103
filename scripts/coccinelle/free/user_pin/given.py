# SPDX-License-Identifier: GPL-2.0-only
"""What is given back, and how often, on the paths after pages were taken.

A path starts where the pages are taken, once as if all of them were, once as
if only some were, and once with an error. It ends where something happens that
may change what the array or its count is.
"""
import re

from . import helper
from .graph import BULK, Function, Graph, states
from .helper import BRANCHES, DIRTY, HARMLESS, NARROW, ONE, WIDE, dirtied, helpers, inner, \
    loop_of, releases
from .layout import lines_of, place, text_of
from .reader import Unread, arguments, calls, flat, split, strip, texts, word
from .values import ANY, Values, known_as

RELEASE = re.compile(r"^((put_user|unpin_user)_(page|page_range_dirty_lock|folio)|unpin_folio|"
                     r"put_page|folio_put)$")
MAX_STATES = 8000
CHANGED = "!"

# Functions that give back what they are handed where they fail; those with a release
failing, givers = {}, {}
seen, found = set(), []

class Pages:
    """An array that is only given back here."""
    def __init__(self, e):
        self.e, self.n, self.x, self.part, self.some, self.number = e, "@n", "@x", "", True, -1

def asked_for(n):
    """What is asked for, or the least of what."""
    m = re.match(r"^min(?:_t)?\((.*)\)$", strip(n))
    return [strip(x) for x in split(m.group(1), ",")] if m else [strip(n)]

class Given(Values):
    def __init__(self, graph, pages):
        super().__init__(graph, pages)
        self.root = re.split(r"->|\.", pages.e)[0] if re.search(r"->|\.", pages.e) else None
        self.asked = self.same_count()
        self.said, self.single = [], set()
        # Not those that point further into the array.
        self.exact = {pages.e} | {m.group(1) for _, t in self.whole for m in
                                  [re.search(r"(?<![\w>.])(\w+)=%s$" % re.escape(pages.e), t)] if m}

    def same_count(self):
        """The names under which the number asked for goes, if it stays what it is."""
        n = self.s.n
        if not re.match(r"^(\w+(->|\.))*[A-Za-z_]\w*$", n):
            return {n} if re.match(r"^\d+$", n) else set()
        sets = {}
        for node in self.g.nodes:
            for m in re.finditer(
                    r"(?<![\w>.])((?:\w+(?:->|\.))*\w+)([-+*/|&]?=(?!=)|\+\+|--)"
                    r"([^=].*)?", node[2]):
                sets.setdefault(m.group(1), []).append(
                    (node[1], m.group(2), m.group(3) or "", node[0]))
            for m in re.finditer(r"(?:\+\+|--|&)((?:\w+(?:->|\.))*\w+)", node[2]):
                sets.setdefault(m.group(1), []).append((node[1], "++", "", node[0]))
        # "while (n--)" is the end of what it is.
        if any(line >= self.s.start and (op, kind) != ("--", "cond")
               for line, op, value, kind in sets.get(n, [])):
            return set()
        names = {n}
        for v, all_ in sets.items():
            plain = [x for x in all_ if not (x[1] in ("--", "++") and x[3] == "cond")]
            if len(plain) == 1 and plain[0][1] == "=" and plain[0][2] == n:
                names.add(v)
        mine = [x for x in sets.get(n, []) if x[1] == "="]
        if len(mine) == 1 and re.match(r"^[A-Za-z_]\w*$", mine[0][2]) and mine[0][2] not in sets:
            names.add(mine[0][2])
        return names

    def test(self, text, env):
        for v in self.asked - {self.s.n}:
            text = word(v).sub(self.s.n.replace("\\", ""), text)
        return super().test(text, env)

    def outcome(self, text, env):
        """As test(), but the same question gets the same answer later on."""
        results = self.test(text, env)
        if len(results) != 2 or results[0][1] != results[1][1]:
            return results
        key = strip(text)
        turned = False
        while key.startswith("!") and not key.startswith("!="):
            key, turned = strip(key[1:]), not turned
        if "!=" in key and len(split(key, "!=")) == 2:
            key, turned = key.replace("!=", "=="), not turned
        known = dict(env)
        if "?" + key in known:
            r = (known["?" + key] == frozenset("P")) != turned
            return [(r, env)]
        out = []
        for r, e in results:
            out.append((r, known_as(e, "?" + key, "P" if r != turned else "Z")))
        return out

    def forget(self, text, env):
        """Drop what was asked about names that are set here."""
        names = {m.group(1) for m in
                 re.finditer(r"((?:\w+(?:->|\.))*\w+)(?:[-+*/|&]?=(?!=)|\+\+|--)", text)}
        if not names:
            return env
        return tuple((k, v) for k, v in env
                     if not (k[0] == "?" and any(word(x).search(k) for x in names)))

    def is_all(self, e, env=()):
        e = inner(e)
        return e in self.exact or e == "&" + self.s.e or "&" + e in dict(env)

    def stored(self, text, env):
        """The fields that hold the array, after a statement, as "&field"."""
        m = re.match(r"^((?:\w+(?:->|\.))+\w+)=(?!=)(.*)$", text)
        if m:
            env = tuple(x for x in env if x[0] != "&" + m.group(1))
            return known_as(env, "&" + m.group(1), "F") if m.group(2) in self.exact else env
        m = re.match(r"^(?:struct \w+ ?\*)?(\w+)=(?!=)", text)
        return tuple(x for x in env
                     if not (m and re.match(r"&%s(->|\.)" % m.group(1), str(x[0]))))

    def fails(self, kind, text, env):
        """(env, how many it gave back, result) of each way out of a function that gives
        all pages back where it fails, and only there."""
        m = re.match(r"^(?:(?:[\w ]+[ *])?((?:\w+(?:->|\.))*\w+)=)?(!?)(\w+)\(", text)
        if not m or m.group(3) not in failing or (kind == "cond") != (m.group(1) is None):
            return []
        args, end = arguments(text, m.end() - 1)
        params, at, field, n, sure = failing[m.group(3)]
        if len(args) != len(params) or not re.match(r"^(<0|!=0)?$", text[end:]):
            return []
        array, n = [re.sub(r"^&([\w>.-]+)->", r"\1.", re.sub(r"^\w+", lambda m: dict(
            zip(params, args)).get(m.group(0), m.group(0)), x)) for x in (params[at] + field, n)]
        if not self.is_all(array):
            return []
        # Or it has failed before it came to that.
        ways = [(n, "N", True), ("", "Z", False)] + ([] if sure else [("", "N", True)])
        return [(known_as(env, m.group(1), atoms) if m.group(1) else env,
                 n, failed != bool(m.group(2))) for n, atoms, failed in ways]

    def on_error(self, at):
        """Does the function give back all of the array where it returns an error, and
        only there? If so, is that wherever it returns one?"""
        stack, ways = [(at, (), False)], set()
        for at, env, given in states(stack, MAX_STATES):
            kind, _, text, yes, no = self.g.nodes[at][:5]
            loop = self.g.nodes[at][5] if kind == "cond" and len(self.g.nodes[at][5]) == 3 else None
            if kind == "switch" or loop and any(True for _, t in texts(loop[0])
                                                for _ in releases(t)):
                return None
            given = given or any(self.is_all(x[1]) for x in releases(text))
            if kind == "return":
                ways |= {(given, a) for atoms, _ in self.value(text, env) for a in atoms} \
                    if text else {(given, "Z")}
            elif kind == "goto":
                stack.append((self.g.labels.get(text), env, given))
            elif kind == "expr":
                stack += [(yes, e, given) for e in self.assign(text, env)]
            else:
                stack += [(yes if r else no, e, given) for r, e in self.outcome(text, env)]
        if (True, "N") not in ways or (True, "Z") in ways:
            return None
        return (False, "N") not in ways

    def beyond(self, n, env):
        """Is it more than the call returned, where nothing else fills the array?"""
        m = re.match(r"^([\w>.-]+)\+[1-9]\d*$", n)
        if not m or sum(s.ok and s.e == self.s.e for s in self.g.fn.sites) != 1 or \
           not dict(env).get(self.s.x, ANY) <= frozenset("PF"):
            return False
        return m.group(1) in self.asked | {self.s.x} and \
            not any(re.search(r"(?<![\w>.])%s\[[^\]]*\]=(?!=)" % re.escape(x), t)
                    for x in self.names for _, t in self.whole)

    def declared(self, v):
        """The type of a variable of the function, or nothing."""
        for _, t in self.whole:
            m = re.match(r"^((?:\w+ )+)%s(=|$)" % re.escape(v), t)
            if m:
                return m.group(1).strip()
        return ""

    def wraps(self, test):
        """Does an index below a negative number make that a big one?"""
        m = re.match(r"^(\w+)<(\w+)$", test)
        types = [self.declared(v) for v in m.groups()] if m else ["", ""]
        return types[0] in WIDE and types[1] in ("int", "long", "ssize_t") or \
            types[0] in NARROW and types[1] == "int"

    def counted(self, n):
        """Is a count set in this function? Then it may not be set yet."""
        here = r"(?<![\w>.])%s([-+]?=(?!=)|\+\+)" % re.escape(n)
        made = r"(?<![\w>.])%s=(?!=).*alloc\w*\(" % re.escape(re.split(r"->|\.", n)[0])
        return any(re.search(here, t) or re.search(made, t) for _, t in self.whole)

    def stops(self, text):
        """Does something happen to the array that ends what is known?"""
        m = re.match(r"^(\w+)=(?!=)(.*)$", text)
        if m and m.group(1) in self.exact and m.group(2) == self.s.e:
            return False        # another name of it, from its first page on
        if any(re.search(r"(?<![\w>.])%s(\[[^\]]*\])?([-+]?=(?!=)|\+\+|--)|(\+\+|--)%s(?!\w)" %
                         (re.escape(x), re.escape(x)), text) for x in self.names):
            return True
        if self.root and re.search(
                r"(?<![\w>.])%s=(?!=)|each\(.*\b%s\b" % (self.root, self.root), text):
            return True
        for name, args in calls(text):
            if BULK.match(name) or ONE.match(name) or name in helpers or HARMLESS.match(name):
                continue
            if self.mentions(",".join(args)) and (name.endswith("free") or "NULL" in text):
                return True
            if any(a in (self.root, "&%s" % self.root, "&" + self.s.e) for a in args) and \
               re.search(r"get|take|pin|map|reset|init|clear|put|free|release|destroy|"
                         r"drop|clean|setup|prep|fill|acquire|import|fetch|build|create|"
                         r"attach|grab|refresh", name):
                return True
        return False

    def run(self, starts):
        starts = list(starts)
        stack = list(starts)
        for item in states(stack, MAX_STATES):
            at, cls, short, first, count, env = item
            kind, line, text, yes, no, skipped, sites = self.g.nodes[at]
            if self.s in sites and item in starts:
                if kind == "cond":
                    text = self.made(text)[0]
            elif any(s.e == self.s.e or s is self.s for s in sites):
                continue
            if kind == "return":
                continue
            if kind == "goto":
                if text not in self.g.labels:
                    raise Unread
                stack.append((self.g.labels[text], cls, short, first, count, env))
                continue
            # A loop that asks whether it has all by now is one round further.
            if kind == "cond" and cls == "N" and re.match(r"^\w+$", self.s.part) and \
               word(self.s.part).search(text):
                continue
            given = [x for x in releases(text)
                     if self.mentions(x[1]) or "&" + x[1] in dict(env) or
                     self.root and word(self.root).search(x[1]) and
                     not re.match(r"^(\w+(->|\.))+\w+$", x[1])]
            if first and cls in "PF" and any(self.is_all(e, env) for e in dirtied(text)):
                self.say(line, "dirty-after-release", first)
            skip = False
            if kind == "cond" and len(skipped) == 3:
                loop = loop_of(self.g.nodes[at], self.exact)
                # One more than a count is known of nothing but what was taken.
                if loop is False or loop and "+" in loop[0] and not self.beyond(loop[0], env):
                    continue
                if loop:
                    how = loop[2] or self.wraps(text) and "loop"
                    given, skip, line = [(how, self.s.e, loop[0], False, False)], True, loop[1]
            ended = False
            for name, e, n, clears, asks in given:
                if not self.is_all(e, env) or self.s.part:
                    # The rest was asked for, and none of it came.
                    if cls == "N" and not first and self.is_all(e) and \
                       "%s-%s" % (n, self.s.part) in asked_for(self.s.n):
                        self.say(line, "over-release", n)
                    ended = True
                    break
                known = dict(env).get(n)
                if known == frozenset("Z"):
                    continue
                # A helper that asks how many there are.
                there = known is not None and known <= frozenset("PF")
                if cls in "PF" and not first and self.beyond(n, env):
                    self.say(line, "over-release", n)
                    ended = True
                    break
                if count == CHANGED and not (asks and there):
                    ended = True
                    break
                # The number asked for was set before, and is more than none.
                if asks and not there and n not in {"1", count} | self.asked and self.counted(n):
                    continue
                if cls == "P" and short and not first and n in self.asked and n != "1":
                    self.say(line, "over-release", n)
                # A loop up to a negative number does nothing.
                elif cls == "N" and name and not first and known == frozenset("N"):
                    self.say(line, "bad-count", n)
                elif first and first < line and (cls == "F" or cls == "P" and there):
                    self.say(line, "double-release", first)
                if first or clears:
                    ended = True
                    break
                first, count = line, n
                if n == "1":
                    self.single.add(line)
            ways = self.fails(kind, text, env) if cls in "PF" and not first else []
            # What was in an array that is only given back here, nobody knows before.
            if ended or not given and not ways and self.stops(text) and \
               (first or self.s.number >= 0):
                continue
            if first and count and re.search(
                    r"(?<![\w>.])%s([-+*/]?=(?!=)|\+\+|--)" % re.escape(count), text) and \
               not given:
                # From here on only a helper that asks is known to give back again.
                count = CHANGED
            if ways:
                stack += [(yes if r or kind == "expr" else no, cls, short,
                           line if n else first, n or count, e) for e, n, r in ways]
            elif kind == "switch":
                stack += [(to, cls, short, first, count, env)
                          for _, to in self.cases(text, yes, env)]
            elif skip:
                stack.append((no, cls, short, first, count, env))
            elif kind == "expr":
                env = self.stored(text, self.forget(text, env))
                stack += [(yes, cls, short, first, count, e) for e in self.assign(text, env)]
            else:
                results = self.outcome(text, env)
                told = cls == "P" and len(results) == 1 and \
                    any(word(v).search(text) for v in self.asked)
                stack += [(yes if r else no, cls, short or told, first, count, e)
                          for r, e in results]

    def before(self):
        """(array, count) of the pages before those that are taken: pages + total."""
        path = r"((?:\w+(?:->|\.))*[A-Za-z_]\w*)"
        at = "&%s[%s]" % (self.s.e, self.s.part)
        for t in [at] if self.s.part else [t for _, t in self.whole if word(self.s.e).match(t) or
                                           t.startswith("struct page*")]:
            m = re.search(r"(?:^|(?<![\w>.])%s=)&?%s[+[]%s\]?$" %
                          (re.escape(self.s.e), path, path), t)
            if m:
                return m.groups()
        return None

    def counted_twice(self, starts):
        """A batch is given back by itself, and again with all that were counted."""
        array, n = self.before() or ("", "")
        if not array or sum(s.ok and s.e == self.s.e for s in self.g.fn.sites) != 1:
            return
        mine = {self.s.e} - {array}
        behind, counted = [mine | {f % (array, x) for f in ("%s+%s", "&%s[%s]")}
                           for x in (n, "%s-%s" % (n, self.s.x))]
        stack = [(at, 0, False, env) for at, cls, _, _, _, env in starts if cls in "PF"]
        begin = set(stack)
        for item in states(stack, MAX_STATES):
            at, first, counts, env = item
            kind, line, text, yes, no, skipped, sites = self.g.nodes[at]
            if self.s in sites and item not in begin or kind == "return":
                continue
            if kind == "cond" and self.s in sites:
                text = self.made(text)[0]
            given = [(inner(e), c, line) for _, e, c, _, _ in releases(text)]
            loops = [(e, x[0], x[1]) for e in (array, *mine)
                     for x in [kind == "cond" and len(skipped) == 3 and
                               loop_of(self.g.nodes[at], {e})] if x]
            for e, c, where in given + loops:
                if c == self.s.x and e in (counted if counts else behind):
                    first = where
                elif first and counts and (e, c) == (array, n) and first < where:
                    self.say(where, "double-release", first)
            if text in ("%s+=%s" % (n, self.s.x), "%s=%s+%s" % (n, n, self.s.x)):
                counts = True
            elif any(re.search(r"(?<![\w>.])%s([-+*/]?=(?!=)|\+\+|--)" % re.escape(v), text)
                     for v in (n, array, *mine, *([] if first and counts else [self.s.x]))) and \
                 self.s not in sites:
                continue
            if kind == "goto":
                stack.append((self.g.labels.get(text), first, counts, env))
            elif kind == "switch":
                stack += [(to, first, counts, env) for _, to in yes]
            elif loops:
                stack.append((no, first, counts, env))
            elif kind == "expr":
                stack += [(yes, first, counts, e) for e in self.assign(text, env)]
            else:
                stack += [(yes if r else no, first, counts, e) for r, e in self.outcome(text, env)]

    def say(self, line, cls, what):
        self.said.append((line, cls, what))

def visited(node, wanted):
    """(table, line, always) of a loop that calls something for each page of a table of
    segments, by a page that comes from what the loop steps through."""
    parts = split(node[2][5:-1], ",") if node[2].startswith("each(") else []
    body = list(flat(node[5][0])) if len(parts) > 1 else []
    whole = ";".join(s[2] for s in body)
    mine = [(s[1], inner(args[0])) for s in body for name, args in calls(s[2])
            if wanted(name) and args]
    if not mine:
        return None
    line, page = mine[0]
    if re.match(r"^\w+$", page):
        m = re.search(r"(?<![\w>.])%s=(?!=)([^;]*)" % page, whole)
        page = m.group(1) if m else page
    table, step = [x.lstrip("&") for x in parts[:2]]
    if word(table).search(page):
        table, step = step, table
    if not re.search(r"sg_\w*page\(|bv_page", page) or not word(step).search(page) or \
       word(table).search(whole):
        return None
    # Not only some: those that a test, or a way out of the loop, leaves over
    always = len(mine) == 1 and not any(
        s[0] in BRANCHES or s[0] == "if" and any(
            wanted(name) for arm in s[3:5] for x in flat(arm) for name, _ in calls(x[2]))
        for s in body if s[0] != "loop")
    return re.sub(r"(\.|->)sgl$", "", table), line, always

def late_tables(graph):
    """Tables whose pages are marked dirty in a loop after another has given back all."""
    for start, node in enumerate(graph.nodes):
        gone = visited(node, RELEASE.match) if node[0] == "cond" and len(node[5]) == 3 else None
        if not gone or not gone[2]:
            continue
        table, line, _ = gone
        names = re.findall(r"[A-Za-z_]\w*(?!\w|\()", table)
        changed = re.compile(r"(?<![\w>.])(%s)([-+]?=(?!=)|\+\+|--)" %
                             "|".join(map(re.escape, {table, *names})))
        stack = [(node[4],)]
        for at, in states(stack, MAX_STATES):
            kind, _, text, yes, no, skipped = graph.nodes[at][:6]
            late = visited(graph.nodes[at], DIRTY.match) \
                if kind == "cond" and len(skipped) == 3 else None
            if late and late[0] == table:
                yield late[1], line, table
                continue
            # The loop again, or one around it that steps on to another table
            if at == start or kind == "return" or changed.search(text) or \
               text.startswith("each(") and not word(table).search(text) and \
               any(word(x).search(text) for x in names) or \
               any(word(table).search(",".join(args)) and not HARMLESS.match(name)
                   for name, args in calls(text) if name != "each"):
                continue
            if kind == "goto":
                stack.append((graph.labels.get(text),))
            elif kind == "switch":
                stack += [(to,) for _, to in yes]
            else:
                stack += [(x,) for x in ((yes, no) if kind == "cond" else (yes,))]

def after(graph, site):
    """Where paths start: behind the call, by what it returned."""
    for at, node in enumerate(graph.nodes):
        if site not in node[6]:
            continue
        kind, line, text, yes, no = node[:5]
        for cls in "NPF":
            if cls == "P" and (site.n == "1" or not site.some):
                continue
            env = ((site.x, frozenset(cls)),)
            if kind == "expr":
                yield yes, cls, False, 0, "", env
            elif kind == "cond":
                yield at, cls, False, 0, "", env

def learn(p):
    """A function with a release: may it stand for it?"""
    givers.setdefault(p.current_element, p)
    if (p.file, p.current_element) in seen:
        return
    seen.add((p.file, p.current_element))
    helper.learn_callbacks(p.file)
    try:
        h = helper.gives(text_of(p), lines_of(p.file))
    except (Unread, OSError, RecursionError):
        return
    if h:
        helpers[h[0]] = h[1]
        return
    try:
        fn = Function(text_of(p), 0)
        m = re.match(r"(?:static |inline |noinline )*(?:int|long|ssize_t) ?(\w+)\((.*)\)$", fn.head)
        graph = Graph(fn)
        params = [re.sub(r".*?(\w+)(\[\])?$", r"\1", x) for x in split(m.group(2), ",")] \
            if m and not fn.sites else []
        # Who asks for a count that was cleared gives nothing back.
        mine = {x[1]: x[2] for _, t in texts(fn.body)
                for x in releases(t) if not x[3]} if params else {}
        for e, n in mine.items():
            root = re.match(r"\w*", e).group(0)
            sure = root in params and Given(graph, Pages(e)).on_error(graph.start)
            if sure is not None and root in params:
                failing[m.group(1)] = (params, params.index(root), e[len(root):], n, sure)
    except (Unread, OSError, RecursionError):
        pass

def look(p):
    """All that a function gives back; p is where it takes or gives back pages."""
    if (p.file, p.current_element, "walk") in seen:
        return
    seen.add((p.file, p.current_element, "walk"))
    try:
        fn = Function(text_of(p), int(p.current_element_line))
        graph = Graph(fn)
        # A function that takes references of its own gives those back as well.
        own = any(name in ("get_page", "folio_get", "try_get_page")
                  for _, t in texts(fn.body) for name, _ in calls(t))
        tables = [] if own else list(late_tables(graph))
    except (Unread, OSError, RecursionError):
        return
    for late, first, table in tables:
        found.append((place(p, first + fn.line), place(p, late + fn.line), "dirty-after-release",
                      "pages of %s were given back on line %d" % (table, first + fn.line)))
    todo = [(s, list(after(graph, s))) for s in fn.sites if s.ok]
    if not fn.sites:
        arrays = {inner(args[0]) for _, t in texts(fn.body) for name, args in calls(t)
                  if BULK.match(name) or
                  name in ("put_user_page", "unpin_user_page") and "[" in args[0]}
        arrays |= {inner(x[1]) for _, t in texts(fn.body)
                   for x in releases(t) if "@" not in t}
        for e in sorted({re.sub(r"\[.*", "", x) for x in arrays}):
            if re.match(r"^(\w+(->|\.))*\w+$", e):
                todo.append((Pages(e), [(graph.start, "F", False, 0, "", ())]))
    for site, starts in todo:
        walk = Given(graph, site)
        try:
            walk.run(starts)
            walk.counted_twice(starts)
        except (Unread, RecursionError):
            continue
        for line, cls, what in walk.said:
            line += fn.line
            late = cls in ("double-release", "dirty-after-release")
            if late and own:
                continue
            if cls == "over-release" and "+" in what:
                text = "%s pages were taken, not %s" % (site.x, what)
            elif cls == "over-release":
                text = "only %s of the %s pages were taken" % \
                       ((site.part, what) if site.part else (site.x, site.n))
            elif cls == "bad-count":
                text = "%s is the result of a call that failed, and may be negative here" % what
            else:
                text = "%s %s given back on line %d%s" % \
                       (site.e, "was" if site.n == "1" or what in walk.single else "were",
                        what + fn.line,
                        " already" if cls == "double-release" else "")
            found.append((place(p, what + fn.line if late else line),
                          place(p, line), cls, text))

def clear():
    helper.clear()
    for facts in (failing, givers, seen, found):
        facts.clear()
