/* What goes wrong with bytes and parameters on their way: between the socket and the rules, and
 * between what is told and its signature. One row for each, one function for each. */
#include "defect/mutant.h"

#include <string.h>

#include "base/node.h"
#include "defect/rewrite.h"
#include "qfpay/datetime.h"
#include "server/request.h"
#include "server/server.h"
#include "trade/syssn.h"

static const char *
compact(struct request *req, struct arena *arena, const char *body, size_t *len)
{
    (void)req;
    return rewrite_compact(arena, body, len);
}

static const char *
lose_codes(struct request *req, struct arena *arena, const char *body, size_t *len)
{
    (void)req;
    return rewrite_without_codes(arena, body, len);
}

/* Put a T into each time of a key. */
static void
join_times(char *body, const char *key)
{
    for (char *at = strstr(body, key); at; at = strstr(at + 1, key)) {
        char *blank = at + strlen(key) + strlen("YYYY-MM-DD");

        if (at[strlen(key)] != '"')
            *blank = 'T';
    }
}

static const char *
write_iso_times(struct request *req, struct arena *arena, const char *body, size_t *len)
{
    char *copy = arena_copy(arena, body, *len);

    (void)req;
    if (!copy)
        return NULL;
    join_times(copy, "\"sysdtm\": \"");
    join_times(copy, "\"paydtm\": \"");
    return copy;
}

static void
use_zone(struct request *req)
{
    const char *txzone = request_value(req, "txzone");
    int zone = QFPAY_SYSTEM_ZONE_MINUTES;

    (void)qfpay_zone_parse(txzone, strlen(txzone), &zone);
    req->server->book.facts[FACT_SERVER_ZONE] = zone;
}

static const char *
forget_zone(struct request *req, struct arena *arena, const char *body, size_t *len)
{
    (void)arena;
    (void)len;
    req->server->book.facts[FACT_SERVER_ZONE] = QFPAY_SYSTEM_ZONE_MINUTES;
    return body;
}

static const char *
raw_utf8(struct request *req, struct arena *arena, const char *body, size_t *len)
{
    (void)req;
    return rewrite_raw_utf8(arena, body, len);
}

static const char *
upper_escapes(struct request *req, struct arena *arena, const char *body, size_t *len)
{
    (void)req;
    return rewrite_upper_escapes(arena, body, len);
}

static const char *
numbers(struct request *req, struct arena *arena, const char *body, size_t *len)
{
    (void)req;
    return rewrite_numbers(arena, body, len);
}

static const char *
nulls(struct request *req, struct arena *arena, const char *body, size_t *len)
{
    (void)req;
    return rewrite_nulls(arena, body, len);
}

static const char *
nested(struct request *req, struct arena *arena, const char *body, size_t *len)
{
    const char *whole = arena_printf(arena, "{\"data\": %s}", body);

    (void)req;
    *len = whole ? strlen(whole) : 0;
    return whole;
}

/* A refusal before the channel names no transaction. */
static bool
is_short_refusal(const char *body)
{
    return !strstr(body, "\"respcd\": \"0000\"") && strstr(body, "\"respcd\"") &&
           !strstr(body, "\"syssn\"");
}

/* Put members, in their braces, behind those of a body. */
static const char *
append(struct arena *arena, const char *body, size_t *len, const char *members)
{
    const char *whole = !members
                            ? NULL
                            : arena_printf(arena, "%.*s, %s", (int)*len - 1, body, members + 1);

    *len = whole ? strlen(whole) : 0;
    return whole;
}

static const char *
echo(struct request *req, struct arena *arena, const char *body, size_t *len)
{
    struct tree tree = {.arena = arena};
    cJSON *root = node_object(&tree);
    size_t members_len;

    if (!is_short_refusal(body) || req->param_count == 0)
        return body;
    for (size_t i = 0; i < req->param_count; i++)
        node_text(&tree, root, req->params[i].name, req->params[i].value);
    return append(arena, body, len, node_print(&tree, root, &members_len));
}

/* The node of a syssn is told with a letter; who asks for it so is understood. */
static const char *
write_letters(struct request *req, struct arena *arena, const char *body, size_t *len)
{
    static const char *const keys[] = {"\"syssn\": \"", "\"orig_syssn\": \"", "\"origssn\": \""};
    char *copy = arena_copy(arena, body, *len);

    (void)req;
    for (size_t i = 0; copy && i < sizeof keys / sizeof keys[0]; i++) {
        for (char *at = strstr(copy, keys[i]); at; at = strstr(at, keys[i])) {
            at += strlen(keys[i]);
            if (strspn(at, "0123456789") == SYSSN_SIZE - 1)
                at[strlen("YYYYMMDD")] = 'N';
        }
    }
    return copy;
}

static void
read_letters(struct request *req)
{
    for (size_t i = 0; i < req->param_count; i++) {
        struct qfpay_param *param = &req->params[i];
        char *copy = strcmp(param->name, "syssn") == 0
                         ? arena_copy(req->arena, param->value, param->value_len)
                         : NULL;

        for (char *at = copy; at && *at != '\0'; at++)
            *at = *at == 'N' ? '0' : *at;
        param->value = copy ? copy : param->value;
    }
}

