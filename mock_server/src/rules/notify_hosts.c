/* See notify_hosts.h. The text of a URL decides how far it may lead, the address whether it leads
 * further. */
#include "rules/notify_hosts.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "base/this_machine.h"
#include "rules/notify_url.h"

/* How far a host may lead. */
enum reach {
    REACH_ANYWHERE,
    REACH_THIS_MACHINE,
    REACH_OUTSIDE,   /* of a container, whose engine makes the name */
    REACH_STRANGERS, /* a name that somebody else made up */
    REACH_NO_URL,    /* from here on: nowhere */
    REACH_OTHER_PORT,
    REACH_OTHER_PORT_OF_OPEN_MOCK,
    REACH_NOT_LISTED,
};

static const struct ip_range private_ranges[] = {
    {IP_V4(0, 0, 0, 0), IP_V4_BITS(8)}, /* OrbStack's */
    {IP_V4(10, 0, 0, 0), IP_V4_BITS(8)},
    {IP_V4(100, 64, 0, 0), IP_V4_BITS(10)},
    {IP_V4(172, 16, 0, 0), IP_V4_BITS(12)},
    {IP_V4(192, 168, 0, 0), IP_V4_BITS(16)},
    {{{0xfc}}, 7},
};

/* Where clouds keep credentials for who asks. */
static const struct ip_range link_local[] = {
    {IP_V4(169, 254, 0, 0), IP_V4_BITS(16)},
    {{{0xfe, 0x80}}, 10},
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* The next pattern of a list, which it moves behind it; false at the end. */
static bool
next_pattern(const char **list, char pattern[NOTIFY_HOST_SIZE])
{
    size_t len = strcspn(*list, ",");

    if (len == 0 || len >= NOTIFY_HOST_SIZE)
        return false;
    memcpy(pattern, *list, len);
    pattern[len] = '\0';
    *list += len + 1;
    return true;
}

static bool
is_pattern(const char *text)
{
    const char *name = strncmp(text, "*.", 2) == 0 ? text + 2 : text;
    struct ip_range range;

    if (strcmp(text, "*") == 0 || ip_range_read(text, &range))
        return true;
    if (name[0] == '\0' || name[0] == '.' || name[0] == '-')
        return false;
    for (; *name != '\0'; name++) {
        if ((unsigned char)*name < 0x80 && !isalnum((unsigned char)*name) && !strchr("-._", *name))
            return false;
    }
    return true;
}

/* One more pattern at the end of the list. */
static bool
add_pattern(char *list, const char *word, size_t len)
{
    size_t used = strlen(list);
    bool is_in_brackets = len > 2 && word[0] == '[' && word[len - 1] == ']';
    char pattern[NOTIFY_HOST_SIZE] = "";

    word += is_in_brackets;
    len -= is_in_brackets ? 2 : 0;
    if (len >= sizeof pattern || used + len + 2 > NOTIFY_HOSTS_SIZE)
        return false;
    for (size_t i = 0; i < len; i++)
        pattern[i] = (char)tolower((unsigned char)word[i]);
    pattern[len] = '\0';
    if (!is_pattern(pattern))
        return false;
    memcpy(list + used, pattern, len);
    memcpy(list + used + len, ",", 2);
    return true;
}

bool
notify_hosts_read(struct notify_hosts *hosts, const char *text)
{
    char list[NOTIFY_HOSTS_SIZE] = "";

    while (*(text += strspn(text, ", ")) != '\0') {
        size_t len = strcspn(text, ", ");

        if (!add_pattern(list, text, len))
            return false;
        text += len;
    }
    memcpy(hosts->list, list, sizeof list);
    return true;
}

static bool
is_listed_ip(const char *list, const struct ip *ip)
{
    char pattern[NOTIFY_HOST_SIZE];
    struct ip_range range;

    while (next_pattern(&list, pattern)) {
        if (strcmp(pattern, "*") == 0 ||
            (ip_range_read(pattern, &range) && ip_is_within(ip, &range)))
            return true;
    }
    return false;
}

/* A name that a pattern gives in full is trusted to lead where it should, one that merely ends as a
 * pattern does may be anybody's. */
static enum reach
reach_of_listed_name(const char *list, const char *name)
{
    enum reach reach = REACH_NOT_LISTED;
    char pattern[NOTIFY_HOST_SIZE];
    size_t len = strlen(name);

    while (next_pattern(&list, pattern)) {
        size_t end = strlen(pattern) - 1; /* without the star */

        if (strcmp(pattern, "*") == 0 || strcmp(pattern, name) == 0)
            return REACH_ANYWHERE;
        if (pattern[0] == '*' && len > end && strcmp(name + len - end, pattern + 1) == 0)
            reach = this_machine_has_name(name) ? REACH_THIS_MACHINE : REACH_STRANGERS;
    }
    return reach;
}

static enum reach
reach_of_listed(const char *list, const struct notify_target *target)
{
    struct ip ip;

    if (!ip_read(target->host, &ip))
        return reach_of_listed_name(list, target->host);
    return is_listed_ip(list, &ip) ? REACH_ANYWHERE : REACH_NOT_LISTED;
}

static enum reach
reach_of_any(const struct notify_hosts *hosts, const struct notify_target *target)
{
    struct ip ip;

    if (target->port == 80 || target->port == 443)
        return REACH_ANYWHERE;
    if (!hosts->is_on_loopback)
        return REACH_OTHER_PORT_OF_OPEN_MOCK;
    if (ip_read(target->host, &ip) ? this_machine_has_ip(&ip) : this_machine_has_name(target->host))
        return REACH_THIS_MACHINE;
    return strcmp(target->host, "host.docker.internal") == 0 ? REACH_OUTSIDE : REACH_OTHER_PORT;
}

static enum reach
reach_of(const struct notify_hosts *hosts, const char *url)
{
    struct notify_target target;

    if (!notify_url_read(url, &target))
        return REACH_NO_URL;
    return hosts->list[0] == '\0' ? reach_of_any(hosts, &target)
                                  : reach_of_listed(hosts->list, &target);
}

const char *
notify_hosts_refuse(const struct notify_hosts *hosts, const char *url)
{
    static const char *const sentences[] = {
        [REACH_NO_URL] = "The URL is not http://HOST or https://HOST with an optional port and "
                         "path (NTF-03).",
        [REACH_OTHER_PORT] = "Notifications are sent to the ports 80 and 443 only; other ports are "
                             "reached on this machine alone, or on the hosts of --notify-hosts "
                             "(NTF-02, PIT-83).",
        [REACH_OTHER_PORT_OF_OPEN_MOCK] =
            "Notifications are sent to the ports 80 and 443 only, because this mock listens beyond "
            "the loopback; --notify-hosts names hosts for any port (NTF-02, PIT-83).",
        [REACH_NOT_LISTED] = "Notifications are sent to the hosts of --notify-hosts only.",
    };

    return sentences[reach_of(hosts, url)];
}

const char *
notify_hosts_refuse_ip(const struct notify_hosts *hosts, const char *url, const struct ip *ip)
{
    switch (reach_of(hosts, url)) {
    case REACH_THIS_MACHINE:
        return this_machine_has_ip(ip) ? NULL
                                       : "The name should be one of this machine and leads to "
                                         "another one, where --notify-hosts does not allow the "
                                         "port.";
    case REACH_OUTSIDE:
        return this_machine_has_ip(ip) ||
                       ip_is_within_any(ip, private_ranges, COUNT_OF(private_ranges))
                   ? NULL
                   : "The name should be that of a container's host and leads into the internet.";
    case REACH_STRANGERS:
        return is_listed_ip(hosts->list, ip) ||
                       (!this_machine_has_ip(ip) &&
                        !ip_is_within_any(ip, link_local, COUNT_OF(link_local)))
                   ? NULL
                   : "The name is allowed by a * and leads to this machine or to a link-local "
                     "address: --notify-hosts must have the whole name or the address.";
    case REACH_ANYWHERE:
        return NULL;
    case REACH_NO_URL:
    case REACH_OTHER_PORT:
    case REACH_OTHER_PORT_OF_OPEN_MOCK:
    case REACH_NOT_LISTED:
        break;
    }
    return notify_hosts_refuse(hosts, url);
}
