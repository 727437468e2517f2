/* The payers' codes that a merchant has used. */
#include "store/store.h"
#include "store/store_internal.h"

enum store_result
store_auth_code_find(struct store *store, int64_t merchant, const char *code)
{
    sqlite3_stmt *s = store->statements[STATEMENT_AUTH_CODE_FIND];
    int step;

    sqlite3_bind_int64(s, 1, merchant);
    sqlite3_bind_text(s, 2, code, -1, SQLITE_STATIC);
    step = sqlite3_step(s);
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    if (step == SQLITE_ROW)
        return STORE_OK;
    return step == SQLITE_DONE ? STORE_ABSENT : STORE_FAILED;
}

enum store_result
store_auth_code_add(struct store *store, int64_t merchant, const char *code)
{
    sqlite3_stmt *s = store->statements[STATEMENT_AUTH_CODE_INSERT];

    if (!store_begin(store))
        return STORE_FAILED;
    sqlite3_bind_int64(s, 1, merchant);
    sqlite3_bind_text(s, 2, code, -1, SQLITE_STATIC);
    return store_run(store, s);
}
