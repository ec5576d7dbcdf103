# SPDX-License-Identifier: GPL-2.0
"""What put_user_page.cocci calls: one set of facts for each file."""
import os
import re
import sys

from . import expr, known
from .facts import Facts, split
from .verdict import Verdict


class Session:
    def __init__(self):
        self.facts = None
        self.done = None
        self.told = None
        self.wrappers = set()

    def at(self, p):
        """The facts of the file that a position is in."""
        if self.facts is None or self.facts.path != p[0].file:
            self.facts, self.done = Facts(p[0].file), None
            if 'PUT_USER_PAGE_SEEN' in os.environ:
                # scripts/convert asks which files spatch could read
                with open(os.environ['PUT_USER_PAGE_SEEN'], 'a') as f:
                    f.write(p[0].file + '\n')
        return self.facts

    def assign(self, lhs, rhs, p):
        made = re.match(r'\(\s*(struct|union) \w+\s*\)\s*\{(.*)\}$', str(rhs), re.S)
        if made:
            self.initial('( %s )' % lhs, made.group(2), p)
            return
        self.at(p).assigns.append((expr.parse(str(lhs)), expr.parse(str(rhs)),
                                   int(p[0].line), p[0].current_element))

    def initial(self, lhs, text, p):
        """What is between the braces of an initializer."""
        for part in split(text):
            m = re.match(r'\.\s*(\w+)\s*=\s*(.*)', part, re.S)
            n = re.match(r'\[[^]]*\]\s*=\s*(.*)', part, re.S)
            to, value = (lhs + ' . ' + m.group(1), m.group(2)) if m else \
                        (lhs + ' [ 0 ]', n.group(1) if n else part)
            if value.startswith('{'):
                self.initial(to, value.strip()[1:-1], p)
            elif value:
                self.assign(to, value, p)

    def call(self, f, args, p):
        self.at(p).calls.append((expr.parse(str(f)), expr.parse_args(str(args)),
                                 (int(p[0].line), int(p[0].column)),
                                 p[0].current_element))

    def iterate(self, name, args, p):
        self.at(p).iterators.append((str(name), expr.parse_args(str(args)),
                                     int(p[0].line), p[0].current_element))

    def give(self, e, p):
        self.at(p).returns.append((expr.parse(str(e)), int(p[0].line),
                                   p[0].current_element))

    def keep(self, p):
        self.at(p).no_fold.add((int(p[0].line), int(p[0].column)))

    def loop(self, n, p, loop):
        self.at(p).loops.setdefault((int(p[0].line), int(p[0].column)), []).append(
            (expr.parse(str(n)), (int(loop[0].line), int(loop[0].column))))

    def used(self, i, loop, use):
        """The index is read after the loop, unless that is where it is set."""
        f = self.at(loop)
        text = f.text.split('\n')[int(use[0].line) - 1]
        m = re.search(r'\b%s\s*=(?!=)(.*)' % i, text)
        if not m or re.search(r'\b%s\b(?!\s*=)' % i, m.group(1).split(';')[0]):
            f.index_used.add((int(loop[0].line), int(loop[0].column)))

    def negative(self, g, n, p):
        self.at(p).negative.append((str(g), expr.parse(str(n)), int(p[0].line),
                                    int(p[0].column)))

    def dirty(self, page, cond, marker):
        """How set_page_dirty_lock() under a condition folds: name, condition.

        In a loop only if nothing in the condition counts: then one call says
        the same for all pages. !PageDirty(page) needs not be asked: the
        function asks itself.
        """
        page, cond = expr.parse(str(page)), expr.parse(str(cond))
        asked = ('un', '!', ('call', ('id', 'PageDirty'), [page]))
        rest = [c for c in expr.conjuncts(cond) if c != asked]
        walks = page[0] == 'un' and page[1] == '*' and page[2][0] == 'id'
        if not (walks or page[0] in ('id', 'idx', 'fld')) or \
           not all(expr.plain(c) for c in rest):
            return None, None
        words = set().union(*[expr.names(c) for c in rest])
        if page[0] == 'id' and page[1] in words or walks and page[2][1] in words:
            return None, None
        text = ' && '.join(expr.source(c) for c in rest) or 'true'
        if len(rest) == 1 and text.startswith('('):
            text = text[1:-1]
        if str(marker).endswith('__one'):
            return 'put_user_page__dirty1', text
        for v in words:
            if re.search(r'\b%s\s*(\+\+|--|[-+]=)|(\+\+|--)\s*%s\b' % (v, v),
                         self.facts.text):
                return 'put_user_page__dirty1', text
        return 'put_user_page__dirtysome' if str(marker).endswith('__some') else \
               'put_user_page__dirty', text

    def named(self):
        """Wrappers that an option names, and macros that are nothing else."""
        return self.wrappers | self.facts.wrappers - set(self.facts.functions)

    def verdict(self):
        if self.done is None:
            self.done = Verdict(self.facts, self.named())
        return self.done

    def renamed(self, f, p):
        """The new name of the function called here, or None."""
        f = str(f)
        self.at(p)
        if f not in known.ACQUIRE and f not in known.RELEASE and \
           f not in known.UNLOCKED and f not in self.named():
            return None
        return self.verdict().rename.get((int(p[0].line), int(p[0].column)))

    # --- output ------------------------------------------------------------

    def findings(self):
        # Once for each file: in one where no rule matched, there is nothing new.
        if self.facts is None or self.told is self.facts:
            return []
        self.told = self.facts
        return sorted(self.verdict().findings)

    def report(self, org=False):
        for (line, col), why, text in self.findings():
            if org:
                print('* TODO [[view:%s::face=ovl-face1::linb=%d::colb=%d::cole=%d]'
                      '[%s: %s]]' % (self.facts.path, line, col, col + 1, why, text))
            else:
                print('%s:%d:%d-%d: %s: %s' % (self.facts.path, line, col,
                                               col + 1, why, text))
        sys.stdout.flush()

    def complain(self):
        """In patch mode stdout is a diff: say what is left on stderr."""
        for (line, col), why, text in self.findings():
            if why != 'convert':
                sys.stderr.write('%s:%d:%d-%d: %s: %s\n' %
                                 (self.facts.path, line, col, col + 1, why, text))
        sys.stderr.flush()
