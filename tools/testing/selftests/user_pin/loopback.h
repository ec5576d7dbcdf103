/* SPDX-License-Identifier: GPL-2.0 */
/*
 * loopback.h - a TCP connection to oneself
 */
#ifndef USER_PIN_LOOPBACK_H
#define USER_PIN_LOOPBACK_H

#include <netinet/in.h>
#include <sys/socket.h>

#include "blockdev.h"

/*
 * The receiver takes about @receive_buffer bytes before somebody reads (0: what
 * the kernel likes), the sender may queue @send_buffer bytes.
 */
static inline void loopback_connect(int *out, int *in, int send_buffer, int receive_buffer)
{
	struct sockaddr_in addr = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int l = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t len = sizeof(addr);

	*out = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if ((receive_buffer && setsockopt(l, SOL_SOCKET, SO_RCVBUF, &receive_buffer,
					  sizeof(receive_buffer))) ||
	    (send_buffer && setsockopt(*out, SOL_SOCKET, SO_SNDBUFFORCE, &send_buffer,
				       sizeof(send_buffer))) ||
	    bind(l, (void *)&addr, len) || listen(l, 1) ||
	    getsockname(l, (void *)&addr, &len) || connect(*out, (void *)&addr, len))
		bail_out("no TCP over loopback: %m");
	*in = accept(l, NULL, NULL);
	if (*in < 0)
		bail_out("accept: %m");
	close(l);
}

#endif
