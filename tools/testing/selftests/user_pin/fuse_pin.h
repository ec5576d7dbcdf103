/* SPDX-License-Identifier: GPL-2.0 */
/*
 * fuse_pin.h - hold a pin for exactly as long as the test says
 *
 * A file of a FUSE file system opened with FOPEN_DIRECT_IO is read straight
 * into, or written straight from, the caller's pages. They stay pinned until
 * the daemon answers. Here the daemon is a thread of the test that speaks the
 * raw protocol on /dev/fuse (no libfuse) and keeps READ and WRITE requests
 * back until pin_end():
 *
 *	fuse_pin_open(&f, dir);
 *	pin_start(&f, &p, addr, len, off, PIN_FOR_WRITING);
 *	...			the pages at addr are pinned
 *	pin_end(&p);		data arrives, pages are released
 *
 * pin_start() returns when the request has reached the daemon, that is, when
 * the pages are pinned. No step depends on time.
 */
#ifndef USER_PIN_FUSE_PIN_H
#define USER_PIN_FUSE_PIN_H

#include <pthread.h>
#include <signal.h>
#include <linux/aio_abi.h>
#include <linux/fuse.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "blockdev.h"
#include "pattern.h"

#define FUSE_BUF (256 * 1024)
#define FUSE_FILE_INO 2
#define FUSE_MAX_HELD 16

enum pin_use {
	PIN_FOR_WRITING,	/* the device writes into the pages */
	PIN_FOR_READING,	/* the device reads them */
};

struct fuse_pin {
	char dir[64];
	int dev, fd, async_fd;
	pid_t guard;
	pthread_t server;
	pthread_mutex_t lock;
	pthread_cond_t more;
	/* requests that wait for pin_end(), found by file offset */
	struct fuse_held {
		unsigned long long unique, off;
		unsigned int size;
	} held[FUSE_MAX_HELD];
};

struct pin {
	struct fuse_pin *f;
	enum pin_use use;
	char *addr;
	size_t len;
	off_t off;
	pthread_t thread;
	aio_context_t aio;	/* instead of a thread */
	ssize_t ret;
	int err;
	volatile bool done;
};

static inline void fuse_reply(struct fuse_pin *f, unsigned long long unique, int error,
			      const void *data, size_t len)
{
	struct fuse_out_header *out = malloc(sizeof(*out) + len);

	*out = (struct fuse_out_header){
		.len = sizeof(*out) + len, .error = error, .unique = unique,
	};
	if (len)
		memcpy(out + 1, data, len);
	/* The asker may have been killed: then there is nobody to answer. */
	if (write(f->dev, out, out->len) < 0 && errno != ENOENT && errno != ENODEV)
		bail_out("/dev/fuse: answer: %m");
	free(out);
}

static inline void fuse_hold(struct fuse_pin *f, unsigned long long unique,
			     unsigned long long off, unsigned int size)
{
	int i;

	pthread_mutex_lock(&f->lock);
	for (i = 0; i < FUSE_MAX_HELD; i++) {
		if (f->held[i].unique)
			continue;
		f->held[i] = (struct fuse_held){ unique, off, size };
		pthread_cond_broadcast(&f->more);
		break;
	}
	pthread_mutex_unlock(&f->lock);
	if (i == FUSE_MAX_HELD)
		bail_out("too many pins at a time");
}

