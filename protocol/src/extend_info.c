/*
 * What extend_info must hold: the payer's identity, the scene of a payment in a mobile browser, or
 * encrypted card data. Its JSON must be read to be judged, so this is the one form that allocates.
 */
#include "extend_info.h"

#include <string.h>

#include "qfpay/wire.h"

/* A string member that is not empty, or NULL. */
static const char *
text_of(const cJSON *object, const char *name)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));

    return text != NULL && text[0] != '\0' ? text : NULL;
}

static bool
is_identity(const cJSON *json)
{
    return cJSON_IsString(cJSON_GetObjectItemCaseSensitive(json, "user_creid")) &&
           cJSON_IsString(cJSON_GetObjectItemCaseSensitive(json, "user_truename"));
}

/* PAY-H5-01 does not say on which level spbill_create_ip stands, so both are fine. */
static bool
is_scene(const cJSON *json)
{
    const cJSON *scene = cJSON_GetObjectItemCaseSensitive(json, "scene_info");
    const cJSON *h5 = cJSON_GetObjectItemCaseSensitive(scene, "h5_info");
    const char *type = text_of(h5, "type");

    return type != NULL && strcmp(type, "Wap") == 0 && text_of(h5, "wap_url") != NULL &&
           text_of(h5, "wap_name") != NULL &&
           (text_of(json, "spbill_create_ip") != NULL ||
            text_of(scene, "spbill_create_ip") != NULL);
}

static bool
is_card_data(const cJSON *json)
{
    const char *data = text_of(json, "payment_data_enc");

    return data != NULL && data[strspn(data, "0123456789abcdefABCDEF")] == '\0' &&
           text_of(json, "return_url") != NULL;
}

bool
extend_info_fits(enum qfpay_kind kind, const char *text, size_t len)
{
    cJSON *json = NULL;
    enum qfpay_status status = qfpay_wire_parse(text, len, &json, NULL);
    bool fits = cJSON_IsObject(json);

    if (status != QFPAY_OK)
        return status == QFPAY_E_MEMORY;
    if (kind == QFPAY_KIND_SCENE)
        fits = fits && is_scene(json);
    else if (kind == QFPAY_KIND_CARD_DATA)
        fits = fits && is_card_data(json);
    else
        fits = fits && is_identity(json);
    cJSON_Delete(json);
    return fits;
}
