/* What became of a request to the store. The rules say it too, of what a query looks for and of a
 * new order, without knowing any store. */
#ifndef MOCK_STORE_RESULT_H
#define MOCK_STORE_RESULT_H

enum store_result {
    STORE_OK,
    STORE_ABSENT,    /* no such row */
    STORE_DUPLICATE, /* the order number is taken */
    STORE_FAILED,    /* SQLite refused: store_error says why */
};

#endif
