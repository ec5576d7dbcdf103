// SPDX-License-Identifier: GPL-2.0-only
/// Pages must be given back the way they were taken: pin_user_pages*() with
/// put_user_page*() or unpin_user_page*(), get_user_pages*() with put_page().
/// The two change the reference count by different amounts.
///
//# Classes: pin-put, get-unpin, mixed, sg-first-page.
//# An array is followed by its name inside a function, by the structure field
//# it is kept in between functions of a file, and through helpers of the same
//# file that release their parameter.
///
// Confidence: Moderate
// Copyright: (C) 2026 user-pin developers
// Comments: Nothing is reported for a page that something else in the same
// Comments: scope takes a reference on, or whose release depends on a test of
// Comments: how it was taken.
// Options: --no-includes --include-headers
// Requires: 1.1.1
// Keywords: pin_user_pages, put_user_page, unpin_user_page, put_page

virtual report
virtual org

@initialize:python@
@@
import os
import re
import sys

sys.dont_write_bytecode = True
# A script is not told where its rules are.
for arg in open("/proc/self/cmdline").read().split("\0"):
    if os.path.basename(arg.split("=")[-1]) == "user_pin_kind.cocci":
        sys.path.insert(0, os.path.dirname(os.path.abspath(arg.split("=")[-1])))
from user_pin.layout import indent, lines_of, macros

PIN, GET = "pin", "get"
PIN_RELEASE = re.compile(r"^(put_user_(page|folio)|unpin_(user_)?(page|folio))")
# How a test looks that may tell one way of taking a page from the other.
KIND_TEST = re.compile(r"pin|FOLL|user|kern|kvec|kind|type|mode|flags|extract|fallback|"
                       r"alloc|own|bounce|virt|vmalloc|dmabuf|release", re.I)
ONE_PAGE = ("put_page", "put_user_page", "unpin_user_page", "folio_put", "put_user_folio",
            "unpin_user_folio", "unpin_folio", "put_user_pages", "unpin_user_pages",
            "put_user_pages_dirty_lock", "unpin_user_pages_dirty_lock",
            "put_user_page_range_dirty_lock", "unpin_user_page_range_dirty_lock")
# A test that says whether something failed tells nothing about that.
ERROR_TEST = re.compile(r"^\(?!?\(?\s*(err|ret|rc|error|status|res|result)\b")

class Facts:
    """What the rules below collect; read once at the end of each group."""
    def __init__(self):
        self.acquires = []    # (pos, name, array)
        self.releases = []    # (pos, name, page)
        self.counts = []      # of what the releases give back
        self.assigns = []     # (pos, variable, value)
        self.stores = []      # (pos, place, value)
        self.refs = []        # (pos, page)
        self.types = {}       # (file, function, variable) -> type
        self.params = {}      # (file, function) -> {name: index}
        self.calls = []       # (pos, function, index, argument)
        self.walks = []       # (pos, table, cursor)
        self.tables = []      # (pos, table, array, merges)
        self.tests = []       # (pos, test, extent of one arm, extent of the other)
        self.elems = []       # (pos, array element, value)
        self.steps = []       # (pos, page pointer that is moved on)
        self.returns = []     # (pos, array)
        self.nexts = []       # (pos, cursor that goes from segment to segment)
        self.begins = []      # (pos, such a cursor, where it starts)
        self.bios = []        # (pos, page that is put into a bio)
        self.ends = []        # (pos, vector that walks over all of a bio)
        self.picks = []       # (pos, pointer to a segment by its number)
        self.miters = []      # (pos, struct sg_mapping_iter)
        self.soils = []       # (pos, function, page that is marked dirty)
        self.eachs = []       # (pos, page): released with those behind it
        self.marks = []       # (pos, function, segment whose first page is marked dirty)
        self.longer = []      # pos where a segment is made longer
        self.outs = []        # (pos, pointer that was handed in, what is put there)

facts = Facts()
closures = {}

def is_local(f):
    return any(f == name for _, name in facts.params)

def at(p):
    return (p.file, int(p.line), int(p.column))

def squeeze(e):
    e = re.sub(r"\s*(->|\.|\[|\]|\(|\)|\+\+|--|&|\*|,)\s*", r"\1", str(e))
    return re.sub(r"\s+", " ", e).strip()

def base(e):
    """The array or pointer that a page expression goes back to."""
    e = squeeze(e)
    while True:
        old = e
        e = re.sub(r"^\((?:const )?struct (?:page|folio)\*+\)", "", e)
        if e.startswith("(") and e.endswith(")") and matching(e, 0) == len(e) - 1:
            e = e[1:-1]
        m = re.match(r"^(page_folio|compound_head|nth_page|folio_page|xa_(load|erase)|"
                     r"radix_tree_(lookup|delete))\(", e)
        if m and matching(e, m.end() - 1) == len(e) - 1:
            e = split_args(e[m.end():-1])[0]
        e = re.sub(r"^[&*]+", "", e)
        e = re.sub(r"(?<=[\w\])])\s[-+]\s.*$", "", e)
        if e.endswith("]"):
            e = e[:opening(e)]
        e = re.sub(r"(\+\+|--)$", "", e)
        if e == old:
            return e

def matching(e, start):
    depth = 0
    for i in range(start, len(e)):
        depth += (e[i] in "([") - (e[i] in ")]")
        if not depth:
            return i
    return -1

def opening(e):
    depth = 0
    for i in range(len(e) - 1, -1, -1):
        depth += (e[i] == "]") - (e[i] == "[")
        if not depth:
            return i
    return 0

def split_args(e):
    out, depth, cur = [], 0, ""
    for c in e:
        depth += (c in "([") - (c in ")]")
        if c == "," and not depth:
            out.append(cur)
            cur = ""
        else:
            cur += c
    return out + [cur]

def key_of(p, e):
    """A local name, or a field with the type it belongs to where known."""
    file, func = p.file, p.current_element
    e = base(e)
    if re.match(r"^\w+$", e):
        return ("var", file, func, e)
    m = re.match(r"^(\w+)(?:\[[^]]*\])?(?:->|\.)(.*)$", e)
    if not m:
        return ("other", file, func, e)
    path = re.sub(r"\[[^]]*\]", "", m.group(2)).replace("->", ".")
    owner = facts.types.get((file, func, m.group(1)), "?")
    return ("field", file, re.sub(r"[\s*]|const|\[.*\]", "", owner), path)

