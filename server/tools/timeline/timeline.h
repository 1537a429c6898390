/* Prints what happened to the time of each session: who had how much and why, and whether it adds up. */
#ifndef BM_TIMELINE_H
#define BM_TIMELINE_H

#include "keyring.h"
#include "pg_conn.h"

#include <stdio.h>

extern const struct pg_statements timeline_statements;

enum timeline_told
{
  TIMELINE_ADDS_UP,   /* every session: entitlement = sum of its ledger, deadline = start + entitlement */
  TIMELINE_DOES_NOT,  /* printed; the sessions that do not are marked */
  TIMELINE_UNKNOWN,   /* no such association */
  TIMELINE_AWAY,      /* no database */
  TIMELINE_DAMAGED    /* a name or a ledger cannot be read */
};

/* administration NULL: of all. ring holds the kind identity. Names, kinds of entries and reasons go to out; instants are
   shown in the association's zone. */
enum timeline_told timeline_print (struct pg_conn *conn, const struct keyring *ring, struct text association,
                                   const struct uid *administration, FILE *out, struct arena *arena)
  BM_MUST_USE BM_NONNULL (1, 2, 5, 6);

#endif
