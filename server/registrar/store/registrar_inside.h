/* What the files of this folder share. */
#ifndef BM_REGISTRAR_STORE_INSIDE_H
#define BM_REGISTRAR_STORE_INSIDE_H

#include "pg_conn.h"
#include "registrar_store.h"
#include "seal.h"

struct registrar_store
{
  struct pg_conn *conn;
  const struct desk_setup *setup;
  const struct keyring *keyring;
  struct arena *scratch;    /* emptied at the start of every call */
  int64_t anchor_boot_us;
  int64_t anchor_utc_us;
};

#define SHEET_COLUMN "work.sheet.sealed"

/* The first byte of a Part 1 sheet in its compact form, before the letters; that of an older one is the brace of its JSON. */
#define SHEET_LETTERS 1

/* Runs a prepared statement; anything but PG_DONE is AWAY or BROKEN. */
enum registrar_status store_run (struct registrar_store *store, const char *statement, const struct pg_param *params,
                                 size_t count, struct pg_rows **rows) BM_MUST_USE BM_NONNULL (1, 2, 5);

/* The same for a function whose answer is one of these words: *which is its place. */
enum registrar_status store_word (struct registrar_store *store, const char *statement, const struct pg_param *params,
                                  size_t count, const char *const *words, size_t word_count, size_t *which)
  BM_MUST_USE BM_NONNULL (1, 2, 5, 7);

/* Runs a statement that takes the duty's association and administration. */
enum registrar_status store_list (struct registrar_store *store, const char *statement, const struct registrar_duty *duty,
                                  struct pg_rows **list) BM_MUST_USE BM_NONNULL_ALL;

/* What is sealed at this place as JSON (new reference); NULL when it does not open, logged with the column only. */
json_t *store_open (struct registrar_store *store, struct seal_place place, struct bytes sealed) BM_MUST_USE BM_NONNULL (1);

/* Sealed compact JSON with sorted keys; in the scratch arena. */
struct bytes store_seal (struct registrar_store *store, struct seal_place place, const json_t *content) BM_NONNULL (1, 3);

/* Drawn of a document (crypto/draw.h). */
struct uid store_draw_uid (const char *purpose, const json_t *of) BM_NONNULL_ALL;

#endif