def same(a, b):
    if a == b:
        return True
    if a[0] != "field" or b[0] != "field" or a[1] != b[1]:
        return False
    if a[3] == b[3]:
        return "?" in (a[2], b[2])
    # The same field reached from the outer and from the inner structure.
    return a[2] != b[2] and a[3].split(".")[-1] == b[3].split(".")[-1] and \
        a[3].count(".") != b[3].count(".")

class Origin:
    """Where the pages behind one expression may have come from."""
    def __init__(self):
        self.kinds = {}       # kind -> an acquire
        self.other = False    # also from something that is neither
        self.params = set()   # parameters of the function they came in by
        self.keys = set()     # the names they go by

    def add(self, o):
        self.kinds.update(o.kinds)
        self.other |= o.other
        self.params |= o.params
        self.keys |= o.keys

def named(k):
    return k[0] == "field" or (k[0] == "var" and not re.match(r"^[A-Z0-9_]+$", k[3]))

def table_key(p, t, depth=0):
    t = base(t)
    # The segments of a sg_table are its own; a field of that name can be any array.
    owner = re.sub(r"(->|\.)sgl$", "", t)
    if owner != t and (re.search(r"->|\.", owner) or "sg_table" in
                       facts.types.get((p.file, p.current_element, owner), "")):
        t = owner
    for q, table, cursor in facts.walks:
        if base(cursor) == t and q.current_element == p.current_element:
            return table_key(q, table)
    # Or it goes from one segment to the next by itself
    for q, x, e in facts.begins:
        if base(x) == t and q.current_element == p.current_element and q.file == p.file and \
           depth < 3:
            return table_key(q, e, depth + 1)
    return key_of(p, t)

def miter_of(e):
    """The sg_mapping_iter whose page this is; it goes by single pages."""
    m = re.match(r"^(.+?)(?:->|\.)page$", base(e))
    return m and any(base(x) == m.group(1) for _, x in facts.miters) and m.group(1)

def cursor_of(e):
    m = re.match(r"^(sg_page|sg_page_iter_page)\((.*)\)$", base(e))
    return base(m.group(2)) if m else miter_of(e) or None

def ended(p, e):
    """Is it a page of a bio, where all of them are walked over?"""
    m = re.match(r"^(\w+)(?:->|\.)bv_page$", base(e))
    return m and any(base(v) == m.group(1) and q.file == p.file and
                     q.current_element == p.current_element for q, v in facts.ends)

def page_key(p, e):
    if ended(p, e):
        return ("field", p.file, "bio", "pages")
    c = cursor_of(e)
    return table_key(p, c) if c else key_of(p, e)

def is_array(k):
    t = facts.types.get(k[1:], "")
    return k[0] == "field" or "* *" in t or "[" in t

def prepare():
    """Links between names of one array, and acquires seen by callers."""
    links = []
    def link(a, b, back=True):
        if named(a) and named(b):
            links.append((a, b))
            if back:
                links.append((b, a))
    for p, x, e in facts.assigns:
        if is_array(key_of(p, x)):
            link(key_of(p, x), key_of(p, e))
        m = re.match(r"^(\w+)\(", squeeze(e))
        for q, y in facts.returns:
            if m and q.current_element == m.group(1) and q.file == p.file:
                link(key_of(p, x), key_of(q, y))
    for p, x, e in facts.stores:
        link(key_of(p, x), page_key(p, e), not x.endswith("->bv_page"))
    for p, t, e, _ in facts.tables:
        # One table may be filled from several arrays.
        link(table_key(p, t), page_key(p, e), False)
    acquires = [(p, PIN if f.startswith("pin") or "extract" in f else GET, key_of(p, e))
                for p, f, e in facts.acquires]
    acquires += [(q, kind, key_of(q, x)) for _, kind, k in acquires for q, x, e in facts.outs
                 if k[0] == "var" and key_of(q, e) == k]
    # No call in the file asks for these.
    acquires = [a for a in acquires if set(come_to(a[0]).values()) != {False}]
    for _ in range(2):
        for p, kind, k in list(acquires):
            arms = come_to(p)
            for q, f, n, e in facts.calls:
                if arms.get(at(q)) is False:
                    continue
                if k[0] == "var" and k[1] == q.file and k[2] == f and \
                   facts.params.get((q.file, f), {}).get(n) == k[3]:
                    new = (q, kind, key_of(q, e))
                elif k[0] != "var" and arms.get(at(q)):
                    new = (q, kind, k)
                else:
                    continue
                if not any(at(a[0]) == at(q) and a[1:] == new[1:] for a in acquires):
                    acquires.append(new)
    return links, acquires

VALUES = {"true": True, "1": True, "false": False, "0": False}

def come_to(p):
    """Of each call of the function that a place is in: is it come to, by what the call
    says for a parameter that is tested? None if that is not known."""
    params = facts.params.get((p.file, p.current_element), {})
    tests = [(test.lstrip("!"), arm != test.startswith("!")) for _, arm, test in guards(p)]
    tests = [t for t in tests if t[0] in params.values()]
    out = {}
    for q, f, n, e in facts.calls:
        if f == p.current_element and q.file == p.file:
            out.setdefault(at(q), None)
            for x, arm in tests:
                if params.get(n) == x and str(e) in VALUES and out[at(q)] is not False:
                    out[at(q)] = VALUES[str(e)] == arm
    return out

def closure(start, links):
    """All names that the pages behind one name go by."""
    if start in closures:
        return closures[start]
    keys, todo = {start}, [start]
    while todo:
        k = todo.pop()
        for x, y in links:
            if y not in keys and same(x, k):
                keys.add(y)
                todo.append(y)
    closures[start] = keys
    return keys

# What makes room for pages, and no page
ARRAY = re.compile(r"(\([^()]*\))?(devm_)?(k|v|kv)[mcz]?alloc\w*\(")

