// SPDX-License-Identifier: GPL-2.0-only
/// FOLL_PIN and FOLL_GET are internal to mm/gup.c: the name of the function
/// says which of the two is meant, and passing either fails or mixes them up.
/// Pages that stay pinned after the system call need FOLL_LONGTERM.
///
//# Classes: foll-flag, no-longterm, dirty-read (marked dirty, though no flag allows
//# a write).
//# "Stay pinned" means: kept in a structure field, and neither released in the
//# function that pins them nor by a caller of it in the same file. Where the
//# names say that the pin belongs to one transfer, it ends with that. Where a
//# function is handed flags, the calls of it in the file are what is judged.
///
// Confidence: Moderate
// Copyright: (C) 2026 user-pin developers
// Options: --no-includes --include-headers
// Requires: 1.1.1
// Keywords: pin_user_pages, FOLL_LONGTERM, FOLL_PIN, FOLL_GET

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
    if os.path.basename(arg.split("=")[-1]) == "user_pin_flags.cocci":
        sys.path.insert(0, os.path.dirname(os.path.abspath(arg.split("=")[-1])))
from user_pin.layout import bodies_of, indent, lines_of, macros

LONG = re.compile(r"FOLL_LONGTERM")
PINS = re.compile(r"pin_user_pages(_fast|_remote|_unlocked|_locked|_fast_only)?$")
acquires, keeps, releases, sets, calls, leaves, dirties = [], [], [], [], [], [], []
handed = []

def squeeze(e):
    return re.sub(r"\s*(->|\.|\[|\]|\(|\)|&|\*|,|\|)\s*", r"\1", str(e)).strip()

def field(e):
    """The last structure field in a name, or None for a plain variable."""
    e = re.sub(r"\[[^]]*\]| [-+] .*|^[&*(]+", "", squeeze(e))
    m = re.search(r"(?:->|\.)(\w+)\)*$", e)
    return m and m.group(1)

def base(e):
    return re.sub(r"\[.*|(?<=\w) [-+] .*|^[&*(]+", "", squeeze(e))

def word(e, flag):
    return re.search(r"\b%s\b" % flag, str(e))

def variables(fl):
    """What the flags are read from: lower case, and no condition of a ?:."""
    e = re.sub(r"[^?|(]*\?", "", re.sub(r"\s+", "", str(fl)))
    e = re.sub(r"~[\w>.-]+", "", e)
    return {v for v in re.findall(r"[\w>.-]*[a-z][\w>.-]*(?!\w*\()", e)
            if not re.match(r"(0x)?\d", v)}

def flags_of(p, fl):
    """The flag expression with what the variables and macros in it stand for."""
    text, used = str(fl), variables(fl)
    mine = [s for s in sets if s[0].file == p.file and int(s[0].line) <= int(p.line) and
            s[0].current_element == p.current_element and s[1] in used]
    for x in used:
        # What is set anew, and not in one arm of a test, counts from there.
        depth = [(int(q.line), e) for q, y, e, op in mine
                 if y == x and op == "=" and (shallow(q) or same_block(q, p))]
        start = max(depth)[0] if depth else 0
        text += "".join(" | " + str(e) for q, y, e, _ in mine
                        if y == x and int(q.line) >= start)
        text += initial(p, x)
        text += by_address(p, x)
    for f in set(re.findall(r"\b([a-z_]\w*) ?\(", text)):
        text += result_of(p.file, f)
    for x in set(re.findall(r"\b([a-z_]\w*) ?\[", text)):
        text += table_of(p.file, x)
    known = set()
    for _ in range(4):
        new = set(re.findall(r"\b[A-Za-z_]\w+\b", text)) - known
        text += "".join(" | " + m.group(1) for x in new for m in
                        re.finditer(r"^\s*#\s*define\s+%s(?:\([^)]*\))?\s+((?:[^\\\n]|\\\n)*)$" % x,
                                    "\n".join(lines_of(p.file)), re.M))
        known |= new
    return text

def by_address(p, x):
    """The flags that functions of the file name, which are given the address of x before."""
    before = "\n".join(lines_of(p.file)[int(p.current_element_line):int(p.line) - 1])
    names = re.findall(r"\b(\w+) ?\([^;{}()]*&%s\b" % re.escape(x), before)
    return "".join(" | " + m.group(1) for f, body in bodies(p.file) if f in names
                   for m in re.finditer(r"\*\w+ \|?= ([^;]*);", body)
                   if re.search(r"\bFOLL_|^0$", m.group(1)))

