/* Where notifications go, as a shop meets it: what is said of a notify_url when it is set, whether
 * it is notified, and what its attempt says. Names lead where the test says, as those of a name
 * server would that nobody controls; that of another machine is from a documentation range, to
 * which nothing is ever connected. */
#include "backend.h"

#include <dlfcn.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "defect/defect.h"
#include "rules/notify_hosts.h"

#define ELSEWHERE "198.51.100.7"

/* Where names lead in this program; others are unknown. */
static const char *const names[][2] = {
    {"localhost", "127.0.0.1"},    {"host.docker.internal", "127.0.0.1"},
    {"shop.example", "127.0.0.1"}, {"a.shop.example", "127.0.0.1"},
    {"b.shop.example", ELSEWHERE}, {"cloud.example", "169.254.169.254"},
};
static const char *own_address = "127.0.0.1";
static char own_name[256];

static bool
is_name(const char *node, const char *name)
{
    size_t len = strlen(name);

    return strncasecmp(node, name, len) == 0 && (node[len] == '\0' || strcmp(node + len, ".") == 0);
}

/* libcurl finds this function before the C library's. */
__attribute__((visibility("default"))) int
getaddrinfo(const char *name, const char *service, const struct addrinfo *req,
            struct addrinfo **pai)
{
    int (*original)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
    const char *address = is_name(name, own_name) ? own_address : NULL;

    *(void **)&original = dlsym(RTLD_NEXT, "getaddrinfo");
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (is_name(name, names[i][0]))
            address = names[i][1];
    }
    return address ? original(address, service, req, pai) : EAI_NONAME;
}

static int
name_the_host(void **state)
{
    (void)state;
    return gethostname(own_name, sizeof own_name - 1);
}

/* What comes of a notify_url. */
enum fate {
    IS_DELIVERED,
    IS_TRIED,     /* nobody may listen there */
    IS_REFUSED,   /* as soon as it is set */
    IS_NOT_ASKED, /* the address of its name is refused */
};

struct row {
    const char *hosts; /* of --notify-hosts; NULL: unset */
    const char *url;   /* PORT stands for the receiver's, NAME for this machine's */
    enum fate fate;
};