def origin(p, e, links, acquires, depth=0):
    o = Origin()
    k = page_key(p, e)
    o.keys.add(k)
    if not named(k) or depth > 5:
        o.other = True
        return o
    if k[0] == "var" and not is_array(k) and not cursor_of(e):
        # One page: what the variable was set to last.
        sets = [(int(q.line), kind, q, None) for q, kind, a in acquires if a == k]
        sets += [(int(q.line), None, q, v) for q, x, v in facts.assigns
                 if key_of(q, x) == k]
        before = [s for s in sets if s[0] <= int(p.line)] or sets
        kinds = {s[1] for s in sets if s[1]}
        if before:
            line, kind, q, v = max(before, key=lambda s: s[0])
            if kind:
                for _, kd, qq, _ in sets:
                    if kd:
                        o.kinds[kd] = qq
            elif squeeze(v) != "NULL":
                sub = origin(q, v, links, acquires, depth + 1)
                # The result of a function of the file.
                m = re.match(r"^(\w+)\(", squeeze(v))
                for r, y in facts.returns if m and not sub.kinds else ():
                    if r.current_element == m.group(1) and r.file == q.file:
                        inner = origin(r, y, links, acquires, depth + 1)
                        inner.params = set()
                        sub = inner
                o.add(sub)
                o.other |= not sub.kinds and not sub.params
            return o
    if k[2:] == ("bio", "pages"):
        for q, v in facts.bios:
            sub = origin(q, v, links, acquires, depth + 1) if q.file == k[1] else Origin()
            o.kinds.update(sub.kinds)
            o.other |= sub.other or q.file == k[1] and not sub.kinds
        # Which of them the bio had that ends here, nobody says.
        if o.other:
            o.kinds = {}
        return o
    o.keys |= closure(k, links)
    direct = {k}
    for q, kind, a in acquires:
        if any(same(a, x) for x in o.keys) and not opposite(p, q):
            o.kinds[kind] = q
            direct.add(a)
    for q, x, v in facts.elems:
        if any(same(key_of(q, x), y) for y in o.keys) and \
           squeeze(v) not in ("NULL", "0") and not ARRAY.match(squeeze(v)) and \
           not opposite(p, q):
            if any(same(page_key(q, v), y) for y in o.keys):
                continue
            sub = origin(q, v, links, acquires, depth + 1)
            o.kinds.update(sub.kinds)
            if not sub.kinds and any(same(key_of(q, x), y) for y in direct):
                o.other = True
    for x in o.keys:
        if x[0] == "var" and x[3] in facts.params.get((x[1], x[2]), {}).values():
            o.params.add(x)
    return o

def only_here(p, o, acquires):
    """Pages that this function took itself before: what others put there is gone."""
    mine = {kind: q for q, kind, a in acquires if q.file == p.file and
            q.current_element == p.current_element and int(q.line) <= int(p.line) and
            not opposite(p, q) and any(same(a, x) for x in o.keys)}
    if o.kinds and mine and not any(q.file == p.file and q.current_element == p.current_element and
                        any(same(key_of(q, x), y) for y in o.keys) for q, x, _ in facts.elems):
        o.kinds, o.other = mine, False

def concerned(p):
    """In a function that takes pages or gives them back?"""
    return any(q.file == p[0].file and q.current_element == p[0].current_element
               for q, _, _ in facts.releases + facts.acquires)

def inside(p, extent):
    return extent and int(extent.line) <= int(p.line) <= int(extent.line_end)

def guards(p):
    """The tests around a place, and the arm it is in."""
    for q, test, yes, no in facts.tests:
        if q.file == p.file and q.current_element == p.current_element:
            if inside(p, yes):
                yield at(q), True, test
            elif inside(p, no):
                yield at(q), False, test

def opposite(p, q):
    """Two places in the two arms of one test: never both in one pass."""
    if p.file != q.file or p.current_element != q.current_element:
        return False
    arms = {i: arm for i, arm, _ in guards(p)}
    return any(arms.get(i, arm) != arm for i, arm, _ in guards(q))

def switched(p):
    """In a switch with a case for each kind of release."""
    lines, n = lines_of(p.file), int(p.line)
    for i in range(n - 2, int(p.current_element_line) - 1, -1):
        if re.match(r"\s*switch \(", lines[i]) and indent(lines[i]) < indent(lines[n - 1]):
            end = next((j for j in range(i + 1, len(lines)) if lines[j].strip().startswith("}") and
                        indent(lines[j]) == indent(lines[i])), i)
            kinds = {bool(PIN_RELEASE.match(name)) for q, name, _ in facts.releases
                     if q.file == p.file and i < int(q.line) <= end}
            return n <= end and (len(kinds) == 2 or
                                KIND_TEST.search(lines[i].split("(", 1)[1]) is not None)
    return False

def small(p):
    """Is there a test that a segment has no more than one page?"""
    return any(re.search(r"length\b[^;,&|<>=!]*([<>]=?|[!=]=)\s*PAGE_SIZE", x) for x in
               lines_of(p.file)[int(p.current_element_line) - 1:int(p.current_element_line_end)])

def chosen(p):
    """One of the two arms of a ?: with a release of each kind."""
    lines, n = lines_of(p.file), int(p.line)
    text = " ".join(lines[max(n - 3, 0):n + 2])
    return any("?" in s and re.search(r"\b(put_user_|unpin_)\w+\s*\(", s) and
               re.search(r"\b(put_page|folio_put|release_pages)\s*\(", s)
               for s in text.split(";"))

def own_arm(p):
    """Is a page that was allocated freed in the other arm of a test?"""
    lines = lines_of(p.file)
    for q, _, yes, no in facts.tests:
        if q.file == p.file and q.current_element == p.current_element and no and \
           (inside(p, yes) or inside(p, no)):
            other = no if inside(p, yes) else yes
            if any(re.search(r"\b__free_pages?\(", x)
                   for x in lines[int(other.line) - 1:int(other.line_end)]):
                return True
    return False

