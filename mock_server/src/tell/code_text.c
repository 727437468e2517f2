/* See code_text.h. */
#include "tell/code_text.h"

#include "program/arena.h"
#include "server/server.h"

const char *
with_code(struct arena *arena, const struct server *server, const char *text, const char *respcd)
{
    const char *whole = arena_printf(arena, "%s%s(%s)", text, server->profile->before_code, respcd);

    return whole ? whole : text;
}

const char *
code_text(struct arena *arena, const struct server *server, const char *respcd)
{
    const struct qfpay_code *code = qfpay_code_find(respcd);

    if (!code)
        return "";
    if (code->outcome == QFPAY_OUTCOME_SUCCESS)
        return server->profile->success[server->lang];
    return with_code(arena, server, code->text[server->lang], respcd);
}
