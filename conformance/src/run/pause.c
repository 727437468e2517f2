/* See pause.h. */
#include "run/pause.h"

#include <string.h>

#include "base/json.h"
#include "fixture/variable.h"

int64_t
pause_of_step(const cJSON *step)
{
    const cJSON *clock = cJSON_GetObjectItemCaseSensitive(step, "clock");
    const char *advance = json_text(clock, "advance", NULL);
    struct duration duration = {0, 0};

    if (!clock)
        return 0;
    if (!advance || cJSON_GetArraySize(clock) != 1 || cJSON_HasObjectItem(step, "expect") ||
        !duration_parse(advance, strlen(advance), &duration))
        return -1;
    return duration_add(0, duration);
}

int64_t
pause_of_case(const struct test_case *test)
{
    const capability_set never = capability_bit(CAN_MERCHANTS) | capability_bit(CAN_NOTIFICATIONS);
    const cJSON *step;
    int64_t sum = 0;

    if (!(test->needs & capability_bit(CAN_CLOCK)) || (test->needs & never))
        return -1;
    cJSON_ArrayForEach(step, test->steps)
    {
        int64_t pause = pause_of_step(step);

        if (pause < 0 || sum + pause > PAUSE_MAX_S)
            return -1;
        sum += pause;
    }
    return sum ? sum : -1;
}
