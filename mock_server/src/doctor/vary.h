/* The functions of the battery's rows. Each puts one variant of its mistake into a recipe: the one
 * with this index, counted from 0. */
#ifndef MOCK_DOCTOR_VARY_H
#define MOCK_DOCTOR_VARY_H

#include <string.h>

#include "doctor/exam.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static inline void
say(struct detail *detail, const char *text)
{
    detail->text = text;
    detail->len = strlen(text);
}

/* The codings in turn, on all values; then, of those that it can change, on each one alone, and on
 * all but each one. */
enum variant vary_values(struct exam *exam, size_t index, struct recipe *recipe,
                         struct detail *detail, const struct coding *codings, size_t count);

enum variant use_other_empty_form(struct exam *exam, size_t index, struct recipe *recipe,
                                  struct detail *detail);
const char *explain_empty_form(struct exam *exam, const struct recipe *recipe);
enum variant encode_percent(struct exam *exam, size_t index, struct recipe *recipe,
                            struct detail *detail);
const char *explain_encoded(struct exam *exam, const struct recipe *recipe);
enum variant encode_form(struct exam *exam, size_t index, struct recipe *recipe,
                         struct detail *detail);
enum variant encode_some(struct exam *exam, size_t index, struct recipe *recipe,
                         struct detail *detail);
enum variant leave_unsorted(struct exam *exam, size_t index, struct recipe *recipe,
                            struct detail *detail);
enum variant sort_ignoring_case(struct exam *exam, size_t index, struct recipe *recipe,
                                struct detail *detail);
enum variant trim_values(struct exam *exam, size_t index, struct recipe *recipe,
                         struct detail *detail);
enum variant use_raw_bytes(struct exam *exam, size_t index, struct recipe *recipe,
                           struct detail *detail);
const char *explain_raw_bytes(struct exam *exam, const struct recipe *recipe);
enum variant use_json(struct exam *exam, size_t index, struct recipe *recipe,
                      struct detail *detail);
enum variant convert_charset(struct exam *exam, size_t index, struct recipe *recipe,
                             struct detail *detail);
enum variant convert_to_utf8(struct exam *exam, size_t index, struct recipe *recipe,
                             struct detail *detail);
enum variant decode_once_more(struct exam *exam, size_t index, struct recipe *recipe,
                              struct detail *detail);
enum variant encode_twice(struct exam *exam, size_t index, struct recipe *recipe,
                          struct detail *detail);
enum variant introduce_key(struct exam *exam, size_t index, struct recipe *recipe,
                           struct detail *detail);
enum variant put_key_first(struct exam *exam, size_t index, struct recipe *recipe,
                           struct detail *detail);
enum variant use_hmac(struct exam *exam, size_t index, struct recipe *recipe,
                      struct detail *detail);
enum variant announce_other_digest(struct exam *exam, size_t index, struct recipe *recipe,
                                   struct detail *detail);
const char *explain_other_digest(struct exam *exam, const struct recipe *recipe);
enum variant mix_in_headers(struct exam *exam, size_t index, struct recipe *recipe,
                            struct detail *detail);
enum variant end_with_ampersand(struct exam *exam, size_t index, struct recipe *recipe,
                                struct detail *detail);
enum variant spoil_key(struct exam *exam, size_t index, struct recipe *recipe,
                       struct detail *detail);
enum variant leave_one_out(struct exam *exam, size_t index, struct recipe *recipe,
                           struct detail *detail);
const char *explain_left_out(struct exam *exam, const struct recipe *recipe);
enum variant add_unsent(struct exam *exam, size_t index, struct recipe *recipe,
                        struct detail *detail);
enum variant reverse_order(struct exam *exam, size_t index, struct recipe *recipe,
                           struct detail *detail);
enum variant join_otherwise(struct exam *exam, size_t index, struct recipe *recipe,
                            struct detail *detail);
enum variant replace_key(struct exam *exam, size_t index, struct recipe *recipe,
                         struct detail *detail);
enum variant drop_falsy(struct exam *exam, size_t index, struct recipe *recipe,
                        struct detail *detail);
enum variant encode_undecoded(struct exam *exam, size_t index, struct recipe *recipe,
                              struct detail *detail);
enum variant write_entities(struct exam *exam, size_t index, struct recipe *recipe,
                            struct detail *detail);
enum variant read_entities(struct exam *exam, size_t index, struct recipe *recipe,
                           struct detail *detail);
enum variant add_slashes(struct exam *exam, size_t index, struct recipe *recipe,
                         struct detail *detail);
enum variant take_slashes_away(struct exam *exam, size_t index, struct recipe *recipe,
                               struct detail *detail);
enum variant write_escapes(struct exam *exam, size_t index, struct recipe *recipe,
                           struct detail *detail);
enum variant read_escapes(struct exam *exam, size_t index, struct recipe *recipe,
                          struct detail *detail);
enum variant change_white_space(struct exam *exam, size_t index, struct recipe *recipe,
                                struct detail *detail);
enum variant drop_invisible(struct exam *exam, size_t index, struct recipe *recipe,
                            struct detail *detail);
enum variant normalize(struct exam *exam, size_t index, struct recipe *recipe,
                       struct detail *detail);
enum variant cut_values(struct exam *exam, size_t index, struct recipe *recipe,
                        struct detail *detail);
enum variant cut_at_ampersand(struct exam *exam, size_t index, struct recipe *recipe,
                              struct detail *detail);
enum variant spell_otherwise(struct exam *exam, size_t index, struct recipe *recipe,
                             struct detail *detail);
enum variant write_numbers(struct exam *exam, size_t index, struct recipe *recipe,
                           struct detail *detail);
enum variant use_key_of_other(struct exam *exam, size_t index, struct recipe *recipe,
                              struct detail *detail);

#endif