def excused(p, kind):
    """Does a test around the release tell how the page was taken?"""
    if chosen(p) or switched(p) or own_arm(p):
        return True
    for q, arm, test in guards(p):
        if ERROR_TEST.match(test) or \
           re.search(r"[<>]|[!=]= ?\w*[a-z]", test.replace("->", ".")):
            continue
        if not KIND_TEST.search(test):
            continue
        says_pin = re.search(r"pin|FOLL_PIN|extract", test, re.I)
        if kind == GET and says_pin and arm == (not test.startswith("!")):
            continue
        return True
    return False

def other_arm(p, name):
    """A release of the other kind in the other arm of a test around this one."""
    mine = {(q, arm) for q, arm, test in guards(p)
            if not ERROR_TEST.match(test)}
    for q, n, _ in facts.releases:
        if bool(PIN_RELEASE.match(n)) != bool(PIN_RELEASE.match(name)):
            for i, arm, _ in guards(q):
                if (i, not arm) in mine:
                    return True
    return False

def counts_own_reference(o):
    for q, e in facts.refs:
        k = page_key(q, e)
        if any(same(k, x) for x in o.keys):
            return True
        for p, x, v in facts.assigns:
            if key_of(p, x) == k and any(same(page_key(p, v), y) for y in o.keys):
                return True
    return False

TEXT = {
    "pin-put": "taken with pin_user_pages*() on line %s, given back with %s()",
    "get-unpin": "taken with get_user_pages*() on line %s, given back with %s()",
    "mixed": "pages taken in different ways (line %s) are all given back with %s()",
}

def verdict(o, kind):
    if kind == GET and set(o.kinds) == {PIN}:
        return "mixed" if o.other else "pin-put"
    if kind == PIN and set(o.kinds) == {GET}:
        return "mixed" if o.other else "get-unpin"
    if kind == PIN and set(o.kinds) == {PIN} and o.other:
        return "mixed"
    if len(o.kinds) == 2:
        return "mixed"
    return None

def judge():
    closures.clear()
    links, acquires = prepare()
    if not acquires:
        return segments()
    found, seen = [], []
    for p, name, e in facts.releases:
        kind = PIN if PIN_RELEASE.match(name) else GET
        seen.append((p, name, kind, e, origin(p, e, links, acquires)))
    for p, name, kind, e, o in seen:
        only_here(p, o, acquires)
        cls = verdict(o, kind)
        both = {k for _, _, k, _, x in seen if any(same(a, b) for a in x.keys for b in o.keys)}
        if not cls and o.params and not o.kinds:
            found += through_helper(p, name, kind, o, links, acquires)
            continue
        if not cls or excused(p, kind) or other_arm(p, name):
            continue
        if any(other_table(p, q) for q in o.kinds.values()):
            continue
        if cls == "mixed" and len(both) == 2:
            continue
        if kind == GET and counts_own_reference(o):
            continue
        where = o.kinds[min(o.kinds, key=lambda k: k == kind)]
        found.append((p, cls, TEXT[cls] % (where.line, name)))
    found += segments() + by_number(acquires)
    told = {at(f[0]) for f in found}
    found += [f for f in by_member() if at(f[0]) not in told]
    return sorted(found, key=lambda f: at(f[0]))

def other_table(p, q):
    """Are two functions members of different tables of functions?"""
    if p.file != q.file or p.current_element == q.current_element:
        return False
    tables = [set(re.findall(r"\b[a-z_]\w*\b", t)) for t in
              re.findall(r"\{([^{}();]*)\}", "\n".join(lines_of(p.file)))]
    mine = [t for t in tables if p.current_element in t]
    return mine and any(q.current_element in t for t in tables) and \
        not any(q.current_element in t for t in mine)

def through_member(p, e):
    """(call, member, field) for a field of a parameter, of the members of structures
    that calls pass the address of; None for a call that passes something else."""
    m = re.match(r"^(\w+)->(\w+)$", base(e))
    mine = facts.params.get((p.file, p.current_element), {})
    for q, f, n, a in facts.calls if m and m.group(1) in mine.values() else ():
        if q.file == p.file and f == p.current_element and mine.get(n) == m.group(1):
            member = re.match(r"^&[\w>.-]+(?:->|\.)(\w+)$", squeeze(a))
            yield q, member and member.group(1), m.group(2)

def by_member():
    """Two members of one type, each filled by a function that takes pages in its own
    way, and told apart where they are given back."""
    out, taken = [], {}
    for p, f, e in facts.acquires:
        kind = PIN if f.startswith("pin") or "extract" in f else GET
        for q, member, fld in through_member(p, e):
            taken.setdefault((q.file, member, fld), {})[kind] = p
    for p, name, e in facts.releases if len(taken) > 1 else ():
        kind = PIN if PIN_RELEASE.match(name) else GET
        m = re.match(r"^[\w>.-]+(?:->|\.)(\w+)\.(\w+)$", base(e))
        for q, member, fld in through_member(p, e) if not m else [(p, *m.groups())]:
            kinds = taken.get((p.file, member, fld), {})
            if member and len(kinds) == 1 and kind not in kinds and \
               (p.file, None, fld) not in taken and not excused(p, kind) and \
               not other_arm(p, name) and not excused(q, kind):
                cls = "pin-put" if kind == GET else "get-unpin"
                where = " in %s" % p.current_element if q is not p else ""
                out.append((q, cls, TEXT[cls] % (min(kinds.values(), key=at).line, name) + where))
    return out

# What else may be behind a page frame number
OTHERS = re.compile(r"\b(\w*get_page\w*|\w*alloc\w*_pages?\w*|__get_free_page\w*|"
                    r"\w*folio_(get|alloc)\w*|(find|lock|grab|read|shmem)_\w*(page|folio)\w*|"
                    r"(vmalloc|virt)_to_p\w+|follow_p\w+|gfn_to_\w+|kvm_\w+)\s*\(")

