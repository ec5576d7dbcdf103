# SPDX-License-Identifier: GPL-2.0
"""Provenance of user pages: the deciding half of put_user_page.cocci.

  expr     expressions of C, as spatch prints them
  facts    what SmPL found in one file
  known    what the kernel's functions do with a page
  flow     where pages can come from and go to
  verdict  what may be converted, and why not
"""
