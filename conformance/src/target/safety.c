/* See safety.h. */
#include "target/safety.h"

#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/interrupt.h"
#include "base/watchdog.h"
#include "program/print.h"
#include "safety/place.h"
#include "target/settle.h"

#define LEDGER_DEFAULT "qfpay-conform.ledger"

static enum exit_status
refuse(enum exit_status status, const char *url, const char *why)
{
    print_to(stderr, "qfpay-conform: %s %s\n", url, why);
    return status;
}

/* Every --resolve must be readable, and none may send this machine's names elsewhere. */
static enum exit_status
check_resolve(const struct options *options, const struct place *place)
{
    size_t i;

    for (i = 0; i < options->resolve.count; i++) {
        struct resolve_entry entry;

        if (!resolve_parse(options->resolve.items[i], &entry))
            return refuse(EXIT_USAGE, options->resolve.items[i],
                          "is not HOST:PORT:ADDRESS, as --resolve takes it");
        if (place->kind == PLACE_LOOPBACK && strcmp(entry.host, place->host) == 0 &&
            !resolve_is_loopback(&entry))
            return refuse(EXIT_UNSAFE, options->resolve.items[i],
                          "sends a name of this machine to another one");
    }
    return EXIT_AS_EXPECTED;
}

/* Whether --resolve says where a host is; *is_private then tells of all its addresses. */
static bool
is_resolved(const struct options *options, const struct place *place, bool *is_private)
{
    bool found = false;
    size_t i;

    *is_private = true;
    for (i = 0; i < options->resolve.count; i++) {
        struct resolve_entry entry;
        char *copy, *address, *rest = NULL;

        if (!resolve_parse(options->resolve.items[i], &entry) || entry.port != place->port ||
            strcmp(entry.host, place->host) != 0)
            continue;
        found = true;
        copy = strdup(entry.addresses);
        for (address = copy ? strtok_r(copy, ",[]", &rest) : NULL; address;
             address = strtok_r(NULL, ",[]", &rest))
            *is_private = *is_private && address_is_private(address);
        *is_private = *is_private && copy;
        free(copy);
    }
    return found;
}

/* Ask the resolver, and keep its answer for the run: a second question could be answered otherwise.
 * The address as a --resolve entry, or NULL when it is not private. */
static const char *
pin_private(struct arena *arena, const struct place *place)
{
    char port[8], address[PLACE_ADDRESS_SIZE];
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM}, *list = NULL;
    const char *entry = NULL;

    snprintf(port, sizeof port, "%d", place->port);
    if (getaddrinfo(place->host, port, &hints, &list) == 0 &&
        getnameinfo(list->ai_addr, list->ai_addrlen, address, sizeof address, NULL, 0,
                    NI_NUMERICHOST) == 0 &&
        address_is_private(address))
        entry = arena_printf(arena, "%s:%d:%s", place->host, place->port, address);
    if (list)
        freeaddrinfo(list);
    return entry;
}

/* Plain HTTP can be read and changed on the way. Beyond this machine it is for networks that are
 * ours, such as between the containers of a build; a proxy would lead out of them. */
static enum exit_status
check_plain(struct precautions *safety, const char *url, const struct place *place,
            struct option_list *resolve)
{
    static const char why[] = "is plain HTTP beyond a private network: use https://";
    bool is_private = false;
    const char *pinned;

    if (!is_resolved(safety->options, place, &is_private)) {
        pinned = pin_private(safety->arena, place);
        is_private = pinned && resolve->count < OPTION_LIST_MAX;
        if (is_private)
            resolve->items[resolve->count++] = pinned;
    }
    if (!is_private || place->kind == PLACE_TEST)
        return refuse(EXIT_UNSAFE, url, why);
    (void)unsetenv("http_proxy");
    (void)unsetenv("all_proxy");
    (void)unsetenv("ALL_PROXY");
    return EXIT_AS_EXPECTED;
}

