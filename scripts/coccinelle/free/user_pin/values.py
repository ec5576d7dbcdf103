# SPDX-License-Identifier: GPL-2.0-only
"""What a call that takes pages returned, and what a test says about it."""
import re

from .reader import arguments, split, strip, texts, word

# What returns 0, or an errno if a signal came
SIGNAL = re.compile(r"^(wait_event|wait_for_completion|mutex_lock|mmap_(read|write)_lock|down(_\w+)?)"
                    r"_(interruptible|killable|freezable)\(")
ANY = frozenset("NZPF")         # negative, zero, some pages, all pages

def known_as(env, name, atoms):
    """What is known, and that a name is one of these."""
    return tuple(sorted({**dict(env), name: frozenset(atoms)}.items(), key=str))

class Values:
    def __init__(self, graph, site):
        self.g, self.s = graph, site
        self.whole = [t for t in texts(graph.fn.body)]
        self.names = {site.e}
        for _ in range(3):
            for _, t in self.whole:
                for m in re.finditer(
                        r"(\w+)=(?:(?:page_folio|compound_head|nth_page)\()?"
                        r"[&*]?((?:\w+(?:->|\.))*\w+)"
                                     r"(\[[^\]]*\]|\+\+|\)|$|,|\+)", t):
                    if m.group(2) in self.names and \
                       not re.search(r"[\w\])](->|\.)$", t[:m.start(1)]):
                        self.names.add(m.group(1))
        # An array may be passed by the address of a pointer to it.
        for _, t in self.whole:
            m = re.match(r"^struct page ?\*+%s=(\w+)$" % re.escape(site.e), t)
            if m and m.group(1) != "NULL":
                self.names.add(m.group(1))
        self.words = [word(n) for n in self.names]

    def mentions(self, text):
        return any(w.search(text) for w in self.words)

    # A value is a set of what it may be; env has those that are known.
    def test(self, text, env):
        text = strip(re.sub(r"\((int|long|ssize_t|s32|s64)\)(?=[\w(])", "", text))
        # No change, if it is not negative
        m = re.match(r"^\((?:unsigned|unsigned int|unsigned long|size_t|u32|u64)\)(\w+)", text)
        if m and dict(env).get(m.group(1), ANY) <= frozenset("ZPF"):
            text = text[m.start(1):]
        for op, stop in (("||", True), ("&&", False)):
            parts = split(text, op)
            if len(parts) > 1:
                out, todo = [], [env]
                for p in parts:
                    more = []
                    for e in todo:
                        for r, e2 in self.test(p, e):
                            (out if r == stop else more).append((r, e2))
                    todo = [e for _, e in more]
                return out + [(not stop, e) for e in todo]
        if text.startswith("!") and not text.startswith("!="):
            return [(not r, e) for r, e in self.test(text[1:], env)]
        text = re.sub(r"^IS_ERR(_OR_NULL)?\(([\w>.@-]+)\)$",
                      lambda m: m.group(2) + ("<=0" if m.group(1) else "<0"), text)
        m = re.match(r"^((?:\w+(?:->|\.))*@?\w+)(?:(==|!=|<=|>=|<|>)(.+))?$", text)
        if not m or re.match(r"^\d", m.group(1)):
            m2 = re.match(r"^([\w@.>-]+?)(==|!=|<=|>=|<|>)((?:\w+(?:->|\.))*@?\w+)$", text)
            if not m2:
                if text == "1" or text == "true":
                    return [(True, env)]
                return [(True, env), (False, env)]
            flip = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
            v, op, k = m2.group(3), flip.get(m2.group(2), m2.group(2)), m2.group(1)
        else:
            v, op, k = m.group(1), m.group(2) or "!=", m.group(3) or "0"
            d = dict(env)
            if v not in d and k in d:
                flip = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
                v, op, k = k, flip.get(op, op), v
        k = strip(re.sub(r"^\((int|long|unsigned|unsigned int|unsigned long|size_t|ssize_t)\)",
                         "", k))
        if v == self.s.n and v not in dict(env):
            return [(True, env), (False, env)]
        known = dict(env)
        yes, no = set(), set()
        for a in known.get(v, ANY):
            sign = {"N": -1, "Z": 0, "P": 1, "F": 2}[a]
            mine = v == self.s.x or known.get(v, ANY) != ANY
            if k in ("0", "NULL"):
                diff = {sign}
            elif k == self.s.n:
                diff = {sign - 2}
            elif re.match(r"^-", k):
                diff = {-1, 0, 1} if sign < 0 else {1}
            elif k in known or not mine:
                diff = {-1, 0, 1}
            elif sign <= 0:
                diff = {-1}
            elif k == "1":
                diff = {0, 1}
            elif sign == 2:
                diff = {0, 1} if re.match(r"^\d+$", k) else {0}
            else:
                diff = {-1, 0, 1}
            for dd in diff:
                r = {"==": dd == 0, "!=": dd != 0, "<": dd < 0,
                     "<=": dd <= 0, ">": dd > 0, ">=": dd >= 0}[op]
                (yes if r else no).add(a)
        out = []
        for r, atoms in ((True, yes), (False, no)):
            if atoms:
                known = dict(env)
                if frozenset(atoms) == ANY:
                    known.pop(v, None)
                else:
                    known[v] = frozenset(atoms)
                out.append((r, tuple(sorted(known.items(), key=str))))
        return out

    def made(self, text):
        """What of a condition is asked once the call was made, and what the whole of
        it may be where it was not."""
        text = strip(text)
        for op, stop in (("||", True), ("&&", False)):
            parts = split(text, op)
            if len(parts) == 1:
                continue
            for name in ("@%d" % self.s.number, self.s.x):
                for at, part in enumerate(parts):
                    if re.search(r"(?<![\w>.@])%s(?!\w)" % re.escape(name), part):
                        inner, other = self.made(part)
                        skipped = {True, False} if other else {stop} if at else set()
                        return op.join(["(%s)" % inner] + parts[at + 1:]), skipped
            break
        return text, set()

    def arm(self, text):
        """Of x = c ? call : y, what is known where the call was made: x = call."""
        m = re.match(r"^((?:[\w ]+[ *])?(?:\w+(?:->|\.))*\w+=)(?!=)(.+)$", text)
        parts = split(strip(m.group(2)), "?") if m else []
        arms = split(parts[1], ":") if len(parts) == 2 else []
        call = "@%d" % self.s.number
        return m.group(1) + call if len(arms) == 2 and call in arms else text

    def value(self, text, env):
        """What an expression may be: list of (atoms, env)."""
        text = strip(re.sub(r"^\((int|long|ssize_t)\)", "", text))
        c, *rest = split(text, "?")
        arms = split("?".join(rest), ":") if rest else []
        # The second arm may be another choice, the first one not.
        if len(arms) == len(rest) + 1 and "?" not in arms[0]:
            out = []
            for r, e in self.test(c or "1", env):
                out += self.value(arms[0] if r else ":".join(arms[1:]), e)
            return out
        if re.match(r"^[^()]*(==|!=|<|(?<!-)>)[^()]*$", text):
            return [(frozenset("PF" if r else "Z"), e) for r, e in self.test(text, env)]
        known = dict(env)
        if text in known:
            return [(known[text], env)]
        if SIGNAL.match(text):
            return [(frozenset("ZN"), env)]
        if re.match(r"^-E[A-Z0-9]+$|^-1$|^(ERR_PTR|PTR_ERR|ERR_CAST)\([^()]*\)$", text):
            return [(frozenset("N"), env)]
        m = re.match(r"^min(_t)?\(", text)
        if m:
            args = arguments(text, m.end() - 1)[0][1 if m.group(1) else 0:]
            if all(a <= frozenset("PF") for x in args for a, _ in self.value(x, env)):
                return [(frozenset("PF"), env)]
        if re.match(r"^(\([^()]*\))?(devm_)?(k\w*|v[mz]?)alloc\w*\(", text):
            return [(frozenset("ZPF"), env)]
        if text in ("0", "false", "NULL"):
            return [(frozenset("Z"), env)]
        if text == self.s.n:
            return [(frozenset("F"), env)]
        if re.match(r"^[1-9]\d*$|^true$", text):
            return [(frozenset("PF"), env)]
        return [(ANY, env)]

    def cases(self, text, ways, env):
        """Of a switch, those that may be; all, if it is not known which number it is."""
        number = dict(env).get("#" + text)
        labels = {label for label, _ in ways}
        if text == self.s.x and number is None:
            return self.cases_of_result(dict(env).get(text, ANY), labels, ways)
        if number is None or not all(re.match(r"^(case \d+|default)?$", x) for x in labels):
            return ways
        mine = "case " + number
        mine = mine if mine in labels else "default" if "default" in labels else ""
        return [way for way in ways if way[0] == mine]

    def cases_of_result(self, atoms, labels, ways):
        """The same where it is the number of pages that were taken."""
        if len(atoms) != 1 or not all(re.match(r"^(case -?\w+|default)?$", x) for x in labels):
            return ways
        exact = {"F": "case " + self.s.n, "Z": "case 0"}.get(min(atoms))
        if exact in labels:
            return [way for way in ways if way[0] == exact]
        sign = {"N": r"case -", "Z": r"$^"}.get(min(atoms), r"case [1-9A-Za-z_]")
        left = [way for way in ways if not way[0].startswith("case ") or
                re.match(sign, way[0]) and way[0] != "case " + self.s.n]
        return [way for way in left if way[0] or "default" not in labels]

    def assign(self, text, env):
        """The values known after a statement."""
        known = dict(env)
        m = re.match(r"^(?:[\w ]+[ *])?((?:\w+(?:->|\.))*@?\w+)=(?!=)(.+)$", text)
        if m:
            out = []
            for atoms, e in self.value(m.group(2), env):
                known = dict(e)
                old = known.pop(m.group(1), ANY)
                # Pages made bytes are still more than none.
                if atoms == ANY and old <= frozenset("PF") and \
                   word(m.group(1)).search(m.group(2)) and \
                   re.match(r"^(min|max|clamp)\w*\(|^[^(]*$", m.group(2)):
                    atoms = frozenset("PF")
                if atoms != ANY:
                    known[m.group(1)] = atoms
                known.pop("#" + m.group(1), None)
                if re.match(r"^\d+$", m.group(2)):
                    known["#" + m.group(1)] = m.group(2)
                out.append(tuple(sorted(known.items(), key=str)))
            return out
        for v in list(known):
            x = v.lstrip("#")
            if re.search(r"(?<![\w>.])%s([-+*/|&]=|\+\+|--|=(?!=))|(\+\+|--|&)%s(?!\w)" %
                         (re.escape(x), re.escape(x)), text):
                known.pop(v)
        return [tuple(sorted(known.items(), key=str))]
