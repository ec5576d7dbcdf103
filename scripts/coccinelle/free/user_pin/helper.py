# SPDX-License-Identifier: GPL-2.0-only
"""What the functions of a file give back or dirty of what they are handed."""
import re

from .graph import BULK, Function
from .layout import lines_of, text_of
from .reader import Unread, calls, flat, split, texts

ONE = re.compile(r"^((put_user|unpin_user)_page|unpin_folio|put_page)$")
HARMLESS = re.compile(r"^(if|while|for|switch|return|sizeof|dma_\w+|mmput|"
                      r"mmap_\w+|\w*unlock\w*|\w*_lock\w*|k(un)?map\w*|"
                      r"set_page_dirty\w*|SetPage\w+|WARN\w*|BUG_ON|pr_\w+|dev_(err|warn|info|dbg)|"
                      r"complete\w*|wake_up\w*|wait_\w+|cond_resched|"
                      r"sg_free_\w*table|atomic\w+|account_locked_vm)$")
WIDE = ("size_t", "unsigned long", "u64", "uint64_t")
NARROW = ("unsigned", "unsigned int", "u32", "uint32_t")
COUNT = (r"^\s*(?:const )?((?:unsigned |signed )?(?:long long|long|int|short|char)|unsigned|"
         r"\w+_t|u?int|_*[us](?:8|16|32|64)) (?:[\w, ]*, ?)?%s(?=[;,])")
LAST_REF = re.compile(r"^kref_put(_mutex|_lock)?$")
LAST_TEST = re.compile(r"^(!?)(?:refcount|atomic)_dec_and_\w+\(.*\)$")
BRANCHES = ("goto", "return", "break", "continue", "switch", "loop", "do")
DIRTY = re.compile(r"^(set_page_dirty(_lock)?|SetPageDirty|folio_mark_dirty(_lock)?)$")

# By the name of a function: what it gives back, what it marks dirty; by that of a field:
# the function that is called by it
helpers, dirtiers, callbacks = {}, {}, {}
files = set()

def inner(e):
    return re.sub(r"^\((struct page\*+|void\*+)\)", "", e)

def loop_of(head, names):
    """(count, line) of a loop that gives back each page of an array, or None;
    False if it gives back some."""
    body, _, init = head[5]
    parts = list(flat(body))
    mine = [(s[1], name, args) for s in parts for name, args in calls(s[2])
            if ONE.match(name) and args and
            re.match(r"^([\w>.-]+)\[[^\]]*\]$", args[0]) and args[0].split("[")[0] in names]
    if not mine:
        return None
    # Some may be dirtied, but all must be given back.
    asked = [x for s in parts if s[0] == "if" for arm in s[3:5] for x in flat(arm)]
    if any(s[0] in BRANCHES for s in parts) or len(mine) > 1 or \
       any(ONE.match(name) for s in asked for name, _ in calls(s[2])):
        return False
    index = re.match(r".*\[(?:--)?(\w+)(?:--)?\]$", mine[0][2][0])
    m = re.match(r"^(\w+)<(=?)([\w>.-]+)$", head[2])
    if m and index and index.group(1) == m.group(1) and \
       re.search(r"(^|\W)%s=0$" % m.group(1), init):
        return m.group(3) + ("+1" if m.group(2) else ""), mine[0][0], ""
    m = re.match(r"^(\w+)--(>0)?$|^--(\w+)>=0$", head[2])
    if m and index and index.group(1) == (m.group(1) or m.group(3)):
        # A negative number is not 0 for long.
        return index.group(1), mine[0][0], "" if m.group(2) or m.group(3) else "loop"
    m = re.match(r"^(\w+)>=0$", head[2])
    if m and not init and mine[0][2][0].endswith("[%s--]" % m.group(1)):
        return m.group(1) + "+1", mine[0][0], ""
    start = m and re.search(r"(?:^|\W)%s=([A-Za-z_][\w>.]*(?:->[\w>.]+)*)(-1)?$" % m.group(1), init)
    if start and index and index.group(1) == m.group(1):
        return start.group(1) + ("" if start.group(2) else "+1"), mine[0][0], ""
    return False

def outer(e, member):
    """The structure whose member an address is of."""
    m = re.match(r"^&(\w+(?:(?:->|\.)\w+)*?)(->|\.)%s$" % re.escape(member), e) if member else None
    return e if not m else m.group(1) if m.group(2) == "->" else "&" + m.group(1)

