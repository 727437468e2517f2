/* Who gets a place for an attempt, and that nobody keeps others from theirs: counted, not timed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "merchant/merchant.h"
#include "notify/places.h"
#include "store/notification.h"

enum { WORLDS = 8, RECEIVERS = 32, NOTIFICATIONS = 300 };

struct crowd {
    struct places places;
    struct merchant_registry registry;
    struct merchant *worlds[WORLDS];
    int64_t last_id;
};

static int
gather(void **state)
{
    struct crowd *crowd = calloc(1, sizeof *crowd);

    assert_non_null(crowd);
    for (int i = 0; i < WORLDS; i++) {
        char app_code[APP_CODE_LEN + 1];

        snprintf(app_code, sizeof app_code, "%032X", (unsigned)i);
        crowd->worlds[i] = merchant_new(app_code, "key", NULL);
        assert_non_null(crowd->worlds[i]);
        registry_add(&crowd->registry, crowd->worlds[i]);
        agenda_cancel(&crowd->registry.agenda, &crowd->worlds[i]->appointment);
    }
    *state = crowd;
    return 0;
}

static int
disperse(void **state)
{
    struct crowd *crowd = *state;

    places_clear(&crowd->places);
    registry_clear(&crowd->registry);
    free(crowd);
    return 0;
}

/* One of a family (0: of its own) to a receiver. */
static enum claim
claim(struct crowd *crowd, int world, int receiver, int64_t family, enum receiver_mood mood)
{
    char name[64];
    struct place *place;
    int64_t id = ++crowd->last_id;
    const struct notification notification = {
        .id = id,
        .family = family == 0 ? -id : family,
        .ladder_at = 1,
        .is_silent = mood == RECEIVER_SILENT,
        .receiver = name,
        .url = "http://127.0.0.1/",
        .body = "{}",
        .sign = "",
    };

    snprintf(name, sizeof name, "http://127.0.0.1:%d", receiver);
    return places_claim(&crowd->places, crowd->worlds[world], mood, &notification, &place);
}

static int
count_given_to_dead(struct crowd *crowd, int world, enum receiver_mood mood)
{
    int given = 0;

    for (int i = 0; i < NOTIFICATIONS; i++)
        given += claim(crowd, world, i % RECEIVERS, 0, mood) == CLAIM_GIVEN;
    return given;
}

/* End one attempt to a receiver, by whomever. */
static void
end_one(struct crowd *crowd, const struct receiver *receiver)
{
    for (int i = 0; i < POSTER_PLACES; i++) {
        if (crowd->places.all[i].receiver == receiver) {
            places_free(&crowd->places, &crowd->places.all[i]);
            return;
        }
    }
    fail();
}

static void
a_world_whose_receivers_are_dead_leaves_most_places_to_others(void **state)
{
    struct crowd *crowd = *state;
    int given = count_given_to_dead(crowd, 0, RECEIVER_UNKNOWN);

    assert_in_range(given, 1, POSTER_PLACES / 4);
    assert_int_equal(claim(crowd, 1, 1000, 0, RECEIVER_ANSWERS), CLAIM_GIVEN);
}

static void
receivers_known_to_be_silent_get_less(void **state)
{
    struct crowd *crowd = *state;

    assert_in_range(count_given_to_dead(crowd, 0, RECEIVER_SILENT), 1, POSTER_PLACES / 8);
    assert_int_equal(claim(crowd, 0, 1000, 0, RECEIVER_ANSWERS),
                     CLAIM_GIVEN); /* of the same world */
}

static void
many_such_worlds_leave_a_place_too(void **state)
{
    struct crowd *crowd = *state;

    for (int world = 0; world < WORLDS - 1; world++) {
        for (int i = 0; i < NOTIFICATIONS; i++)
            (void)claim(crowd, world, world * NOTIFICATIONS + i, 0, RECEIVER_UNKNOWN);
    }
    assert_int_equal(claim(crowd, WORLDS - 1, 10000, 0, RECEIVER_UNKNOWN), CLAIM_GIVEN);
}

