// SPDX-License-Identifier: GPL-2.0-only
/// The forms of the release that dirty the page lock it, and may sleep. They
/// must not be called under a spinlock, with interrupts off, or from a
/// callback that runs in interrupt context.
///
//# Class: dirty-atomic.
///
// Confidence: Moderate
// Copyright: (C) 2026 user-pin developers
// Options: --no-includes --include-headers
// Requires: 1.1.1
// Keywords: put_user_pages_dirty_lock, unpin_user_pages_dirty_lock

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
    if os.path.basename(arg.split("=")[-1]) == "user_pin_atomic.cocci":
        sys.path.insert(0, os.path.dirname(os.path.abspath(arg.split("=")[-1])))
from user_pin.layout import indent, lines_of

dirties, handlers, aware, locked, through = [], [], set(), [], []

def is_dirty_lock(f):
    return f in ("put_user_pages_dirty_lock", "unpin_user_pages_dirty_lock",
                 "put_user_page_range_dirty_lock", "unpin_user_page_range_dirty_lock",
                 "set_page_dirty_lock", "folio_mark_dirty_lock")

LOCK = (r"^(_?(raw_)?(spin|read|write)_lock(_irqsave|_irq|_bh|_nested)?|bit_spin_lock|"
        r"(write_seqlock|read_seqlock_excl)(_irqsave|_irq|_bh)?|"
        r"local_irq_(save|disable)|local_bh_disable|preempt_disable|"
        r"get_cpu(_ptr|_var)?|local_lock(_irqsave|_irq)?|kmap_atomic|rcu_read_lock(_bh|_sched)?)$")
UNLOCK = (r"^(_?(raw_)?(spin|read|write)_unlock(_irqrestore|_irq|_bh)?|(__)?bit_spin_unlock|"
          r"(write_sequnlock|read_sequnlock_excl)(_irqrestore|_irq|_bh)?|"
          r"local_irq_(restore|enable)|local_bh_enable|preempt_enable|"
          r"put_cpu(_ptr|_var)?|local_unlock(_irqrestore|_irq)?|"
          r"kunmap_atomic|__kunmap_atomic|rcu_read_unlock(_bh|_sched)?)$")

def is_lock(f):
    return re.match(LOCK, f) is not None

def is_unlock(f):
    return re.match(UNLOCK, f) is not None

def may_dirty(f, es):
    """Can a call lock pages? One that is told not to dirty them does not."""
    return not is_dirty_lock(f) or "set_page" in f or "folio_mark" in f or \
        not told_not_to(es)

def told_not_to(es):
    """Is the last of the arguments a plain "false"?"""
    return re.search(r"(^|,)\s*(false|0)$", str(es)) is not None

def sleeps(f):
    """A function of this file that dirties with the page lock, or such a form."""
    return is_dirty_lock(f) or any(p.current_element == f for p in dirties)

def hands_on(f):
    return sleeps(f) and not is_dirty_lock(f)

def reaches(f):
    """Such a function, or one of this file that calls it."""
    return sleeps(f) or any(p.current_element == f for p, _ in through)

DECLARED = re.compile(r"(?:static )?(?:DECLARE_TASKLET\w*|DEFINE_TIMER) ?\(\w+, *(\w+)")
GUARD = re.compile(r"\s*(?:scoped_)?guard\(((?:raw_)?(?:spinlock|read_lock|write_lock)\w*|rcu|"
                   r"preempt|irq|irqsave)\b")

def balanced(p, q):
    """As many locks as unlocks between two lines, and at least one."""
    names = [w for x in lines_of(p.file)[int(p.line):int(q.line) - 1]
             for w in re.findall(r"(\w+)\(", x)]
    locks = sum(1 for w in names if is_lock(w))
    return locks and locks == sum(1 for w in names if is_unlock(w))

