/* See ledger.h. Lines: {"event":"order",...}, {"event":"answer",...}, {"event":"settled",...}; a
 * line that was torn by a crash is the last one and was written before anything left, so it goes.
 */
#include "ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "qfpay/code.h"
#include "qfpay/datetime.h"

enum { LEDGER_BYTES_MAX = 32 << 20 };

struct ledger {
    char *path;
    int file;
    struct order **orders;
    size_t count;
    size_t capacity;
    int last_id;
};

/* The texts of an order line, as data: reading, writing and freeing are loops over them. */
static const struct {
    const char *key;
    size_t member;
} texts[] = {
    {"at", offsetof(struct order, at)},
    {"target", offsetof(struct order, target)},
    {"app_code", offsetof(struct order, app_code)},
    {"mchid", offsetof(struct order, mchid)},
    {"out_trade_no", offsetof(struct order, out_trade_no)},
    {"txamt", offsetof(struct order, txamt)},
    {"txcurrcd", offsetof(struct order, txcurrcd)},
    {"syssn", offsetof(struct order, syssn)},
};
enum { TEXT_COUNT = sizeof texts / sizeof texts[0] };

static char **
text_of(struct order *order, size_t index)
{
    return (char **)(void *)((char *)order + texts[index].member);
}

static void
free_order(struct order *order)
{
    size_t i;

    for (i = 0; order && i < TEXT_COUNT; i++)
        free(*text_of(order, i));
    free(order);
}

/* A copy, "" for NULL; NULL when it is too long or memory is out. */
static char *
copy_text(const char *text)
{
    if (!text)
        text = "";
    return strlen(text) > LEDGER_TEXT_MAX ? NULL : strdup(text);
}

/* Take an order into the list; NULL, and it is freed, when there is no room. */
static struct order *
append(struct ledger *ledger, struct order *order)
{
    if (ledger->count == ledger->capacity) {
        size_t capacity = ledger->capacity ? ledger->capacity * 2 : 64;
        struct order **longer = capacity > LEDGER_ORDERS_MAX * 2
                                    ? NULL
                                    : realloc(ledger->orders, capacity * sizeof(struct order *));

        if (!longer) {
            free_order(order);
            return NULL;
        }
        ledger->orders = longer;
        ledger->capacity = capacity;
    }
    ledger->orders[ledger->count++] = order;
    if (order->id > ledger->last_id)
        ledger->last_id = order->id;
    return order;
}

static struct order *
find(const struct ledger *ledger, int id)
{
    size_t i;

    for (i = 0; i < ledger->count; i++) {
        if (ledger->orders[i]->id == id)
            return ledger->orders[i];
    }
    return NULL;
}

static const char *
member(const cJSON *json, const char *key)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, key));

    return text ? text : "";
}

static bool
replace(char **text, const char *value)
{
    char *copy = copy_text(value);

    if (!copy)
        return false;
    free(*text);
    *text = copy;
    return true;
}

static bool
read_order(struct ledger *ledger, const cJSON *json, int id)
{
    struct order *order = calloc(1, sizeof *order);
    bool ok = order != NULL;
    size_t i;

    for (i = 0; ok && i < TEXT_COUNT; i++) {
        *text_of(order, i) = copy_text(member(json, texts[i].key));
        ok = *text_of(order, i) != NULL;
    }
    if (!ok) {
        free_order(order);
        return false;
    }
    order->id = id;
    order->is_open = true;
    order->is_old = true;
    return append(ledger, order) != NULL;
}

static bool
is_acceptance(const char *respcd)
{
    return qfpay_outcome_of(respcd) != QFPAY_OUTCOME_FAILURE;
}