static const struct row rows[] = {
    {NULL, "http://127.0.0.1:PORT/", IS_DELIVERED},
    {NULL, "http://127.1:PORT/", IS_DELIVERED},
    {NULL, "http://2130706433:PORT/", IS_DELIVERED},
    {NULL, "http://0x7f000001:PORT/", IS_DELIVERED},
    {NULL, "http://0177.0.0.1:PORT/", IS_DELIVERED},
    {NULL, "http://0.0.0.0:PORT/", IS_DELIVERED},
    {NULL, "http://[::ffff:127.0.0.1]:PORT/", IS_DELIVERED},
    {NULL, "http://[::FFFF:7f00:1]:PORT/", IS_DELIVERED},
    {NULL, "http://[::1]:PORT/", IS_TRIED},
    {NULL, "http://localhost:PORT/", IS_DELIVERED},
    {NULL, "HTTP://LocalHost:PORT/", IS_DELIVERED},
    {NULL, "http://localhost.:PORT/", IS_DELIVERED},
    {NULL, "http://HOST.docker.internal.:PORT/", IS_DELIVERED},
    {NULL, "http://shop.localhost:PORT/", IS_DELIVERED},
    {NULL, "http://host.docker.internal:PORT/", IS_DELIVERED},
    {NULL, "http://NAME:PORT/", IS_DELIVERED},

    {NULL, "http://shop.example:PORT/", IS_REFUSED},
    {NULL, "https://shop.example:8443/", IS_REFUSED},
    {NULL, "http://192.0.2.1:PORT/", IS_REFUSED},
    {NULL, "http://3221225985:PORT/", IS_REFUSED},
    {NULL, "http://0xc0000201:PORT/", IS_REFUSED},
    {NULL, "http://[::ffff:192.0.2.1]:PORT/", IS_REFUSED},
    {NULL, "http://[2001:db8::1]:PORT/", IS_REFUSED},
    {NULL, "http://localhost.example:PORT/", IS_REFUSED},
    {NULL, "http://notlocalhost:PORT/", IS_REFUSED},
    {NULL, "http://localhost..:PORT/", IS_REFUSED},
    {NULL, "http://127.0.0.1.example:PORT/", IS_REFUSED},
    {NULL, "http://a.host.docker.internal:PORT/", IS_REFUSED},
    {NULL, "http://127.0.0.1@shop.example:PORT/", IS_REFUSED},
    {NULL, "http://127.0.0.1:PORT@shop.example/", IS_REFUSED},
    {NULL, "http://me:word@127.0.0.1:PORT/", IS_REFUSED},
    {NULL, "http://shop.example#@127.0.0.1:PORT/", IS_TRIED}, /* port 80 of the name */
    {NULL, "http://127.0.0.1\\@shop.example:PORT/", IS_REFUSED},
    {NULL, "http://127%2e0.0.1:PORT/", IS_REFUSED},
    {NULL, "http://localhost%2eexample:PORT/", IS_REFUSED},
    {NULL, "http://[fe80::1%25lo]:PORT/", IS_REFUSED},
    {NULL, "http://[127.0.0.1]:PORT/", IS_REFUSED},
    {NULL, "http://[::1:PORT/", IS_REFUSED},
    {NULL, "http://127.0.0.1:0/", IS_REFUSED},
    {NULL, "http://127.0.0.1:65536/", IS_REFUSED},
    {NULL, "http://127.0.0.1:+PORT/", IS_REFUSED},

    {"shop.example", "http://shop.example:PORT/", IS_DELIVERED},
    {"Shop.Example", "http://SHOP.example.:PORT/", IS_DELIVERED},
    {"10.0.0.1, shop.example", "http://shop.example:PORT/", IS_DELIVERED},
    {"shop.example", "http://a.shop.example:PORT/", IS_REFUSED},
    {"shop.example", "http://shop.example.com:PORT/", IS_REFUSED},
    {"shop.example", "http://127.0.0.1:PORT/", IS_REFUSED},
    {"shop.example", "https://pay.example/", IS_REFUSED},
    {"shop.example", "http://127.0.0.1.example@shop.example/", IS_REFUSED},
    {"127.0.0.1", "http://2130706433:PORT/", IS_DELIVERED},
    {"127.0.0.0/8", "http://[::ffff:127.0.0.1]:PORT/", IS_DELIVERED},
    {"::1", "http://[0:0::1]:PORT/", IS_TRIED},
    {"[::1]", "http://127.0.0.1:PORT/", IS_REFUSED},
    {"192.0.2.0/24", "http://127.0.0.1:PORT/", IS_REFUSED},
    {"192.0.2.0/24", "http://shop.example:PORT/", IS_REFUSED},
    {"*", "http://shop.example:PORT/", IS_DELIVERED},
    {"*", "http://127.0.0.1:PORT/", IS_DELIVERED},
    {"*.localhost", "http://shop.localhost:PORT/", IS_DELIVERED},
    {"*.localhost", "http://localhost:PORT/", IS_REFUSED},
    {"*.shop.example", "http://shop.example:PORT/", IS_REFUSED},
    {"*.shop.example", "http://notshop.example:PORT/", IS_REFUSED},
    {"*.shop.example", "http://a.shop.example:PORT/", IS_NOT_ASKED},
    {"*.example", "http://cloud.example/latest", IS_NOT_ASKED},
    {"*.shop.example,127.0.0.1", "http://a.shop.example:PORT/", IS_DELIVERED},
};

/* A text with the receiver's port and this machine's name put in. */
static const char *
filled_in(struct backend *backend, const char *text)
{
    const char *port = strrchr(backend->url, ':') + 1;
    char room[512] = "";
    size_t at = 0;

    while (*text != '\0' && at + sizeof own_name < sizeof room) {
        bool is_the_port = strncmp(text, "PORT", 4) == 0;
        bool is_the_name = strncmp(text, "NAME", 4) == 0;

        if (is_the_port)
            at += (size_t)snprintf(room + at, sizeof room - at, "%.*s", (int)strcspn(port, "/"),
                                   port);
        else if (is_the_name)
            at += (size_t)snprintf(room + at, sizeof room - at, "%s", own_name);
        else
            room[at++] = *text;
        text += is_the_port || is_the_name ? 4 : 1;
    }
    return format(backend->shop, "%s", room);
}