def by_number(acquires):
    """Pages that are remembered by their number, in a file that takes them in one way."""
    out = []
    for p, name, e in facts.releases:
        kind = PIN if PIN_RELEASE.match(name) else GET
        value = squeeze(e)
        sets = [(int(q.line), squeeze(v)) for q, x, v in facts.assigns if x == value and
                q.file == p.file and q.current_element == p.current_element and
                int(q.line) <= int(p.line)]
        value = max(sets)[1] if sets else value
        taken = {k: q for q, k, _ in acquires if q.file == p.file}
        if kind in taken or not taken or \
           not re.match(r"^(page_folio\()?(pfn|phys)_to_page\(", value):
            continue
        text = "\n".join(lines_of(p.file))
        if re.search(r"\bpage_to_(pfn|phys)\(", text) and not OTHERS.search(text) and \
           not excused(p, kind) and not other_arm(p, name):
            cls = "pin-put" if kind == GET else "get-unpin"
            out.append((p, cls, TEXT[cls] % (min(int(q.line) for q in taken.values()), name)))
    return out

def handed_by(o, links, acquires):
    """(place, function, origin) of what callers pass as these parameters."""
    return [(q, f, origin(q, e, links, acquires)) for q, f, n, e in facts.calls for x in o.params
            if x[1] == q.file and x[2] == f and facts.params[(q.file, f)].get(n) == x[3]]

def one_way(p, acquires):
    """Can there be no pages of the other kind in a function, as the file takes all pages in
    one way, and nobody else calls the function?"""
    head = lines_of(p.file)[max(int(p.current_element_line) - 3, 0):int(p.current_element_line)]
    return len({kind for q, kind, _ in acquires if q.file == p.file}) == 1 and \
        any(re.match(r"static\b", x) for x in head[-2:])

def through_helper(p, name, kind, o, links, acquires):
    """A function that releases its parameter: look at what callers pass."""
    out, calls = [], handed_by(o, links, acquires)
    # Helpers of a helper: what it hands on is handed to it.
    if not any(sub.kinds for _, _, sub in calls):
        calls = [c for _, _, sub in calls for c in handed_by(sub, links, acquires)]
    for q, f, sub in calls:
        cls = verdict(sub, kind)
        if not cls or excused(p, kind) or excused(q, kind) or \
           other_arm(p, name) and not one_way(p, acquires):
            continue
        if kind == GET and (counts_own_reference(sub) or counts_own_reference(o)):
            continue
        if cls == "mixed":
            continue
        out.append((q, cls, f, sub.kinds[min(sub.kinds)]))
    if out and len(out) == len(calls):
        return [(p, out[0][1], TEXT[out[0][1]] % (out[0][3].line, name))]
    return [(q, cls, TEXT[cls] % (w.line, name) + " in %s" % f) for q, cls, f, w in out]

def longer(p, q):
    """Is a segment made longer in a file, at q, by a page that lies behind it?"""
    text = "\n".join(lines_of(q.file)[int(q.current_element_line) - 1:
                                      int(q.current_element_line_end)])
    return q.file == p.file and re.search(ADJACENT, text) is not None and not small(q)

def handed_on(p, c):
    """Is a parameter the segment that a walk in a caller has come to?"""
    mine = facts.params.get((p.file, p.current_element), {})
    return any(q.file == p.file and f == p.current_element and mine.get(n) == c and
               (any(base(w) == base(e) and r.current_element == q.current_element and
                    int(r.line) <= int(q.line) for r, _, w in facts.walks) or
                any(x == base(e) and r.current_element == q.current_element
                    for r, x in facts.nexts))
               for q, f, n, e in facts.calls)

FIRST = "%s() of the first page only of a segment that may hold more"
# How a test looks that two pages lie side by side
ADJACENT = r"\b(page_to_pfn|page_to_phys|bvec_phys|sg_phys|nth_page)\("

def segments():
    """Releases of sg_page() only, in a walk over segments that may be merged."""
    out = []
    for (p, name, e), n in zip(facts.releases, facts.counts):
        if name not in ONE_PAGE or n not in ("", "1"):
            continue
        c, var = cursor_of(e), re.sub(r"^&", "", squeeze(e))
        if not c:
            sets = [(q, v) for q, x, v in facts.assigns if x == var and
                    q.current_element == p.current_element and int(q.line) <= int(p.line)]
            moved = any(x == var and q.current_element == p.current_element
                        for q, x in facts.steps)
            # That walk goes by single pages.
            if sets and ("sg_page_iter_page" in sets[-1][1] or miter_of(sets[-1][1])):
                continue
            value = sets and re.sub(r"^page_folio\((.*)\)$", r"\1", squeeze(sets[-1][1]))
            c = sets and not moved and cursor_of(value) and base(value) == value and \
                cursor_of(value)
            var = value if c else var
        elif not re.match(r"(page_folio\()?sg_page\(&?[\w>.-]+(\[\w+\])?\)+$", var):
            continue
        walk = [w for w in facts.walks if c and base(w[2]) == c and
                w[0].current_element == p.current_element and
                int(w[0].line) <= int(p.line)]
        picks = facts.picks if facts.tables else []
        indexed = c and re.search(r"sgl\[\w+\]\)+$", var) and facts.tables
        if not walk and not indexed and not handed_on(p, c) and \
           not any(x == c and q.current_element == p.current_element
                   for q, x in facts.nexts + picks):
            continue
        k = table_key(p, c)
        built = [m for q, t, _, m in facts.tables if same(table_key(q, t), k)] or \
                [m for q, t, _, m in facts.tables if q.file == p.file]
        if small(p):
            continue
        if any(built) or any(longer(p, q) for q in facts.longer) or \
           (not built and name not in ("put_page", "folio_put")):
            out.append((p, "sg-first-page", FIRST % name))
    return out + vectors() + runs() + dirtied_first() + soiled_first()

def dirtied_first():
    """The first page of a segment is marked dirty, all of them are released."""
    out = []
    for p, name, e in facts.soils:
        lines = lines_of(p.file)
        mine = lines[int(p.current_element_line) - 1:int(p.current_element_line_end)]
        if "sg_page(" in "\n".join(lines) and \
           not any(re.search(r"compound|folio|head", x) for x in mine) and \
           not any(x.strip().startswith(("for ", "while ")) and int(p.line) > i
                   for i, x in enumerate(mine, int(p.current_element_line))) and \
           any(q.file == p.file and q.current_element == p.current_element and x == e
               for q, x in facts.eachs):
            out.append((p, "sg-first-page", FIRST % name))
    return out

