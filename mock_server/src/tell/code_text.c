/* See code_text.h. Each record has such a text, and printf takes five times as long. */
#include "tell/code_text.h"

#include <string.h>

#include "program/arena.h"
#include "server/server.h"

const char *
with_code(struct arena *arena, const struct server *server, const char *text, const char *respcd)
{
    const char *between = server->profile->before_code;
    char *whole = arena_alloc(arena, strlen(text) + strlen(between) + strlen(respcd) + sizeof "()");
    char *at;

    if (!whole)
        return text;
    at = stpcpy(stpcpy(whole, text), between);
    *at++ = '(';
    at = stpcpy(at, respcd);
    *at++ = ')';
    *at = '\0';
    return whole;
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
