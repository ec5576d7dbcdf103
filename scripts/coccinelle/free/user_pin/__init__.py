# SPDX-License-Identifier: GPL-2.0-only
"""What the rules user_pin_*.cocci share: C read as statements, and walked."""