static inline void *fuse_serve(void *arg)
{
	struct fuse_pin *f = arg;
	struct fuse_attr file = {
		.ino = FUSE_FILE_INO, .size = 1ULL << 40, .mode = S_IFREG | 0600, .nlink = 1,
	};
	struct fuse_attr root = { .ino = FUSE_ROOT_ID, .mode = S_IFDIR | 0700, .nlink = 2 };
	char *buf = malloc(FUSE_BUF);
	struct fuse_in_header *in = (void *)buf;
	struct fuse_read_in *rw = (void *)(in + 1);
	ssize_t n;

	for (;;) {
		n = read(f->dev, buf, FUSE_BUF);
		if (n < 0 && (errno == EINTR || errno == EAGAIN || errno == ENOENT))
			continue;
		if (n < (ssize_t)sizeof(*in))
			break;			/* unmounted */
		switch (in->opcode) {
		case FUSE_INIT: {
			struct fuse_init_in *ask = (void *)(in + 1);
			struct fuse_init_out out = {
				.major = FUSE_KERNEL_VERSION,
				.minor = ask->minor < FUSE_KERNEL_MINOR_VERSION ?
					 ask->minor : FUSE_KERNEL_MINOR_VERSION,
				.flags = FUSE_ASYNC_DIO,
				.max_write = 64 * 1024,
				.max_background = FUSE_MAX_HELD,
			};

			fuse_reply(f, in->unique, 0, &out, sizeof(out));
			break;
		}
		case FUSE_LOOKUP: {
			struct fuse_entry_out out = {
				.nodeid = FUSE_FILE_INO, .entry_valid = 3600,
				.attr_valid = 3600, .attr = file,
			};

			fuse_reply(f, in->unique, 0, &out, sizeof(out));
			break;
		}
		case FUSE_GETATTR: {
			struct fuse_attr_out out = {
				.attr_valid = 3600,
				.attr = in->nodeid == FUSE_ROOT_ID ? root : file,
			};

			fuse_reply(f, in->unique, 0, &out, sizeof(out));
			break;
		}
		case FUSE_OPEN: {
			/* No flush: close() must not need the daemon. */
			struct fuse_open_out out = {
				.open_flags = FOPEN_DIRECT_IO | FOPEN_NOFLUSH,
			};

			fuse_reply(f, in->unique, 0, &out, sizeof(out));
			break;
		}
		case FUSE_READ:
		case FUSE_WRITE:	/* begins like a read */
			fuse_hold(f, in->unique, rw->offset, rw->size);
			break;
		case FUSE_RELEASE:
			fuse_reply(f, in->unique, 0, NULL, 0);
			break;
		case FUSE_FORGET:
		case FUSE_BATCH_FORGET:
		case FUSE_INTERRUPT:
			break;
		default:
			fuse_reply(f, in->unique, -ENOSYS, NULL, 0);
		}
	}
	free(buf);
	return NULL;
}

/*
 * If the test is killed, its readers wait for its daemon, which is dead, while
 * they keep /dev/fuse open. Another process ends that.
 */
static inline void fuse_guard(struct fuse_pin *f)
{
	sigset_t set;
	int sig;

	f->guard = fork();
	if (f->guard < 0)
		bail_out("fork: %m");
	if (f->guard)
		return;
	setsid();
	close(f->dev);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	prctl(PR_SET_PDEATHSIG, SIGUSR1);
	sigwait(&set, &sig);
	umount2(f->dir, MNT_FORCE | MNT_DETACH);
	_exit(0);
}

static inline void fuse_pin_open(struct fuse_pin *f, const char *dir)
{
	char opts[96], path[96];

	memset(f, 0, sizeof(*f));
	pthread_mutex_init(&f->lock, NULL);
	pthread_cond_init(&f->more, NULL);
	snprintf(f->dir, sizeof(f->dir), "%s", dir);
	mkdir(dir, 0700);
	f->dev = open("/dev/fuse", O_RDWR | O_CLOEXEC);
	if (f->dev < 0)
		bail_out("/dev/fuse (CONFIG_FUSE_FS): %m");
	snprintf(opts, sizeof(opts), "fd=%d,rootmode=40000,user_id=%u,group_id=%u",
		 f->dev, geteuid(), getegid());
	if (mount("user_pin", dir, "fuse", 0, opts))
		bail_out("cannot mount FUSE: %m");
	fuse_guard(f);
	if (pthread_create(&f->server, NULL, fuse_serve, f))
		bail_out("no thread");
	snprintf(path, sizeof(path), "%s/pin", dir);
	f->fd = open(path, O_RDWR);
	f->async_fd = open(path, O_RDWR | O_DIRECT);
	if (f->fd < 0 || f->async_fd < 0)
		bail_out("%s: %m", path);
}