def container(body, params):
    """(parameter, structure, member) of a callback that is handed a member of what it
    is about."""
    for s in body:
        m = re.match(r"^struct \w+\*(\w+)=container_of\((\w+),struct \w+,([\w.]+)\)$", s[2])
        if s[0] == "expr" and m and m.group(2) in params:
            return m.group(2), m.group(1), m.group(3)
    return None

def releases(text):
    """(name, array, count) of each release, also of those in helpers."""
    for name, args in calls(text):
        if name in callbacks and re.search(r"(->|\.)%s\(" % name, text):
            name = callbacks[name]
        # What the last reference holds may go here, and goes some day.
        last = LAST_REF.match(name) and len(args) > 1
        if last:
            name, args = args[1], args[:1]
        if BULK.match(name) and len(args) > 1:
            yield name, args[0], args[1], False, False
        elif ONE.match(name) and args:
            yield name, args[0], "1", False, False
        elif name in helpers:
            body, params, clears, asks, member = helpers[name]
            args = [outer(a, member) for a in args]
            if len(args) != len(params):
                continue
            put = dict(zip(params, args))
            if all(re.match(r"^&?[\w>.-]+$", a) for a in args):
                def fill(x):
                    x = re.sub(r"(?<![\w>.])(\w+)",
                               lambda m: put.get(m.group(1), m.group(1)), x)
                    return re.sub(r"^&(\w+)->", r"\1.", x)
                for rel, e, n in body:
                    yield rel and name, fill(e), fill(n), clears or bool(last), asks

def marked(name, args):
    """The array, or the page in a field, that a call marks dirty."""
    if DIRTY.match(name) and args:
        page = re.sub(r"^page_folio\((.*)\)$", r"\1", args[0])
        if re.match(r"^[\w>.-]+(\[[^\]]*\]|(->|\.)\w+)$", page):
            return page.split("[")[0]
        if re.match(r"^\*\w+$", page):
            return page[1:]
    return None

def dirtied(text):
    """What is marked dirty by a statement."""
    for name, args in calls(text):
        if marked(name, args):
            yield marked(name, args)
        elif name in dirtiers and len(args) == len(dirtiers[name][0]):
            params, e = dirtiers[name]
            put = dict(zip(params, args))
            yield re.sub(r"^(\w+)", lambda m: put.get(m.group(1), m.group(1)), e)

def params_of(out):
    """What a helper gives back, how many, and what these are in."""
    names = {x for _, e, n in out for x in (e, n)}
    return names | {re.sub(r"(->|\.)\w+$", "", x) for x in names}

def says(s):
    """Does an if do nothing but print or wait?"""
    parts = list(flat(s[3])) + list(flat(s[4]))
    return all(x[0] == "expr" and "=" not in x[2] for x in parts) and \
        all(HARMLESS.match(name) and not BULK.match(name)
            for x in parts for name, _ in calls(x[2]))

def unsigned_field(test, around):
    """Is the count that a loop ends at a field in which a negative number is a big one?"""
    m = re.match(r"^\w+<(?:\w+(?:->|\.))+(\w+)$", test)
    types = {x.group(1) for line in around if m
             for x in [re.match(COUNT % m.group(1), line)] if x}
    return types and types <= set(WIDE + NARROW)

def each_of(s):
    """(array, count, line) of a loop that gives back each page of an array, or None."""
    arrays = [args[0].split("[")[0] for x in flat(s[3]) for name, args in calls(x[2])
              if ONE.match(name) and args and "[" in args[0]]
    got = arrays and loop_of(["cond", s[1], s[2], None, None, (s[3], None, s[4])], {arrays[-1]})
    return (arrays[-1], got[0], got[1]) if got and "+" not in got[0] else None

