// SPDX-License-Identifier: GPL-2.0-only
/// Pin user pages instead of taking references on them: get_user_pages*()
/// becomes pin_user_pages*(), and every release of those pages becomes
/// put_user_page*(). All of a group is converted, or nothing: where the pages
/// go is followed over the whole file, and what cannot be proven is reported.
///
// Confidence: High
// Copyright: (C) 2026 user-pin developers
// URL: https://coccinelle.gitlabpages.inria.fr/website
// Comments: Needs python. The deciding half is in put_user_page/ beside this
// Comments: file. -D put_wrapper=NAME names a function or macro of one's own
// Comments: that does nothing but put_page() or release_pages(); put_wrapper2
// Comments: and put_wrapper3 name further ones. A macro of the same file that
// Comments: is one call of these needs no name.
// Options: --no-includes --include-headers
// Requires: 1.1.1

virtual patch
virtual report
virtual context
virtual org

@initialize:python@
@@
import os
import sys

sys.dont_write_bytecode = True
# A script is not told where its rules are.
for arg in open("/proc/self/cmdline").read().split("\0"):
    if os.path.basename(arg.split("=")[-1]) == "put_user_page.cocci":
        sys.path.insert(0, os.path.dirname(os.path.abspath(arg.split("=")[-1])))
from put_user_page import session
S = session.Session()

//----------------------------------------------------------
//  Facts, gathered over the whole file
//----------------------------------------------------------

// Other files are not even parsed.
@gup@
identifier f = {get_user_pages, get_user_pages_fast, get_user_pages_remote,
		get_user_pages_unlocked, get_user_pages_locked,
		get_user_pages_longterm, get_user_pages_fast_only,
		get_user_page_fast_only, get_user_page_vma_remote,
		__get_user_pages, __get_user_pages_fast,
		__get_user_pages_locked, __get_user_pages_unlocked};
@@

f(...)

@fn depends on gup@
identifier f;
parameter list ps;
position p;
@@

f@p(ps) { ... }

@script:python@
f << fn.f;
ps << fn.ps;
p << fn.p;
@@
S.at(p).function(f, ps, p[0].line)

@sfn depends on gup@
identifier f;
position p;
@@

static f@p(...) { ... }

@script:python@
f << sfn.f;
p << sfn.p;
@@
S.at(p).private(f)

@as depends on gup@
expression l, r;
position p;
@@

l@p = r

@script:python@
l << as.l;
r << as.r;
p << as.p;
@@
S.assign(l, r, p)

@ini depends on gup@
identifier s, v, x;
expression e;
position p;
@@

struct s v = { ..., .x = e@p, ... };

@script:python@
s << ini.s;
v << ini.v;
x << ini.x;
e << ini.e;
p << ini.p;
@@
S.at(p).declare("struct " + str(s), v, p[0].current_element)
S.assign(str(v) + " . " + str(x), e, p)

@de depends on gup@
type T;
identifier x;
position p;
@@

T x@p;

@script:python@
T << de.T;
x << de.x;
p << de.p;
@@
S.at(p).declare(T, x, p[0].current_element)

@di depends on gup@
type T;
identifier x;
expression e;
position p;
@@

T x@p = e;

@script:python@
T << di.T;
x << di.x;
p << di.p;
@@
S.at(p).declare(T, x, p[0].current_element)

@dl depends on gup@
type T;
identifier x;
initializer list is_;
position p;
@@

T x@p = { is_ };

@script:python@
T << dl.T;
x << dl.x;
is_ << dl.is_;
p << dl.p;
@@
S.at(p).declare(T, x, p[0].current_element)
S.initial(str(x), str(is_), p)

@ca depends on gup@
expression f;
expression list es;
position p;
@@

f@p(es)

@script:python@
f << ca.f;
es << ca.es;
p << ca.p;
@@
S.call(f, es, p)

@it depends on gup@
iterator I;
expression list es;
position p;
statement B;
@@

I@p(es) B

@script:python@
I << it.I;
es << it.es;
p << it.p;
@@
S.iterate(I, es, p)

@re depends on gup@
expression e;
position p;
@@

return@p e;

@script:python@
e << re.e;
p << re.p;
@@
S.give(e, p)