def table_of(file, x):
    """The flags in an array of the file."""
    m = re.search(r"\b%s\[[^\]]*\]\s*=\s*\{(.*?)\}\s*;" % x, "\n".join(lines_of(file)), re.S)
    return "".join(" | " + f for f in re.findall(r"\bFOLL_\w+", m.group(1))) if m else ""

def same_block(q, p):
    """Does one place follow the other in the same block?"""
    lines = lines_of(p.file)
    depth = indent(lines[int(q.line) - 1])
    return all(indent(x) >= depth and not re.match(r"\s*(case\b|default:|\} *else)", x)
               for x in lines[int(q.line):int(p.line)] if x.strip())

def initial(p, x):
    """What a field of a structure of the function is set to where that is declared."""
    m = re.match(r"^(\w+)\.(\w+)$", x)
    lines = "\n".join(lines_of(p.file)[int(p.current_element_line) - 1:int(p.line)])
    body = m and re.search(r"\bstruct \w+ %s = \{(.*?)\};" % m.group(1), lines, re.S)
    value = body and re.search(r"\.%s\s*=\s*([^,]+)" % m.group(2), body.group(1))
    return " | " + value.group(1).strip() if value else ""

def made_here(file, fl):
    """Flags without the calls of functions of the file: what those give is known."""
    return re.sub(r"\b([a-z_]\w*) ?\([^()]*\)",
                  lambda m: "0" if result_of(file, m.group(1)) else m.group(), str(fl))

def result_of(file, f):
    """The flags that a function of the file names in what it sets and returns."""
    body = re.search(r"^[a-z][\w *]*\b%s\([^;{}]*\)\n\{\n(.*?)^\}" % f,
                     "\n".join(lines_of(file)), re.S | re.M)
    said = re.findall(r"(?:\breturn\b|[^=!<>]=(?!=))([^;]*);", body.group(1)) if body else []
    # Or a field, with all that the file sets it to
    fields = {x for s in said for x in re.findall(r"(?:->|\.)(\w+)$", s.strip())}
    said += [m.group(1) for x in fields for m in
             re.finditer(r"(?:->|\.)%s\s*\|?=(?!=)([^;]*);" % x, "\n".join(lines_of(file)))]
    return "".join(" | " + x for s in said for x in re.findall(r"\b[A-Z][A-Z0-9_]{3,}\b", s))

def shallow(q):
    return indent(lines_of(q.file)[int(q.line) - 1]) == 1

def heads(file, first, line):
    """The lines that a line is nested in, from the inside, by how they are indented."""
    lines = lines_of(file)
    depth = indent(lines[line - 1])
    for i in range(line - 2, first - 1, -1):
        text = lines[i]
        if text.strip() and indent(text) < depth and not re.match(r"\w+:|#", text.strip()):
            depth = indent(text)
            yield text.strip()

def condition(head):
    m = re.match(r"(?:\} *)?(?:else )?if \((.*?)\)? *\{?$", head)
    return m and m.group(1)

FREES = r"\s*(k?v?k?free|\w*unlock\w*|mmput|mmdrop)\([^;]*\);$"

def error_arm(p, q):
    """Is the release behind a label that success does not run into, or is an error set
    right after it?"""
    lines = lines_of(q.file)
    after = next((x for x in lines[int(q.line):] if not re.match(FREES, x)), "")
    if re.match(r"\t\t+(\w+ = |return )-E[A-Z]+;", after) and \
       indent(after) == indent(lines[int(q.line) - 1]):
        return True
    # Or only if there was an error
    above = next(heads(q.file, int(p.current_element_line), int(q.line)), "")
    if re.match(r"if \((err|error|(err|error|ret|rc|r) < 0)\)( \{)?$", above):
        return True
    for i in range(int(q.line) - 1, int(p.line), -1):
        if re.match(r" ?\w+:", lines[i]):
            before = [x.strip() for x in lines[int(p.line):i] if x.strip()]
            if before and re.match(r"return|goto", before[-1]):
                return True
    return False

def owner_left(p, q):
    """Has the function returned before q what p puts the pages into?"""
    lines = lines_of(p.file)
    owners = set(re.findall(r"(\w+)(?:->|\.)", lines[int(p.line) - 1]))
    return any(re.match(r"\t*return (%s);" % "|".join(owners), x) for x in
               lines[int(p.line):int(q.line) - 1] if owners)

