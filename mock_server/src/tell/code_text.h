/* The texts of codes, as answers and records say them. */
#ifndef MOCK_CODE_TEXT_H
#define MOCK_CODE_TEXT_H

struct arena;
struct server;

/* A text with the code behind it (RSP-05). */
const char *with_code(struct arena *arena, const struct server *server, const char *text,
                      const char *respcd);

/* resperr of a code in the server's language, the code behind it (RSP-05). Arena or static. */
const char *code_text(struct arena *arena, const struct server *server, const char *respcd);

#endif
