/* Seals a bank that was read and hands it to the database in one call: all or nothing. */
#ifndef BM_BANK_STORE_H
#define BM_BANK_STORE_H

#include "bank.h"
#include "keyring.h"
#include "pg_conn.h"

extern const struct pg_statements import_statements;

enum bank_stored
{
  BANK_IMPORTED,             /* *counts holds what was new */
  BANK_UNCHANGED,            /* the database holds the same already; nothing was written */
  BANK_UNKNOWN_ASSOCIATION,
  BANK_AWAY,                 /* no database, or the answer was lost: run it again, that is safe */
  BANK_REFUSED               /* the database refused it as a whole; the log says why */
};

struct bank_counts
{
  int64_t items;
  int64_t vignettes;
  int64_t rubrics;
  int64_t forms;
  int64_t calibrations;
};

/* ring holds the kinds bank and bank_key. */
enum bank_stored bank_store (struct pg_conn *conn, const struct keyring *ring, const char *association,
                             const struct bank *bank, struct bank_counts *counts) BM_MUST_USE BM_NONNULL_ALL;

#endif