def root_of(e):
    return re.match(r"\w*", base(e)).group(0) or "0"

def all_left(p, q, result, e):
    """Has the function returned before q if all pages were taken?"""
    lines, depth = lines_of(p.file), indent(lines_of(p.file)[int(p.line) - 1])
    # Or what it was added to, in a loop
    added = [m.group(1) for x in lines[int(p.line):int(q.line) - 1] if result
             for m in [re.match(r"\t{%d}([\w>.-]+) \+= %s;" % (depth, result), x)] if m]
    for i in range(int(p.line), int(q.line) - 1) if result else ():
        if indent(lines[i]) != depth - bool(added) or \
           not re.match(r"\s*if \((%s) == (?!0\b)(\(\w+\) ?)?[\w>.-]+\)" %
                        "|".join([result, *map(re.escape, added)]), lines[i]):
            continue
        for x in lines[i + 1:int(q.line) - 1]:
            if indent(x) <= indent(lines[i]) and x.strip():
                break
            if indent(x) == indent(lines[i]) + 1 and \
               re.match(r"\s*return (0|true|%s|%s);" % (result, root_of(e)), x):
                return True
    return False

def released_by_helper(p, e):
    """Where these pages, or what holds them, go to a function that releases."""
    root = re.match(r"\w+", base(e))
    return [q for q, f in calls if q.file == p.file and f != p.current_element and
            q.current_element == p.current_element and f in releasers(p.file) and
            root and re.search(r"\(.*\b%s\b" % root.group(0), lines_of(q.file)[int(q.line) - 1])]

def ended_here(p, e):
    """Are the pages given back before the function returns, whatever happens?"""
    first = int(p.current_element_line)
    mine = [condition(h) for h in heads(p.file, first, int(p.line))]
    result = re.search(r"(\w+) = \w+\(", lines_of(p.file)[int(p.line) - 1])
    taken = re.compile(r"%s (==|>=|>) " % result.group(1) if result else "$^")
    for q in releases + released_by_helper(p, e):
        if q.file != p.file or q.current_element != p.current_element or \
           int(q.line) <= int(p.line) or error_arm(p, q) or \
           all_left(p, q, result and result.group(1), e):
            continue
        todo = [h for h in heads(q.file, first, int(q.line)) if h != "{"]
        if any(re.match(r"\} *else|else", h) for h in todo) and not mine:
            continue
        if all(re.match(r"for|while|do\b|\}|else", h) or
               condition(h) and (condition(h) in mine or taken.match(condition(h)) or
                                 re.match(r"\w+ > 0$|\w+$|!", condition(h)) and
                                 any(re.match(r"for|while|do\b", g) for g in todo))
               for h in todo):
            return True
    return False

def is_helper(f):
    return any(f in (a[0].current_element for a in acquires) or
               f == p.current_element for a in acquires for p in releases)

def is_result(v):
    """A variable that is returned on success, not an error code."""
    return re.match(r"^(err|ret|rc|error|status|res|result|r)$", v) is None

def releasers(file):
    return {p.current_element for p in releases if p.file == file}

def transient(p):
    """Released by a function that also calls the one that takes the pages, and not only
    where something fails."""
    own, rel = p.current_element, releasers(p.file)
    # By a macro that gives them back
    for f, body in bodies(p.file):
        if f != own and re.search(r"\b%s\(" % own, body) and \
           any(re.search(r"\b%s\(" % m, body) for m in macros(p.file)):
            return True
    # Or what it gives goes out of scope with them
    for name in re.findall(r"__free\((\w+)\) = %s\(" % own, "\n".join(lines_of(p.file))):
        if any(re.match(r"DEFINE_FREE\(%s,.*\b(%s)\(" % (name, "|".join(rel)), x)
               for x in lines_of(p.file) if rel):
            return True
    given_back = releases + [q for q, f in calls if f in rel and f != own]
    return any(q.file == r.file == p.file and q.current_element == r.current_element and
               not error_arm(q, r) and not owner_left(q, r) and not other_case(q, r)
               for q, f in calls if f == own for r in given_back)