//----------------------------------------------------------
//  Loops: where one call for all of it would not be the same
//----------------------------------------------------------

// A count that is what get_user_pages*() returned, and that nobody compared
// with 0 on the way here: a loop does nothing for -EFAULT, put_user_pages()
// warns. If it is what was asked for, it is no error either.
@neg depends on gup exists@
identifier a =~ "^get_user_pages";
expression n, e, w;
expression list es;
identifier i;
statement B;
position p;
@@

 n = a(es)
 ... when != n < 0
     when != n <= 0
     when != n > 0
     when != n >= 0
     when != n < 1
     when != n >= 1
     when != IS_ERR_VALUE(n)
     when != false n != w
     when != false w != n
     when != true n == w
     when != true w == n
     when != n = e
(
 release_pages@p(..., n);
|
 release_pages@p(..., n, ...);
|
 for@p (i = 0; i < n; \(i++\|++i\)) B
|
 for@p (i = n - 1; i >= 0; \(i--\|--i\)) B
|
 while@p (n--) B
|
 while@p (--n >= 0) B
|
 while@p (\(n\|n > 0\|n != 0\)) B
)

@script:python@
p << neg.p;
@@
S.keep(p)

// The same, by way of another variable.
@negm depends on gup exists@
identifier a =~ "^get_user_pages";
expression n, m, e, e2, w;
expression list es;
identifier i;
statement B;
position p;
@@

 n = a(es)
 ... when != n < 0
     when != n <= 0
     when != n > 0
     when != n >= 0
     when != n < 1
     when != n >= 1
     when != IS_ERR_VALUE(n)
     when != false n != w
     when != false w != n
     when != true n == w
     when != true w == n
     when != n = e
 m = n
 ... when != m < 0
     when != m <= 0
     when != m > 0
     when != m >= 0
     when != m < 1
     when != m >= 1
     when != IS_ERR_VALUE(m)
     when != false m != w
     when != false w != m
     when != true m == w
     when != true w == m
     when != n < 0
     when != n <= 0
     when != n > 0
     when != n >= 0
     when != m = e2
(
 release_pages@p(..., m);
|
 release_pages@p(..., m, ...);
|
 for@p (i = 0; i < m; \(i++\|++i\)) B
|
 for@p (i = m - 1; i >= 0; \(i--\|--i\)) B
|
 while@p (m--) B
|
 while@p (--m >= 0) B
|
 while@p (\(m\|m > 0\|m != 0\)) B
)

@script:python@
p << negm.p;
@@
S.keep(p)

// The same, with the loop in a function of its own.
@negc depends on gup exists@
identifier a =~ "^get_user_pages";
identifier g;
expression n, e, w;
expression list es;
position p;
@@

 n = a(es)
 ... when != n < 0
     when != n <= 0
     when != n > 0
     when != n >= 0
     when != n < 1
     when != n >= 1
     when != IS_ERR_VALUE(n)
     when != false n != w
     when != false w != n
     when != true n == w
     when != true w == n
     when != n = e
 g@p(..., n, ...)

@script:python@
g << negc.g;
n << negc.n;
p << negc.p;
@@
S.negative(g, n, p)

@cnt depends on gup@
expression n, e;
identifier i;
identifier rel = {put_page, page_cache_release};
position p, lp;
expression c;
@@

(
 for@lp (i = e; i < n; \(i++\|++i\)) { <+... rel@p(...) ...+> }
|
 for@lp (i = e; c && i < n; \(i++\|++i\)) { <+... rel@p(...) ...+> }
|
 for@lp (i = n - 1; i >= 0; \(i--\|--i\)) { <+... rel@p(...) ...+> }
|
 while@lp (n--) { <+... rel@p(...) ...+> }
|
 while@lp (--n >= 0) { <+... rel@p(...) ...+> }
|
 while@lp (\(n\|n > 0\|n != 0\)) { <+... rel@p(...) ...+> }
)

@script:python@
n << cnt.n;
p << cnt.p;
lp << cnt.lp;
@@
S.loop(n, p, lp)

// The index, or what a countdown left of it, is used after the loop.
@after depends on gup exists@
expression n, c, e, e2;
identifier i;
position lp, up;
statement B;
@@

