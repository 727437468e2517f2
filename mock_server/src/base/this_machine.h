/* Which names and addresses are those of the machine that the mock runs on. Nothing here asks a
 * name server; what is found out is not kept, because all of it may change. */
#ifndef MOCK_THIS_MACHINE_H
#define MOCK_THIS_MACHINE_H

#include <stdbool.h>

#include "base/ip.h"

/* A loopback address, one of an interface, or one that stands for any. */
bool this_machine_has_ip(const struct ip *ip);

/* localhost and what is below it, the host's name, and what /etc/hosts says of its addresses; in
 * lower case. Where such a name really leads is not known before somebody connects. */
bool this_machine_has_name(const char *name);

#endif
