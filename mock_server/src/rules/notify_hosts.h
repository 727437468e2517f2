/* Where notifications may go. Without --notify-hosts that is where QFPay's go, to the ports 80 and
 * 443 of any host (NTF-02), and to any port of this machine while nobody else reaches the mock.
 *
 * A URL is judged twice: its text as soon as somebody names it, and the address that its host has
 * when it is connected to, because whoever owns a name lets it lead where he likes. */
#ifndef MOCK_NOTIFY_HOSTS_H
#define MOCK_NOTIFY_HOSTS_H

#include <stdbool.h>

#include "base/ip.h"

enum { NOTIFY_HOSTS_SIZE = 2048 };

struct notify_hosts {
    bool is_on_loopback;          /* the mock listens there alone */
    char list[NOTIFY_HOSTS_SIZE]; /* the patterns in lower case, a comma behind each; "": unset */
};

/* Read patterns with commas or spaces between them: NAME, *.NAME, ADDRESS, ADDRESS/BITS or *. */
bool notify_hosts_read(struct notify_hosts *hosts, const char *text);

/* Why nothing is sent to a URL; NULL when it may be. Static. */
const char *notify_hosts_refuse(const struct notify_hosts *hosts, const char *url);

/* Why nothing is sent to a URL whose host has this address. NULL and static as well. */
const char *notify_hosts_refuse_ip(const struct notify_hosts *hosts, const char *url,
                                   const struct ip *ip);

#endif