static bool
read_line(struct ledger *ledger, const char *line)
{
    cJSON *json = cJSON_Parse(line);
    const char *event = member(json, "event");
    const cJSON *number = cJSON_GetObjectItemCaseSensitive(json, "id");
    int id = cJSON_IsNumber(number) ? number->valueint : 0;
    struct order *order = find(ledger, id);
    bool ok = false;

    if (id > 0 && strcmp(event, "order") == 0 && !order) {
        ok = read_order(ledger, json, id);
    } else if (order && strcmp(event, "answer") == 0) {
        order->is_accepted = is_acceptance(member(json, "respcd"));
        ok = replace(&order->syssn, member(json, "syssn"));
    } else if (order && strcmp(event, "settled") == 0) {
        order->is_open = false;
        ok = true;
    }
    cJSON_Delete(json);
    return ok;
}

/* All lines of the file; a torn last one is cut off. */
static bool
read_lines(struct ledger *ledger, char *text, size_t len)
{
    char *line = text, *end;

    while ((end = memchr(line, '\n', len - (size_t)(line - text))) != NULL) {
        *end = '\0';
        if (!read_line(ledger, line))
            return false;
        line = end + 1;
    }
    return ftruncate(ledger->file, (off_t)(line - text)) == 0;
}

static bool
read_file(struct ledger *ledger)
{
    struct stat status;
    char *text = NULL;
    size_t len = 0;
    ssize_t got = 1;
    bool ok = fstat(ledger->file, &status) == 0 && S_ISREG(status.st_mode) &&
              status.st_size <= LEDGER_BYTES_MAX;

    if (ok)
        text = malloc((size_t)status.st_size + 1);
    while (text && len < (size_t)status.st_size && got > 0) {
        got = read(ledger->file, text + len, (size_t)status.st_size - len);
        len += got > 0 ? (size_t)got : 0;
    }
    ok = text && got >= 0 && read_lines(ledger, text, len);
    free(text);
    return ok;
}

/* Lock the file that has this name now: another process may have removed the one just opened. */
static bool
lock(struct ledger *ledger)
{
    struct stat opened, named;

    return flock(ledger->file, LOCK_EX | LOCK_NB) == 0 && fstat(ledger->file, &opened) == 0 &&
           stat(ledger->path, &named) == 0 && opened.st_ino == named.st_ino &&
           opened.st_dev == named.st_dev;
}

/* A power cut must not lose the name either. */
static void
sync_folder(const char *path)
{
    char *copy = strdup(path);
    char *slash = copy ? strrchr(copy, '/') : NULL;
    int folder;

    if (slash)
        slash[slash == copy] = '\0';
    folder = open(slash ? copy : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        (void)fsync(folder);
        close(folder);
    }
    free(copy);
}

struct ledger *
ledger_open(const char *path, char *problem, size_t problem_size)
{
    struct ledger *ledger = calloc(1, sizeof *ledger);

    if (!ledger || !(ledger->path = strdup(path))) {
        snprintf(problem, problem_size, "out of memory");
        free(ledger);
        return NULL;
    }
    ledger->file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (ledger->file < 0)
        snprintf(problem, problem_size, "%.200s: %s", path, strerror(errno));
    else if (!lock(ledger))
        snprintf(problem, problem_size, "%.200s is in use by another run", path);
    else if (!read_file(ledger))
        snprintf(problem, problem_size, "%.200s is not a ledger of qfpay-conform", path);
    else {
        sync_folder(path);
        return ledger;
    }
    if (ledger->file >= 0)
        close(ledger->file);
    ledger->file = -1;
    ledger_close(ledger);
    return NULL;
}

/* Append one line and wait until it is on the disk. Frees json. */
static bool
write_line(const struct ledger *ledger, cJSON *json)
{
    char *line = json ? cJSON_PrintUnformatted(json) : NULL;
    size_t len = line ? strlen(line) : 0;
    bool ok = line != NULL;
    size_t done = 0;

    if (ok)
        line[len++] = '\n'; /* in place of the NUL */
    while (ok && done < len) {
        ssize_t wrote = write(ledger->file, line + done, len - done);

        ok = wrote > 0 || (wrote < 0 && errno == EINTR);
        done += wrote > 0 ? (size_t)wrote : 0;
    }
    cJSON_free(line);
    cJSON_Delete(json);
    return ok && fdatasync(ledger->file) == 0;
}