def gives(text, around):
    """The body of a function that gives back, without asking, what it is handed; and
    the lines of the file, for types."""
    fn = Function(text, 0)
    m = re.search(r"(\w+)\((.*)\)$", fn.head)
    if not m:
        return None
    own = m.group(1)
    params = [re.sub(r".*?(\w+)(\[\])?$", r"\1", p) for p in split(m.group(2), ",")]
    out, clears, member = [], False, None
    body, asks = [s for s in fn.body[3] if s[0] != "if" or not says(s)], set()
    inside = container(body, params)
    if inside:
        params = [inside[1] if x == inside[0] else x for x in params]
        member = inside[2]
    # "if (!b->pages) return;" and "if (b->pages) put": by what it is handed
    for at, s in enumerate(body):
        if s[0] != "if" or s[4] or out:
            continue
        inside = list(flat(s[3]))
        last = LAST_TEST.match(s[2])
        if last and (not last.group(1) or inside[0][0] == "return"):
            clears = True
            body[at:at + 1] = [("block", s[1], "", [])] if last.group(1) else \
                s[3][3] if s[3][0] == "block" else [s[3]]
            continue
        m = re.match(r"^(!?)((?:\w+(?:->|\.))*\w+)(?:>0|!=0|(==0|<=0))?$", s[2])
        if not m or re.split(r"->|\.", m.group(2))[0] not in params:
            continue
        if len(inside) == 1 and inside[0][0] == "return" and not inside[0][2] and \
           (m.group(1) or m.group(3)):
            body[at] = ("block", s[1], "", [])
        elif not m.group(1) and not m.group(3) and s[3][0] in ("block", "expr", "loop") and \
                any(True for x in inside for _ in releases(x[2])):
            body[at:at + 1] = s[3][3] if s[3][0] == "block" else [s[3]]
        else:
            continue
        asks.add(m.group(2))
    for s in body:
        if s[0] == "loop" and out == []:
            got = each_of(s)
            if not got:
                return None
            out.append((unsigned_field(s[2], around) and "loop" or "", *got[:2]))
            continue
        if s[0] == "block":
            if any(x[0] != "expr" for x in flat(s)):
                return None
            todo = list(flat(s))
        elif s[0] == "expr":
            todo = [s]
        else:
            return None if not out or asks - params_of(out) else \
                (own, (out, params, True, bool(asks), member))
        for x in todo:
            for name, e, n, clears_, asks_ in releases(x[2]):
                out.append((name, e, n))
                clears = clears or clears_
                asks |= {n} if asks_ else set()
            if out and any(re.search(r"(?<![\w>.])%s=(?!=)" % re.escape(v), x[2])
                           for _, e, n in out for v in (e, n)):
                clears = True
    # It gives back nothing where what it asks for is 0; that is known of counts only.
    if out and asks - params_of(out):
        return None
    return (own, (out, params, clears, bool(asks), member)) if out else None

def learn_dirty(p):
    """A function that marks pages dirty, and does not give them back."""
    try:
        fn = Function(text_of(p), 0)
    except (Unread, OSError, RecursionError):
        return
    m = re.search(r"(\w+)\((.*)\)$", fn.head)
    params = [re.sub(r".*?(\w+)(\[\])?$", r"\1", x) for x in split(m.group(2), ",")] if m else []
    both = [(name, args) for _, t in texts(fn.body) for name, args in calls(t)]
    arrays = {marked(name, args) for name, args in both} - {None}
    if len(arrays) == 1 and not any(BULK.match(n) or ONE.match(n) for n, _ in both):
        e = arrays.pop()
        if re.split(r"->|\.", e)[0] in params:
            dirtiers[m.group(1)] = (params, e)

def learn_callbacks(file):
    """Fields that are nothing but one function in the file."""
    if file in files:
        return
    files.add(file)
    sets = {}
    for m in re.finditer(r"(?:->|\.)(\w+)\s*=(?!=)\s*([^;,}]*)", "\n".join(lines_of(file))):
        sets.setdefault(m.group(1), set()).add(m.group(2).strip().lstrip("&"))
    for field, values in sets.items():
        values -= {"NULL", "0"}
        if len(values) == 1 and all(re.match(r"^[a-z]\w*$", x) for x in values):
            callbacks[field] = values.pop()

def gives_back(name):
    """Is it a function that gives back what it is handed, or calls one?"""
    return name in helpers or LAST_REF.match(name) is not None

def calls_back(field):
    """Is it a field by which such a function is called?"""
    return callbacks.get(field) in helpers

def marks(name):
    return bool(DIRTY.match(name)) or name in dirtiers

def clear():
    for facts in (helpers, dirtiers, callbacks, files):
        facts.clear()
