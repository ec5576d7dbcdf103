// SPDX-License-Identifier: GPL-2.0
struct shared_dma {
	struct page *map[16];
	int count;
};