/* Whether the place may be tested; says why not. */
static enum exit_status
check_place(struct precautions *safety, const char *url, const struct place *place,
            struct option_list *resolve)
{
    char better[256];

    if (strchr(url, '@')) {
        fputs(
            "qfpay-conform: the target has a name or password in it: leave out what stands before "
            "the @, and the @\n",
            stderr);
        return EXIT_USAGE;
    }
    if (place->kind != PLACE_PRODUCTION && qfpay_base_url_suggest(url, better, sizeof better)) {
        print_to(stderr, "qfpay-conform: '%s' is not a target; did you mean '%s'?\n", url, better);
        return EXIT_USAGE;
    }
    switch (place->kind) {
    case PLACE_MALFORMED:
        return refuse(EXIT_USAGE, url, "is not a target; it must look like http://127.0.0.1:8080");
    case PLACE_PRODUCTION:
        return refuse(EXIT_UNSAFE, url,
                      "is, or may be, QFPay's production: it is never tested, --live or not");
    case PLACE_LOOPBACK:
        return check_resolve(safety->options, place);
    case PLACE_TEST:
    case PLACE_ELSEWHERE:
        break;
    }
    if (!safety->options->live)
        return refuse(EXIT_UNSAFE, url,
                      "is not on this machine; a real server would create real orders: --live "
                      "tests it with small unpaid orders, and closes them");
    if (place->kind == PLACE_TEST &&
        strcmp(safety->options->merchants[ROLE_DEFAULT].app_code, DEFAULT_APP_CODE) == 0)
        return refuse(EXIT_USAGE, url,
                      "takes the credentials of a test account: QFPAY_APP_CODE and "
                      "QFPAY_CLIENT_KEY");
    if (check_resolve(safety->options, place) != EXIT_AS_EXPECTED)
        return EXIT_USAGE;
    return place->tls ? EXIT_AS_EXPECTED : check_plain(safety, url, place, resolve);
}

void
safety_take_merchant(struct credentials *credentials, const struct given *given)
{
    credentials->app_code = given->app_code;
    credentials->client_key = given->client_key;
    credentials->mchid = given->mchid ? given->mchid : "";
    credentials->digest = QFPAY_DIGEST_MD5;
    if (given->sign_type)
        (void)qfpay_digest_find(given->sign_type, &credentials->digest);
}

static void
take_merchants(struct target *target, const struct options *options)
{
    size_t role;

    for (role = 0; role < ROLE_COUNT; role++) {
        if (!target->given[role].app_code)
            safety_take_merchant(&target->given[role], &options->merchants[role]);
    }
}

static bool
open_ledger(struct precautions *safety)
{
    const char *path = safety->options->ledger ? safety->options->ledger : LEDGER_DEFAULT;
    char problem[400];

    if (safety->ledger || safety->options->dry_run)
        return true;
    safety->ledger = ledger_open(path, problem, sizeof problem);
    if (!safety->ledger)
        print_to(stderr, "qfpay-conform: the ledger %s\n", problem);
    return safety->ledger != NULL;
}

/* Put the gate in front of a live target. */
static bool
open_guard(struct precautions *safety, const struct place *place, struct target *target)
{
    struct guard *guard;

    if (!open_ledger(safety))
        return false;
    guard = arena_alloc(safety->arena, sizeof *guard);
    guard->ledger = safety->ledger;
    snprintf(guard->place, sizeof guard->place, "%s:%d", place->host, place->port);
    guard->max_amount = safety->options->max_amount ? safety->options->max_amount
                                                    : MAX_AMOUNT_DEFAULT;
    guard->may_refund = safety->options->attended;
    guard->number = "";
    guard->given = target->given;
    target->guard = guard;
    return true;
}

static size_t
count_old(const struct guard *guard)
{
    const struct order *order;
    size_t count = 0, i;

    for (i = 0; guard->ledger && (order = ledger_at(guard->ledger, i)); i++)
        count += order->is_old && guard_is_mine(guard, order);
    return count;
}

