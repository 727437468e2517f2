/* See merchant.h: plain memory and a fixed hash table; nothing here reads or writes anything. */
#include "merchant/merchant.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "situation/rule.h"

static const char *const state_names[] = {"active", "disabled", "unconfigured"};

const char *
mchid_state_name(enum mchid_state state)
{
    return state_names[state];
}

bool
mchid_state_find(const char *name, enum mchid_state *state)
{
    for (unsigned i = 0; i < sizeof state_names / sizeof state_names[0]; i++) {
        if (strcmp(state_names[i], name) == 0) {
            *state = (enum mchid_state)i;
            return true;
        }
    }
    return false;
}

struct merchant *
merchant_new(const char *app_code, const char *client_key, struct journals *journals)
{
    struct merchant *merchant = calloc(1, sizeof *merchant);

    if (!merchant)
        return NULL;
    snprintf(merchant->app_code, sizeof merchant->app_code, "%s", app_code);
    snprintf(merchant->client_key, sizeof merchant->client_key, "%s", client_key);
    merchant->real_name = true;
    merchant->appointment.whose = merchant;
    merchant->waiting.whose = merchant;
    merchant->notify_from = INT64_MIN;
    merchant->auto_pay_next = INT64_MAX;
    merchant->journal = journals ? journal_new(journals) : NULL;
    if (merchant->journal || !journals)
        return merchant;
    merchant_free(merchant);
    return NULL;
}

void
merchant_free(struct merchant *merchant)
{
    if (!merchant)
        return;
    journal_free(merchant->journal);
    rules_clear(&merchant->rules);
    for (size_t i = 0; i < merchant->account_count; i++)
        free(merchant->accounts[i].rate);
    free(merchant->accounts);
    free(merchant->pay_types);
    free(merchant->currencies);
    free(merchant->full_refund_only);
    free(merchant);
}

/* A copy of a list; true also for an empty one. */
static bool
copy_list(void *copy, const void *list, size_t size)
{
    void *made = size == 0 ? NULL : malloc(size);

    if (made)
        memcpy(made, list, size);
    memcpy(copy, &made, sizeof made);
    return made || size == 0;
}

struct merchant *
merchant_dup(const struct merchant *merchant)
{
    struct merchant *copy = malloc(sizeof *copy);
    bool ok;

    if (!copy)
        return NULL;
    *copy = *merchant;
    copy->next = NULL;
    copy->appointment = (struct appointment){.whose = copy};
    copy->waiting = (struct waiting){.whose = copy};
    copy->rules = NULL;
    copy->journal = NULL;
    /* Each one is called, so that no list is left that belongs to the original. */
    ok = copy_list(&copy->accounts, merchant->accounts,
                   merchant->account_count * sizeof *merchant->accounts);
    ok = copy_list(&copy->pay_types, merchant->pay_types,
                   merchant->pay_type_count * sizeof *merchant->pay_types) &&
         ok;
    ok = copy_list(&copy->currencies, merchant->currencies,
                   merchant->currency_count * sizeof *merchant->currencies) &&
         ok;
    ok = copy_list(&copy->full_refund_only, merchant->full_refund_only,
                   merchant->full_refund_only_count * sizeof *merchant->full_refund_only) &&
         ok;
    if (!copy->accounts)
        copy->account_count = 0;
    for (size_t i = 0; i < copy->account_count; i++)
        copy->accounts[i].rate = NULL;
    if (ok)
        return copy;
    merchant_free(copy);
    return NULL;
}

void
merchant_take(struct merchant *merchant, struct merchant *changed)
{
    struct merchant old = *merchant;

    *merchant = *changed;
    merchant->next = old.next;
    merchant->next_by_key = old.next_by_key;
    merchant->appointment = old.appointment;
    merchant->waiting = old.waiting;
    merchant->journal = old.journal;
    merchant->rules = old.rules;
    /* Accounts are added behind the others, and taken away again from there. */
    for (size_t i = 0; i < old.account_count && i < merchant->account_count; i++) {
        merchant->accounts[i].rate = old.accounts[i].rate;
        old.accounts[i].rate = NULL;
    }
    *changed = old;
    changed->rules = NULL;
    changed->journal = NULL;
    merchant_free(changed);
}

/* Room for one more element; NULL when out of memory or when the list is full. */
static void *
grown(void *list, size_t count, size_t element_size)
{
    if (count >= MERCHANT_LIST_MAX)
        return NULL;
    return realloc(list, (count + 1) * element_size);
}

bool
merchant_add_account(struct merchant *merchant, const char *mchid, enum mchid_state state)
{
    struct account *list = grown(merchant->accounts, merchant->account_count,
                                 sizeof *merchant->accounts);
    struct account *account;

    if (!list)
        return false;
    merchant->accounts = list;
    account = &list[merchant->account_count++];
    memset(account, 0, sizeof *account);
    account->state = state;
    snprintf(account->mchid, sizeof account->mchid, "%s", mchid);
    if (mchid[0] != '\0')
        merchant->is_agent = true;
    return true;
}

bool
merchant_add_pay_type(struct merchant *merchant, const char *pay_type)
{
    char(*list)[7] = grown(merchant->pay_types, merchant->pay_type_count, sizeof *list);

    if (!list)
        return false;
    merchant->pay_types = list;
    snprintf(list[merchant->pay_type_count++], sizeof *list, "%s", pay_type);
    return true;
}