static inline void fuse_pin_close(struct fuse_pin *f)
{
	/* By force: pins that a failed test left end with an error. */
	umount2(f->dir, MNT_FORCE | MNT_DETACH);
	close(f->fd);
	close(f->async_fd);
	pthread_join(f->server, NULL);
	close(f->dev);
	kill(f->guard, SIGKILL);
	waitpid(f->guard, NULL, 0);
}

static inline void *pin_thread(void *arg)
{
	struct pin *p = arg;

	if (p->use == PIN_FOR_WRITING)
		p->ret = pread(p->f->fd, p->addr, p->len, p->off);
	else
		p->ret = pwrite(p->f->fd, p->addr, p->len, p->off);
	p->err = p->ret < 0 ? errno : 0;
	p->done = true;
	return NULL;
}

static inline struct fuse_held *pin_find(struct pin *p)
{
	int i;

	for (i = 0; i < FUSE_MAX_HELD; i++)
		if (p->f->held[i].unique && p->f->held[i].off == (unsigned long long)p->off)
			return &p->f->held[i];
	return NULL;
}

static inline void pin_wait_held(struct pin *p)
{
	pthread_mutex_lock(&p->f->lock);
	while (!pin_find(p))
		pthread_cond_wait(&p->f->more, &p->f->lock);
	pthread_mutex_unlock(&p->f->lock);
}

/*
 * Pin @len bytes at @addr. The data that comes in the end is the pattern of
 * the slow disk for @off, which also names this pin: use each @off once at a
 * time.
 */
static inline void pin_start(struct fuse_pin *f, struct pin *p, char *addr, size_t len,
			     off_t off, enum pin_use use)
{
	*p = (struct pin){ .f = f, .use = use, .addr = addr, .len = len, .off = off };
	if (pthread_create(&p->thread, NULL, pin_thread, p))
		bail_out("no thread");
	pin_wait_held(p);
}

/* The same, for writing, as asynchronous I/O: the calling task is the holder. */
static inline void pin_submit(struct fuse_pin *f, struct pin *p, char *addr, size_t len,
			      off_t off)
{
	struct iocb cb = {
		.aio_lio_opcode = IOCB_CMD_PREAD, .aio_fildes = f->async_fd,
		.aio_buf = (unsigned long)addr, .aio_nbytes = len, .aio_offset = off,
	};
	struct iocb *list = &cb;

	*p = (struct pin){ .f = f, .addr = addr, .len = len, .off = off };
	if (syscall(SYS_io_setup, 1, &p->aio) || syscall(SYS_io_submit, p->aio, 1, &list) != 1)
		bail_out("asynchronous read: %m");
	pin_wait_held(p);
}

/*
 * Let the device finish, and do not wait for whoever asked. For requests that
 * the kernel makes on its own: find them with pin_wait_held().
 */
static inline void pin_answer(struct pin *p)
{
	struct fuse_held held, *h;
	char *data;

	pthread_mutex_lock(&p->f->lock);
	h = pin_find(p);
	if (!h)
		bail_out("pin ended twice");
	held = *h;
	h->unique = 0;
	pthread_mutex_unlock(&p->f->lock);

	if (p->use == PIN_FOR_WRITING) {
		data = malloc(held.size);
		fill(data, held.size, held.off, FROM_PIN_DISK);
		fuse_reply(p->f, held.unique, 0, data, held.size);
		free(data);
	} else {
		struct fuse_write_out out = { .size = held.size };

		fuse_reply(p->f, held.unique, 0, &out, sizeof(out));
	}
}

/* Let the device finish. Returns what its read() or write() returned. */
static inline ssize_t pin_end(struct pin *p)
{
	pin_answer(p);
	if (p->aio) {
		struct io_event event;

		if (syscall(SYS_io_getevents, p->aio, 1, 1, &event, NULL) != 1)
			bail_out("io_getevents: %m");
		syscall(SYS_io_destroy, p->aio);
		p->ret = event.res;
		p->done = true;
	} else {
		pthread_join(p->thread, NULL);
	}
	return p->ret;
}

#endif