def guard_of(p):
    """A guard that this line is in, going by how lines are indented."""
    lines, line = lines_of(p.file), int(p.line) - 1
    depth = indent(lines[line])
    for i in range(line - 1, int(p.current_element_line) - 1, -1):
        text = lines[i].strip()
        mine = indent(lines[i])
        if not text or text[0] == "#" or re.match(r"\w+:$", text) or mine > depth:
            continue
        m = GUARD.match(lines[i])
        if m and (mine < depth if "scoped" in text else mine <= depth):
            return m.group(1)
        depth = min(depth, mine)
    return None

def is_handler(f):
    return any(f == h for _, h in handlers)

@dirty@
// Else a function with one is not parsed.
iterator name scoped_guard;
identifier f : script:python() { is_dirty_lock(f) };
expression list es;
position p;
@@
f@p(es)

@script:python@
p << dirty.p;
f << dirty.f;
es << dirty.es;
@@
if may_dirty(f, es):
    dirties.append(p[0])
# spatch takes these for declarations.
for x in lines_of(p[0].file):
    m = DECLARED.match(x)
    if m and ("", m.group(1)) not in handlers:
        handlers.append(("", m.group(1)))

@test depends on dirty@
position p;
@@
\(in_atomic@p\|in_interrupt@p\|in_task@p\|in_hardirq@p\|
  in_irq@p\|in_softirq@p\|irqs_disabled@p\|in_serving_softirq@p\)()

@script:python@
p << test.p;
@@
aware.add((p[0].file, p[0].current_element))

// ---- With a lock held

@held depends on dirty exists@
identifier l : script:python() { is_lock(l) };
identifier u : script:python() { is_unlock(u) };
identifier f : script:python() { sleeps(f) };
expression list es;
position p, q;
@@
l@p(...)
... when != u(...)
f@q(es)

@script:python@
l << held.l;
p << held.p;
f << held.f;
q << held.q;
es << held.es;
@@
if may_dirty(f, es):
    locked.append((q[0], f, "under %s() of line %s" % (l, p[0].line)))

// Of two locks only the inner one was released
@outer depends on dirty exists@
expression L;
identifier l : script:python() { is_lock(l) };
identifier u : script:python() { is_unlock(u) };
identifier f : script:python() { sleeps(f) };
expression list es;
position p, q;
@@
l@p(L, ...)
... when != u(L, ...)
f@q(es)

@script:python@
l << outer.l;
p << outer.p;
f << outer.f;
q << outer.q;
es << outer.es;
@@
if balanced(p[0], q[0]) and may_dirty(f, es):
    locked.append((q[0], f, "under %s() of line %s" % (l, p[0].line)))

@tried depends on dirty exists@
expression L;
identifier l = {spin_trylock, spin_trylock_irqsave, spin_trylock_irq, spin_trylock_bh,
	raw_spin_trylock, raw_spin_trylock_irqsave, read_trylock, write_trylock};
identifier u : script:python() { is_unlock(u) };
identifier f : script:python() { sleeps(f) };
expression e;
expression list es;
identifier out;
position p, q;
@@
(
if (!l@p(L, ...)) return e;
|
if (!l@p(L, ...)) return;
|
if (!l@p(L, ...)) goto out;
)
... when != u(...)
f@q(es)

@script:python@
l << tried.l;
p << tried.p;
f << tried.f;
q << tried.q;
es << tried.es;
@@
if may_dirty(f, es):
    locked.append((q[0], f, "under %s() of line %s" % (l, p[0].line)))

// What a guard covers is no block to spatch, so it is looked for in the text.
@guarded depends on dirty@
identifier f : script:python() { sleeps(f) };
expression list es;
position q;
@@
f@q(es)

@script:python@
f << guarded.f;
q << guarded.q;
es << guarded.es;
@@
k = guard_of(q[0])
if k and may_dirty(f, es):
    locked.append((q[0], f, "under a guard(%s)" % k))

// ---- In a callback that runs in interrupt context

@via depends on dirty@
identifier f : script:python() { hands_on(f) };
expression list es;
position p;
@@
f@p(es)