static const char *
escaped(struct backend *backend, const char *url)
{
    cJSON *text = cJSON_CreateString(url);
    char *printed = cJSON_PrintUnformatted(text);
    const char *copy = format(backend->shop, "{\"notify_url\": %s}", printed);

    cJSON_free(printed);
    cJSON_Delete(text);
    return copy;
}

static enum fate
fate_of(struct backend *backend, const char *url)
{
    const struct answer *set = control(backend->shop, "PUT", "merchants/" DIRECT_APP,
                                       escaped(backend, url));
    const struct answer *order = paid(backend->shop, "notify_url", url, NULL);
    const char *advice = order->reply.advice;
    const char *error;

    everything_is_sent(backend);
    error = text_in(attempt_at(backend, order, 0), "error");
    assert_int_equal(set->reply.http_status == 400,
                     advice && strstr(advice, "Nothing is sent to this notify_url"));
    if (set->reply.http_status == 400) {
        assert_non_null(strstr(text_of(set, "error"), "notify_url: "));
        assert_string_equal(error, "nothing was sent");
        assert_log_state(backend, order, "given-up");
        return IS_REFUSED;
    }
    if (!error || !strstr(error, "nothing was sent"))
        return strcmp(text_in(log_of(backend, order), "state"), "delivered") == 0 ? IS_DELIVERED
                                                                                  : IS_TRIED;
    assert_log_state(backend, order, "given-up");
    return IS_NOT_ASKED;
}

static void
each_host_meets_its_fate(void **state)
{
    static const char *const fates[] = {"delivered", "tried", "refused", "not asked"};
    struct backend *backend = *state;
    const char *hosts = NULL;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        enum fate fate;

        if (rows[i].hosts && rows[i].hosts != hosts)
            backend_restart(backend, "--notify-hosts", (char *)rows[i].hosts, NULL);
        hosts = rows[i].hosts;
        fate = fate_of(backend, filled_in(backend, rows[i].url));
        if (fate != rows[i].fate)
            fail_msg("%s with %s is %s", rows[i].url, hosts ? hosts : "nothing", fates[fate]);
    }
}

static void
a_name_of_this_machine_must_lead_to_it(void **state)
{
    struct backend *backend = *state;
    const struct answer *order;

    if (is_name(own_name, "localhost"))
        skip(); /* which libcurl asks nobody about */
    own_address = ELSEWHERE;
    order = paid(backend->shop, "notify_url", filled_in(backend, "http://NAME:PORT/"), NULL);
    everything_is_sent(backend);
    own_address = "127.0.0.1";

    assert_log_state(backend, order, "given-up");
    assert_string_equal(text_in(attempt_at(backend, order, 0), "error"),
                        "nothing was sent to " ELSEWHERE);
    assert_non_null(
        strstr(text_in(attempt_at(backend, order, 0), "diagnosis"), "leads to another one"));
}

static void
what_others_reach_notifies_no_other_ports(void **state)
{
    struct backend *backend = *state;

    backend->shop->settings.notify_hosts.is_on_loopback = false;
    assert_int_equal(fate_of(backend, backend->url), IS_REFUSED);
    assert_int_equal(fate_of(backend, filled_in(backend, "http://host.docker.internal:PORT/")),
                     IS_REFUSED);
    assert_int_equal(fate_of(backend, "http://127.0.0.1:80/"), IS_TRIED);
    assert_true(notify_hosts_read(&backend->shop->settings.notify_hosts, "127.0.0.1"));
    assert_int_equal(fate_of(backend, backend->url), IS_DELIVERED);
}

