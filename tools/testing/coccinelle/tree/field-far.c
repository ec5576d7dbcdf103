// SPDX-License-Identifier: GPL-2.0
/* A struct of another name has a field of this name. */
#include <linux/mm.h>
#include <far/port.h>

int port_get(struct port *p, unsigned long addr)
{
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &p->held) != 1)
		return -EFAULT;
	return 0;
}

void port_put(struct port *p)
{
	put_page(p->held);
}
