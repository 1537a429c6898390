/* What clients wrote down about their saves, before each was sent and when each was answered. One file for each client,
   "<anything>.journal", lines of fields between tabs:

     blindmark journal 1
     sent <save_id> <session> <ref> <epoch> <sequence> <digest>     before the first byte of every sending
     told <save_id> <outcome> <revision> <receipt>                  after the last byte of a reply

   epoch, sequence: 0 where the client leaves them to the server. digest: of the answer as receipt_digest makes it, 64 hex
   digits. outcome: saved | late | closed | stale | taken | stored | absent. receipt: JSON without a tab, or "-". A last
   line without its end was being written when the client ended: it does not count. */
#ifndef BM_JOURNAL_H
#define BM_JOURNAL_H

#include "arena.h"
#include "crypto.h"

struct journal_sent
{
  struct uid save;
  struct uid session;
  const char *ref;
  int64_t epoch;
  int64_t sequence;
  struct hash digest;
  /* For whoever compares, in the first sending of a save: */
  bool stored;          /* a row of it was seen */
  bool late;            /* marked late there */
  int64_t stored_epoch;
  int64_t revision;     /* its sequence there */
  int64_t arrived_us;   /* unix microseconds */
};

enum journal_outcome
{
  JOURNAL_SAVED,
  JOURNAL_LATE,
  JOURNAL_CLOSED,
  JOURNAL_STALE,
  JOURNAL_TAKEN,
  JOURNAL_STORED,       /* asked for, and there */
  JOURNAL_ABSENT        /* asked for, and not there at that instant */
};

struct journal_told
{
  struct uid save;
  enum journal_outcome outcome;
  int64_t revision;
  const char *receipt;  /* NULL: none */
};

struct journal_session
{
  struct uid id;
  bool handed_in;       /* for whoever compares: now, or before it was opened again */
};

struct journal
{
  struct journal_sent *sent;    /* by save */
  size_t sent_count;
  struct journal_told *told;    /* by save */
  size_t told_count;
  struct journal_session *sessions;  /* sorted, each once */
  size_t session_count;
  size_t files;
};

/* All journals of the folder and of the folders in it. NULL, or one sentence (in the arena) that names what could not be read, or
   the line: what is left out would be judged by nobody. Its texts live in the arena; the rest is given back by journal_free. */
const char *journal_read (const char *folder, struct arena *arena, struct journal *journal) BM_MUST_USE BM_NONNULL_ALL;
void journal_free (struct journal *journal) BM_NONNULL_ALL;

/* The place of the first sending of that save, and how many there are; 0: nobody sent it. */
size_t journal_sendings (const struct journal *journal, struct uid save, size_t *first) BM_NONNULL_ALL;

/* NULL: nothing was sent for that session. */
struct journal_session *journal_session (const struct journal *journal, struct uid session) BM_MUST_USE BM_NONNULL_ALL;

#endif
