/* Inside the store: one call of a function of coordination_api, and the opening of what it gives back sealed. */
#ifndef BM_COORDINATION_CALL_H
#define BM_COORDINATION_CALL_H

#include "coordination_store.h"
#include "pg_conn.h"
#include "seal.h"

struct coordination_store
{
  struct pg_conn *conn;
  const struct keyring *keyring;
  int64_t anchor_boot_us; /* the same instant on both clocks */
  int64_t anchor_utc_us;
};

/* Reads this boot's anchor, once, when the store opens. */
bool coordination_take_anchor (struct coordination_store *store, struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* Runs "SELECT outcome, doc FROM …". *doc (may be asked for with NULL): a new reference, NULL when there is none. */
enum coordination_outcome coordination_call (struct coordination_store *store, const char *statement,
                                             const struct pg_param *params, size_t count, json_t **doc) BM_MUST_USE
    BM_NONNULL (1, 2, 3);

struct pg_param coordination_token (struct coordination_asker asker);

/* When the request arrived, on the database's clock (without a demo's shift). */
struct pg_param coordination_arrival (const struct coordination_store *store, struct coordination_asker asker) BM_NONNULL (1);

/* A list of {"part", "entries"}, or one of them: the ledger in "entries" becomes the one line (core/session_time) in "line".
   False: a ledger that cannot be read. */
bool coordination_write_lines (json_t *minutes, struct arena *arena) BM_MUST_USE BM_NONNULL (2);

/* The common page: token and, unless NULL, one uid. People in doc."people" or doc itself are opened (see below). */
enum coordination_outcome coordination_read (struct coordination_store *store, struct coordination_asker asker,
                                             const char *statement, const struct uid *uid, json_t **doc) BM_MUST_USE
    BM_NONNULL (1, 3, 5);

/* A uid of a document; zero when it is absent. */
struct uid coordination_uid_of (const json_t *object, const char *member) BM_NONNULL_ALL;

/* Opens the hex text member `from` of the object at its place and takes it out; NULL when it does not open (logged). */
json_t *coordination_open (const struct coordination_store *store, json_t *object, const char *from,
                           struct seal_place place, struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* "sealed" of an object with "person" or "account" becomes "name" and "email" (of a person also employer, supervisor). An object
   without "sealed" stays. False: it does not open. */
bool coordination_open_person (const struct coordination_store *store, json_t *object,
                               struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* The same for a list; sort: by name. */
bool coordination_open_people (const struct coordination_store *store, json_t *list, bool sort,
                               struct arena *arena) BM_MUST_USE BM_NONNULL (1, 4);

/* "outcome_sealed" (or "sealed" of a preview, under column) becomes "outcome". */
bool coordination_open_outcome (const struct coordination_store *store, json_t *object, const char *from,
                                struct seal_place place, struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* Ends a document that is not whole: logs, frees, says BROKEN. */
enum coordination_outcome coordination_broken (const char *what, json_t **doc) BM_NONNULL_ALL;

#endif