bool
merchant_add_currency(struct merchant *merchant, const char *currency)
{
    char(*list)[4] = grown(merchant->currencies, merchant->currency_count, sizeof *list);

    if (!list)
        return false;
    merchant->currencies = list;
    snprintf(list[merchant->currency_count++], sizeof *list, "%s", currency);
    return true;
}

bool
merchant_add_full_refund_only(struct merchant *merchant, const char *pay_type_or_currency)
{
    char(*list)[7] = grown(merchant->full_refund_only, merchant->full_refund_only_count,
                           sizeof *list);

    if (!list)
        return false;
    merchant->full_refund_only = list;
    snprintf(list[merchant->full_refund_only_count++], sizeof *list, "%s", pay_type_or_currency);
    return true;
}

bool
merchant_has_pay_type(const struct merchant *merchant, const char *pay_type)
{
    for (size_t i = 0; i < merchant->pay_type_count; i++) {
        if (strcmp(merchant->pay_types[i], pay_type) == 0)
            return true;
    }
    return false;
}

bool
merchant_has_currency(const struct merchant *merchant, const char *currency)
{
    for (size_t i = 0; i < merchant->currency_count; i++) {
        if (strcmp(merchant->currencies[i], currency) == 0)
            return true;
    }
    return merchant->currency_count == 0;
}

bool
merchant_refunds_only_in_full(const struct merchant *merchant, const char *pay_type_or_currency)
{
    for (size_t i = 0; i < merchant->full_refund_only_count; i++) {
        if (strcmp(merchant->full_refund_only[i], pay_type_or_currency) == 0)
            return true;
    }
    return false;
}

struct account *
merchant_account(struct merchant *merchant, const char *mchid)
{
    for (size_t i = 0; i < merchant->account_count; i++) {
        if (strcmp(merchant->accounts[i].mchid, mchid) == 0)
            return &merchant->accounts[i];
    }
    return NULL;
}

/* FNV-1a: app codes and keys are random, any mixing does. */
static unsigned
hash_of(const char *text)
{
    unsigned hash = 2166136261U;

    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619U;
    return hash;
}

static unsigned
bucket_of(const char *app_code)
{
    return hash_of(app_code) % MERCHANT_BUCKETS;
}

struct merchant *
registry_find(const struct merchant_registry *registry, const char *app_code)
{
    struct merchant *merchant;

    if (!app_code)
        return NULL;
    merchant = registry->buckets[bucket_of(app_code)];
    while (merchant && strcmp(merchant->app_code, app_code) != 0)
        merchant = merchant->next;
    return merchant;
}

bool
registry_has_key(const struct merchant_registry *registry, const char *client_key)
{
    const struct merchant *merchant = registry->by_key[hash_of(client_key) % KEY_BUCKETS];

    while (merchant && strcmp(merchant->client_key, client_key) != 0)
        merchant = merchant->next_by_key;
    return merchant != NULL;
}

void
registry_add(struct merchant_registry *registry, struct merchant *merchant)
{
    struct merchant **bucket = &registry->buckets[bucket_of(merchant->app_code)];
    struct merchant **by_key = &registry->by_key[hash_of(merchant->client_key) % KEY_BUCKETS];

    merchant->next = *bucket;
    *bucket = merchant;
    merchant->next_by_key = *by_key;
    *by_key = merchant;
    registry->count++;
    registry_expect(registry, merchant, clock_now(&merchant->clock));
}

void
registry_expect(struct merchant_registry *registry, struct merchant *merchant, int64_t instant)
{
    agenda_expect(&registry->agenda, &merchant->appointment,
                  clock_host_instant(&merchant->clock, instant));
}

void
registry_remove(struct merchant_registry *registry, struct merchant *merchant)
{
    struct merchant **link = &registry->buckets[bucket_of(merchant->app_code)];
    struct merchant **by_key = &registry->by_key[hash_of(merchant->client_key) % KEY_BUCKETS];

    while (*link && *link != merchant)
        link = &(*link)->next;
    if (!*link)
        return;
    *link = merchant->next;
    merchant->next = NULL;
    while (*by_key != merchant)
        by_key = &(*by_key)->next_by_key;
    *by_key = merchant->next_by_key;
    agenda_cancel(&registry->agenda, &merchant->appointment);
    wait_list_leave(&merchant->waiting);
    registry->count--;
}

void
registry_clear(struct merchant_registry *registry)
{
    struct merchant *merchant;

    for (unsigned bucket = 0; bucket < MERCHANT_BUCKETS; bucket++) {
        while ((merchant = registry->buckets[bucket])) {
            registry->buckets[bucket] = merchant->next;
            merchant_free(merchant);
        }
    }
    memset(registry->by_key, 0, sizeof registry->by_key);
    registry->agenda.first = NULL;
    registry->count = 0;
}

struct merchant *
registry_next(const struct merchant_registry *registry, const struct merchant *merchant)
{
    unsigned bucket = 0;

    if (merchant) {
        if (merchant->next)
            return merchant->next;
        bucket = bucket_of(merchant->app_code) + 1;
    }
    for (; bucket < MERCHANT_BUCKETS; bucket++) {
        if (registry->buckets[bucket])
            return registry->buckets[bucket];
    }
    return NULL;
}

const char *
client_key_of(const struct merchant *merchant)
{
    return merchant->client_key;
}

const char *
notify_key_of(const struct merchant *merchant)
{
    return merchant->notify_key[0] == '\0' ? merchant->client_key : merchant->notify_key;
}