(
 for@lp (i = e; i < n; \(i++\|++i\)) B
|
 for@lp (i = e; c && i < n; \(i++\|++i\)) B
|
 for@lp (i = e; i >= 0; \(i--\|--i\)) B
|
 while@lp (i--) B
|
 while@lp (--i >= 0) B
|
 while@lp (\(i\|i > 0\|i != 0\)) B
)
 ... when != i = e2
 i@up

@script:python@
i << after.i;
lp << after.lp;
up << after.up;
@@
S.used(i, lp, up)

// The same, of a pointer that walked over the array.
@walked depends on gup exists@
expression n, e, e2;
identifier i, w;
identifier rel = {put_page, page_cache_release};
position lp, up;
@@

(
 while@lp (n--) { ... rel(*w); w++; }
|
 while@lp (n--) { rel(*w++); }
|
 for@lp (i = e; i < n; \(i++\|++i\)) { ... rel(*w); w++; }
|
 for@lp (i = e; i < n; \(i++\|++i\)) { rel(*w++); }
)
 ... when != w = e2
 w@up

@script:python@
w << walked.w;
lp << walked.lp;
up << walked.up;
@@
S.used(w, lp, up)

//----------------------------------------------------------
//  The verdict
//----------------------------------------------------------

@script:python@
w << virtual.put_wrapper;
@@
S.wrappers.add(str(w))

@script:python@
w << virtual.put_wrapper2;
@@
S.wrappers.add(str(w))

@script:python@
w << virtual.put_wrapper3;
@@
S.wrappers.add(str(w))

@site depends on gup@
identifier f;
position p;
@@

f@p(...)

@script:python verdict@
f << site.f;
p << site.p;
new;
@@
name = S.renamed(f, p)
if not name:
    cocci.include_match(False)
coccinelle.new = cocci.make_ident(name or "none")

@script:python depends on patch@
@@
S.complain()

@script:python depends on report@
@@
S.report()

@script:python depends on org@
@@
S.report(org=True)

@depends on context@
identifier site.f;
position site.p;
identifier verdict.new;
@@

* f@p(...)

//----------------------------------------------------------
//  The change
//----------------------------------------------------------

// From here on names tell what may be done: what follows a double underscore
// is gone in the end.

@change depends on patch@
identifier site.f;
position site.p;
identifier verdict.new;
@@

- f@p
+ new
  (...)

// Before anything is filtered out below: a dependency goes with its match.

@has@
@@

#include <linux/user_pin.h>

@inc depends on patch && change && !has@
@@

 #include <linux/...>
+#include <linux/user_pin.h>

@depends on patch && change && !has && !inc@
@@

 #include "..."
+#include <linux/user_pin.h>

@depends on patch@
expression a, b, c, d, e;
@@

- pin_user_pages__longterm(a, b, c, d, e)
+ pin_user_pages(a, b, c | FOLL_LONGTERM, d, e)

// FOLL_GET is what get_user_pages*() implies; pin_user_pages*() must not see it.

@depends on patch@
identifier f =~ "__get$";
expression e, g, h;
symbol FOLL_GET;
@@

 f(...,
(
- FOLL_GET
+ 0
|
- FOLL_GET | e
+ e
|
- e | FOLL_GET
+ e
|
- e | FOLL_GET | g
+ e | g
|
- FOLL_GET | e | g
+ e | g
|
- e | FOLL_GET | g | h
+ e | g | h
|
- FOLL_GET | e | g | h
+ e | g | h
)
  , ...)

// The same where the flags come last.

@depends on patch@
identifier f =~ "__get$";
expression e, g, h;
symbol FOLL_GET;
@@

 f(...,
(
- FOLL_GET
+ 0
|
- FOLL_GET | e
+ e
|
- e | FOLL_GET
+ e
|
- e | FOLL_GET | g
+ e | g
|
- FOLL_GET | e | g
+ e | g
|
- e | FOLL_GET | g | h
+ e | g | h
|
- FOLL_GET | e | g | h
+ e | g | h
)
  )

@depends on patch@
@@

