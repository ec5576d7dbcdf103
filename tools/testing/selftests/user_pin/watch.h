/* SPDX-License-Identifier: GPL-2.0 */
/*
 * watch.h - wait for an event of the kernel: a tracepoint of user_pin
 */
#ifndef USER_PIN_WATCH_H
#define USER_PIN_WATCH_H

#include <poll.h>

#include "blockdev.h"

#define TRACING "/sys/kernel/tracing"

struct watch {
	char dir[64];
	int pipe;
};

static inline int watch_set(struct watch *w, const char *name, const char *text)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", w->dir, name);
	return write_text(path, text);
}

static inline bool watch_enable(struct watch *w, const char *name)
{
	char path[160];

	snprintf(path, sizeof(path), "events/user_pin/%s/enable", name);
	return !watch_set(w, path, "1");
}

/* Record the event @name from now on. False: this kernel has no such event. */
static inline bool watch_start(struct watch *w, const char *name)
{
	char path[160];

	snprintf(w->dir, sizeof(w->dir), TRACING "/instances/user_pin_%d", getpid());
	if (access(TRACING "/instances", F_OK))
		mount("trace", TRACING, "tracefs", 0, NULL);
	rmdir(w->dir);
	if (mkdir(w->dir, 0700))
		return false;
	/* Let poll() return for a single event. */
	watch_set(w, "buffer_percent", "0");
	if (!watch_enable(w, name)) {
		rmdir(w->dir);
		return false;
	}
	snprintf(path, sizeof(path), "%s/trace_pipe", w->dir);
	w->pipe = open(path, O_RDONLY | O_NONBLOCK);
	return w->pipe >= 0;
}

/* Wait up to @ms for an event; its text in @text. 0: none came. */
static inline int watch_event(struct watch *w, int ms, char *text, size_t size)
{
	struct pollfd p = { .fd = w->pipe, .events = POLLIN };
	ssize_t n;

	for (;;) {
		n = read(w->pipe, text, size - 1);
		if (n > 0) {
			text[n] = '\0';
			return n;
		}
		if (poll(&p, 1, ms) != 1)
			return 0;
	}
}

static inline bool watch_any(struct watch *w, int ms)
{
	char text[4096];

	return watch_event(w, ms, text, sizeof(text)) > 0;
}

/* How many events came? What does not fit into a page is not counted. */
static inline int watch_count(struct watch *w)
{
	char text[4096], *p = text;
	int n = 0;

	if (watch_event(w, 0, text, sizeof(text)))
		for (; (p = strchr(p, '\n')); p++)
			n++;
	return n;
}

/* How did a wait end? The "ret" of user_pin_wait_end, or 1: no such event. */
static inline int watch_wait_end(struct watch *w, int ms)
{
	char text[4096], *p;
	int ret = 1;

	while (ret == 1 && watch_event(w, ms, text, sizeof(text))) {
		p = strstr(text, "user_pin_wait_end");
		p = p ? strstr(p, " ret=") : NULL;
		if (p)
			ret = atoi(p + 5);
	}
	return ret;
}

static inline void watch_stop(struct watch *w)
{
	close(w->pipe);
	rmdir(w->dir);
}

#endif
