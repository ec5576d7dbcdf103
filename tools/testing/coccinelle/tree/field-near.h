/* SPDX-License-Identifier: GPL-2.0 */
struct doorbell {
	struct page *bell;
};
