/* SPDX-License-Identifier: GPL-2.0 */
/*
 * pattern.h - file contents that say what they are and where they belong
 */
#ifndef USER_PIN_PATTERN_H
#define USER_PIN_PATTERN_H

#include <stdio.h>
#include <string.h>
#include <sys/types.h>

enum source { FROM_FILE, FROM_PIN_DISK, FROM_DIRECT_WRITE };

static const char * const source_tag[] = { "file", "DMA!", "dio:" };

/* @len and @off are multiples of 16. */
static inline void fill(char *buf, size_t len, off_t off, enum source src)
{
	char text[17];
	size_t i;

	for (i = 0; i < len; i += 16) {
		snprintf(text, sizeof(text), "%s 0x%08x\n", source_tag[src],
			 (unsigned int)(off + i));
		memcpy(buf + i, text, 16);
	}
}

/* The 16-byte block around @off, printable; @out has room for 16 bytes. */
static inline const char *block_text(const char *buf, size_t off, char *out)
{
	int i;

	memcpy(out, buf + off / 16 * 16, 15);
	for (i = 0; i < 15; i++)
		if (out[i] < ' ' || out[i] > '~')
			out[i] = out[i] ? '?' : '0';
	out[15] = '\0';
	return out;
}

#endif
