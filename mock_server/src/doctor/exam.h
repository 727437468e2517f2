/* One wrong signature under examination: what came, what can be varied, and the known mistakes. */
#ifndef MOCK_DOCTOR_EXAM_H
#define MOCK_DOCTOR_EXAM_H

#include "doctor/coding.h"
#include "doctor/received.h"
#include "doctor/text.h"
#include "server/request.h"

enum {
    EXAM_KEYS_MAX = 11,
    /* Mistakes that multiply with the number of parameters or merchants are tried for the first so
     * many, and not at all on strings above this. */
    EXAM_EACH_MAX = 32,
    EXAM_EACH_TEXT_MAX = 16 * 1024,
    /* The bytes that may be digested for one request, about five milliseconds in which nobody else
     * is served. A common request takes less than half of it to the end. */
    EXAM_WORK_MAX = 2 * 1024 * 1024,
};

/* A wrong key that clients make of the right one. */
struct key_mistake {
    const char *key;
    const char *name; /* "with a line feed behind it" */
};

struct exam {
    struct request *req;
    enum qfpay_digest announced;
    struct received received;
    struct material material;
    const char *key;    /* the right one */
    bool takes_dropped; /* whether empty values may be left out of the string, and */
    bool takes_signed;  /* whether they may be signed as name= */
    size_t key_count;
    struct key_mistake keys[EXAM_KEYS_MAX];
    const struct merchant *other; /* whose key is tried */

    /* What the request has, so that mistakes without effect on it are not tried. */
    unsigned traits;                     /* bits of enum trait, of all values together */
    unsigned traits_of[QFPAY_PARAM_MAX]; /* of each value in the order of arrival */
    bool is_sorted;
    bool is_big; /* above EXAM_EACH_TEXT_MAX */

    size_t work;       /* bytes digested so far, with a charge for each try */
    bool is_exhausted; /* the work that one request may cause is used up */
    size_t tried;      /* so many mistakes at once were tried to the end */
    bool is_cut;       /* something was left untried because the request is large */
};

/* exam is zeroed. false when out of memory. It borrows from the request and its arena. */
bool exam_init(struct exam *exam, struct request *req, enum qfpay_digest announced);

/* The correct way for this request. */
struct recipe exam_recipe(const struct exam *exam);

/* What a recipe gives, in hex. false when it cannot be followed. */
bool exam_digest(struct exam *exam, const struct recipe *recipe, enum qfpay_digest digest,
                 char hex[QFPAY_SIGN_HEX_SIZE]);

/* Whether the recipe gives the signature that came. Always false when is_exhausted. */
bool exam_fits(struct exam *exam, const struct recipe *recipe);

/* Text of the request for people: printable ASCII, every occurrence of the client key masked
 * whatever its case, cut where it would become longer than max. In the arena, never NULL. */
const char *exam_show(const struct exam *exam, const char *text, size_t len, size_t max);

/* What a mistake says about one of its variants. */
struct detail {
    const char *text; /* NULL for nothing; any bytes */
    size_t len;
    const struct qfpay_param *only;   /* the one parameter that has it; NULL for all */
    const struct qfpay_param *not_in; /* the one that does not have it; NULL for all */
};

enum variant {
    VARIANT_TRY,  /* the recipe has the mistake now */
    VARIANT_SKIP, /* this one does not apply here, the next may */
    VARIANT_END,  /* there are no more */
};

/* One row of the battery. */
struct mistake {
    const char *what;   /* "The signature matches ..."; a detail may follow */
    const char *advice; /* "...: sign the raw values" */
    enum qfpay_req requirement;
    const char *pitfall; /* ", PIT-02", or "" */
    unsigned changes;    /* bits of enum aspect: two mistakes go together when these differ */
    unsigned reach;      /* in how many mistakes at once it is tried */
    size_t crossing;     /* how many of its variants are tried together with others */
    enum variant (*vary)(struct exam *exam, size_t index, struct recipe *recipe,
                         struct detail *detail);
    /* Better advice for this request, or NULL; NULL when the row's own is always right. */
    const char *(*explain)(struct exam *exam, const struct recipe *recipe);
};

/* The rows, in the order in which they are tried. Static. */
const struct mistake *battery(size_t *count);

#endif