def soiled_first():
    """Only the first page of each segment is marked dirty, in a walk over a table of
    merged segments."""
    out = []
    for p, name, c in facts.marks:
        k = table_key(p, c)
        if any(base(w) == base(c) and q.current_element == p.current_element and
               q.file == p.file for q, _, w in facts.walks) and \
           any(m and same(table_key(q, t), k) for q, t, _, m in facts.tables) and not small(p):
            out.append((p, "sg-first-page", FIRST % name))
    return out

def vectors():
    """The same for segments of a bio_vec, where the file, or bio_add_page(), merges pages
    into one."""
    out = []
    for (p, name, e), n in zip(facts.releases, facts.counts):
        text = "\n".join(lines_of(p.file))
        if name in ONE_PAGE and n in ("", "1") and merged_by_bio(p, text, squeeze(e)):
            out.append((p, "sg-first-page", FIRST % name))
        elif name in ONE_PAGE and n in ("", "1") and \
           re.match(r"^&?[\w>.\[\]-]+(->|\.)bv_page$", squeeze(e)) and \
           re.search(r"bv_len \+= ", text) and \
           re.search(ADJACENT, text) and \
           not re.search(r"bv_len\s*[<>!=]=? ?PAGE_SIZE", text):
            out.append((p, "sg-first-page", FIRST % name))
    return out

def merged_by_bio(p, text, e):
    """Is it one page for each entry of a bio that bio_add_page() has filled?"""
    mine = "\n".join(lines_of(p.file)[int(p.current_element_line) - 1:int(p.line)])
    return re.match(r"&?[\w>.-]*\bbi_io_vec\[\w+\]\.bv_page$", e) and "bi_vcnt" in mine and \
        "bv_len" not in mine and re.search(r"(?<!_)\bbio_add_page\(", text)

GROWS = re.compile(r"\bif \(([^;{}]*==[^;{}]*)\) ?\{?\s*(\w+)(?:->|\.)(\w+)(?:\+\+| \+= )([^}]*)")

def runs():
    """The same for a structure of the file that stands for a run of pages, and has the
    first of them."""
    out = []
    for (p, name, e), n in zip(facts.releases, facts.counts):
        field = re.search(r"^&?[\w>.\[\]-]+(?:->|\.)(\w+)$", squeeze(e))
        if name in ONE_PAGE and n in ("", "1") and field and field.group(1) in grown(p.file):
            out.append((p, "sg-first-page", FIRST % name))
    return out

def grown(file):
    """The fields that have the first page of a run that is made longer in a file."""
    text, out = "\n".join(lines_of(file)), set()
    for test, x, more, rest in GROWS.findall(text) if re.search(ADJACENT, text) else ():
        m = re.search(r"page_to_(?:pfn|phys)\(%s(?:->|\.)(\w+)\)" % x, test)
        # What is not counted may be given back at once.
        if m and m.group(1) not in (more, "bv_page") and \
           not re.search(r"\b(put|unpin)_\w+\(", rest):
            out.add(m.group(1))
    return out

@acq1@
// Else a function with one is not parsed.
iterator name scoped_guard;
identifier f = {get_user_pages, get_user_pages_fast, pin_user_pages,
	pin_user_pages_fast, get_user_pages_fast_only, pin_user_pages_fast_only,
	get_user_pages_locked, pin_user_pages_locked};
expression a, n, fl, e;
position p;
@@
f@p(a, n, fl, e, ...)

@script:python@
f << acq1.f;
e << acq1.e;
p << acq1.p;
@@
facts.acquires.append((p[0], f, e))

@acq2@
identifier f = {get_user_pages_remote, pin_user_pages_remote};
expression mm, a, n, fl, e;
position p;
@@
f@p(mm, a, n, fl, e, ...)

@script:python@
f << acq2.f;
e << acq2.e;
p << acq2.p;
@@
facts.acquires.append((p[0], f, e))

@acq3@
identifier f = {get_user_pages_unlocked, pin_user_pages_unlocked};
expression a, n, e, fl;
position p;
@@
f@p(a, n, e, fl)

@script:python@
f << acq3.f;
e << acq3.e;
p << acq3.p;
@@
facts.acquires.append((p[0], f, e))

@acq4@
identifier f = {iov_iter_get_pages, iov_iter_get_pages2,
	iov_iter_get_pages_alloc, iov_iter_get_pages_alloc2, iov_iter_extract_pages};
expression it, e;
position p;
@@
f@p(it, e, ...)

@script:python@
f << acq4.f;
e << acq4.e;
p << acq4.p;
@@
facts.acquires.append((p[0], f, e))

@acq6@
expression fd, a, z, e;
position p;
@@
memfd_pin_folios@p(fd, a, z, e, ...)

@script:python@
e << acq6.e;
p << acq6.p;
@@
facts.acquires.append((p[0], "pin_user_pages", e))

@acq7@
expression a, fl, e;
position p;
@@
get_user_page_fast_only@p(a, fl, e)

@script:python@
e << acq7.e;
p << acq7.p;
@@
facts.acquires.append((p[0], "get_user_pages_fast", e))

@acq5@
identifier f = {get_user_pages, get_user_pages_remote};
expression t, mm, a, n, w, fo, e, v;
position p;
@@
f@p(t, mm, a, n, w, fo, e, v)

@script:python@
f << acq5.f;
e << acq5.e;
p << acq5.p;
@@
facts.acquires.append((p[0], f, e))

@rel@
identifier r = {put_user_page, put_user_pages, put_user_pages_dirty_lock,
	put_user_page_range_dirty_lock, put_user_folio, unpin_user_page,
	unpin_user_pages, unpin_user_pages_dirty_lock,
	unpin_user_page_range_dirty_lock, unpin_user_folio, unpin_folio, unpin_folios,
	put_page, release_pages, folio_put, folio_put_refs, __free_page};
expression e;
expression list es;
position p;
@@
r@p(e, es)

@script:python@
r << rel.r;
e << rel.e;
es << rel.es;
p << rel.p;
@@
facts.releases.append((p[0], r, e))
facts.counts.append(split_args(squeeze(es))[0])

@macro@
identifier f;
expression e;
expression list es;
position p;
@@
f@p(e, es)

