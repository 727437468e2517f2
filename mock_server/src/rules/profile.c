/* The two rows; see profile.h. Sources: the open questions of fixtures/sources.md that
 * profile.h names. */
#include "rules/profile.h"

#include <stddef.h>
#include <string.h>

static const struct profile profiles[] = {
    {
        .name = "observed",
        .undocumented_get = true,
        .refunds_fps = true,
        .page_is_number = true,
        .duplicate_respcd = "1251",
        .duplicate_respmsg = "out_trade_no is used",
        .duplicate_resperr = "Do not use duplicate out_trade_no for request",
        .before_code = "",
        .success = {"success", "交易成功", "交易成功"},
        .query_success = {"success", "請求成功", "请求成功"},
    },
    {
        .name = "documented",
        .undocumented_get = false,
        .refunds_fps = false,
        .page_is_number = false,
        .duplicate_respcd = "1102",
        .duplicate_respmsg = "",
        .duplicate_resperr = NULL,
        .before_code = " ",
        .success = {"Transaction successful", "交易成功", "交易成功"},
        .query_success = {"Request successful", "請求成功", "请求成功"},
    },
};

const struct profile *
profile_find(const char *name)
{
    for (size_t i = 0; i < sizeof profiles / sizeof profiles[0]; i++) {
        if (strcmp(profiles[i].name, name) == 0)
            return &profiles[i];
    }
    return NULL;
}
