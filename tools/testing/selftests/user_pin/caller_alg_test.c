// SPDX-License-Identifier: GPL-2.0
/*
 * caller_alg_test.c - AF_ALG: a cipher that writes into a mapped file
 */
#define _GNU_SOURCE
#include <sys/socket.h>
#include <linux/if_alg.h>

#include "../kselftest_harness.h"
#include "caller.h"
#include "swap.h"

#define TIMEOUT_S	120
#define LEN		(2 * PAGE)

#ifndef SOL_ALG
#define SOL_ALG		279
#endif

FIXTURE(alg) {
	struct caller c;
	int alg, op;
};

FIXTURE_VARIANT(alg) {
	const char *fs;
};

FIXTURE_VARIANT_ADD(alg, ext4) { .fs = "ext4" };
FIXTURE_VARIANT_ADD(alg, xfs) { .fs = "xfs" };

FIXTURE_SETUP(alg)
{
	struct sockaddr_alg addr = {
		.salg_family = AF_ALG, .salg_type = "skcipher", .salg_name = "cbc(aes)",
	};
	const char *skip = caller_setup(&self->c, variant->fs);

	if (skip)
		SKIP(return, "%s", skip);
	self->alg = socket(AF_ALG, SOCK_SEQPACKET, 0);
	if (self->alg < 0 || bind(self->alg, (void *)&addr, sizeof(addr)))
		SKIP(return, "no cbc(aes) (CONFIG_CRYPTO_USER_API_SKCIPHER, CONFIG_CRYPTO_CBC)");
	if (setsockopt(self->alg, SOL_ALG, ALG_SET_KEY, "any key will do", 16))
		bail_out("no key: %m");
	self->op = accept(self->alg, NULL, NULL);
	if (self->op < 0)
		bail_out("accept: %m");
}

FIXTURE_TEARDOWN(alg)
{
	close(self->op);
	close(self->alg);
	caller_teardown(&self->c);
}

/* En- or decrypt @len bytes of @from into @to. */
static bool cipher(int op, unsigned int how, const char *from, char *to, size_t len)
{
	char control[CMSG_SPACE(sizeof(how)) + CMSG_SPACE(sizeof(struct af_alg_iv) + 16)] = {};
	struct iovec iov = { (void *)from, len };
	struct msghdr msg = {
		.msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = control, .msg_controllen = sizeof(control),
	};
	struct cmsghdr *cm = CMSG_FIRSTHDR(&msg);
	struct af_alg_iv *iv;

	cm->cmsg_level = SOL_ALG;
	cm->cmsg_type = ALG_SET_OP;
	cm->cmsg_len = CMSG_LEN(sizeof(how));
	memcpy(CMSG_DATA(cm), &how, sizeof(how));
	cm = CMSG_NXTHDR(&msg, cm);
	cm->cmsg_level = SOL_ALG;
	cm->cmsg_type = ALG_SET_IV;
	cm->cmsg_len = CMSG_LEN(sizeof(*iv) + 16);
	iv = (void *)CMSG_DATA(cm);
	iv->ivlen = 16;
	return sendmsg(op, &msg, 0) == (ssize_t)len && read(op, to, len) == (ssize_t)len;
}

TEST_F_TIMEOUT(alg, decrypt, TIMEOUT_S)
{
	char *plain = aligned_alloc(PAGE, LEN), *secret = aligned_alloc(PAGE, LEN);
	struct caller_vmstat before, after;
	struct caller *c = &self->c;

	fill(plain, LEN, PIN_OFF, FROM_PIN_DISK);
	ASSERT_TRUE(cipher(self->op, ALG_OP_ENCRYPT, plain, secret, LEN));
	ASSERT_EQ(caller_clean(c), 0);
	caller_vmstat(&before);
	ASSERT_TRUE(cipher(self->op, ALG_OP_DECRYPT, secret, c->map + PIN_OFF, LEN));
	caller_vmstat(&after);
	/* Pinned, or the data was copied and this tests nothing. */
	EXPECT_EQ(after.acquired - before.acquired, LEN / PAGE);
	EXPECT_EQ(after.released - before.released, LEN / PAGE);
	memcpy(c->want + PIN_OFF, plain, LEN);
	EXPECT_STREQ(caller_on_disk(c), "");
	free(plain);
	free(secret);
}

/* The same in anonymous memory that is clean: see swap.h. */
TEST_F_TIMEOUT(alg, decrypt_to_clean_memory, TIMEOUT_S)
{
	char *to = mmap(NULL, LEN, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *plain = aligned_alloc(PAGE, LEN), *secret = aligned_alloc(PAGE, LEN);
	struct swap swap;

	fill(plain, LEN, PIN_OFF, FROM_PIN_DISK);
	ASSERT_TRUE(cipher(self->op, ALG_OP_ENCRYPT, plain, secret, LEN));
	memset(to, 'o', LEN);
	swap_start(&swap);
	ASSERT_TRUE(swap_out(to, LEN));
	swap_in(to, LEN);
	ASSERT_TRUE(cipher(self->op, ALG_OP_DECRYPT, secret, to, LEN));
	ASSERT_TRUE(swap_out(to, LEN));
	EXPECT_EQ(memcmp(to, plain, LEN), 0);
	munmap(to, LEN);
	swap_stop(&swap);
	free(plain);
	free(secret);
}

TEST_HARNESS_MAIN