(
- pin_user_pages__get
+ pin_user_pages
  (...)
|
- pin_user_pages_fast__get
+ pin_user_pages_fast
  (...)
|
- pin_user_pages_unlocked__get
+ pin_user_pages_unlocked
  (...)
|
- pin_user_pages_remote__get
+ pin_user_pages_remote
  (...)
|
- pin_user_pages_locked__get
+ pin_user_pages_locked
  (...)
)

@depends on patch@
expression a, n, cold;
@@

(
- put_user_pages__array(a, n)
+ put_user_pages(a, n)
|
- put_user_pages__array(a, n, cold)
+ put_user_pages(a, n)
)

@depends on patch@
expression a;
@@

(
- put_user_page__folio(page_folio(a))
+ put_user_page(a)
|
- put_user_page__folio(a)
+ put_user_folio(a, 1)
)

// set_page_dirty_lock() and the release in one. What SetPageDirty() and
// set_page_dirty() became here is where the page lock may be taken, too.
// __fold may become part of a whole array, __one must not.

@pu depends on patch@
expression P;
identifier d = {set_page_dirty_lock, set_page_dirty_lock__flag,
		set_page_dirty_lock__plain};
identifier m = {put_user_page__fold, put_user_page__one, put_user_page__some};
position p;
@@

 d(P);
 m@p(P);

@script:python puok@
P << pu.P;
m << pu.m;
new;
@@
name, text = S.dirty(P, "1", m)
if not name:
    cocci.include_match(False)
coccinelle.new = cocci.make_ident(name or "none")

@depends on patch@
expression pu.P;
identifier pu.d;
identifier pu.m;
position pu.p;
identifier puok.new;
@@

- d(P);
- m@p(P);
+ new(P, true);

@pd depends on patch@
expression P, D;
identifier d = {set_page_dirty_lock, set_page_dirty_lock__flag,
		set_page_dirty_lock__plain};
identifier m = {put_user_page__fold, put_user_page__one, put_user_page__some};
position p;
@@

 if (D) { d(P); }
 m@p(P);

@script:python pdok@
P << pd.P;
D << pd.D;
m << pd.m;
new;
cond;
@@
name, text = S.dirty(P, D, m)
if not name:
    cocci.include_match(False)
coccinelle.new = cocci.make_ident(name or "none")
coccinelle.cond = cocci.make_expr(text or "true")

@depends on patch@
expression pd.P, pd.D;
identifier pd.d;
identifier pd.m;
position pd.p;
identifier pdok.new;
expression pdok.cond;
@@

- if (D) { d(P); }
- m@p(P);
+ new(P, cond);

// Which variables the loops have that may become one call, by function.
@looped depends on patch@
identifier f, i;
expression e, c, s;
identifier m = {put_user_page__fold, put_user_page__dirty, put_user_page__some,
		put_user_page__dirtysome};
@@

 f(...) {
 <+...
 for (i = e; c; s) { <+... m(...) ...+> }
 ...+>
 }

@held depends on patch@
identifier f, v;
expression e;
@@

 f(...) {
 <+...
(
 v = e;
 put_user_page__fold(v);
|
 v = e;
 put_user_page__dirty(v, ...);
|
 v = e;
 put_user_page__some(v);
|
 v = e;
 put_user_page__dirtysome(v, ...);
)
 ...+>
 }

// A whole array.
@fold depends on patch@
expression E, n, D;
identifier i;
@@

(
- for (i = 0; i < n; \(i++\|++i\)) { put_user_page__fold(E[i]); }
+ put_user_pages(E, n);
|
- for (i = 0; i < n; \(i++\|++i\)) { put_user_page__dirty(E[i], D); }
+ put_user_pages_dirty_lock(E, n, D);
|
- for (i = n - 1; i >= 0; \(i--\|--i\)) { put_user_page__fold(E[i]); }
+ put_user_pages(E, n);
|
- for (i = n - 1; i >= 0; \(i--\|--i\)) { put_user_page__dirty(E[i], D); }
+ put_user_pages_dirty_lock(E, n, D);
)

// A part of an array.
@foldo depends on patch@
expression E, n, o, D;
identifier i;
@@

