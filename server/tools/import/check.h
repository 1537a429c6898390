/* Strict checks of JSON by declaration: unknown, missing and ill-typed fields are errors that name file, id and field.
   Only the first error is kept. Patterns and limits follow question-bank/schema/. */
#ifndef BM_CHECK_H
#define BM_CHECK_H

#include "arena.h"

#include <jansson.h>

struct check
{
  struct arena *arena;   /* the sentence lives here */
  const char *file;      /* "items/attachment.json" */
  const char *id;        /* of the item, vignette, rubric or form that is looked at; "" outside of one */
  const char *problem;   /* NULL: nothing wrong so far */
};

enum check_kind
{
  CHECK_TEXT,    /* one line of least .. most code points, no white space at its ends */
  CHECK_TEXTS,   /* a list of least .. most such lines, no two the same */
  CHECK_WORD,    /* one of words */
  CHECK_WORDS,   /* a list of least .. most of words, no two the same */
  CHECK_ID,      /* a text that matches pattern */
  CHECK_IDS,     /* a list of least .. most such texts, no two the same */
  CHECK_NUMBER,  /* an integer, least .. most */
  CHECK_LIST,    /* a list of least .. most values of any type, which the caller looks at */
  CHECK_OBJECT   /* an object that the caller looks at */
};

struct check_field
{
  const char *name;
  enum check_kind kind;
  int least;
  int most;
  const char *const *words;  /* ends with NULL */
  const char *pattern;       /* '9' a digit, 'a' a lower-case letter, '*' at the end: lower-case letters, digits and
                                hyphens, at least one; any other character stands for itself */
};

#define CHECK_LINE_MOST 4000  /* code points of one text of a bank */

/* value is an object with exactly these fields, each as declared. where: "" or "source" or "levels[2]". */
bool check_object (struct check *check, const char *where, const json_t *value, const struct check_field *fields,
                   size_t count) BM_MUST_USE BM_NONNULL (1, 2, 4);

/* "<file>: <id>: field "<where>.<field>": <what is wrong>". Always false. */
bool check_say (struct check *check, const char *where, const char *field, const char *format, ...)
  BM_PRINTF (4, 5) BM_NONNULL (1, 2, 3);

bool check_matches (const char *text, const char *pattern) BM_MUST_USE BM_NONNULL_ALL;

#endif
