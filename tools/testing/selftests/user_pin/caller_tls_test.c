// SPDX-License-Identifier: GPL-2.0
/*
 * caller_tls_test.c - TLS records that are decrypted straight into a mapped file
 *
 * A record that fits into the caller's buffer is decrypted into the caller's
 * pages, which are pinned for as long as that takes; with an asynchronous cipher
 * until the end of the call.
 */
#define _GNU_SOURCE
#include <netinet/tcp.h>
#include <linux/cryptouser.h>
#include <linux/tls.h>

#include "../kselftest_harness.h"
#include "caller.h"
#include "loopback.h"
#include "netlink.h"

#define TIMEOUT_S	120
#define RECORD		(2 * PAGE)
#define RECORDS		2

#ifndef TCP_ULP
#define TCP_ULP		31
#endif
#ifndef SOL_TLS
#define SOL_TLS		282
#endif

FIXTURE(tls) {
	struct caller c;
	int out, in;
};

FIXTURE_VARIANT(tls) {
	const char *fs;
	bool async;
};

/* An asynchronous cipher stays once it is there: those come last. */
FIXTURE_VARIANT_ADD(tls, ext4) { .fs = "ext4" };
FIXTURE_VARIANT_ADD(tls, xfs) { .fs = "xfs" };
FIXTURE_VARIANT_ADD(tls, ext4_async) { .fs = "ext4", .async = true };
FIXTURE_VARIANT_ADD(tls, xfs_async) { .fs = "xfs", .async = true };

/* How many users the asynchronous gcm(aes) has, as /proc/crypto counts; 0: none. */
static int async_users(void)
{
	bool found = false;
	char line[256];
	int users = 0;
	FILE *f;

	f = fopen("/proc/crypto", "r");
	while (f && fgets(line, sizeof(line), f)) {
		if (!strncmp(line, "driver", 6))
			found = strstr(line, ": cryptd(gcm");
		if (found)
			sscanf(line, "refcnt : %d", &users);
	}
	if (f)
		fclose(f);
	return users;
}

/* Make one that works in a thread of its own. The kernel prefers it from then on. */
static int make_cipher_async(void)
{
	struct crypto_user_alg alg = {
		.cru_driver_name = "cryptd(gcm(aes))",
		.cru_type = 3, .cru_mask = 15,		/* AEAD */
	};
	struct netlink_request rq = {};
	int err;

	if (async_users())
		return 0;
	netlink_put(&rq, &alg, sizeof(alg));
	err = netlink_ask(NETLINK_CRYPTO, CRYPTO_MSG_NEWALG, NLM_F_CREATE, &rq);
	/* Try again, it says: it was made, and under another name. */
	return err == -EAGAIN && async_users() ? 0 : err;
}

/* Both ends know the key already: there is no handshake. */
static bool tls_start(int fd, int direction)
{
	struct tls12_crypto_info_aes_gcm_128 key = {
		.info = {
			.version = TLS_1_2_VERSION,
			.cipher_type = TLS_CIPHER_AES_GCM_128,
		},
		.key = "any key will do", .salt = "sal", .iv = "numbers",
	};

	return !setsockopt(fd, IPPROTO_TCP, TCP_ULP, "tls", sizeof("tls")) &&
	       !setsockopt(fd, SOL_TLS, direction, &key, sizeof(key));
}

FIXTURE_SETUP(tls)
{
	const char *skip = caller_setup(&self->c, variant->fs);
	int users, err;

	if (skip)
		SKIP(return, "%s", skip);
	err = variant->async ? make_cipher_async() : 0;
	if (err)
		SKIP(return, "no asynchronous AEAD (CONFIG_CRYPTO_CRYPTD, CONFIG_CRYPTO_USER): %s",
		     strerror(-err));
	users = async_users();
	loopback_connect(&self->out, &self->in, 0, 0);
	if (!tls_start(self->out, TLS_TX) || !tls_start(self->in, TLS_RX))
		SKIP(return, "no TLS in the kernel (CONFIG_TLS): %s", strerror(errno));
	EXPECT_EQ(async_users() > users, variant->async);
}

FIXTURE_TEARDOWN(tls)
{
	close(self->in);
	close(self->out);
	caller_teardown(&self->c);
}

TEST_F_TIMEOUT(tls, receive, TIMEOUT_S)
{
	const int len = RECORDS * RECORD;
	struct caller *c = &self->c;
	struct caller_vmstat before, after;
	char *data = malloc(len);
	int i;

	fill(data, len, PIN_OFF, FROM_PIN_DISK);
	ASSERT_EQ(caller_clean(c), 0);
	caller_vmstat(&before);
	for (i = 0; i < RECORDS; i++)
		ASSERT_EQ(send(self->out, data + i * RECORD, RECORD, 0), RECORD);
	ASSERT_EQ(recv(self->in, c->map + PIN_OFF, len, MSG_WAITALL), len);
	caller_vmstat(&after);
	/* Pinned, or the data was copied and this tests nothing. */
	EXPECT_EQ(after.acquired - before.acquired, len / PAGE);
	EXPECT_EQ(after.released - before.released, len / PAGE);
	memcpy(c->want + PIN_OFF, data, len);
	EXPECT_STREQ(caller_on_disk(c), "");
	free(data);
}

/*
 * A forged record is decrypted, too, and then the page is not to be trusted. It
 * is pinned and given back all the same, and what is in it gets to the disk.
 */
TEST_F_TIMEOUT(tls, receive_forged, TIMEOUT_S)
{
	struct caller *c = &self->c;
	struct caller_vmstat before, after;
	char record[5 + 8 + PAGE + 16] = { 23, 3, 3, (8 + PAGE + 16) >> 8, (8 + PAGE + 16) & 0xff };
	int raw[2];

	loopback_connect(&raw[0], &raw[1], 0, 0);
	ASSERT_TRUE(tls_start(raw[1], TLS_RX));
	ASSERT_EQ(caller_clean(c), 0);
	caller_vmstat(&before);
	ASSERT_EQ(write(raw[0], record, sizeof(record)), (ssize_t)sizeof(record));
	EXPECT_EQ(recv(raw[1], c->map + PIN_OFF, PAGE, 0), -1);
	EXPECT_EQ(errno, EBADMSG);
	caller_vmstat(&after);
	EXPECT_EQ(after.acquired - before.acquired, 1);
	EXPECT_EQ(after.released - before.released, 1);
	memcpy(c->want + PIN_OFF, c->map + PIN_OFF, PAGE);
	EXPECT_STREQ(caller_on_disk(c), "");
	close(raw[0]);
	close(raw[1]);
}

/* To a pipe, records are decrypted into pages of the kernel: nothing is pinned. */
TEST_F_TIMEOUT(tls, splice, TIMEOUT_S)
{
	struct caller_vmstat before, after;
	char data[PAGE], got[PAGE];
	int ends[2];

	fill(data, PAGE, PIN_OFF, FROM_PIN_DISK);
	ASSERT_EQ(pipe(ends), 0);
	caller_vmstat(&before);
	ASSERT_EQ(send(self->out, data, PAGE, 0), PAGE);
	ASSERT_EQ(splice(self->in, NULL, ends[1], NULL, PAGE, 0), PAGE);
	caller_vmstat(&after);
	EXPECT_EQ(after.acquired, before.acquired);
	ASSERT_EQ(read(ends[0], got, PAGE), PAGE);
	EXPECT_EQ(memcmp(got, data, PAGE), 0);
	close(ends[0]);
	close(ends[1]);
}

TEST_HARNESS_MAIN