(
- for (i = 0; i < n; \(i++\|++i\)) { put_user_page__fold(E[o + i]); }
+ put_user_pages(&E[o], n);
|
- for (i = 0; i < n; \(i++\|++i\)) { put_user_page__fold(E[i + o]); }
+ put_user_pages(&E[o], n);
|
- for (i = 0; i < n; \(i++\|++i\)) { put_user_page__dirty(E[o + i], D); }
+ put_user_pages_dirty_lock(&E[o], n, D);
|
- for (i = 0; i < n; \(i++\|++i\)) { put_user_page__dirty(E[i + o], D); }
+ put_user_pages_dirty_lock(&E[o], n, D);
)

@foldw depends on patch@
expression E, D;
identifier n;
@@

(
- while (n--) { put_user_page__fold(E[n]); }
+ put_user_pages(E, n);
|
- while (n--) { put_user_page__dirty(E[n], D); }
+ put_user_pages_dirty_lock(E, n, D);
|
- while (--n >= 0) { put_user_page__fold(E[n]); }
+ put_user_pages(E, n);
|
- while (--n >= 0) { put_user_page__dirty(E[n], D); }
+ put_user_pages_dirty_lock(E, n, D);
|
- while (\(n\|n > 0\|n != 0\)) { put_user_page__fold(E[--n]); }
+ put_user_pages(E, n);
|
- while (\(n\|n > 0\|n != 0\)) { \(n--;\|--n;\) put_user_page__fold(E[n]); }
+ put_user_pages(E, n);
|
- while (\(n\|n > 0\|n != 0\)) { \(n--;\|--n;\) put_user_page__dirty(E[n], D); }
+ put_user_pages_dirty_lock(E, n, D);
)

// The count may be negative: then the loop did nothing.
@folds depends on patch@
expression E, n, D;
identifier i;
@@

(
- for (i = 0; i < n; \(i++\|++i\)) { put_user_page__some(E[i]); }
+ if (n > 0) put_user_pages(E, n);
|
- for (i = 0; i < n; \(i++\|++i\)) { put_user_page__dirtysome(E[i], D); }
+ if (n > 0) put_user_pages_dirty_lock(E, n, D);
|
- for (i = n - 1; i >= 0; \(i--\|--i\)) { put_user_page__some(E[i]); }
+ if (n > 0) put_user_pages(E, n);
|
- for (i = n - 1; i >= 0; \(i--\|--i\)) { put_user_page__dirtysome(E[i], D); }
+ if (n > 0) put_user_pages_dirty_lock(E, n, D);
)

@foldsv depends on patch@
expression E, n, D;
identifier i, v;
@@

(
- for (i = 0; i < n; \(i++\|++i\)) { v = E[i]; put_user_page__some(v); }
+ if (n > 0) put_user_pages(E, n);
|
- for (i = 0; i < n; \(i++\|++i\)) { v = E[i]; put_user_page__dirtysome(v, D); }
+ if (n > 0) put_user_pages_dirty_lock(E, n, D);
|
- for (i = 0; i < n; \(i++\|++i\)) { struct page *v = E[i]; put_user_page__some(v); }
+ if (n > 0) put_user_pages(E, n);
|
- for (i = 0; i < n; \(i++\|++i\)) { struct page *v = E[i]; put_user_page__dirtysome(v, D); }
+ if (n > 0) put_user_pages_dirty_lock(E, n, D);
)

@depends on patch@
expression E, D;
identifier n;
@@

(
- while (--n >= 0) { put_user_page__some(E[n]); }
+ if (n > 0) put_user_pages(E, n);
|
- while (n > 0) { put_user_page__some(E[--n]); }
+ if (n > 0) put_user_pages(E, n);
|
- while (n > 0) { \(n--;\|--n;\) put_user_page__some(E[n]); }
+ if (n > 0) put_user_pages(E, n);
|
- while (n > 0) { \(n--;\|--n;\) put_user_page__dirtysome(E[n], D); }
+ if (n > 0) put_user_pages_dirty_lock(E, n, D);
)

// A pointer that walks over the array.
@foldq depends on patch@
expression D;
identifier n, w;
@@

(
- while (n--) { put_user_page__fold(*w); w++; }
+ put_user_pages(w, n);
|
- while (n--) { put_user_page__fold(*w++); }
+ put_user_pages(w, n);
|
- while (n--) { put_user_page__dirty(*w, D); w++; }
+ put_user_pages_dirty_lock(w, n, D);
)