@script:python@
p << via.p;
f << via.f;
es << via.es;
@@
if not told_not_to(es) and p[0].current_element != f:
    through.append((p[0], f))

@irqtype depends on dirty@
typedef irqreturn_t;
identifier h;
position p;
@@
irqreturn_t h@p(...) { ... }

@threaded depends on dirty@
identifier t;
expression irq, h, dev;
@@
(
request_threaded_irq(irq, h, t, ...)
|
devm_request_threaded_irq(dev, irq, h, t, ...)
|
pci_request_irq(dev, irq, h, t, ...)
)

@script:python@
t << threaded.t;
@@
handlers.append((None, t))

@script:python@
h << irqtype.h;
p << irqtype.p;
@@
# Where the other file says that it is the thread, its name mostly says so, too.
if (None, h) not in handlers and not re.search(r"(^|_)(thread|threaded|bh)(_|$)", h):
    handlers.append((p[0].file, h))

@soft depends on dirty@
identifier h;
expression x;
@@
\(tasklet_init\|tasklet_setup\|timer_setup\|setup_timer\|timer_setup_on_stack\|
call_rcu\|irq_work_run_on\|init_irq_work\|hrtimer_setup\)(x, h, ...)

@script:python@
h << soft.h;
@@
handlers.append(("", h))

@member depends on dirty@
identifier h;
identifier m = {function, callback, callback_result, bi_end_io, complete};
expression x;
@@
(
x->m = h
|
x.m = h
)

@script:python@
h << member.h;
m << member.m;
@@
handlers.append(("", h))

@urb depends on dirty@
identifier h;
expression x, dev, pipe, setup, b, len;
@@
(
\(usb_fill_bulk_urb\|usb_fill_int_urb\)(x, dev, pipe, b, len, h, ...)
|
usb_fill_control_urb(x, dev, pipe, setup, b, len, h, ...)
|
\(netif_napi_add\|netif_napi_add_tx\|netif_napi_add_weight\)(dev, x, h, ...)
)

@script:python@
h << urb.h;
@@
handlers.append(("", h))

@cross depends on dirty@
identifier h;
expression x;
@@
(
\(smp_call_function_single\|smp_call_function_many\|on_each_cpu_mask\)(x, h, ...)
|
\(smp_call_function\|on_each_cpu\)(h, ...)
)

@script:python@
h << cross.h;
@@
handlers.append(("", h))

@incallback depends on dirty@
identifier h : script:python() { is_handler(h) };
identifier f : script:python() { reaches(f) };
position q;
@@
h(...) { <+... f@q(...) ...+> }

@script:python@
h << incallback.h;
f << incallback.f;
q << incallback.q;
@@
threads = [x for file, x in handlers if file is None]
if h not in threads:
    if is_dirty_lock(f):
        if any(d.line == q[0].line and d.file == q[0].file for d in dirties):
            locked.append((q[0], f, "in %s(), which runs in interrupt context" % h))
    else:
        inner = {f} | {g for p, g in through if p.current_element == f and
                       p.file == q[0].file and (p.file, f) not in aware}
        for d in dirties:
            if d.current_element in inner and d.file == q[0].file:
                locked.append((d, f, "called from %s(), which runs in interrupt context" % h))

@script:python depends on report@
@@
for pos, f, why in {(q.file, q.line): (q, f, w) for q, f, w in reversed(locked)}.values():
    if (pos.file, pos.current_element) not in aware:
        coccilib.report.print_report(pos, "dirty-atomic: %s() may sleep, %s" % (f, why))
for facts in (dirties, handlers, aware, locked, through):
    facts.clear()

@script:python depends on org@
@@
for pos, f, why in {(q.file, q.line): (q, f, w) for q, f, w in reversed(locked)}.values():
    if (pos.file, pos.current_element) not in aware:
        cocci.print_main("dirty-atomic: %s() may sleep, %s" % (f, why), [pos])
for facts in (dirties, handlers, aware, locked, through):
    facts.clear()
