/* See tale.h. */
#include "tell/tale.h"

#include "server/request.h"
#include "server/server.h"

enum { KEYS_MAX = 18 };

/* The lines of SHEET_PAYMENT, counted from 1. */
enum pay_key {
    KEY_END,
#define KEY(symbol, key, form, value, requirement) KEY_##symbol,
#include "tell/pay_keys.def"
#undef KEY
};

static const unsigned char orders[][KEYS_MAX + 1] = {
#define K(symbol)          KEY_##symbol
#define ORDER(symbol, ...) [PAY_ORDER_##symbol] = {__VA_ARGS__, KEY_END},
#include "rules/pay_orders.def"
#undef ORDER
#undef K
};

struct tale
tale_of(struct request *req, const struct trade *trade, const struct trade *original)
{
    struct tale tale = tale_apart(req->arena, req->server, req->merchant, trade, original);

    tale.req = req;
    return tale;
}

struct tale
tale_apart(struct arena *arena, const struct server *server, const struct merchant *merchant,
           const struct trade *trade, const struct trade *original)
{
    return (struct tale){
        .arena = arena,
        .server = server,
        .merchant = merchant,
        .trade = trade,
        .original = original,
        .respcd = "0000",
        .respmsg = "",
    };
}

void
tale_write_line(struct tale *tale, const struct line *line, struct tree *tree, cJSON *parent)
{
    const char *value;

    tale->line = line;
    value = line->value(tale);
    if (!value)
        return;
    switch (line->form) {
    case LINE_TEXT:
        node_text(tree, parent, line->key, value);
        break;
    case LINE_NUMBER:
    case LINE_BOOL:
        node_raw(tree, parent, line->key, value);
        break;
    case LINE_LIST:
        node_add(parent, line->key, tale->data);
        break;
    case LINE_OBJECT:
        tale_write(tale, line->object, tree, node_add_object(tree, parent, line->key));
        break;
    case LINE_PARAMS:
        tale_write(tale, tale->pay->params, tree, node_add_object(tree, parent, line->key));
        break;
    }
}

void
tale_write(struct tale *tale, enum sheet sheet, struct tree *tree, cJSON *parent)
{
    const struct line *line = sheet == SHEET_NONE ? NULL : tale->server->book.sheets[sheet];

    for (; line && line->key; line++)
        tale_write_line(tale, line, tree, parent);
}

void
tale_write_payment(struct tale *tale, struct tree *tree, cJSON *root)
{
    const struct line *lines = tale->server->book.sheets[SHEET_PAYMENT];

    for (const unsigned char *key = orders[tale->pay->order]; *key != KEY_END; key++)
        tale_write_line(tale, &lines[*key - 1], tree, root);
}