@script:python@
f << macro.f;
e << macro.e;
es << macro.es;
p << macro.p;
@@
if f in macros(p[0].file):
    facts.releases.append((p[0], macros(p[0].file)[f], e))
    facts.counts.append(split_args(squeeze(es))[0])

@soil depends on rel@
idexpression struct page *e;
identifier d = {set_page_dirty, set_page_dirty_lock, SetPageDirty};
position p;
@@
d@p(e)

@script:python@
p << soil.p;
d << soil.d;
e << soil.e;
@@
facts.soils.append((p[0], d, e))

@each depends on soil@
idexpression struct page *e;
expression i;
identifier r = {put_user_page, unpin_user_page, put_page};
position p;
@@
\(r@p(e + i)\|r@p(nth_page(e, i))\)

@script:python@
p << each.p;
e << each.e;
@@
facts.eachs.append((p[0], e))

@next@
expression x;
position p;
@@
x@p = sg_next(x)

@script:python@
x << next.x;
p << next.p;
@@
facts.nexts.append((p[0], squeeze(x)))

@begin depends on next@
idexpression struct scatterlist *x;
expression e;
position p;
@@
x@p = e

@script:python@
x << begin.x;
e << begin.e;
p << begin.p;
@@
if "sg_next" not in e:
    facts.begins.append((p[0], x, e))

@pick@
idexpression struct scatterlist *x;
expression a, i;
position p;
@@
x@p = &a[i]

@script:python@
x << pick.x;
p << pick.p;
@@
facts.picks.append((p[0], squeeze(x)))

@walk@
iterator name for_each_sg, for_each_sgtable_sg, for_each_sg_page, for_each_sgtable_page,
	for_each_sgtable_dma_sg;
expression t, c;
position p;
statement S;
@@
(
for_each_sg@p(t, c, ...) S
|
for_each_sgtable_sg@p(t, c, ...) S
|
for_each_sgtable_dma_sg@p(t, c, ...) S
|
for_each_sg_page@p(t, c, ...) S
|
for_each_sgtable_page@p(t, c, ...) S
)

@script:python@
t << walk.t;
c << walk.c;
p << walk.p;
@@
facts.walks.append((p[0], t, c))

@miter@
expression t, c;
position p;
@@
sg_miter_start@p(c, t, ...)

@script:python@
t << miter.t;
c << miter.c;
p << miter.p;
@@
facts.walks.append((p[0], t, c))
facts.miters.append((p[0], c))

@table@
identifier f = {sg_alloc_table_from_pages, sg_alloc_table_from_pages_segment,
	sg_alloc_append_table_from_pages};
expression t, e;
position p;
@@
f@p(t, e, ...)

@script:python@
f << table.f;
t << table.t;
e << table.e;
p << table.p;
@@
if "append" in f:
    # The table proper is a member of that.
    t = re.sub(r"^& ?", "", t) + (".sgt" if t.startswith("&") else "->sgt")
facts.tables.append((p[0], t, e, True))

@mark depends on table@
expression c;
identifier d = {set_page_dirty, set_page_dirty_lock, SetPageDirty};
position p;
@@
d@p(sg_page(c))

@script:python@
p << mark.p;
d << mark.d;
c << mark.c;
@@
facts.marks.append((p[0], d, c))

@longer depends on walk || next || pick@
expression x, n;
position p;
@@
\(x->length@p += n\|x.length@p += n\)

@script:python@
p << longer.p;
@@
facts.longer.append(p[0])

@ref depends on acq1 || acq2 || acq3 || acq4 || acq5 || acq6@
expression e;
position p;
@@
\(get_page@p\|folio_get@p\|try_get_page@p\|folio_try_get@p\|get_page_unless_zero@p\)(e)

@script:python@
e << ref.e;
p << ref.p;
@@
facts.refs.append((p[0], e))

@asg depends on acq1 || acq2 || acq3 || acq4 || acq5 || acq6 || walk || next || miter || table@
idexpression struct page *x;
expression e;
position p;
@@
x@p = e

@script:python@
x << asg.x;
e << asg.e;
p << asg.p;
@@
facts.assigns.append((p[0], x, e))

@outa depends on acq1 || acq2 || acq3 || acq4 || acq5 || acq6@
idexpression struct page ***x;
expression e;
position p;
@@
(
 *x = e@p
|
 x[0] = e@p
)

@script:python@
x << outa.x;
e << outa.e;
p << outa.p;
@@
facts.outs.append((p[0], x, e))

@outp depends on acq1 || acq2 || acq3 || acq4 || acq5 || acq6@
idexpression struct page **x;
idexpression struct page *e;
position p;
@@
(
 *x = e@p
|
 x[0] = e@p
)

@script:python@
x << outp.x;
e << outp.e;
p << outp.p;
@@
facts.outs.append((p[0], x, e))

@asgf depends on acq1 || acq2 || acq3 || acq4 || acq5 || acq6 || walk || next || miter || table@
idexpression struct folio *x;
expression e;
position p;
@@
x@p = e

@script:python@
x << asgf.x;
e << asgf.e;
p << asgf.p;
@@
facts.assigns.append((p[0], x, e))

@asga depends on acq1 || acq2 || acq3 || acq4 || acq5 || acq6@
idexpression struct page **x;
expression e;
position p;
@@
x@p = e

@script:python@
x << asga.x;
e << asga.e;
p << asga.p;
@@
facts.assigns.append((p[0], x, e))

@init depends on acq1 || acq2 || acq3 || acq4 || acq5 || acq6 || walk || next || miter || table@
identifier x;
type T;
expression e;
position p;
@@
T x@p = e;

@script:python@
x << init.x;
t << init.T;
e << init.e;
p << init.p;
@@
facts.types[(p[0].file, p[0].current_element, x)] = t
if re.match(r"struct (page|folio) \*", t):
    facts.assigns.append((p[0], x, e))
if re.match(r"struct scatterlist \*", t) and re.match(r"^&.*\]$", squeeze(e)):
    facts.picks.append((p[0], x))

@decl depends on acq1 || acq2 || acq3 || acq4 || acq5 || acq6@
identifier x;
type T;
position p;
@@
T x@p;

