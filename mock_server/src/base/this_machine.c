/* See this_machine.h. */
#include "base/this_machine.h"

#include <ifaddrs.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* 0.0.0.0 and :: are where connecting takes one to the loopback. */
static const struct ip_range loopback[] = {
    {IP_V4(127, 0, 0, 0), IP_V4_BITS(8)},
    {IP_V4(0, 0, 0, 0), IP_V4_BITS(32)},
    {{{[15] = 1}}, 128},
    {{{0}}, 128},
};

static bool
is_of_interface(const struct ip *ip)
{
    const struct ip_range only = {*ip, 128};
    struct ifaddrs *all = NULL;
    bool is_found = false;

    if (getifaddrs(&all) != 0)
        return false;
    for (const struct ifaddrs *one = all; one && !is_found; one = one->ifa_next) {
        struct ip own;

        is_found = one->ifa_addr && ip_of(one->ifa_addr, &own) && ip_is_within(&own, &only);
    }
    freeifaddrs(all);
    return is_found;
}

bool
this_machine_has_ip(const struct ip *ip)
{
    return ip_is_within_any(ip, loopback, sizeof loopback / sizeof loopback[0]) ||
           is_of_interface(ip);
}

static bool
is_localhost(const char *name)
{
    static const char localhost[] = "localhost";
    size_t len = strlen(name);
    size_t size = sizeof localhost - 1;

    return len >= size && strcmp(name + len - size, localhost) == 0 &&
           (len == size || name[len - size - 1] == '.');
}

/* The whole of it, its first part, or that part as neighbours are told it (RFC 6762). */
static bool
is_name_of_host(const char *name)
{
    char own[256] = "";
    size_t part;

    if (gethostname(own, sizeof own - 1) != 0 || own[0] == '\0')
        return false;
    part = strcspn(own, ".");
    return strcasecmp(name, own) == 0 ||
           (strncasecmp(name, own, part) == 0 &&
            (name[part] == '\0' || strcmp(name + part, ".local") == 0));
}

/* Whether a line, an address and its names, says that it is a name of this machine. */
static bool
says_own(char *line, const char *name)
{
    char *rest = NULL;
    const char *word;
    struct ip ip;

    line[strcspn(line, "#\n")] = '\0';
    word = strtok_r(line, " \t", &rest);
    if (!word || !ip_read(word, &ip))
        return false;
    while ((word = strtok_r(NULL, " \t", &rest))) {
        if (strcasecmp(word, name) == 0)
            return this_machine_has_ip(&ip);
    }
    return false;
}

static bool
is_in_hosts_file(const char *name)
{
    FILE *file = fopen("/etc/hosts", "re");
    bool is_found = false;
    char line[1024];

    while (file && !is_found && fgets(line, sizeof line, file))
        is_found = says_own(line, name);
    if (file)
        fclose(file);
    return is_found;
}

bool
this_machine_has_name(const char *name)
{
    return is_localhost(name) || is_name_of_host(name) || is_in_hosts_file(name);
}
