// SPDX-License-Identifier: GPL-2.0
/* Releases what not-field-near.c takes. */
#include <linux/mm.h>
#include "field-near.h"

void doorbell_clear(struct doorbell *d)
{
	put_page(d->bell);
	d->bell = NULL;
}
