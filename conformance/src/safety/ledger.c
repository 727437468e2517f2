/* See ledger.h. Lines: {"event":"order",...}, {"event":"answer",...}, {"event":"settled",...}; ids
 * only grow. A line that was torn by a crash is the last one and was written before anything left,
 * so it goes. */
#include "safety/ledger.h"

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

#include "qfpay/datetime.h"

enum { LEDGER_BYTES_MAX = 32 << 20 };

struct ledger {
    char *path;
    int file;
    off_t size;     /* of all whole lines */
    bool is_broken; /* a torn line stands at the end: another behind it would spoil the file */
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

static int
compare_id(const void *key, const void *element)
{
    const int *id = key;
    const struct order *const *order = element;

    return (*id > (*order)->id) - (*id < (*order)->id);
}

static struct order **
find(const struct ledger *ledger, int id)
{
    if (!ledger->count)
        return NULL;
    return bsearch(&id, ledger->orders, ledger->count, sizeof(struct order *), compare_id);
}

/* What an earlier run settled takes no room in this one. */
static void
forget(struct ledger *ledger, struct order **place)
{
    size_t behind = (size_t)(ledger->orders + ledger->count - place) - 1;

    free_order(*place);
    memmove(place, place + 1, behind * sizeof(struct order *));
    ledger->count--;
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

static const char *const answers[] = {"open", "accepted", "refused"};

static enum order_answer
answer_of(const char *word)
{
    enum order_answer answer = ANSWER_REFUSED;

    while (answer != ANSWER_OPEN && strcmp(word, answers[answer]) != 0)
        answer--;
    return answer;
}

static bool
read_line(struct ledger *ledger, const char *line)
{
    cJSON *json = cJSON_Parse(line);
    const char *event = member(json, "event");
    const cJSON *number = cJSON_GetObjectItemCaseSensitive(json, "id");
    int id = cJSON_IsNumber(number) ? number->valueint : 0;
    struct order **place = find(ledger, id);
    bool ok = false;

    if (id > ledger->last_id && strcmp(event, "order") == 0) {
        ok = read_order(ledger, json, id);
    } else if (place && strcmp(event, "answer") == 0) {
        (*place)->answer = answer_of(member(json, "means"));
        ok = replace(&(*place)->syssn, member(json, "syssn"));
    } else if (place && strcmp(event, "settled") == 0) {
        forget(ledger, place);
        ok = true;
    }
    cJSON_Delete(json);
    return ok;
}

/* Whether a rest without its line end was to become a line of ours. The first line of a file must
 * show more of itself: it is all there is to tell our file by. */
static bool
is_torn_line(const char *rest, size_t len, bool is_first)
{
    static const char any[] = "{\"event\":\"", first[] = "{\"event\":\"order\",\"id\":";
    const char *start = is_first ? first : any;
    size_t start_len = strlen(start);

    if (!len || (is_first && len < start_len))
        return !len;
    return strncmp(rest, start, len < start_len ? len : start_len) == 0;
}

/* All lines of the file; a torn last one is cut off. */
static bool
read_lines(struct ledger *ledger, char *text, size_t len)
{
    char *line = text, *end;
    size_t rest;

    while ((end = memchr(line, '\n', len - (size_t)(line - text)))) {
        *end = '\0';
        if (!read_line(ledger, line))
            return false;
        line = end + 1;
    }
    rest = len - (size_t)(line - text);
    if (!is_torn_line(line, rest, line == text))
        return false;
    ledger->size = (off_t)(line - text);
    return !rest || ftruncate(ledger->file, ledger->size) == 0;
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

/* Whether the file that we have open still has this name. */
static bool
is_named(const struct ledger *ledger)
{
    struct stat opened, named;

    return fstat(ledger->file, &opened) == 0 && lstat(ledger->path, &named) == 0 &&
           opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

/* Lock the file that has this name now: another process may have removed the one just opened. */
static bool
lock(const struct ledger *ledger)
{
    return flock(ledger->file, LOCK_EX | LOCK_NB) == 0 && is_named(ledger);
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

static bool
write_all(const struct ledger *ledger, const char *bytes, size_t len)
{
    size_t done = 0;

    while (done < len) {
        ssize_t wrote = write(ledger->file, bytes + done, len - done);

        if (wrote == 0 || (wrote < 0 && errno != EINTR))
            return false;
        done += wrote > 0 ? (size_t)wrote : 0;
    }
    return fdatasync(ledger->file) == 0;
}

/* Append one line and wait until it is on the disk; what could not be written whole is taken back.
 * Frees json. */
static bool
write_line(struct ledger *ledger, cJSON *json)
{
    char *line = json ? cJSON_PrintUnformatted(json) : NULL;
    size_t len = line ? strlen(line) : 0;
    bool ok = line && !ledger->is_broken;

    if (ok) {
        line[len++] = '\n'; /* in place of the NUL */
        ok = write_all(ledger, line, len);
        if (ok)
            ledger->size += (off_t)len;
        else
            ledger->is_broken = ftruncate(ledger->file, ledger->size) != 0;
    }
    cJSON_free(line);
    cJSON_Delete(json);
    return ok;
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
ledger_answer(struct ledger *ledger, struct order *order, enum order_answer answer,
              const char *code, const char *syssn)
{
    cJSON *json = begin_line("answer", order);

    order->answer = answer;
    if (strlen(code) > LEDGER_TEXT_MAX || strlen(syssn) > LEDGER_TEXT_MAX ||
        !replace(&order->syssn, syssn) || !json || !cJSON_AddStringToObject(json, "code", code) ||
        !cJSON_AddStringToObject(json, "means", answers[answer]) ||
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
        if (!is_open && is_named(ledger))
            (void)unlink(ledger->path);
        close(ledger->file);
    }
    free(ledger->orders);
    free(ledger->path);
    free(ledger);
}