/* Where a name leads to, and whether it may: only judged, never connected to. */
static void
an_address_is_judged_by_what_its_name_should_be(void **state)
{
    static const struct {
        const char *hosts;
        const char *url;
        const char *address;
        bool is_allowed;
    } leads[] = {
        {"", "http://shop.example/", "198.51.100.7", true},
        {"", "http://shop.example/", "127.0.0.1", true},
        {"", "http://localhost:81/", "127.0.0.1", true},
        {"", "http://localhost:81/", "::1", true},
        {"", "http://localhost:81/", "198.51.100.7", false},
        {"", "http://localhost:81/", "::ffff:198.51.100.7", false},
        {"", "http://host.docker.internal:81/", "172.17.0.1", true},
        {"", "http://host.docker.internal:81/", "192.168.65.254", true},
        {"", "http://host.docker.internal:81/", "0.250.250.254", true},
        {"", "http://host.docker.internal:81/", "fdc4:f303:9324::254", true},
        {"", "http://host.docker.internal:81/", "169.254.169.254", false},
        {"", "http://host.docker.internal:81/", "198.51.100.7", false},
        {"", "http://host.docker.internal:81/", "2001:db8::1", false},
        {"", "http://shop.example:81/", "127.0.0.1", false},
        {"shop", "http://shop:81/", "172.18.0.3", true},
        {"shop", "http://shop:81/", "127.0.0.1", true},
        {"shop", "http://other/", "172.18.0.3", false},
        {"*.test", "http://a.test:81/", "172.18.0.3", true},
        {"*.test", "http://a.test:81/", "127.0.0.1", false},
        {"*.test", "http://a.test:81/", "::ffff:127.0.0.1", false},
        {"*.test", "http://a.test:81/", "fe80::1", false},
        {"*.test", "http://a.test:81/", "169.254.169.254", false},
        {"*.test 169.254.0.0/16", "http://a.test:81/", "169.254.169.254", true},
        {"*", "http://a.test:81/", "169.254.169.254", true},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(leads); i++) {
        struct notify_hosts hosts = {.is_on_loopback = true};
        struct ip ip;

        assert_true(notify_hosts_read(&hosts, leads[i].hosts));
        assert_true(ip_read(leads[i].address, &ip));
        if (!notify_hosts_refuse_ip(&hosts, leads[i].url, &ip) != leads[i].is_allowed)
            fail_msg("%s at %s", leads[i].url, leads[i].address);
    }
}

/* Stored while it was allowed; the payment's own was refused by nobody, as QFPay would not. */
static void
a_stored_notify_url_that_is_no_longer_allowed_is_not_notified(void **state)
{
    struct backend *backend = *state;
    char folder[] = "/tmp/qfpay-hosts-XXXXXX";
    const struct answer *order;
    const char *file;

    assert_non_null(mkdtemp(folder));
    file = format(backend->shop, "%s/mock.db", folder);
    backend_restart(backend, "--db", (char *)file, NULL);
    assert_int_equal(
        control(backend->shop, "PUT", "merchants/" DIRECT_APP, escaped(backend, backend->url))
            ->reply.http_status,
        200);
    backend_restart(backend, "--db", (char *)file, "--notify-hosts", "shop.example", NULL);
    order = paid(backend->shop, NULL);
    everything_is_sent(backend);

    assert_log_state(backend, order, "given-up");
    assert_received(backend, 0);
    shop_restart(backend->shop, NULL);
    unlink(file);
    unlink(format(backend->shop, "%s-wal", file));
    unlink(format(backend->shop, "%s-shm", file));
    assert_int_equal(rmdir(folder), 0);
}

static void
what_is_no_pattern_is_refused(void **state)
{
    static const char *const words[] = {
        "shop:8080", "http://shop", "shop/n",  "*shop",    "a.*",       "*.",   ".shop",
        "-shop",     "10.0.0.0/33", "::1/129", "1.2.3.4/", "1.2.3.4/x", "[::1", "shop,*x",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        struct notify_hosts hosts = {.list = "before,"};

        if (notify_hosts_read(&hosts, words[i]))
            fail_msg("%s is taken", words[i]);
        assert_string_equal(hosts.list, "before,");
    }
}

#define PLAIN(test) cmocka_unit_test(test)

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        BACKEND_TEST(each_host_meets_its_fate),
        BACKEND_TEST(a_name_of_this_machine_must_lead_to_it),
        BACKEND_TEST(what_others_reach_notifies_no_other_ports),
        BACKEND_TEST(a_stored_notify_url_that_is_no_longer_allowed_is_not_notified),
        PLAIN(an_address_is_judged_by_what_its_name_should_be),
        PLAIN(what_is_no_pattern_is_refused),
    };

    return cmocka_run_group_tests_name("notify_hosts", tests, name_the_host, NULL);
}
