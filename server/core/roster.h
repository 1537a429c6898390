/* A roster as a table of texts becomes candidates to admit, or a list of everything that is wrong with it, each named by row
   and column. Pure: knows no file format, no database, no earlier roster. Row numbers are those of the spreadsheet: the
   heading is row 1. */
#ifndef BM_ROSTER_H
#define BM_ROSTER_H

#include "arena.h"

#define ROSTER_ROWS_MOST 2000
#define ROSTER_ESL_MOST 60   /* minutes for each part (seed 004: up to sixty on request) */

/* X(name, word): the word names the column in problems. */
#define ROSTER_FIELDS(X)                                                                                              \
  X (ROSTER_NAME, "name")                                                                                             \
  X (ROSTER_EMAIL, "email")                                                                                           \
  X (ROSTER_CATEGORY, "category")                                                                                     \
  X (ROSTER_TRACK, "track")                                                                                           \
  X (ROSTER_ESL, "esl")                                                                                               \
  X (ROSTER_PARTS, "parts")                                                                                           \
  X (ROSTER_EMPLOYER, "employer")                                                                                     \
  X (ROSTER_SUPERVISOR, "supervisor")

enum roster_field
{
#define X(name, word) name,
  ROSTER_FIELDS (X)
#undef X
  ROSTER_FIELD_COUNT   /* the row as a whole */
};

/* X(name, word): the word has its sentence in the roster page. */
#define ROSTER_REASONS(X)                                                                                             \
  X (ROSTER_EMPTY, "empty")                      /* nothing under a heading */                                        \
  X (ROSTER_NO_COLUMN, "no_column")              /* name, email, category or track has no column */                   \
  X (ROSTER_COLUMN_TWICE, "column_twice")                                                                             \
  X (ROSTER_TOO_MANY_ROWS, "too_many_rows")                                                                           \
  X (ROSTER_TOO_MANY_CELLS, "too_many_cells")    /* more cells than headings: a comma without quotes */               \
  X (ROSTER_MISSING, "missing")                                                                                       \
  X (ROSTER_TOO_LONG, "too_long")                                                                                     \
  X (ROSTER_BAD_TEXT, "bad_text")                /* control or replacement characters */                              \
  X (ROSTER_BAD_EMAIL, "bad_email")                                                                                   \
  X (ROSTER_EMAIL_TWICE, "email_twice")                                                                               \
  X (ROSTER_BAD_CATEGORY, "bad_category")                                                                             \
  X (ROSTER_BAD_TRACK, "bad_track")                                                                                   \
  X (ROSTER_BAD_ESL, "bad_esl")                                                                                       \
  X (ROSTER_BAD_PARTS, "bad_parts")

enum roster_reason
{
#define X(name, word) name,
  ROSTER_REASONS (X)
#undef X
  ROSTER_REASON_COUNT
};

struct roster_line
{
  size_t row;
  const struct text *cells;
  size_t count;
};

struct roster_candidate
{
  size_t row;
  struct text name;
  struct text email;
  struct text employer;      /* empty: not given */
  struct text supervisor;    /* empty: not given */
  const char *category;      /* "specialist", "mentor-clinical", "mentor-policy", "mentor-research-faculty" */
  const char *track;         /* "imh", "ecmh" */
  const char *parts;         /* "1,2", "1", "2" */
  int esl_minutes;
};

struct roster_problem
{
  size_t row;
  enum roster_field field;
  enum roster_reason reason;
  struct text value;         /* what stood there; empty where that says nothing */
};

struct roster
{
  struct roster_candidate *candidates;
  size_t count;
  struct roster_problem *problems;   /* any: nobody is admitted */
  size_t problem_count;
  struct text *unused;               /* headings that are not known: shown before the import */
  size_t unused_count;
};

/* The first line that is not blank holds the headings. Everything in the roster lives in the arena or in the lines' texts. */
struct roster roster_read (const struct roster_line *lines, size_t count, struct arena *arena) BM_NONNULL (3);

const char *roster_field_word (enum roster_field field);     /* "row" for ROSTER_FIELD_COUNT */
const char *roster_reason_word (enum roster_reason reason);

#endif
