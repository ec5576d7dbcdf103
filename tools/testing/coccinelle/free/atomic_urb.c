// SPDX-License-Identifier: GPL-2.0-only
static void urb_done(struct urb *urb)
{
	struct d *d = urb->context;

	unpin_user_pages_dirty_lock(d->pages, d->n, true);
}
static int urb_go(struct d *d)
{
	usb_fill_bulk_urb(d->urb, d->udev, d->pipe, d->buf, d->len, urb_done, d);
	return usb_submit_urb(d->urb, GFP_KERNEL);
}
