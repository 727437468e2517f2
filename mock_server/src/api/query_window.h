/* The stretch of time that a query without a number covers (QRY-06, QRY-14). */
#ifndef MOCK_QUERY_WINDOW_H
#define MOCK_QUERY_WINDOW_H

#include "request.h"
#include "trade.h"

struct query_window {
    int64_t from; /* first and last second, both included */
    int64_t to;
};

/* start_time and end_time, a missing one filled in from the current calendar month; the whole must
 * lie in one month. true, or false with the refusal in *reply. */
bool query_window_read(struct request *req, struct query_window *window, struct reply *reply);

/* For the mistakes that compare another time than sysdtm with the window, or heed it beside a
 * number: look at every order, and hide those outside. Both do nothing without such a defect. */
void query_window_widen(struct query_window *window);
bool query_window_hides(const struct request *req, const struct trade *trade);

#endif
