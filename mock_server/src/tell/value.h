/* The values of lines, one function of a tale each: value_syssn, value_txdtm, ... (values.def).
 * They need its arena and its server; only sent_out_trade_no and made_up look at the request, and
 * made_up (and so qrcode and pay_url) does without one. */
#ifndef MOCK_VALUE_H
#define MOCK_VALUE_H

#include <stdint.h>

#include "rules/line.h"

struct arena;
struct server;
struct trade;

#define VALUE(name)               line_value value_##name;
#define TEXT_VALUE(member)        VALUE(member)
#define TIME_VALUE(member)        VALUE(member)
#define MINOR_VALUE(name, member) VALUE(name)
#define SAME_VALUE(name, text)    VALUE(name)
#include "tell/values.def"
#undef SAME_VALUE
#undef MINOR_VALUE
#undef TIME_VALUE
#undef TEXT_VALUE
#undef VALUE

/* What some of them are made of. In the arena or static; "" when there is nothing, or no memory. */
const char *told_time(struct arena *arena, const struct server *server, int64_t seconds);
const char *told_syssn(struct arena *arena, const struct server *server, const struct trade *trade);
const char *told_chnlsn(struct arena *arena, const struct server *server,
                        const struct trade *trade);
const char *told_cardcd(struct arena *arena, const struct server *server,
                        const struct trade *trade);

#endif
