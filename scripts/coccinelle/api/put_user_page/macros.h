/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What spatch cannot read: a statement among the arguments, or a body without
 * braces. For the rules it is enough that the body may run. This is only read
 * by spatch (--macro-file), never compiled.
 */
#define scoped_cond_guard(name, fail, ...)	if (1)
#define scoped_guard(name, ...)			if (1)
