#include "store.h"

#include "log.h"

#include <stdlib.h>

static json_t *
document (const struct candidate_save *save)
{
  json_t *list;

  switch (save->kind)
    {
    case CANDIDATE_SAVE_CHOICE:
      return 0 == save->choice ? json_pack ("{s:n}", "choice") : json_pack ("{s:s%}", "choice", &save->choice, (size_t) 1);
    case CANDIDATE_SAVE_TEXT:
      return json_pack ("{s:s%}", "text", save->text.at, save->text.length);
    case CANDIDATE_SAVE_VIGNETTES:
      list = json_array ();
      for (size_t i = 0; i < save->vignette_count; i++)
        (void) json_array_append_new (list, json_integer (save->vignettes[i]));
      return json_pack ("{s:o}", "vignettes", list);
    }
  return NULL;
}

static struct bytes
sealed_of (struct candidate_store *store, const struct candidate_call *call, const struct candidate_save *save)
{
  json_t *json = document (save);
  char *plain = NULL == json ? NULL : json_dumps (json, JSON_COMPACT);
  struct bytes sealed;

  if (NULL == plain)
    log_fatal ("no_memory", "in=%s", "candidate_save");
  sealed = seal (store->ring, (struct seal_place) { KEY_ANSWERS, "work.save.sealed", save->id, 0 },
                 bytes_of_text (text_of (plain)), call->arena);
  free (plain);
  json_decref (json);
  return sealed;
}

/* A clock that stands shows what it stood at. */
static int64_t
left_after (const struct pg_rows *rows, enum candidate_outcome outcome)
{
  bool paused = ! pg_is_null (rows, 0, "paused_at");

  return session_time_left (pg_get_time (rows, 0, paused ? "paused_at" : "moment"), pg_get_time (rows, 0, "deadline"), 0,
                            CANDIDATE_CLOSED == outcome ? SESSION_CLOSED : SESSION_RUNNING);
}

enum candidate_outcome
candidate_store_save (struct candidate_store *store, const struct candidate_call *call, const struct candidate_save *save,
                      struct candidate_saved *saved)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[]
    = { store_token (call),
        pg_i32 (call->arena, save->part),
        store_arrival (store, call),
        pg_uid (call->arena, save->id),
        0 == save->sequence ? pg_null () : pg_i64 (call->arena, save->sequence),
        pg_text (save->ref),
        pg_bytes (sealed_of (store, call, save)) };
  enum candidate_outcome outcome = store_run (store, "save", params, BM_COUNT (params), &rows);

  *saved = (struct candidate_saved) { 0 };
  if (NULL != rows && pg_count (rows) > 0)
    *saved = (struct candidate_saved) { .revision = pg_get_i64 (rows, 0, "revision"), .left_s = left_after (rows, outcome) };
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