@script:python@
x << decl.x;
t << decl.T;
p << decl.p;
@@
facts.types[(p[0].file, p[0].current_element, x)] = t

@param depends on acq1 || acq2 || acq3 || acq4 || acq5 || acq6@
identifier f, x;
type T;
parameter list[n] ps;
position p;
@@
f@p(ps, T x, ...) { ... }

@script:python@
f << param.f;
x << param.x;
t << param.T;
n << param.n;
p << param.p;
@@
facts.types[(p[0].file, f, x)] = t
facts.params.setdefault((p[0].file, f), {})[int(n)] = x

@store depends on acq1 || acq2 || acq3 || acq4 || acq5 || acq6@
expression o, e;
identifier fld;
position p;
@@
(
o->fld = e@p
|
o.fld = e@p
)

@script:python@
o << store.o;
fld << store.fld;
e << store.e;
p << store.p;
@@
facts.stores.append((p[0], "%s->%s" % (o, fld), e))

@elem depends on acq1 || acq2 || acq3 || acq4 || acq5 || acq6@
expression o, i, e;
position p;
@@
o[i] = e@p

@script:python@
o << elem.o;
i << elem.i;
e << elem.e;
p << elem.p;
@@
facts.elems.append((p[0], "%s[%s]" % (o, i), e))

// By number, as in an array.
@xstore depends on acq1 || acq2 || acq3 || acq4 || acq5 || acq6@
expression o, i, e;
identifier f = {xa_store, xa_store_bh, xa_store_irq, xa_insert, xa_insert_bh,
	xa_insert_irq, radix_tree_insert};
position p;
@@
f@p(&o, i, e, ...)

@script:python@
o << xstore.o;
i << xstore.i;
e << xstore.e;
p << xstore.p;
@@
facts.elems.append((p[0], "%s[%s]" % (o, i), e))

@xcmp depends on acq1 || acq2 || acq3 || acq4 || acq5 || acq6@
expression o, i, e, old;
identifier f = {xa_cmpxchg, xa_cmpxchg_bh, xa_cmpxchg_irq};
position p;
@@
f@p(&o, i, old, e, ...)

@script:python@
o << xcmp.o;
i << xcmp.i;
e << xcmp.e;
p << xcmp.p;
@@
facts.elems.append((p[0], "%s[%s]" % (o, i), e))

@xeach depends on xstore || xcmp@
iterator name xa_for_each;
expression o, i, e;
position p;
statement S;
@@
xa_for_each@p(&o, i, e) S

@script:python@
o << xeach.o;
e << xeach.e;
p << xeach.p;
@@
facts.assigns.append((p[0], e, o))

@single@
expression t, e;
position p;
@@
sg_set_page@p(t, e, ...)

@script:python@
t << single.t;
e << single.e;
p << single.p;
@@
facts.tables.append((p[0], t, e, False))

@bvec depends on acq1 || acq2 || acq3 || acq4 || acq5 || acq6@
expression b, e;
position p;
@@
\(bvec_set_page@p\|sg_set_folio@p\)(b, e, ...)

@script:python@
b << bvec.b;
e << bvec.e;
p << bvec.p;
@@
facts.stores.append((p[0], "%s->bv_page" % b, e))

@inbio depends on acq1 || acq2 || acq3 || acq4 || acq5 || acq6@
expression b, e;
position p;
@@
\(bio_add_page@p\|__bio_add_page@p\|bio_add_pc_page@p\|bio_add_folio@p\)(b, e, ...)

@script:python@
e << inbio.e;
p << inbio.p;
@@
facts.bios.append((p[0], e))

@biowalk depends on inbio@
iterator name bio_for_each_segment_all, bio_for_each_bvec_all, bio_for_each_folio_all;
expression b, v;
position p;
statement S;
@@
(
bio_for_each_segment_all@p(v, b, ...) S
|
bio_for_each_bvec_all@p(v, b, ...) S
)

@script:python@
v << biowalk.v;
p << biowalk.p;
@@
facts.ends.append((p[0], v))

@test depends on acq1 || acq2 || acq3 || acq4 || acq5 || acq6@
expression c;
statement S;
position b;
position q : script:python() { concerned(q) };
@@
if@q (c) S@b

@script:python@
c << test.c;
b << test.b;
q << test.q;
@@
facts.tests.append((q[0], squeeze(c), b[0], None))

@testelse depends on acq1 || acq2 || acq3 || acq4 || acq5 || acq6@
expression c;
statement S, T;
position b, t;
position q : script:python() { concerned(q) };
@@
if@q (c) S@b else T@t

@script:python@
c << testelse.c;
b << testelse.b;
t << testelse.t;
q << testelse.q;
@@
facts.tests.append((q[0], squeeze(c), b[0], t[0]))

@step depends on acq1 || acq2 || acq3 || acq4 || acq5 || acq6 || walk || next@
idexpression struct page *x;
position p;
@@
\(x@p++\|++x@p\|x@p += ...\)

@script:python@
x << step.x;
p << step.p;
@@
facts.steps.append((p[0], x))

@retn depends on acq1 || acq2 || acq3 || acq4 || acq5 || acq6@
idexpression struct page **x;
position p;
@@
return x@p;

@script:python@
x << retn.x;
p << retn.p;
@@
facts.returns.append((p[0], x))

@retp depends on acq1 || acq2 || acq3 || acq4 || acq5 || acq6@
idexpression struct page *x;
position p;
@@
return x@p;

@script:python@
x << retp.x;
p << retp.p;
@@
facts.returns.append((p[0], x))

@helper depends on acq1 || acq2 || acq3 || acq4 || acq5 || acq6@
identifier f : script:python() { is_local(f) };
expression list[n] es;
expression e;
position p;
@@
f@p(es, e, ...)

@script:python@
f << helper.f;
n << helper.n;
e << helper.e;
p << helper.p;
@@
facts.calls.append((p[0], f, int(n), e))

@script:python depends on report@
@@
for pos, cls, text in judge():
    coccilib.report.print_report(pos, "%s: %s" % (cls, text))
facts.__init__()

@script:python depends on org@
@@
for pos, cls, text in judge():
    cocci.print_main("%s: %s" % (cls, text), [pos])
facts.__init__()
