/* Shared by the files of this folder only. */
#ifndef BM_CANDIDATE_STORE_PRIVATE_H
#define BM_CANDIDATE_STORE_PRIVATE_H

#include "candidate_receipts.h"
#include "candidate_saves.h"
#include "pg_conn.h"
#include "receipt.h"
#include "seal.h"

struct candidate_store
{
  struct pg_conn *conn;
  const struct keyring *ring;
  int64_t anchor_boot_us;   /* the same instant on both clocks */
  int64_t anchor_utc_us;
  int64_t shift_us;         /* of a demo's or a test's clock, as far as save_batch has told; else 0 */
  struct arena *batch;      /* of one batch; NULL before the first */
};

/* Runs a statement and reads its outcome. Soft failures are tried again; so is a statement whose fate is unknown, because
   every function of candidate_api may be called twice. No row at all: DONE. rows: free with pg_rows_free, also when NULL. */
enum candidate_outcome store_run (struct candidate_store *store, const char *statement, const struct pg_param *params,
                                  size_t count, struct pg_rows **rows) BM_MUST_USE BM_NONNULL_ALL;

/* For statements that give an outcome and nothing else. */
enum candidate_outcome store_do (struct candidate_store *store, const char *statement, const struct pg_param *params,
                                 size_t count) BM_MUST_USE BM_NONNULL_ALL;

/* $1 of every statement, and the arrival of the request on the database's clock (without a demo's shift). */
struct pg_param store_token (const struct candidate_call *call) BM_NONNULL_ALL;
struct pg_param store_arrival (const struct candidate_store *store, const struct candidate_call *call) BM_NONNULL_ALL;

/* The same instant in microseconds since 1970-01-01 UTC. */
int64_t store_arrival_us (const struct candidate_store *store, const struct candidate_call *call) BM_NONNULL_ALL;

/* An answer as it is stored, in the arena, and the digest that its receipt tells. */
struct store_answer
{
  struct bytes sealed;
  struct hash digest;
};

struct store_answer store_answer_of (const struct candidate_store *store, struct arena *arena, const struct candidate_save *save)
  BM_NONNULL_ALL;

/* The JSON of leaf number `index` of the batch. */
struct text store_receipt (const struct receipt *receipt, const struct receipt_batch *batch, uint32_t index, struct arena *arena)
  BM_NONNULL_ALL;

/* A column of 32 bytes; zeros for any other length. */
struct hash store_hash (struct bytes bytes);

/* What the receipt of a stored save says, from the columns session_id, ref, epoch, sequence, digest and arrived_at of a row. */
struct receipt store_receipt_row (struct arena *arena, const struct pg_rows *rows, size_t row) BM_NONNULL_ALL;

/* The JSON of a receipt that is a batch of its own, the same whenever it is asked for. */
struct text store_receipt_alone (const struct candidate_store *store, struct arena *arena, const struct receipt *receipt)
  BM_NONNULL_ALL;

/* The JSON of a stored save's receipt, from those columns and batch_index, leaves and signature (leaves NULL: it was written
   alone). */
struct text store_proof (const struct candidate_store *store, struct arena *arena, const struct pg_rows *rows, size_t row)
  BM_NONNULL_ALL;

/* "item.12" or "prompt.3.p1" or "vignette.3": the number after the first dot, 0 for none; *rest what follows a second one. */
int64_t store_ref_position (struct text ref, struct text *rest) BM_NONNULL_ALL;

/* The refs of all questions of the form, in the arena ("item.3"; "prompt.2.p1", "choice"). The database knows no prompts, so more
   than these may be stored, as much as a client likes to send: what is read is asked for by these. */
struct pg_param store_refs (struct arena *arena, int part, const struct candidate_form *form) BM_NONNULL_ALL;

/* A column as a string in the arena. */
const char *store_text (struct arena *arena, const struct pg_rows *rows, size_t row, const char *column) BM_NONNULL_ALL;

/* Opens a sealed JSON object. False: it is in the log. *json: json_decref. */
bool store_open_json (const struct candidate_store *store, struct seal_place place, struct bytes sealed, struct arena *arena,
                      json_t **json) BM_MUST_USE BM_NONNULL_ALL;

/* The arena of a batch, empty: what the batch before took is gone. */
struct arena *store_batch_arena (struct candidate_store *store) BM_MUST_USE BM_RETURNS_NONNULL BM_NONNULL_ALL;

/* A time from its ledger ("base:5400,esl:3600"); now_us as for session_time_left. ends: empty. */
struct candidate_time store_time_of (struct arena *arena, struct text ledger, int64_t now_us, int64_t deadline_us,
                                     enum session_state state) BM_NONNULL_ALL;

/* The state of a session, from the columns state and paused_at of a row. */
enum session_state store_state_of (const struct pg_rows *rows, size_t row) BM_NONNULL_ALL;

/* The texts and the rest of a time, from the columns entries, deadline, moment, paused_at and deadline_text of a row. */
struct candidate_time store_time (struct arena *arena, const struct pg_rows *rows, size_t row, enum session_state state)
  BM_NONNULL_ALL;

/* The row of candidate_api.part, with what only this folder needs. */
struct store_part
{
  struct candidate_session session;
  struct uid form;
  uint8_t order_seed[16];
};

/* ref: the question that is shown, an empty text for none. */
enum candidate_outcome store_part (struct candidate_store *store, const struct candidate_call *call, int part,
                                   struct text ref, struct store_part *found) BM_MUST_USE BM_NONNULL (1, 2, 5);

/* The candidate's own order of work->form, and room for answers, none given yet. seed: 16 bytes. */
void store_lay_out (struct arena *arena, int part, const uint8_t *seed, struct candidate_work *work) BM_NONNULL_ALL;

/* The opened form, from the process's cache or the database. */
enum candidate_outcome store_form (struct candidate_store *store, const struct candidate_call *call, int part, struct uid form,
                                   const struct candidate_form **opened) BM_MUST_USE BM_NONNULL (1, 2, 5);

#endif
