/* Part 1 in the registrar's store: sheets that have no score yet, the keys, and their scores. */
#ifndef BM_REGISTRAR_SCORES_H
#define BM_REGISTRAR_SCORES_H

#include "registrar_store.h"

/* A Part 1 form with sheets that have no score yet. */
struct registrar_form
{
  struct uid id;
  int percent;         /* to pass */
  size_t sheets;       /* without a score */
};

enum registrar_status registrar_store_score_forms (struct registrar_store *store, const struct registrar_duty *duty,
                                                   struct pg_rows **list) BM_MUST_USE BM_NONNULL_ALL;
struct registrar_form registrar_store_score_form (const struct pg_rows *list, size_t row) BM_NONNULL_ALL;

/* A second connection for a second thread; of what the first was opened with. NULL: none can be had, and one must do all. */
struct registrar_store *registrar_store_second (const struct registrar_store *store, struct arena *arena)
  BM_MUST_USE BM_NONNULL_ALL;

/* Sessions after the one and up to the other, by id. */
struct registrar_range
{
  struct uid after;
  struct uid upto;
};

/* The form's sheets without a score in that range, in order of session: the first REGISTRAR_SHEETS_MOST of them. */
#define REGISTRAR_SHEETS_MOST 25000
enum registrar_status registrar_store_score_work (struct registrar_store *store, const struct registrar_duty *duty,
                                                  struct uid form, struct registrar_range range, struct pg_rows **list)
  BM_MUST_USE BM_NONNULL_ALL;

struct registrar_sheet
{
  struct uid session;
  int version;
  struct text answers; /* A..D or -, in form order; of the store, until it talks to the database again */
};

struct uid registrar_store_sheet_session (const struct pg_rows *list, size_t row) BM_NONNULL_ALL;
/* BROKEN: it does not open, or is no sheet; its session is known all the same. */
enum registrar_status registrar_store_sheet (struct registrar_store *store, const struct pg_rows *list, size_t row,
                                             struct registrar_sheet *sheet) BM_MUST_USE BM_NONNULL_ALL;

/* The keys of a form, one letter an item in its order, and their digest. */
enum registrar_status registrar_store_keys (struct registrar_store *store, struct uid association, struct uid form,
                                            struct arena *arena, struct text *keys, struct hash *digest) BM_MUST_USE BM_NONNULL_ALL;

struct registrar_scored
{
  struct uid session;
  int version;         /* of the sheet */
  int score;
  int max;
  bool passed;
};

/* Scores of one form in order of session, in one durable statement; those that are there already stay as they are. */
enum registrar_status registrar_store_put_part1 (struct registrar_store *store, const struct registrar_duty *duty,
                                                 const struct registrar_scored *scored, size_t count, const struct hash *keys,
                                                 const char *rule) BM_MUST_USE BM_NONNULL_ALL;

#endif
