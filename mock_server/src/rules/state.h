/* The states of an order, what moves it from one to another, and the kinds of transactions
 * (states.def, transitions.def, kinds.def; docs/states.md). */
#ifndef MOCK_STATE_H
#define MOCK_STATE_H

enum trade_state {
#define STATE(symbol, name, respcd, cancel, told, requirement) TRADE_##symbol,
#include "rules/states.def"
#undef STATE
    TRADE_STATE_COUNT
};

enum move {
#define MOVE(symbol, name, by, from, to, requirement) MOVE_##symbol,
#include "rules/transitions.def"
#undef MOVE
    MOVE_COUNT
};

enum mover { BY_PAYER, BY_TIME, BY_CALL };

enum trade_kind {
#define KIND(symbol, order_type, requirement) TRADE_##symbol,
#include "rules/kinds.def"
#undef KIND
    TRADE_KIND_COUNT
};

#endif