static void
a_receiver_gets_one_attempt_until_it_has_answered(void **state)
{
    struct crowd *crowd = *state;

    assert_int_equal(claim(crowd, 0, 1, 0, RECEIVER_UNKNOWN), CLAIM_GIVEN);
    assert_int_equal(claim(crowd, 1, 1, 0, RECEIVER_UNKNOWN), CLAIM_IN_LINE);
    assert_int_equal(claim(crowd, 2, 1, 0, RECEIVER_SILENT), CLAIM_IN_LINE);
    end_one(crowd, crowd->places.receivers);
    places_call(&crowd->places, &crowd->registry);

    assert_ptr_equal(crowd->registry.agenda.first->whose, crowd->worlds[1]);
    for (int i = 0; i < PER_RECEIVER; i++)
        assert_int_equal(claim(crowd, 0, 2, 0, RECEIVER_ANSWERS), CLAIM_GIVEN);
    assert_int_equal(claim(crowd, 0, 2, 0, RECEIVER_ANSWERS), CLAIM_IN_LINE);
}

static void
a_receiver_that_answers_one_world_is_known_to_others(void **state)
{
    struct crowd *crowd = *state;

    assert_int_equal(claim(crowd, 0, 1, 0, RECEIVER_UNKNOWN), CLAIM_GIVEN);
    assert_int_equal(claim(crowd, 1, 1, 0, RECEIVER_UNKNOWN), CLAIM_IN_LINE);
    places_hear(&crowd->places, crowd->places.receivers, true);
    assert_int_equal(claim(crowd, 1, 1, 0, RECEIVER_UNKNOWN), CLAIM_GIVEN);

    places_hear(&crowd->places, crowd->places.receivers, false);
    assert_int_equal(claim(crowd, 2, 1, 0, RECEIVER_UNKNOWN), CLAIM_IN_LINE);
}

/* As many worlds as it takes, each with receivers of its own. Returns how many places they got. */
static int
fill_up(struct crowd *crowd, enum receiver_mood mood)
{
    int taken = 0;

    for (int i = 0; i < POSTER_PLACES; i++) {
        int world = i % (WORLDS - 1);

        if (claim(crowd, world, 1000 + i, 0, mood) == CLAIM_GIVEN)
            taken++;
        places_forget(&crowd->places, crowd->worlds[world]); /* its share is another's */
    }
    return taken;
}

static void
the_dead_of_all_worlds_leave_places_to_receivers_that_answer(void **state)
{
    struct crowd *crowd = *state;

    assert_int_equal(fill_up(crowd, RECEIVER_SILENT), POSTER_PLACES / 4);
    assert_int_equal(fill_up(crowd, RECEIVER_UNKNOWN), POSTER_PLACES * 5 / 8);
    assert_int_equal(claim(crowd, WORLDS - 1, 1, 0, RECEIVER_SILENT), CLAIM_NO_MORE);
    assert_int_equal(claim(crowd, WORLDS - 1, 1, 0, RECEIVER_UNKNOWN), CLAIM_NO_MORE);
    assert_int_equal(claim(crowd, WORLDS - 1, 1, 0, RECEIVER_ANSWERS), CLAIM_GIVEN);
}

static void
who_waits_for_the_dead_is_called_for_what_is_better(void **state)
{
    struct crowd *crowd = *state;
    struct merchant *world = crowd->worlds[WORLDS - 1];

    (void)fill_up(crowd, RECEIVER_SILENT);
    assert_int_equal(claim(crowd, WORLDS - 1, 1, 0, RECEIVER_SILENT), CLAIM_NO_MORE);
    for (int i = 0; i < PER_RECEIVER; i++)
        assert_int_equal(claim(crowd, 0, 2, 0, RECEIVER_ANSWERS), CLAIM_GIVEN);
    assert_int_equal(claim(crowd, WORLDS - 1, 2, 0, RECEIVER_ANSWERS), CLAIM_IN_LINE);
    assert_int_equal(claim(crowd, WORLDS - 1, 1, 0, RECEIVER_SILENT), CLAIM_NO_MORE);

    end_one(crowd, crowd->places.receivers);
    places_call(&crowd->places, &crowd->registry);

    assert_ptr_equal(crowd->registry.agenda.first->whose, world);
}

