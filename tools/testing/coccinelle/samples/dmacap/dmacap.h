/* SPDX-License-Identifier: GPL-2.0 */
/*
 * dmacap - a made-up PCI capture card, as drivers outside of the tree look.
 */
#ifndef DMACAP_H
#define DMACAP_H

#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/scatterlist.h>
#include <linux/version.h>

#define DMACAP_MAX_PAGES	1024
#define DMACAP_RING_PAGES	16

/* One read() or write(): lives as long as the call. */
struct dmacap_xfer {
	struct page **pages;
	unsigned int nr_pages;
	unsigned int offset;
	size_t length;
	bool to_user;			/* the card writes */
	struct page *desc_page;		/* descriptors; the driver's own page */
	struct sg_table sgt;
};

struct dmacap_dev {
	struct pci_dev *pdev;
	void __iomem *regs;
	struct mutex lock;
	struct page *ring[DMACAP_RING_PAGES];	/* kernel memory, mmap()ed */
	struct page *stamp_page;		/* user memory: time stamps */
	unsigned int stamp_off;
};

struct dmacap_xfer *dmacap_xfer_start(struct dmacap_dev *dev,
				      unsigned long uaddr, size_t length,
				      bool to_user);
void dmacap_xfer_finish(struct dmacap_dev *dev, struct dmacap_xfer *x);
int dmacap_stamp_set(struct dmacap_dev *dev, unsigned long uaddr);
void dmacap_stamp_write(struct dmacap_dev *dev, u64 stamp);
void dmacap_stamp_clear(struct dmacap_dev *dev);

#endif