def other_case(q, r):
    """Are these two commands of one ioctl?"""
    first, last = sorted((int(q.line), int(r.line)))
    lines = lines_of(q.file)
    at = [i for i in range(first, last)
          if re.match(r"\s*(case\b.*|default):|\s*\} else if \((\w+) == [A-Z]\w*\W", lines[i])]
    if any(indent(lines[i]) < indent(lines[first - 1]) and
           indent(lines[i]) < indent(lines[last - 1]) for i in at):
        return True
    # Or arms of one if: nothing between them is as far to the left, but its heads.
    arms = [i for i in range(first, last) if re.match(r"\s*(\} )?else\b", lines[i])]
    return any(indent(lines[i]) < min(indent(lines[first - 1]), indent(lines[last - 1])) and
               all(indent(x) > indent(lines[i]) or re.match(r"\s*(\} )?else\b", x)
                   for x in lines[first:last - 1] if x.strip()) for i in arms)

TRANSFER = re.compile(r"(^|_|\b)(prep|prepare|xfer|transfer|dma|a?io|dio|bio|"
                      r"req|request|rq|cmd|bulk|submit|"
                      r"complete|completion|done|end|read|write|rw|send|recv|sgl|"
                      r"pagelist|job|urb|txn?|rx|post|reap|drain)(_|\b|$)")
# What a function has that reads or writes a buffer once
BUFFER = re.compile(r"\b(?<!bool )rw\b|\bssize_t\b.*\bchar __user \*|\bconst void __user \*|"
                    r"\bstruct (iov_iter|kiocb|request|bio|scsi_cmnd|urb) \*")

# What makes a function run when a device is done
IN_IRQ = r"\b(tasklet_setup|tasklet_init|DECLARE_TASKLET|(devm_)?request_(threaded_)?irq)" \
         r"\s*\([^;]*\b%s\b"

def in_irq(file):
    """Does an interrupt give the pages back?"""
    text = "\n".join(lines_of(file))
    return any(re.search(IN_IRQ % f, text) or re.search(r"\birqreturn_t %s\(" % f, text)
               for f in releasers(file))

# What starts a function later, and who says that it is time
WORK = r"\bINIT_(?:DELAYED_)?WORK\s*\(&?([^;]*?), %s\)"
TIMER = r"\b(?:timer_setup|hrtimer_setup)\s*\([^;]*\b%s\b"
QUEUE = r"\b(?:schedule|queue|mod)_(?:delayed_)?work(?:_on)?\s*\([^;]*\b%s\b"
FINISH = re.compile(r"(^|_)(end|done|reap|completed?|completion|finish(ed)?|irq|isr|intr|interrupt|"
                    r"timeout|expired?|callback|cb|handler|timer)$|(^|_)(irq|timer|timeout)_")

def bodies(file):
    """The functions of a file: (name, text)."""
    return [(name, text) for name, _, text in bodies_of(file)]

def comes_later(file, f, takers, depth=0):
    """Is a function only come to from a timer, or from work that is due when something
    is done?"""
    text = "\n".join(lines_of(file))
    if re.search(TIMER % f, text):
        return True
    for w in re.findall(WORK % f, text):
        by = [g for g, body in bodies(file) if re.search(QUEUE % re.escape(field(w) or w), body)]
        # It is queued in another file: then its own name must say it.
        return all(FINISH.search(g) for g in by or [f])
    by = [g for g, body in bodies(file) if re.search(r"\b%s\(" % f, body) and g not in takers]
    return bool(by) and depth < 3 and all(comes_later(file, g, takers, depth + 1) for g in by)

def ended_later(p):
    """Are the pages of a transfer given back when it is done, and only then?"""
    file = p.file
    takers = {a[0].current_element for a in acquires if a[0].file == file}
    ends = releasers(file) - takers
    # Also those that hand them on to what gives them back.
    by = {q.current_element for q, f in calls if q.file == file and f in ends} - takers
    last = re.compile(r"_(end|done|completed?|completion|finish(ed)?)$")
    return bool(ends) and all(comes_later(file, f, takers) for f in ends) or \
        bool(by) and all(last.search(f) for f in by)

# What user space has to undo
LASTS = re.compile(r"(^|_)(register|import|reg_mr|map_ioctl|ioctl_map)(_|$)")
DOMAIN = "the IOMMU"

THREAD = r"\bkthread_should_stop\("
WAIT = r"\bwait_(for_completion|event)\w*\("

