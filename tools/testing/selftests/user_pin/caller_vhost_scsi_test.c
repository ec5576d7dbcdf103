// SPDX-License-Identifier: GPL-2.0
/*
 * caller_vhost_scsi_test.c - pins of vhost-scsi: the memory of a virtual machine
 *
 * The test is the virtual machine monitor and the guest. A mapped file is part
 * of the guest's memory; SCSI commands go through a virtqueue to a LIO target
 * whose backing store is a file of the test's own FUSE file system, so that a
 * command is pending for exactly as long as the test says.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <linux/vhost.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ring.h>
#include <linux/virtio_scsi.h>

#include "../kselftest_harness.h"
#include "caller.h"
#include "fuse_pin.h"

#define TARGET		"/sys/kernel/config/target"
#define SECTOR		512
#define TARGET_SIZE	(16 << 20)
#define LBA		2048
#define TIMEOUT_S	120

/* === The target ========================================================= */

struct target {
	char core[128], wwn[64], tpg[128], lun[160], link[192];
};

static void target_write(const char *dir, const char *name, const char *text)
{
	char path[256];
	int err;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	err = write_text(path, text);
	if (err)
		bail_out("%s: %s", path, strerror(-err));
}

static void target_mkdir(const char *path)
{
	if (mkdir(path, 0755) && errno != EEXIST)
		bail_out("%s: %m", path);
}

/* NULL, or what this kernel lacks. */
static const char *target_missing(void)
{
	if (access("/dev/vhost-scsi", F_OK))
		return "no /dev/vhost-scsi (CONFIG_VHOST_SCSI)";
	if (access(TARGET "/core", F_OK))
		return "no LIO in configfs (CONFIG_TARGET_CORE)";
	if (mkdir(TARGET "/core/fileio_0", 0755) && errno != EEXIST)
		return "LIO has no file backend (CONFIG_TCM_FILEIO)";
	return NULL;
}

/* A target with one LUN, on the file @path. */
static void target_create(struct target *t, const char *path)
{
	char text[160];

	snprintf(t->core, sizeof(t->core), TARGET "/core/fileio_0/pin%d", getpid());
	snprintf(t->wwn, sizeof(t->wwn), "naa.6001405%09d", getpid());
	snprintf(t->tpg, sizeof(t->tpg), TARGET "/vhost/%s/tpgt_1", t->wwn);
	snprintf(t->lun, sizeof(t->lun), "%s/lun/lun_0", t->tpg);
	snprintf(t->link, sizeof(t->link), "%s/disk", t->lun);

	target_mkdir(t->core);
	snprintf(text, sizeof(text), "fd_dev_name=%s,fd_dev_size=%d", path, TARGET_SIZE);
	target_write(t->core, "control", text);
	target_write(t->core, "enable", "1");

	target_mkdir(TARGET "/vhost");
	snprintf(text, sizeof(text), TARGET "/vhost/%s", t->wwn);
	target_mkdir(text);
	target_mkdir(t->tpg);
	target_mkdir(t->lun);
	if (symlink(t->core, t->link))
		bail_out("%s: %m", t->link);
	target_write(t->tpg, "nexus", t->wwn);
}

static void target_remove(struct target *t)
{
	char path[128];

	/* The nexus stays busy as long as the target has a LUN. */
	unlink(t->link);
	target_write(t->tpg, "nexus", "NULL");
	rmdir(t->lun);
	rmdir(t->tpg);
	snprintf(path, sizeof(path), TARGET "/vhost/%s", t->wwn);
	rmdir(path);
	rmdir(t->core);
}

/* === The virtual machine ================================================ */

/* The guest's physical addresses. The rings lie in memory that is no file's. */
#define GPA_DESC	0x0000
#define GPA_AVAIL	0x1000
#define GPA_USED	0x2000
#define GPA_REQ		0x3000
#define GPA_RESP	0x4000
#define LOW_SIZE	0x10000
#define GPA_FILE	0x100000

