/* One answer at a time: what the batch did not decide. */
#include "store.h"

/* A clock that stands shows what it stood at. */
static int64_t
left_after (const struct pg_rows *rows, enum candidate_outcome outcome)
{
  bool paused = ! pg_is_null (rows, 0, "paused_at");

  return session_time_left (pg_get_time (rows, 0, paused ? "paused_at" : "moment"), pg_get_time (rows, 0, "deadline"), 0,
                            CANDIDATE_CLOSED == outcome ? SESSION_CLOSED : SESSION_RUNNING);
}

enum candidate_outcome
candidate_store_saved (struct candidate_store *store, const struct candidate_call *call, int part, struct uid save_id,
                       struct candidate_saved *saved)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { store_token (call), pg_i32 (call->arena, part), pg_uid (call->arena, save_id) };
  enum candidate_outcome outcome = store_run (store, "saved", params, BM_COUNT (params), &rows);

  *saved = (struct candidate_saved) { .receipt = text_of ("") };
  if (CANDIDATE_STORED != outcome)
    return outcome;
  saved->revision = pg_get_i64 (rows, 0, "sequence");
  if (! pg_is_null (rows, 0, "digest"))
    saved->receipt = store_proof (store, call->arena, rows, 0);
  return outcome;
}

/* Of a save that stands, whether this call stored it or an earlier one. False: its proof cannot be found now. */
static bool
receipt_after (struct candidate_store *store, const struct candidate_call *call, const struct candidate_save *save,
               const struct store_answer *answer, const struct pg_rows *rows, struct text *made)
{
  const struct receipt receipt = { .session = pg_get_uid (rows, 0, "session_id"),
                                   .ref = arena_string (call->arena, save->ref),
                                   .epoch = (uint32_t) pg_get_i64 (rows, 0, "epoch"),
                                   .sequence = (uint64_t) pg_get_i64 (rows, 0, "revision"),
                                   .digest = answer->digest,
                                   .time_us = pg_get_time (rows, 0, "arrived_at") };
  struct candidate_saved stored;

  if (! pg_get_bool (rows, 0, "batched"))
    {
      *made = store_receipt_alone (store, call->arena, &receipt);
      return true;
    }
  if (CANDIDATE_STORED != candidate_store_saved (store, call, save->part, save->id, &stored))
    return false;
  *made = stored.receipt;
  return true;
}

enum candidate_outcome
candidate_store_save (struct candidate_store *store, const struct candidate_call *call, const struct candidate_save *save,
                      struct candidate_saved *saved)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct store_answer answer = store_answer_of (store, call->arena, save);
  const struct pg_param params[] = { store_token (call),
                                     pg_i32 (call->arena, save->part),
                                     store_arrival (store, call),
                                     uid_is_zero (save->session) ? pg_null () : pg_uid (call->arena, save->session),
                                     0 == save->epoch ? pg_null () : pg_i32 (call->arena, (int32_t) save->epoch),
                                     pg_uid (call->arena, save->id),
                                     0 == save->sequence ? pg_null () : pg_i64 (call->arena, save->sequence),
                                     pg_text (save->ref),
                                     pg_bytes (answer.sealed),
                                     pg_bytes (hash_bytes (&answer.digest)) };
  enum candidate_outcome outcome = CANDIDATE_UNKNOWN_REF;

  *saved = (struct candidate_saved) { .receipt = text_of ("") };
  if (receipt_ref_is_good (save->ref))
    outcome = store_run (store, "save", params, BM_COUNT (params), &rows);
  if (NULL == rows || 0 == pg_count (rows))
    return outcome;
  saved->revision = pg_get_i64 (rows, 0, "revision");
  saved->left_s = left_after (rows, outcome);
  /* Without its receipt a page would hold the answer for ever: it shall ask again, under the same id. */
  if ((CANDIDATE_SAVED == outcome || CANDIDATE_LATE == outcome)
      && ! receipt_after (store, call, save, &answer, rows, &saved->receipt))
    return CANDIDATE_AWAY;
  return outcome;
}

enum candidate_outcome
candidate_store_mark (struct candidate_store *store, const struct candidate_call *call, int part, int64_t position, bool flagged,
                      const char *struck)
{
  const struct pg_param params[]
    = { store_token (call),
        pg_i32 (call->arena, part),
        store_arrival (store, call),
        pg_text (text_of (arena_printf (call->arena, "%s.%lld", 1 == part ? "item" : "vignette", (long long) position))),
        pg_bool (call->arena, flagged),
        NULL == struck ? pg_null () : pg_text (text_of (struck)) };

  return store_do (store, "mark", params, BM_COUNT (params));
}