static cJSON *
begin_line(const char *event, const struct order *order)
{
    cJSON *json = cJSON_CreateObject();

    if (json && cJSON_AddStringToObject(json, "event", event) &&
        cJSON_AddNumberToObject(json, "id", order->id))
        return json;
    cJSON_Delete(json);
    return NULL;
}

static char *
time_of_day(void)
{
    char text[QFPAY_DATETIME_SIZE];

    qfpay_datetime_format((int64_t)time(NULL), QFPAY_SYSTEM_ZONE_MINUTES, text);
    return strdup(text);
}

/* A copy of an order's texts with an id of its own; NULL when one is too long. */
static struct order *
copy_order(const struct ledger *ledger, const struct order *facts)
{
    struct order *order = calloc(1, sizeof *order);
    struct order given = *facts;
    bool ok = order != NULL;
    size_t i;

    for (i = 0; ok && i < TEXT_COUNT; i++) {
        *text_of(order, i) = strcmp(texts[i].key, "at") == 0 ? time_of_day()
                                                             : copy_text(*text_of(&given, i));
        ok = *text_of(order, i) != NULL;
    }
    if (!ok) {
        free_order(order);
        return NULL;
    }
    order->id = ledger->last_id + 1;
    order->is_open = true;
    return order;
}

struct order *
ledger_add(struct ledger *ledger, const struct order *facts)
{
    struct order *order = ledger->count < LEDGER_ORDERS_MAX ? copy_order(ledger, facts) : NULL;
    cJSON *json = order ? begin_line("order", order) : NULL;
    bool ok = json != NULL;
    size_t i;

    for (i = 0; ok && i < TEXT_COUNT; i++)
        ok = cJSON_AddStringToObject(json, texts[i].key, *text_of(order, i)) != NULL;
    order = order ? append(ledger, order) : NULL;
    if (!ok || !order) {
        cJSON_Delete(json);
        return NULL;
    }
    if (write_line(ledger, json))
        return order;
    order->is_open = false; /* it is not made */
    return NULL;
}

bool
ledger_answer(struct ledger *ledger, struct order *order, const char *respcd, const char *syssn)
{
    cJSON *json = begin_line("answer", order);

    order->is_accepted = is_acceptance(respcd);
    if (strlen(syssn) > LEDGER_TEXT_MAX || !replace(&order->syssn, syssn) || !json ||
        !cJSON_AddStringToObject(json, "respcd", respcd) ||
        !cJSON_AddStringToObject(json, "syssn", syssn)) {
        cJSON_Delete(json);
        return false;
    }
    return write_line(ledger, json);
}

bool
ledger_settle(struct ledger *ledger, struct order *order, const char *how)
{
    cJSON *json = begin_line("settled", order);

    order->is_open = false;
    order->left = NULL;
    if (!json || !cJSON_AddStringToObject(json, "how", how)) {
        cJSON_Delete(json);
        return false;
    }
    return write_line(ledger, json);
}

struct order *
ledger_at(const struct ledger *ledger, size_t index)
{
    return index < ledger->count ? ledger->orders[index] : NULL;
}

const char *
ledger_path(const struct ledger *ledger)
{
    return ledger->path;
}

void
ledger_close(struct ledger *ledger)
{
    bool is_open = false;
    size_t i;

    if (!ledger)
        return;
    for (i = 0; i < ledger->count; i++) {
        is_open = is_open || ledger->orders[i]->is_open;
        free_order(ledger->orders[i]);
    }
    if (ledger->file >= 0) {
        if (!is_open)
            (void)unlink(ledger->path);
        close(ledger->file);
    }
    free(ledger->orders);
    free(ledger->path);
    free(ledger);
}