static void
of_a_payment_one_is_under_way(void **state)
{
    struct crowd *crowd = *state;

    assert_int_equal(claim(crowd, 0, 1, 7, RECEIVER_ANSWERS), CLAIM_GIVEN);
    assert_int_equal(claim(crowd, 0, 2, 7, RECEIVER_ANSWERS), CLAIM_MUST_WAIT);
    assert_int_equal(claim(crowd, 1, 2, 7, RECEIVER_ANSWERS),
                     CLAIM_GIVEN); /* families are of a world */
    crowd->last_id = 0;
    assert_int_equal(claim(crowd, 0, 1, 7, RECEIVER_ANSWERS), CLAIM_UNDER_WAY);
}

static void
at_a_receiver_each_world_has_its_turn(void **state)
{
    struct crowd *crowd = *state;
    const struct receiver *receiver;

    for (int i = 0; i < PER_RECEIVER; i++)
        assert_int_equal(claim(crowd, 0, 1, 0, RECEIVER_ANSWERS), CLAIM_GIVEN);
    receiver = crowd->places.receivers;
    for (int world = 0; world < 3; world++)
        assert_int_equal(claim(crowd, world, 1, 0, RECEIVER_ANSWERS), CLAIM_IN_LINE);

    /* Whoever asks first: the turn is that of the first in the line, who is called. */
    for (int world = 0; world < 3; world++) {
        end_one(crowd, receiver);
        assert_int_equal(claim(crowd, (world + 1) % 3, 1, 0, RECEIVER_ANSWERS), CLAIM_IN_LINE);
        places_call(&crowd->places, &crowd->registry);
        assert_ptr_equal(crowd->registry.agenda.first->whose, crowd->worlds[world]);
        agenda_cancel(&crowd->registry.agenda, &crowd->worlds[world]->appointment);
        assert_int_equal(claim(crowd, world, 1, 0, RECEIVER_ANSWERS), CLAIM_GIVEN);
        assert_int_equal(claim(crowd, world, 1, 0, RECEIVER_ANSWERS), CLAIM_IN_LINE);
    }
}

static void
who_is_called_and_goes_past_lets_the_next_one_come(void **state)
{
    struct crowd *crowd = *state;
    const struct receiver *receiver;

    for (int i = 0; i < PER_RECEIVER; i++)
        (void)claim(crowd, 0, 1, 0, RECEIVER_ANSWERS);
    receiver = crowd->places.receivers;
    for (int world = 1; world < 4; world++)
        (void)claim(crowd, world, 1, 0, RECEIVER_ANSWERS);
    assert_false(places_pass(&crowd->places, crowd->worlds[1])); /* it is not its turn yet */
    end_one(crowd, receiver);

    assert_true(places_pass(&crowd->places, crowd->worlds[1])); /* say its order was reset */
    places_forget(&crowd->places, crowd->worlds[2]);
    places_call(&crowd->places, &crowd->registry);

    assert_ptr_equal(crowd->registry.agenda.first->whose, crowd->worlds[3]);
}

static void
a_receiver_is_forgotten_when_nothing_is_under_way(void **state)
{
    struct crowd *crowd = *state;

    assert_int_equal(claim(crowd, 0, 1, 0, RECEIVER_ANSWERS), CLAIM_GIVEN);
    end_one(crowd, crowd->places.receivers);
    places_call(&crowd->places, &crowd->registry);

    assert_null(crowd->places.receivers);
}

#define PLACES_TEST(test) cmocka_unit_test_setup_teardown(test, gather, disperse)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        PLACES_TEST(a_world_whose_receivers_are_dead_leaves_most_places_to_others),
        PLACES_TEST(receivers_known_to_be_silent_get_less),
        PLACES_TEST(many_such_worlds_leave_a_place_too),
        PLACES_TEST(a_receiver_gets_one_attempt_until_it_has_answered),
        PLACES_TEST(a_receiver_that_answers_one_world_is_known_to_others),
        PLACES_TEST(the_dead_of_all_worlds_leave_places_to_receivers_that_answer),
        PLACES_TEST(who_waits_for_the_dead_is_called_for_what_is_better),
        PLACES_TEST(of_a_payment_one_is_under_way),
        PLACES_TEST(at_a_receiver_each_world_has_its_turn),
        PLACES_TEST(who_is_called_and_goes_past_lets_the_next_one_come),
        PLACES_TEST(a_receiver_is_forgotten_when_nothing_is_under_way),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
