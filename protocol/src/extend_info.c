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

    return text && text[0] != '\0' ? text : NULL;
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

    return type && strcmp(type, "Wap") == 0 && text_of(h5, "wap_url") && text_of(h5, "wap_name") &&
           (text_of(json, "spbill_create_ip") || text_of(scene, "spbill_create_ip"));
}

static bool
is_card_data(const cJSON *json)
{
    const char *data = text_of(json, "payment_data_enc");

    return data && data[strspn(data, "0123456789abcdefABCDEF")] == '\0' &&
           text_of(json, "return_url");
}

static bool
fits(const char *text, size_t len, bool (*form)(const cJSON *json))
{
    cJSON *json = NULL;
    enum qfpay_status status = qfpay_wire_parse(text, len, &json, NULL);
    bool is_so = status == QFPAY_E_MEMORY || (cJSON_IsObject(json) && form(json));

    cJSON_Delete(json);
    return is_so;
}

bool
extend_info_is_identity(const char *text, size_t len)
{
    return fits(text, len, is_identity);
}

bool
extend_info_is_scene(const char *text, size_t len)
{
    return fits(text, len, is_scene);
}

bool
extend_info_is_card_data(const char *text, size_t len)
{
    return fits(text, len, is_card_data);
}
