// SPDX-License-Identifier: GPL-2.0
/*
 * dmacap: the character device. The ring is kernel memory that user space maps;
 * its pages are counted with get_page() and put_page(), and are no user pages.
 */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/pagemap.h>
#include <linux/uaccess.h>

#include "dmacap.h"

#define DMACAP_REG_DESC		0x10
#define DMACAP_REG_GO		0x18
#define DMACAP_REG_DONE		0x1c

#define DMACAP_IOC_STAMP	_IOW('D', 1, __u64)

static struct dmacap_dev *dmacap;

static ssize_t dmacap_transfer(char __user *buf, size_t count, bool to_user)
{
	struct dmacap_xfer *x;
	int tries = 1000;
	u32 done;

	if (mutex_lock_interruptible(&dmacap->lock))
		return -ERESTARTSYS;
	x = dmacap_xfer_start(dmacap, (unsigned long)buf, count, to_user);
	if (IS_ERR(x)) {
		mutex_unlock(&dmacap->lock);
		return PTR_ERR(x);
	}
	writeq(page_to_phys(x->desc_page), dmacap->regs + DMACAP_REG_DESC);
	writel(to_user ? 1 : 3, dmacap->regs + DMACAP_REG_GO);
	do {
		done = readl(dmacap->regs + DMACAP_REG_DONE);
		cpu_relax();
	} while (!done && --tries);
	dmacap_stamp_write(dmacap, ktime_get_ns());
	dmacap_xfer_finish(dmacap, x);
	mutex_unlock(&dmacap->lock);
	return done ? count : -EIO;
}

static ssize_t dmacap_read(struct file *file, char __user *buf, size_t count,
			   loff_t *pos)
{
	return dmacap_transfer(buf, count, true);
}

static ssize_t dmacap_write(struct file *file, const char __user *buf,
			    size_t count, loff_t *pos)
{
	return dmacap_transfer((char __user *)buf, count, false);
}

static long dmacap_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	u64 addr;
	int ret;

	if (cmd != DMACAP_IOC_STAMP)
		return -ENOTTY;
	if (copy_from_user(&addr, (void __user *)arg, sizeof(addr)))
		return -EFAULT;
	mutex_lock(&dmacap->lock);
	ret = dmacap_stamp_set(dmacap, addr);
	mutex_unlock(&dmacap->lock);
	return ret;
}

static vm_fault_t dmacap_ring_fault(struct vm_fault *vmf)
{
	if (vmf->pgoff >= DMACAP_RING_PAGES)
		return VM_FAULT_SIGBUS;
	/* The mapping keeps its own reference; unmap drops it. */
	get_page(dmacap->ring[vmf->pgoff]);
	vmf->page = dmacap->ring[vmf->pgoff];
	return 0;
}

static const struct vm_operations_struct dmacap_ring_ops = {
	.fault = dmacap_ring_fault,
};

static int dmacap_mmap(struct file *file, struct vm_area_struct *vma)
{
	if (vma_pages(vma) > DMACAP_RING_PAGES)
		return -EINVAL;
	vma->vm_ops = &dmacap_ring_ops;
	return 0;
}

static int dmacap_release(struct inode *inode, struct file *file)
{
	mutex_lock(&dmacap->lock);
	dmacap_stamp_clear(dmacap);
	mutex_unlock(&dmacap->lock);
	return 0;
}

static const struct file_operations dmacap_fops = {
	.owner = THIS_MODULE,
	.read = dmacap_read,
	.write = dmacap_write,
	.unlocked_ioctl = dmacap_ioctl,
	.mmap = dmacap_mmap,
	.release = dmacap_release,
};

static struct miscdevice dmacap_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "dmacap",
	.fops = &dmacap_fops,
};

static void dmacap_free_ring(struct dmacap_dev *dev)
{
	int i;

	for (i = 0; i < DMACAP_RING_PAGES; i++)
		if (dev->ring[i])
			put_page(dev->ring[i]);
}

static int dmacap_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int i, ret;

	dmacap = devm_kzalloc(&pdev->dev, sizeof(*dmacap), GFP_KERNEL);
	if (!dmacap)
		return -ENOMEM;
	ret = pcim_enable_device(pdev);
	if (ret)
		return ret;
	dmacap->pdev = pdev;
	mutex_init(&dmacap->lock);
	dmacap->regs = pcim_iomap(pdev, 0, 0);
	if (!dmacap->regs)
		return -ENOMEM;
	for (i = 0; i < DMACAP_RING_PAGES; i++) {
		dmacap->ring[i] = alloc_page(GFP_KERNEL | __GFP_ZERO);
		if (!dmacap->ring[i]) {
			ret = -ENOMEM;
			goto err;
		}
	}
	ret = misc_register(&dmacap_misc);
	if (ret)
		goto err;
	return 0;
err:
	dmacap_free_ring(dmacap);
	return ret;
}

static void dmacap_remove(struct pci_dev *pdev)
{
	misc_deregister(&dmacap_misc);
	dmacap_free_ring(dmacap);
}

static const struct pci_device_id dmacap_ids[] = {
	{ PCI_DEVICE(0x1234, 0xdca9) },
	{ }
};
MODULE_DEVICE_TABLE(pci, dmacap_ids);

static struct pci_driver dmacap_driver = {
	.name = "dmacap",
	.id_table = dmacap_ids,
	.probe = dmacap_probe,
	.remove = dmacap_remove,
};
module_pci_driver(dmacap_driver);

MODULE_DESCRIPTION("Made-up capture card, to try the conversion on");
MODULE_LICENSE("GPL");