def waits(p):
    """Does the function wait after it has taken the pages, or does a thread give them
    back?"""
    return any(re.search(WAIT, x) for x in
               lines_of(p.file)[int(p.line):int(p.current_element_line_end)]) or \
        any((f in releasers(p.file) or re.search(r"\b(%s)\(" % "|".join(releasers(p.file)), body))
            and re.search(THREAD, body) for f, body in bodies(p.file) if releasers(p.file))

def by_place(p):
    """Is what is taken looked up by its address in a tree of the file, until it is unmapped?"""
    names = {f for f, _ in bodies(p.file)}
    return any(re.search(r"(^|_)unmap(_|$)", f) for f in names) and \
        any(re.search(r"\brb_(insert_color|add|find_add)\w*\(", body) for _, body in bodies(p.file))

def transfer(p, e, place):
    """Are the pages taken for one transfer, going by the names?"""
    if in_irq(p.file):
        return True
    if place == DOMAIN or LASTS.search(p.current_element) or by_place(p):
        return False
    if waits(p):
        return True
    names = [p.current_element, base(e)] + list(releasers(p.file))
    # Or all who call it
    by = {q.current_element for q, f in calls if f == p.current_element and q.file == p.file}
    if by and all(TRANSFER.search(x) and not LASTS.search(x) for x in by):
        return True
    return any(TRANSFER.search(x) for x in names) or BUFFER.search(head(p)) is not None or \
        ended_later(p)

# How that is called which user space undoes, or which goes on until the file is closed
LONG = re.compile(r"(^|_)((un|de)?(reg|register|map|import|attach|bind|share)|detach|ioctl|"
                  r"close|release|destroy|remove|exit|free|open|create|setup|init|region|"
                  r"mr|umem|add|del|mmap|window|userptr)(_|$)")

def get_put(p):
    """Is it a pair of functions of which no name says for how long?"""
    own, rel = p.current_element, releasers(p.file) - {p.current_element}
    names = {own, *rel} | {q.current_element for q, f in calls
                           if q.file == p.file and (f == own or f in rel)}
    return re.search(r"_get$", own) and rel and all(re.search(r"_put$", x) for x in rel) and \
        not any(LONG.search(x) for x in names)

def head(p):
    """A function's head."""
    first = int(p.current_element_line) - 1
    return " ".join(lines_of(p.file)[first:first + 6]).split("{")[0]

def parameters(p):
    """The names of a function's parameters, in order."""
    m = re.search(r"\b%s\((.*)\)" % p.current_element, head(p))
    return [re.sub(r"\W*$|.*?(?=\b\w+\W*$)", "", x) for x in m.group(1).split(",")] if m else []

def is_taker(f):
    """Does a function pin, with its own name or for a caller in the file?"""
    return PINS.match(f) is not None or any(f == a[0].current_element for a in acquires)

def taken():
    """(place, function, flags, what they stand for, array, parameters they come from) of
    what takes pages; after a function that is handed flags, the calls of it."""
    for p, f, _, fl, e in acquires:
        text, names = flags_of(p, fl), parameters(p)
        mine = [x for x in names if x in variables(text)]
        own_name = p.current_element
        yield p, f, fl, text, e, mine, own_name
        # A page for the caller, who may keep it
        for at, g in calls if base(e) in names and not mine else ():
            args = {n: x for q, n, x in handed if q == (at.file, at.line, at.column)}
            array = args.get(names.index(base(e)), "")
            if g == p.current_element and at.file == p.file and field(array) and \
               "[" not in array:
                yield at, f, "", "FOLL_LONGTERM" if word(text, "FOLL_LONGTERM") else "", \
                    array, [], own_name
        for at, g in calls if mine else ():
            if g != p.current_element or at.file != p.file:
                continue
            args = {n: x for q, n, x in handed if q == (at.file, at.line, at.column)}
            own = " | ".join(args.get(names.index(x), x) for x in mine)
            array = args.get(names.index(base(e)), e) if base(e) in names else e
            yield at, f, own, text + " | " + flags_of(at, own), array, \
                [x for x in parameters(at) if x in variables(own)], own_name

def kept(p, e):
    if field(e):
        return field(e)
    for q, fld, x in keeps:
        if q.file == p.file and q.current_element == p.current_element and \
           squeeze(x) == base(e):
            return fld
    shared = r"(static )?struct page \*%s( =|;|\[)" % re.escape(base(e))
    return base(e) if any(re.match(shared, x) for x in lines_of(p.file)) else None

READS = re.compile(r"(0|FOLL_LONGTERM|FOLL_FORCE)( ?\| ?(FOLL_LONGTERM|FOLL_FORCE))*$")

