// SPDX-License-Identifier: GPL-2.0-only
/// FOLL_PIN and FOLL_GET are internal to mm/gup.c: the name of the function
/// says which of the two is meant, and passing either fails or mixes them up.
/// Pages that stay pinned after the system call need FOLL_LONGTERM.
///
//# Classes: foll-flag, no-longterm.
//# "Stay pinned" means: kept in a structure field, and neither released in the
//# function that pins them nor by a caller of it in the same file.
///
// Confidence: Moderate
// Copyright: (C) 2026 user-pin developers
// Options: --no-includes --include-headers
// Requires: 1.1.1
// Keywords: pin_user_pages, FOLL_LONGTERM, FOLL_PIN, FOLL_GET

virtual report
virtual org
