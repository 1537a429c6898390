/* What coordinators ask for. */
#include "registrar_inside.h"

enum registrar_status
registrar_store_take_duty (struct registrar_store *store, struct registrar_duty *duty, bool *taken)
{
  static const char *const words[] = { "taken", "none" };
  static const char *const kinds[] = { [REGISTRAR_SCORE] = "score", [REGISTRAR_INTAKE] = "intake",
                                       [REGISTRAR_PACKETS] = "packets", [REGISTRAR_PREVIEW] = "preview",
                                       [REGISTRAR_RELEASE] = "release" };
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  enum registrar_status status;

  arena_reset (store->scratch);
  status = store_run (store, "take_duty", NULL, 0, &rows);
  *taken = REGISTRAR_DONE == status && 0 == pg_outcome (rows, words, BM_COUNT (words));
  if (! *taken)
    return status;
  *duty = (struct registrar_duty) { .association = pg_get_uid (rows, 0, "association_id"),
                                    .id = pg_get_uid (rows, 0, "duty_id"),
                                    .administration = pg_get_uid (rows, 0, "administration_id"),
                                    .asked_by = pg_get_uid (rows, 0, "asked_by") };
  for (size_t i = 0; i < BM_COUNT (kinds); i++)
    if (text_is (pg_get_text (rows, 0, "kind"), kinds[i]))
      duty->kind = (enum registrar_kind) i;
  return status;
}

enum registrar_status
registrar_store_progress (struct registrar_store *store, const struct registrar_duty *duty, size_t done, size_t total)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;

  arena_reset (store->scratch);
  {
    const struct pg_param params[] = { pg_uid (store->scratch, duty->association), pg_uid (store->scratch, duty->id),
                                       pg_i32 (store->scratch, (int32_t) done), pg_i32 (store->scratch, (int32_t) total) };
    return store_run (store, "progress", params, BM_COUNT (params), &rows);
  }
}

enum registrar_status
registrar_store_finish (struct registrar_store *store, const struct registrar_duty *duty, const char *note)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;

  arena_reset (store->scratch);
  {
    const struct pg_param params[] = { pg_uid (store->scratch, duty->association), pg_uid (store->scratch, duty->id),
                                       pg_text (text_of ('\0' == note[0] ? "done" : "refused")), pg_text (text_of (note)) };
    return store_run (store, "finish_duty", params, BM_COUNT (params), &rows);
  }
}

static const char *
blocker_statement (enum registrar_kind kind)
{
  switch (kind)
    {
    case REGISTRAR_SCORE: return "score_blocker";
    case REGISTRAR_INTAKE: return "intake_blocker";
    case REGISTRAR_PREVIEW:
    case REGISTRAR_RELEASE: return "release_blocker";
    case REGISTRAR_PACKETS: return "packets_blocker";
    }
  return "";
}

enum registrar_status
registrar_store_blocker (struct registrar_store *store, const struct registrar_duty *duty, struct arena *arena,
                         const char **note)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const enum registrar_status status = store_list (store, blocker_statement (duty->kind), duty, &rows);

  if (REGISTRAR_DONE == status)
    *note = arena_string (arena, pg_get_text (rows, 0, "note"));
  return status;
}
