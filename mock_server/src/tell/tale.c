/* See tale.h. */
#include "tale.h"

#include "pay_answer.h"
#include "request.h"
#include "server.h"

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
    if (value == NULL)
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

    for (; line != NULL && line->key != NULL; line++)
        tale_write_line(tale, line, tree, parent);
}
