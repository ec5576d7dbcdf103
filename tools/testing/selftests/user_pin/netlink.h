/* SPDX-License-Identifier: GPL-2.0 */
/*
 * netlink.h - a request to the kernel that is answered by an error or by none
 */
#ifndef USER_PIN_NETLINK_H
#define USER_PIN_NETLINK_H

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <linux/netlink.h>
#include <sys/socket.h>

struct netlink_request {
	struct nlmsghdr head;
	char body[1024];
};

static inline void netlink_put(struct netlink_request *rq, const void *data, size_t len)
{
	if (!rq->head.nlmsg_len)
		rq->head.nlmsg_len = NLMSG_HDRLEN;
	memcpy((char *)rq + NLMSG_ALIGN(rq->head.nlmsg_len), data, len);
	rq->head.nlmsg_len = NLMSG_ALIGN(rq->head.nlmsg_len) + len;
}

static inline void netlink_put_string(struct netlink_request *rq, int type, const char *text)
{
	struct nlattr attr = { .nla_len = NLA_HDRLEN + strlen(text) + 1, .nla_type = type };

	netlink_put(rq, &attr, sizeof(attr));
	netlink_put(rq, text, strlen(text) + 1);
}

/* 0 or -errno. */
static inline int netlink_ask(int protocol, int type, int flags, struct netlink_request *rq)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol), err;
	struct {
		struct nlmsghdr head;
		struct nlmsgerr err;
		char room[1024];		/* it quotes the request */
	} in;

	rq->head.nlmsg_type = type;
	rq->head.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
	if (fd < 0 || send(fd, rq, rq->head.nlmsg_len, 0) < 0 ||
	    recv(fd, &in, sizeof(in), 0) < (ssize_t)(NLMSG_HDRLEN + sizeof(in.err)))
		err = -errno;
	else
		err = in.head.nlmsg_type == NLMSG_ERROR ? in.err.error : -EPROTO;
	close(fd);
	return err;
}

#endif
