/*
 * Hashids as its reference implementations have it: an alphabet without the separators, both
 * shuffled by the salt, and a first character, the lottery, that shuffles again for each number.
 */
#include "hashids.h"

#include <string.h>

#define ALPHABET_LEN   62
#define SEPARATORS_LEN 14
#define GUARDS_LEN     4 /* one twelfth of the 48 others, rounded up */
#define LETTERS_LEN    (ALPHABET_LEN - SEPARATORS_LEN - GUARDS_LEN)

struct code {
    char *text;
    size_t size;
    size_t len;
};

static void
append(struct code *code, char c)
{
    if (code->len + 1 < code->size) {
        code->text[code->len++] = c;
        code->text[code->len] = '\0';
    }
}

static void
shuffle(char *letters, size_t len, const char *salt, size_t salt_len)
{
    size_t position = 0;
    size_t sum = 0;

    for (size_t i = len - 1; salt_len != 0 && i > 0; i--) {
        size_t value = (unsigned char)salt[position % salt_len];
        size_t other;
        char kept = letters[i];

        sum += value;
        other = (value + position % salt_len + sum) % i;
        letters[i] = letters[other];
        letters[other] = kept;
        position = position % salt_len + 1;
    }
}

/* Shuffle by the lottery, the salt and the letters themselves, as long as there are letters. */
static void
shuffle_for_number(char letters[LETTERS_LEN], char lottery, const char *salt)
{
    char mixed[LETTERS_LEN];
    size_t salt_len = strlen(salt);
    size_t used = 1;

    mixed[0] = lottery;
    for (size_t i = 0; i < salt_len && used < sizeof mixed; i++)
        mixed[used++] = salt[i];
    memcpy(mixed + used, letters, sizeof mixed - used);
    shuffle(letters, LETTERS_LEN, mixed, sizeof mixed);
}

/* Returns the first letter written. */
static char
append_number(struct code *code, const char letters[LETTERS_LEN], unsigned long number)
{
    char digits[16];
    size_t at = sizeof digits;

    do {
        digits[--at] = letters[number % LETTERS_LEN];
        number /= LETTERS_LEN;
    } while (number != 0 && at > 0);
    for (size_t i = at; i < sizeof digits; i++)
        append(code, digits[i]);
    return digits[at];
}

void
hashids_encode(const char *salt, const unsigned long *numbers, size_t count, char *code_text,
               size_t code_size)
{
    char separators[] = "cfhistuCFHISTU";
    char others[] = "abdegjklmnopqrvwxyzABDEGJKLMNOPQRVWXYZ1234567890";
    char *letters = others + GUARDS_LEN;
    struct code code = {code_text, code_size, 0};
    size_t salt_len = strlen(salt);
    unsigned long sum = 0;
    char lottery;

    shuffle(separators, SEPARATORS_LEN, salt, salt_len);
    shuffle(others, LETTERS_LEN + GUARDS_LEN, salt, salt_len);
    for (size_t i = 0; i < count; i++)
        sum += numbers[i] % (i + 100);
    lottery = letters[sum % LETTERS_LEN];
    append(&code, lottery);
    for (size_t i = 0; i < count; i++) {
        char first;

        shuffle_for_number(letters, lottery, salt);
        first = append_number(&code, letters, numbers[i]);
        if (i + 1 < count)
            append(&code, separators[numbers[i] % ((unsigned char)first + i) % SEPARATORS_LEN]);
    }
}