def same(p, e, q, x):
    """Are these the same pages, as far as names tell? A field is in the whole file."""
    return p.file == q.file and base(e) == base(x) and p.current_element == q.current_element or \
        p.file == q.file and field(e) and field(e) == field(x)

def judge_dirty():
    """Pages of which it is certain that nothing was written to them."""
    for q, e in dirties:
        mine = [(p, f, fl) for p, f, _, fl, x in acquires if same(p, x, q, e)]
        # Others may have been put there.
        if mine and all(f.startswith("pin") and READS.match(str(fl)) for _, f, fl in mine) and \
           any(p.current_element == q.current_element for p, _, _ in mine):
            yield q, "dirty-read: taken without FOLL_WRITE on line %s, marked dirty" % \
                mine[0][0].line

def judge():
    yield from judge_dirty()
    told = set()
    for p, f, fl, text, e, given, taker in taken():
        if f.startswith("pin") and word(text, "FOLL_GET"):
            flag = "FOLL_GET passed to %s()" % f
        elif word(text, "FOLL_PIN"):
            flag = "FOLL_PIN passed to %s()" % f
        elif f.startswith("get") and word(text, "FOLL_LONGTERM"):
            flag = "FOLL_LONGTERM passed to %s(), which only pin_user_pages*() may" % f
        else:
            flag = None
        # What the function adds itself is not said of each call of it.
        if flag and not (p.file, taker, flag) in told:
            yield p, "foll-flag: " + flag
        if flag and given:
            told.add((p.file, taker, flag))
        if given or not f.startswith("pin") or word(text, "FOLL_LONGTERM"):
            continue
        # A field may hold the flag since before.
        if any(not any(q.current_element == p.current_element and q.file == p.file and x == v and
                       (op == "=" or field(v) is None)
                       for q, x, _, op in sets) for v in variables(made_here(p.file, fl))):
            continue
        fld = kept(p, e)
        if fld and (p.file, p.line) in leaves and \
           not transient(p) and not ended_here(p, e) and not transfer(p, e, fld) and \
           not get_put(p):
            yield p, \
                "no-longterm: pages stay pinned in %s after the call, without FOLL_LONGTERM" % fld

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
p << acq1.p;
f << acq1.f;
n << acq1.n;
fl << acq1.fl;
e << acq1.e;
@@
acquires.append((p[0], f, n, fl, e))

@acq2@
identifier f = {get_user_pages_remote, pin_user_pages_remote};
expression mm, a, n, fl, e;
position p;
@@
f@p(mm, a, n, fl, e, ...)

@script:python@
p << acq2.p;
f << acq2.f;
n << acq2.n;
fl << acq2.fl;
e << acq2.e;
@@
acquires.append((p[0], f, n, fl, e))

@acq3@
identifier f = {get_user_pages_unlocked, pin_user_pages_unlocked};
expression a, n, fl, e;
position p;
@@
f@p(a, n, e, fl)

@script:python@
p << acq3.p;
f << acq3.f;
n << acq3.n;
fl << acq3.fl;
e << acq3.e;
@@
acquires.append((p[0], f, n, fl, e))

@flag depends on acq1 || acq2 || acq3@
identifier x;
expression e;
position p;
@@
x@p = e

@script:python@
p << flag.p;
x << flag.x;
e << flag.e;
@@
sets.append((p[0], x, e, "="))

@flagor depends on acq1 || acq2 || acq3@
identifier x;
expression e;
position p;
@@
x@p |= e

@script:python@
p << flagor.p;
x << flagor.x;
e << flagor.e;
@@
sets.append((p[0], x, e, "|="))

@flaginit depends on acq1 || acq2 || acq3@
identifier x;
expression e;
type T;
position p;
@@
T x@p = e;

@script:python@
p << flaginit.p;
x << flaginit.x;
e << flaginit.e;
@@
sets.append((p[0], x, e, "="))

@flagfield depends on acq1 || acq2 || acq3@
expression o, e;
identifier fld;
position p;
@@
\(o->fld@p = e\|o.fld@p = e\)

@script:python@
p << flagfield.p;
o << flagfield.o;
fld << flagfield.fld;
e << flagfield.e;
@@
for link in ("->", "."):
    sets.append((p[0], squeeze(o) + link + fld, e, "="))