@foldqi depends on patch@
expression n, D;
identifier i, w;
@@

(
- for (i = 0; i < n; \(i++\|++i\)) { put_user_page__fold(*w); w++; }
+ put_user_pages(w, n);
|
- for (i = 0; i < n; \(i++\|++i\)) { put_user_page__fold(*w++); }
+ put_user_pages(w, n);
|
- for (i = 0; i < n; \(i++\|++i\)) { put_user_page__dirty(*w, D); w++; }
+ put_user_pages_dirty_lock(w, n, D);
)

// The array may be missing.
@foldc depends on patch@
expression E, n, D;
identifier i;
@@

(
- for (i = 0; E && i < n; \(i++\|++i\)) { put_user_page__fold(E[i]); }
+ if (E) put_user_pages(E, n);
|
- for (i = 0; E && i < n; \(i++\|++i\)) { put_user_page__dirty(E[i], D); }
+ if (E) put_user_pages_dirty_lock(E, n, D);
)

@foldp depends on patch@
expression E, n, D;
identifier i, v;
@@

(
- for (i = 0; i < n; \(i++\|++i\)) { v = E[i]; put_user_page__fold(v); }
+ put_user_pages(E, n);
|
- for (i = 0; i < n; \(i++\|++i\)) { v = E[i]; put_user_page__dirty(v, D); }
+ put_user_pages_dirty_lock(E, n, D);
|
- for (i = 0; i < n; \(i++\|++i\)) { struct page *v = E[i]; put_user_page__fold(v); }
+ put_user_pages(E, n);
|
- for (i = 0; i < n; \(i++\|++i\)) { struct page *v = E[i]; put_user_page__dirty(v, D); }
+ put_user_pages_dirty_lock(E, n, D);
|
- for (i = n - 1; i >= 0; \(i--\|--i\)) { v = E[i]; put_user_page__fold(v); }
+ put_user_pages(E, n);
|
- for (i = n - 1; i >= 0; \(i--\|--i\)) { v = E[i]; put_user_page__dirty(v, D); }
+ put_user_pages_dirty_lock(E, n, D);
|
- for (i = n - 1; i >= 0; \(i--\|--i\)) { struct page *v = E[i]; put_user_page__fold(v); }
+ put_user_pages(E, n);
|
- for (i = n - 1; i >= 0; \(i--\|--i\)) { struct page *v = E[i]; put_user_page__dirty(v, D); }
+ put_user_pages_dirty_lock(E, n, D);
)

// Variables that only the loops used. Strict: a use on a way that ends with a
// return in the middle counts, too.

@depends on patch@
identifier looped.f, looped.i;
type T;
@@

 f(...) {
 ... when != i
     when strict
- T i;
 ... when != i
     when strict
 }

@depends on patch@
identifier held.f, held.v;
type T;
@@

 f(...) {
 ... when != v
     when strict
- T v;
 ... when != v
     when strict
 }

// What was not part of a whole array.

@depends on patch@
expression P, D;
@@

(
- put_user_page__dirty(*P, D)
+ put_user_pages_dirty_lock(P, 1, D)
|
- put_user_page__dirtysome(*P, D)
+ put_user_pages_dirty_lock(P, 1, D)
|
- put_user_page__dirty1(*P, D)
+ put_user_pages_dirty_lock(P, 1, D)
|
- put_user_page__dirty(P, D)
+ put_user_pages_dirty_lock(&P, 1, D)
|
- put_user_page__dirtysome(P, D)
+ put_user_pages_dirty_lock(&P, 1, D)
|
- put_user_page__dirty1(P, D)
+ put_user_pages_dirty_lock(&P, 1, D)
)

@depends on patch@
@@

(
- put_user_page__fold
+ put_user_page
  (...)
|
- put_user_page__one
+ put_user_page
  (...)
|
- put_user_page__some
+ put_user_page
  (...)
|
- put_user_page__plain
+ put_user_page
  (...)
)

@depends on patch@
@@

(
- set_page_dirty_lock__flag
+ SetPageDirty
  (...)
|
- set_page_dirty_lock__plain
+ set_page_dirty
  (...)
)