/* Each attempt but the first lacks its last brace. */
static void
change(char *body, int attempts)
{
    if (attempts > 0)
        body[strlen(body) - 1] = ' ';
}

/* The name that a payment asks for is kept as it is written: escapes are escaped once more. */
static void
keep_escapes(struct request *req)
{
    struct qfpay_param *param = NULL;
    char *text;
    char *to;

    for (size_t i = 0; i < req->param_count; i++) {
        if (strcmp(req->params[i].name, "extend_info") == 0)
            param = &req->params[i];
    }
    text = param ? arena_alloc(req->arena, 2 * param->value_len + 1) : NULL;
    if (!text)
        return;
    to = text;
    for (const char *from = param->value; *from != '\0'; from++) {
        if (from[0] == '\\' && from[1] == 'u')
            *to++ = '\\';
        *to++ = *from;
    }
    *to = '\0';
    param->value = text;
    param->value_len = (size_t)(to - text);
}

/* A payment that is refused before it has a syssn uses its number up. */
static const char *
use_number(struct request *req, struct arena *arena, const char *body, size_t *len)
{
    const char *number = request_value(req, "out_trade_no");
    struct trade trade = {
        .kind = TRADE_PAYMENT,
        .state = TRADE_FAILED,
        .respcd = "1104",
        .sysdtm = req->now,
        .out_trade_no = number,
        .pay_type = "800201",
        .txcurrcd = "HKD",
        .txdtm = "",
        .goods_name = "",
        .udid = "",
        .user_creid = "",
        .user_truename = "",
        .notify_url = "",
        .note = "",
        .origssn = "",
        .chnlsn = "",
    };

    (void)arena;
    (void)len;
    if (req->endpoint == QFPAY_ENDPOINT_PAYMENT && req->account && number[0] != '\0' &&
        !strstr(body, "\"syssn\"")) {
        trade.id = store_next_id(req->server->store);
        trade.account = req->account->id;
        (void)store_insert_trade(req->server->store, &trade);
    }
    return body;
}

static const struct wire_row rows[] = {
    {"answer", "compact", QFPAY_REQ_RSP_06, {.leave = compact}, "JSON is written without blanks."},
    {"answer",
     "without-codes",
     QFPAY_REQ_RSP_05,
     {.leave = lose_codes},
     "The text of a refusal does not end with its code."},
    {"payment",
     "number-used-by-refusal",
     QFPAY_REQ_PAY_OTN_07,
     {.leave = use_number},
     "A refusal without a syssn uses the out_trade_no up."},
    {"payment",
     "escapes-kept",
     QFPAY_REQ_PAY_EXT_03,
     {.read = keep_escapes},
     "Escapes in a payer's name are not decoded."},
    {"notification",
     "compact",
     QFPAY_REQ_NTF_09,
     {.leave_notification = compact},
     "A notification is written without blanks."},
    {"answer",
     "raw-utf8",
     QFPAY_REQ_RSP_06,
     {.leave = raw_utf8},
     "Characters beyond ASCII are written as UTF-8."},
    {"answer",
     "upper-escapes",
     QFPAY_REQ_RSP_06,
     {.leave = upper_escapes},
     "Escapes are written in capitals, as \\u4E2D."},
    {"answer",
     "numbers",
     QFPAY_REQ_RSP_07,
     {.leave = numbers},
     "Texts of digits only are written as JSON numbers."},
    {"answer", "nulls", QFPAY_REQ_RSP_07, {.leave = nulls}, "Empty texts are written as null."},
    {"answer",
     "nested",
     QFPAY_REQ_RSP_01,
     {.leave = nested},
     "The members of an answer lie in an object data."},
    {"refusal",
     "echo",
     QFPAY_REQ_RSP_12,
     {.leave = echo},
     "A refusal before the channel repeats the whole request."},
    {"syssn",
     "letters",
     QFPAY_REQ_RSP_16,
     {.read = read_letters, .leave = write_letters},
     "A syssn has letters in it."},
    {"answer",
     "iso-times",
     QFPAY_REQ_RSP_09,
     {.leave = write_iso_times},
     "Server times have a T between day and hour."},
    {"answer",
     "zone-of-request",
     QFPAY_REQ_PAY_ZONE_02,
     {.read = use_zone, .leave = forget_zone},
     "txzone moves the server times of the answer."},
    {"notification",
     "raw-utf8",
     QFPAY_REQ_NTF_09,
     {.leave_notification = raw_utf8},
     "A notification is written in UTF-8 without escapes."},
    {"notification",
     "changes",
     QFPAY_REQ_NTF_10,
     {.post = change},
     "Each attempt has another body."},
};

void
mutants_of_the_wire(const struct rulebook *book, struct mutants *all)
{
    (void)book;
    mutants_add_wires(all, "wire", rows, sizeof rows / sizeof rows[0]);
}