@flagfieldor depends on acq1 || acq2 || acq3@
expression o, e;
identifier fld;
position p;
@@
\(o->fld@p |= e\|o.fld@p |= e\)

@script:python@
p << flagfieldor.p;
o << flagfieldor.o;
fld << flagfieldor.fld;
e << flagfieldor.e;
@@
for link in ("->", "."):
    sets.append((p[0], squeeze(o) + link + fld, e, "|="))

@keep depends on acq1 || acq2 || acq3@
expression o;
idexpression e;
identifier fld;
position p;
@@
\(o->fld = e@p\|o.fld = e@p\)

@script:python@
p << keep.p;
fld << keep.fld;
e << keep.e;
@@
keeps.append((p[0], fld, e))

@vector depends on acq1 || acq2 || acq3@
expression o, i;
idexpression e;
expression j;
identifier fld;
position p;
@@
bvec_set_page(\(&o->fld[i]\|&o.fld[i]\), e@p[j], ...)

@script:python@
p << vector.p;
fld << vector.fld;
e << vector.e;
@@
keeps.append((p[0], fld, e))

// The domain has the page until it is unmapped, and this function does not.
@mapped depends on acq1 || acq2 || acq3 exists@
identifier f = {pin_user_pages, pin_user_pages_fast, pin_user_pages_remote,
	pin_user_pages_unlocked};
identifier m = {iommu_map, iommu_map_atomic};
identifier r = {put_user_page, put_user_pages, unpin_user_page, unpin_user_pages,
	unpin_user_pages_dirty_lock, put_user_pages_dirty_lock, iommu_unmap};
idexpression struct page *e;
expression x;
position p, q;
@@
f@p(...)
... when != r(...)
m(..., \(page_to_phys(e@q)\|PFN_PHYS(page_to_pfn(e@q))\), ...)
... when != r(...)
\(return x;\|return;\)

@script:python@
p << mapped.p;
q << mapped.q;
e << mapped.e;
@@
keeps.append((q[0], DOMAIN, e))
leaves.append((p[0].file, p[0].line))

// An error gives it back, and what is returned is the same variable.
@stored depends on acq1 || acq2 || acq3 exists@
identifier f = {pin_user_pages, pin_user_pages_fast, pin_user_pages_remote,
	pin_user_pages_unlocked};
identifier r = {put_user_page, put_user_pages, unpin_user_page, unpin_user_pages,
	unpin_user_pages_dirty_lock, put_user_pages_dirty_lock, xa_erase,
	radix_tree_delete, idr_remove};
idexpression e;
expression o, i, x;
identifier fld;
position p, q;
@@
f@p(...)
... when != r(...)
(
\(xa_insert\|xa_store\|radix_tree_insert\|xa_alloc\)(&o->fld, i, e@q, ...)
|
idr_alloc(&o->fld, e@q, ...)
)
... when != r(...)
\(return x;\|return;\)

@script:python@
p << stored.p;
q << stored.q;
e << stored.e;
fld << stored.fld;
@@
keeps.append((q[0], fld, e))
leaves.append((p[0].file, p[0].line))

// Others know what has the pages, and it is there when the function returns.
@listed depends on acq1 || acq2 || acq3 exists@
identifier f = {pin_user_pages, pin_user_pages_fast, pin_user_pages_remote,
	pin_user_pages_unlocked};
identifier r = {put_user_page, put_user_pages, put_user_pages_dirty_lock,
	unpin_user_page, unpin_user_pages, unpin_user_pages_dirty_lock, kfree, kvfree,
	list_del};
idexpression o;
expression out, x;
identifier fld, m;
position p;
@@
f@p(..., \(o->fld\|&o->fld\), ...)
... when != r(...)
(
\(list_add\|list_add_tail\|list_add_rcu\|list_add_tail_rcu\|hlist_add_head\)(&o->m, ...)
|
*out = o
)
... when != r(...)
    when any
\(return x;\|return;\)

@script:python@
p << listed.p;
@@
leaves.append((p[0].file, p[0].line))

// The table has the pages, the array is gone.
@tabled depends on acq1 || acq2 || acq3 exists@
identifier f = {pin_user_pages, pin_user_pages_fast, pin_user_pages_remote,
	pin_user_pages_unlocked};
identifier t = {sg_alloc_table_from_pages, sg_alloc_table_from_pages_segment,
	sg_alloc_append_table_from_pages};