/* What an earlier run could not close, or did not live to. */
static void
resume(struct target *target)
{
    size_t old = count_old(target->guard);

    if (!old)
        return;
    print_to(stderr, "qfpay-conform: %zu %s of an earlier run %s open at %s, closing\n", old,
             old == 1 ? "order" : "orders", old == 1 ? "is" : "are", target->guard->place);
    (void)settle_orders(target, SETTLE_AT_END);
}

enum exit_status
safety_open_target(struct precautions *safety, const char *url, struct target *target)
{
    const struct options *options = safety->options;
    struct option_list *resolve = arena_alloc(safety->arena, sizeof *resolve);
    const struct place place = place_of(url);
    struct qfpay_error error = {QFPAY_OK, ""};
    size_t len = strlen(url);
    enum exit_status status;

    *resolve = options->resolve;
    status = check_place(safety, url, &place, resolve);
    if (status != EXIT_AS_EXPECTED)
        return status;
    while (len && url[len - 1] == '/')
        len--;
    target->url = arena_copy(safety->arena, url, len);
    target->ca_file = options->ca_file;
    target->resolve = resolve->items;
    pace_init(&target->pace, qfpay_clock_system(),
              options->rate || !options->live ? options->rate : LIVE_RATE_DEFAULT, options->live);
    take_merchants(target, options);
    if (options->live && !open_guard(safety, &place, target))
        return EXIT_UNSAFE;
    if (!target_open(target, &error)) {
        print_to(stderr, "qfpay-conform: %s\n", error.message);
        return EXIT_USAGE;
    }
    interrupt_watch();
    if (safety->ledger && target->guard)
        resume(target);
    return EXIT_AS_EXPECTED;
}

void
safety_after_case(struct target *target)
{
    int64_t watchdog;

    if (!target->guard || !target->guard->ledger)
        return;
    /* A mute target may use up the time of every exchange; that is no bug of the runner. */
    watchdog = watchdog_pause();
    (void)settle_orders(target, SETTLE_BETWEEN);
    watchdog_resume(watchdog);
}

static void
list_left(const struct guard *guard)
{
    const struct order *order;
    size_t i;

    for (i = 0; (order = ledger_at(guard->ledger, i)); i++) {
        if (guard_is_mine(guard, order))
            print_to(stderr,
                     "qfpay-conform: left behind at %s: out_trade_no %s syssn %s, %s %s, made %s: "
                     "%s\n",
                     order->target, order->out_trade_no[0] ? order->out_trade_no : "(none)",
                     order->syssn[0] ? order->syssn : "(unknown)", order->txamt, order->txcurrcd,
                     order->at, order->left ? order->left : "nobody tried to close it");
    }
}

enum exit_status
safety_close_target(struct target *target)
{
    struct guard *guard = target->guard;
    size_t left = 0;

    if (target->client && guard && guard->ledger) {
        left = settle_orders(target, SETTLE_AT_END);
        list_left(guard);
        if (left)
            print_to(stderr,
                     "qfpay-conform: %zu left behind; the next run with the ledger %s closes %s\n",
                     left, ledger_path(guard->ledger), left == 1 ? "it" : "them");
        else if (guard->orders)
            print_to(stderr, "qfpay-conform: %zu %s sent to %s, no order is open\n", guard->orders,
                     guard->orders == 1 ? "payment was" : "payments were", guard->place);
    }
    if (guard && guard->trouble)
        print_to(stderr, "qfpay-conform: %s\n", guard->trouble);
    target_close(target);
    return left || (guard && guard->trouble) ? EXIT_UNSAFE : EXIT_AS_EXPECTED;
}

void
safety_end(struct precautions *safety)
{
    ledger_close(safety->ledger);
    safety->ledger = NULL;
}
