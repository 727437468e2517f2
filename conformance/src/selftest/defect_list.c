/* See defect_list.h. `qfpay-mock --defect list` prints a line for each: name, requirement,
 * sentence, with blanks between them. */
#include "selftest/defect_list.h"

#include <stdio.h>
#include <string.h>

#include "base/child.h"
#include "base/moment.h"
#include "program/print.h"

enum { DEFECTS_MAX = 4096, LIST_SECONDS = 20 };

/* Cut the first word off; "" when there is none. */
static const char *
take_word(struct arena *arena, const char **rest)
{
    const char *word = *rest + strspn(*rest, " ");
    size_t len = strcspn(word, " ");

    *rest = word + len + strspn(word + len, " ");
    return arena_copy(arena, word, len);
}

static bool
read_line(const struct suite *suite, const struct options *options, struct arena *arena,
          const char *line, struct defect_list *list)
{
    struct defect defect = {.name = take_word(arena, &line)};
    const char *requirement = take_word(arena, &line);

    defect.requirement = suite_find_requirement(suite, requirement);
    defect.about = arena_dup(arena, line);
    if (!defect.requirement || !defect.about[0]) {
        print_to(stderr,
                 "qfpay-conform: the defect %.80s breaks %.40s, which is no requirement of the "
                 "fixtures\n",
                 defect.name, requirement[0] ? requirement : "nothing");
        return false;
    }
    near_id_offer_patterns(&list->near, arena, defect.name);
    if (!options_select(options, defect.name))
        return true;
    if (list->count == DEFECTS_MAX) {
        fprintf(stderr, "qfpay-conform: more than %d defects are listed\n", DEFECTS_MAX);
        return false;
    }
    list->items[list->count++] = defect;
    return true;
}

static bool
read_lines(const struct suite *suite, const struct options *options, struct arena *arena,
           struct child *child, struct defect_list *list, const char **problem)
{
    int64_t deadline_ms = now_ms() + INT64_C(1000) * LIST_SECONDS;
    const char *line = NULL;
    size_t len = 0;
    enum child_read read;

    while ((read = child_read_line(&child->output, deadline_ms, &line, &len)) == CHILD_LINE) {
        bool is_heading = len == 0 || line[0] == '#';

        if (!is_heading && !read_line(suite, options, arena, line, list)) {
            *problem = NULL; /* said already */
            return false;
        }
    }
    return read == CHILD_END;
}

bool
defect_list_read(const struct suite *suite, const struct options *options, const char *program,
                 struct arena *arena, struct defect_list *list)
{
    char *argv[] = {arena_dup(arena, program), arena_dup(arena, "--defect"),
                    arena_dup(arena, "list"), NULL};
    const struct child_wish wish = {.argv = argv, .output = true};
    const char *problem = "it lists no defects";
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct child child;
    int status = 0;
    bool ok;

    list->items = arena_alloc(arena, DEFECTS_MAX * sizeof *list->items);
    list->count = 0;
    qfpay_near_begin(&list->near, options->filters.count > 0 ? options->filters.items[0] : "");
    if (!child_start(&child, &wish, &problem)) {
        print_to(stderr, "qfpay-conform: %s cannot be started: %s\n", program, problem);
        return false;
    }
    ok = read_lines(suite, options, arena, &child, list, &problem) &&
         child_wait(&child, now_ms() + INT64_C(1000) * LIST_SECONDS) &&
         child_exited(&child, &status) && status == 0;
    child_stop(&child, 1000);
    if (ok && list->count > 0)
        return true;
    if (ok && options->filters.count > 0)
        problem = arena_printf(arena, "the filter selects none of its defects%s",
                               qfpay_near_hint(&list->near, hint, ""));
    if (problem)
        print_to(stderr, "qfpay-conform: %s: %s\n", program, problem);
    return false;
}