#define QUEUE		2	/* after the control and the event queue */
#define QUEUE_SIZE	8

struct vm {
	int fd, kick, call;
	char *low;
	__u16 avail;
};

#define VM_IOCTL(vm, cmd, arg)						\
	do {								\
		if (ioctl((vm)->fd, cmd, arg))				\
			bail_out(#cmd ": %m");				\
	} while (0)

/* @log: where the log of dirtied guest pages is, or NULL. */
static void vm_start(struct vm *vm, struct target *t, char *file, size_t size, void *log)
{
	struct {
		struct vhost_memory head;
		struct vhost_memory_region region[2];
	} mem = { .head.nregions = 2 };
	struct vhost_vring_state num = { .index = QUEUE, .num = QUEUE_SIZE };
	struct vhost_vring_state base = { .index = QUEUE };
	struct vhost_vring_file event = { .index = QUEUE };
	struct vhost_scsi_target endpoint = { .abi_version = VHOST_SCSI_ABI_VERSION };
	__u64 features = 1ULL << VIRTIO_F_VERSION_1, log_base = (unsigned long)log;
	struct vhost_vring_addr ring = { .index = QUEUE };

	vm->avail = 0;
	vm->low = mmap(NULL, LOW_SIZE, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	vm->fd = open("/dev/vhost-scsi", O_RDWR | O_CLOEXEC);
	vm->kick = eventfd(0, EFD_CLOEXEC);
	vm->call = eventfd(0, EFD_CLOEXEC);
	if (vm->low == MAP_FAILED || vm->fd < 0 || vm->kick < 0 || vm->call < 0)
		bail_out("cannot make a virtual machine: %m");

	mem.region[0] = (struct vhost_memory_region){
		.memory_size = LOW_SIZE, .userspace_addr = (unsigned long)vm->low,
	};
	mem.region[1] = (struct vhost_memory_region){
		.guest_phys_addr = GPA_FILE, .memory_size = size,
		.userspace_addr = (unsigned long)file,
	};
	ring.desc_user_addr = (unsigned long)vm->low + GPA_DESC;
	ring.avail_user_addr = (unsigned long)vm->low + GPA_AVAIL;
	ring.used_user_addr = (unsigned long)vm->low + GPA_USED;
	if (log) {
		features |= 1ULL << VHOST_F_LOG_ALL;
		ring.flags = 1 << VHOST_VRING_F_LOG;
		ring.log_guest_addr = GPA_USED;
	}

	VM_IOCTL(vm, VHOST_SET_OWNER, NULL);
	VM_IOCTL(vm, VHOST_SET_MEM_TABLE, &mem);
	if (log)
		VM_IOCTL(vm, VHOST_SET_LOG_BASE, &log_base);
	VM_IOCTL(vm, VHOST_SET_FEATURES, &features);
	VM_IOCTL(vm, VHOST_SET_VRING_NUM, &num);
	VM_IOCTL(vm, VHOST_SET_VRING_BASE, &base);
	VM_IOCTL(vm, VHOST_SET_VRING_ADDR, &ring);
	event.fd = vm->kick;
	VM_IOCTL(vm, VHOST_SET_VRING_KICK, &event);
	event.fd = vm->call;
	VM_IOCTL(vm, VHOST_SET_VRING_CALL, &event);
	snprintf(endpoint.vhost_wwpn, sizeof(endpoint.vhost_wwpn), "%s", t->wwn);
	VM_IOCTL(vm, VHOST_SCSI_SET_ENDPOINT, &endpoint);
}

/* Waits for the commands that are pending. */
static void vm_stop(struct vm *vm)
{
	close(vm->fd);
	close(vm->kick);
	close(vm->call);
	munmap(vm->low, LOW_SIZE);
}

enum direction { NO_DATA, DATA_IN, DATA_OUT };

/* Send a command with @length bytes of data at guest address @gpa. */
static void vm_submit(struct vm *vm, const __u8 *cdb, size_t cdb_len, enum direction dir,
		      __u64 gpa, size_t length)
{
	struct virtio_scsi_cmd_req *req = (void *)(vm->low + GPA_REQ);
	struct vring_desc *desc = (void *)(vm->low + GPA_DESC);
	struct vring_avail *avail = (void *)(vm->low + GPA_AVAIL);
	struct vring_desc d_req = { .addr = GPA_REQ, .len = sizeof(*req) };
	struct vring_desc d_resp = {
		.addr = GPA_RESP, .len = sizeof(struct virtio_scsi_cmd_resp),
		.flags = VRING_DESC_F_WRITE,
	};
	struct vring_desc d_data = {
		.addr = gpa, .len = length, .flags = dir == DATA_IN ? VRING_DESC_F_WRITE : 0,
	};
	eventfd_t one = 1;
	int i, n = 0;

	memset(req, 0, sizeof(*req));
	memset(vm->low + GPA_RESP, 0xff, sizeof(struct virtio_scsi_cmd_resp));
	req->lun[0] = 1;
	req->lun[1] = 1;	/* tpgt_1 */
	req->lun[2] = 0x40;
	memcpy(req->cdb, cdb, cdb_len);
	desc[n++] = d_req;
	if (dir == DATA_OUT)
		desc[n++] = d_data;
	desc[n++] = d_resp;
	if (dir == DATA_IN)
		desc[n++] = d_data;
	for (i = 0; i < n - 1; i++) {
		desc[i].flags |= VRING_DESC_F_NEXT;
		desc[i].next = i + 1;
	}
	avail->ring[vm->avail++ % QUEUE_SIZE] = 0;
	__atomic_store_n(&avail->idx, vm->avail, __ATOMIC_RELEASE);
	if (write(vm->kick, &one, sizeof(one)) != sizeof(one))
		bail_out("kick: %m");
}

static bool vm_completed(struct vm *vm)
{
	struct vring_used *used = (void *)(vm->low + GPA_USED);

	return __atomic_load_n(&used->idx, __ATOMIC_ACQUIRE) == vm->avail;
}

/* Wait until it is done: the SCSI status, or 256 + what virtio-scsi says. */
static int vm_complete(struct vm *vm)
{
	struct virtio_scsi_cmd_resp *resp = (void *)(vm->low + GPA_RESP);
	eventfd_t n;

	while (!vm_completed(vm))
		if (read(vm->call, &n, sizeof(n)) != sizeof(n))
			bail_out("call: %m");
	return resp->response ? 256 + resp->response : resp->status;
}

static void vm_rw(struct vm *vm, enum direction dir, unsigned int lba, __u64 gpa,
		  size_t length)
{
	unsigned int n = length / SECTOR;
	__u8 cdb[10] = {
		dir == DATA_IN ? 0x28 : 0x2a, 0,
		lba >> 24, lba >> 16, lba >> 8, lba, 0, n >> 8, n, 0,
	};

	vm_submit(vm, cdb, sizeof(cdb), dir, gpa, length);
}

/* The first command of a nexus can be answered by a unit attention. */
static int vm_test_unit_ready(struct vm *vm)
{
	const __u8 cdb[6] = { 0 };

	vm_submit(vm, cdb, sizeof(cdb), NO_DATA, 0, 0);
	vm_complete(vm);
	vm_submit(vm, cdb, sizeof(cdb), NO_DATA, 0, 0);
	return vm_complete(vm);
}

static int entries(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *e;
	int n = 0;

	if (!dir)
		return 0;
	while ((e = readdir(dir)))
		n += e->d_name[0] != '.';
	closedir(dir);
	return n;
}

/* === Tests ============================================================== */

FIXTURE(vhost_scsi) {
	struct caller c;
	struct fuse_pin fuse;
	struct target target;
	struct vm vm;
	struct pin io;
};

FIXTURE_SETUP(vhost_scsi)
{
	const char *skip = target_missing();
	char path[128];

	if (!skip)
		skip = caller_setup(&self->c, "ext4");
	if (skip)
		SKIP(return, "%s", skip);
	snprintf(path, sizeof(path), "/tmp/user_pin_vhost_%d", getpid());
	fuse_pin_open(&self->fuse, path);
	strcat(path, "/pin");
	target_create(&self->target, path);
	/* The request that the target will make for a command that reads LBA. */
	self->io = (struct pin){
		.f = &self->fuse, .use = PIN_FOR_WRITING, .off = (off_t)LBA * SECTOR,
	};
}

FIXTURE_TEARDOWN(vhost_scsi)
{
	if (!self->fuse.guard)
		return;
	/* By force, so that the target finishes what a failed test left. */
	umount2(self->fuse.dir, MNT_FORCE | MNT_DETACH);
	if (self->vm.low)
		vm_stop(&self->vm);
	target_remove(&self->target);
	fuse_pin_close(&self->fuse);
	rmdir(self->fuse.dir);
	caller_teardown(&self->c);
}

/* Not aligned: the data begin and end in the middle of a page, on three pages. */
#define DATA_OFF	(PIN_OFF + SECTOR)
#define DATA_LEN	(2 * PAGE)
#define DATA_PAGES	3

/* What the guest reads is in the file in the end, whatever is done meanwhile. */
TEST_F_TIMEOUT(vhost_scsi, what_is_read_is_kept, TIMEOUT_S)
{
	vm_start(&self->vm, &self->target, self->c.map, FILE_SIZE, NULL);
	ASSERT_EQ(0, vm_test_unit_ready(&self->vm));
	ASSERT_EQ(0, caller_pins());

	vm_rw(&self->vm, DATA_IN, LBA, GPA_FILE + DATA_OFF, DATA_LEN);
	pin_wait_held(&self->io);
	EXPECT_EQ(DATA_PAGES, caller_pins());
	ASSERT_EQ(0, caller_clean(&self->c));
	EXPECT_FALSE(vm_completed(&self->vm));
	pin_answer(&self->io);
	ASSERT_EQ(0, vm_complete(&self->vm));

	EXPECT_EQ(0, caller_pins());
	fill(self->c.want + DATA_OFF, DATA_LEN, self->io.off, FROM_PIN_DISK);
	ASSERT_STREQ("", caller_on_disk(&self->c));
}

/*
 * The monitor is killed while its guest reads. There is nobody left to complete
 * the command to; the pages are released from a work item. What was read is in
 * the file nevertheless.
 */
TEST_F_TIMEOUT(vhost_scsi, killed_monitor_leaves_nothing, TIMEOUT_S)
{
	char path[64];
	pid_t monitor;
	int status;

	monitor = fork();
	ASSERT_GE(monitor, 0);
	if (!monitor) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		vm_start(&self->vm, &self->target, self->c.map, FILE_SIZE, NULL);
		vm_test_unit_ready(&self->vm);
		vm_rw(&self->vm, DATA_IN, LBA, GPA_FILE + DATA_OFF, DATA_LEN);
		for (;;)
			pause();
	}
	pin_wait_held(&self->io);
	EXPECT_EQ(DATA_PAGES, caller_pins());
	ASSERT_EQ(0, kill(monitor, SIGKILL));
	/* The worker is a thread of the monitor. Only one stays, to wait. */
	snprintf(path, sizeof(path), "/proc/%d/task", monitor);
	while (entries(path) > 1)
		sleep_ms(1);
	ASSERT_EQ(0, caller_clean(&self->c));
	ASSERT_EQ(0, waitpid(monitor, &status, WNOHANG));
	pin_answer(&self->io);
	ASSERT_EQ(monitor, waitpid(monitor, &status, 0));
	ASSERT_TRUE(WIFSIGNALED(status));

	EXPECT_EQ(0, caller_pins());
	fill(self->c.want + DATA_OFF, DATA_LEN, self->io.off, FROM_PIN_DISK);
	ASSERT_STREQ("", caller_on_disk(&self->c));
}

/* What the guest writes is only read: pinned, but not dirtied, and nobody waits. */
TEST_F_TIMEOUT(vhost_scsi, what_is_written_delays_nobody, TIMEOUT_S)
{
	vm_start(&self->vm, &self->target, self->c.map, FILE_SIZE, NULL);
	ASSERT_EQ(0, vm_test_unit_ready(&self->vm));
	self->io.use = PIN_FOR_READING;
	vm_rw(&self->vm, DATA_OUT, LBA, GPA_FILE + DATA_OFF, DATA_LEN);
	pin_wait_held(&self->io);
	EXPECT_EQ(DATA_PAGES, caller_pins());
	self->c.map[DATA_OFF] = 'x';
	self->c.want[DATA_OFF] = 'x';
	EXPECT_TRUE(caller_fsync_does_not_wait(&self->c));
	EXPECT_FALSE(vm_completed(&self->vm));
	pin_answer(&self->io);
	ASSERT_EQ(0, vm_complete(&self->vm));
	EXPECT_EQ(0, caller_pins());
	ASSERT_STREQ("", caller_on_disk(&self->c));
}

/* The target refuses a command: its pages are given back, and not dirtied. */
TEST_F_TIMEOUT(vhost_scsi, refused_command_leaves_nothing, TIMEOUT_S)
{
	struct caller_vmstat before, after;

	vm_start(&self->vm, &self->target, self->c.map, FILE_SIZE, NULL);
	ASSERT_EQ(0, vm_test_unit_ready(&self->vm));
	caller_vmstat(&before);
	vm_rw(&self->vm, DATA_IN, TARGET_SIZE / SECTOR, GPA_FILE + DATA_OFF, DATA_LEN);
	ASSERT_EQ(2, vm_complete(&self->vm));	/* CHECK CONDITION */
	caller_vmstat(&after);
	EXPECT_EQ(DATA_PAGES, after.acquired - before.acquired);
	EXPECT_EQ(DATA_PAGES, after.released - before.released);
	ASSERT_STREQ("", caller_on_disk(&self->c));
}

/*
 * vhost logs which guest pages it wrote to by setting bits in memory of the
 * monitor; here the page of the used ring. The log lies in the file.
 */
TEST_F_TIMEOUT(vhost_scsi, log_of_dirty_pages_is_kept, TIMEOUT_S)
{
	const unsigned int page = GPA_USED / VHOST_PAGE_SIZE;
	char *log = self->c.map + PIN_OFF;
	struct caller_vmstat before, after;

	memset(log, 0, PAGE);
	memset(self->c.want + PIN_OFF, 0, PAGE);
	vm_start(&self->vm, &self->target, self->c.map + FILE_SIZE / 2, FILE_SIZE / 2, log);
	ASSERT_EQ(0, caller_clean(&self->c));
	caller_vmstat(&before);
	ASSERT_EQ(0, vm_test_unit_ready(&self->vm));
	vm_stop(&self->vm);
	self->vm.low = NULL;
	caller_vmstat(&after);
	EXPECT_LT(before.acquired, after.acquired);
	EXPECT_EQ(after.acquired - before.acquired, after.released - before.released);

	/* Whatever else was logged: that page was. */
	ASSERT_TRUE(log[page / 8] & 1 << page % 8);
	memcpy(self->c.want + PIN_OFF, log, PAGE);
	EXPECT_EQ(0, caller_pins());
	ASSERT_STREQ("", caller_on_disk(&self->c));
}

TEST_HARNESS_MAIN