identifier r = {put_user_page, put_user_pages, put_user_pages_dirty_lock,
	unpin_user_page, unpin_user_pages, unpin_user_pages_dirty_lock,
	sg_free_table, sg_free_append_table};
idexpression e;
expression o, x;
identifier fld;
position p, q;
@@
f@p(...)
... when != r(...)
t(\(&o->fld\|o->fld\), e@q, ...)
... when != r(...)
\(return x;\|return;\)

@script:python@
p << tabled.p;
q << tabled.q;
e << tabled.e;
fld << tabled.fld;
@@
keeps.append((q[0], fld, e))
leaves.append((p[0].file, p[0].line))

@rel depends on acq1 || acq2 || acq3@
identifier r = {put_user_page, put_user_pages, put_user_pages_dirty_lock,
	put_user_page_range_dirty_lock, put_user_folio, put_user_folio_written,
	unpin_user_page, unpin_user_pages, unpin_user_pages_dirty_lock,
	unpin_user_page_range_dirty_lock, unpin_user_folio,
	unpin_user_folio_dirty_locked, unpin_folio, unpin_folios, put_page,
	release_pages, folio_put, folio_put_refs};
position p;
@@
r@p(...)

@script:python@
p << rel.p;
@@
releases.append(p[0])

@dirty depends on acq1 || acq2 || acq3@
identifier r = {put_user_pages_dirty_lock, unpin_user_pages_dirty_lock};
expression e, n;
position p;
@@
r@p(e, n, true)

@script:python@
p << dirty.p;
e << dirty.e;
@@
dirties.append((p[0], e))

@called depends on acq1 || acq2 || acq3@
identifier f : script:python() { is_helper(f) };
position p;
@@
f@p(...)

@script:python@
f << called.f;
p << called.p;
@@
calls.append((p[0], f))

@argument depends on called@
identifier f : script:python() { is_taker(f) };
expression list[n] es;
expression e;
position called.p;
@@
f@p(es, e, ...)

@script:python@
p << called.p;
n << argument.n;
e << argument.e;
@@
handed.append(((p[0].file, p[0].line, p[0].column), int(n), e))

@leaves depends on acq1 || acq2 || acq3 exists@
identifier f : script:python() { is_taker(f) };
identifier r = {put_user_page, put_user_pages, put_user_pages_dirty_lock,
	put_user_page_range_dirty_lock, put_user_folio, put_user_folio_written,
	unpin_user_page, unpin_user_pages, unpin_user_pages_dirty_lock,
	unpin_user_page_range_dirty_lock, unpin_user_folio,
	unpin_user_folio_dirty_locked, unpin_folio, unpin_folios};
identifier v : script:python() { is_result(v) };
expression c, e;
position p;
@@
f@p(...)
... when != r(...)
(
return 0;
|
return v;
|
return c ? 0 : e;
|
return c ? e : 0;
)

@leaves_by_goto depends on acq1 || acq2 || acq3 exists@
identifier f : script:python() { is_taker(f) };
identifier r = {put_user_page, put_user_pages, put_user_pages_dirty_lock,
	put_user_page_range_dirty_lock, put_user_folio, put_user_folio_written,
	unpin_user_page, unpin_user_pages, unpin_user_pages_dirty_lock,
	unpin_user_page_range_dirty_lock, unpin_user_folio,
	unpin_user_folio_dirty_locked, unpin_folio, unpin_folios};
identifier v, l;
expression e;
position p;
@@
f@p(...)
... when != r(...)
v = 0;
l:
... when != r(...)
    when != v = e
return v;

@script:python@
p << leaves_by_goto.p;
@@
leaves.append((p[0].file, p[0].line))

@script:python@
p << leaves.p;
@@
leaves.append((p[0].file, p[0].line))

@script:python depends on report@
@@
# scripts/convert asks which pins spatch could read.
if "USER_PIN_READ" in os.environ:
    with open(os.environ["USER_PIN_READ"], "a") as out:
        out.writelines("%s\t%s\n" % (a[0].file, a[0].line) for a in acquires)
for pos, text in judge():
    coccilib.report.print_report(pos, text)
for facts in (acquires, keeps, releases, sets, calls, leaves, dirties, handed):
    facts.clear()

@script:python depends on org@
@@
for pos, text in judge():
    cocci.print_main(text, [pos])
for facts in (acquires, keeps, releases, sets, calls, leaves, dirties, handed):
    facts.clear()
