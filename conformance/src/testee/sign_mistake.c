/* See sign_mistake.h. */
#include "testee/sign_mistake.h"

#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "request/signing.h"

static const struct {
    const char *name;
    const char *words;
    const char *pitfall;
} mistakes[] = {
#define MISTAKE(name, words, pitfall) {name, words, pitfall},
#include "testee/sign_mistakes.def"
#undef MISTAKE
};

/* The parameters of a vector that are signed. Returns how many. */
static size_t
collect_params(struct arena *arena, const struct vector *vector,
               struct qfpay_param params[QFPAY_PARAM_MAX])
{
    const cJSON *param;
    size_t count = 0;

    cJSON_ArrayForEach(param, cJSON_GetObjectItemCaseSensitive(vector->data, "params"))
    {
        if (strcmp(param->string, "sign") == 0 || count == QFPAY_PARAM_MAX)
            continue;
        params[count++] = qfpay_param_of(
            param->string, cJSON_IsNumber(param) ? arena_printf(arena, "%.0f", param->valuedouble)
                                                 : param->valuestring);
    }
    return count;
}

static bool
gives(struct arena *arena, qfpay_signer *signer, const struct signing *signing,
      const struct vector *vector, const char *mistake, const char *sign)
{
    char hex[QFPAY_SIGN_HEX_SIZE];

    return signing_mistaken(arena, signer, signing, json_text(vector->data, "client_key", ""),
                            mistake, hex) &&
           strcasecmp(hex, sign) == 0;
}

bool
sign_mistake_find(struct arena *arena, const struct vector *vector, const char *sign,
                  struct sign_mistake *found)
{
    struct qfpay_param params[QFPAY_PARAM_MAX];
    struct signing signing = {
        .params = params,
        .count = collect_params(arena, vector, params),
        .digest = strlen(sign) == 64 ? QFPAY_DIGEST_SHA256 : QFPAY_DIGEST_MD5,
    };
    struct sign_mistake all = {NULL, NULL};
    qfpay_signer *signer = NULL;
    size_t i;

    if (qfpay_signer_new(&signer, NULL) != QFPAY_OK)
        return false;
    for (i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        const char *pitfall = mistakes[i].pitfall;

        if (!gives(arena, signer, &signing, vector, mistakes[i].name, sign))
            continue;
        if (!all.words)
            all = (struct sign_mistake){mistakes[i].words, pitfall};
        else
            all = (struct sign_mistake){
                arena_printf(arena, "%s or %s", all.words, mistakes[i].words),
                all.pitfall && pitfall && strcmp(all.pitfall, pitfall) == 0 ? pitfall : NULL};
    }
    qfpay_signer_free(signer);
    if (all.words)
        *found = all;
    return all.words != NULL;
}
