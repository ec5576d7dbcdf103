// SPDX-License-Identifier: GPL-2.0
struct mixed_dma {
	struct page *mix[16];
	struct page *fill[16];
	int count;
};
