/* What a candidate can prove of a part: the receipt of every save, and the seals over all of them together. */
#ifndef BM_CANDIDATE_RECEIPTS_H
#define BM_CANDIDATE_RECEIPTS_H

#include "buf.h"
#include "candidate_store.h"
#include "receipt.h"

struct candidate_seal
{
  int64_t number;                 /* from 1 */
  struct receipt_seal seal;
  struct receipt_signature signature;
  char code[RECEIPT_CODE_ROOM];
  const char *at;                 /* ready to show */
};

/* Each save that comes after a part has ended makes one more due: as many are stored as a client likes, and the newest are read. */
#define CANDIDATE_SEALS_MOST 50

struct candidate_seals
{
  struct uid session;
  size_t count;                   /* at most CANDIDATE_SEALS_MOST */
  struct candidate_seal *list;    /* by number, the newest ones; the newest is the last */
};

/* Makes the seal that is due, if one is: the part has ended, and saves are stored that no seal covers. Then all seals of the part.
   Of callers at the same time the first one's seal stands, and each is told of it. Nothing is made of a part that goes on.
   DONE, NOT_OPENED, NOT_REGISTERED. */
enum candidate_outcome candidate_store_seal (struct candidate_store *store, const struct candidate_call *call, int part,
                                             struct candidate_seals *seals) BM_MUST_USE BM_NONNULL_ALL;

struct candidate_receipt
{
  const char *ref;                /* "item.7" */
  int64_t epoch, sequence;
  int64_t time_us;
  const char *at;                 /* ready to show */
  bool proved;                    /* false: from before receipts were given; there is no digest */
  struct hash digest;
  bool late, let_in;              /* let_in: late, and accepted by a coordinator */
  bool counts;                    /* the one that counts for its ref now */
  size_t together;                /* how many saves its question has; of what is no question of the form, all of that */
};

#define CANDIDATE_RECEIPTS_SHOWN 20   /* of one question; the file has all */

struct candidate_receipts
{
  struct candidate_session session;
  const struct candidate_form *form;    /* lives as long as the process */
  const uint16_t *positions;            /* [place - 1]: position in the form of the candidate's place, form->count of them */
  const char *association, *title, *zone;
  size_t count;                         /* bounded by the form, whatever a client has sent */
  struct candidate_receipt *list;       /* the newest of each question, and of what is none, in order of (epoch, sequence) */
  size_t saves, proved, late;           /* of all, listed or not */
  struct candidate_seals seals;         /* what candidate_store_seal tells */
};

/* DONE, NOT_OPENED, NOT_REGISTERED or OVER. */
enum candidate_outcome candidate_store_receipts (struct candidate_store *store, const struct candidate_call *call, int part,
                                                 struct candidate_receipts *receipts) BM_MUST_USE BM_NONNULL_ALL;

/* The file for `blindmark verify receipt`: {"receipts": […], "seal": {…} or null}. The seal is there if it covers just these.
   A file past the buffer's limit overflows. DONE, NOT_OPENED, NOT_REGISTERED. */
enum candidate_outcome candidate_store_receipts_file (struct candidate_store *store, const struct candidate_call *call, int part,
                                                      struct buf *json) BM_MUST_USE BM_NONNULL_ALL;

/* The key that receipts are checked with. */
struct receipt_key candidate_store_receipt_key (const struct candidate_store *store) BM_NONNULL_ALL;

#endif
