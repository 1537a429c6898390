/* A candidate's requests for accommodations: their words are sealed here, under the kind that both desks hold. */
#include "candidate_accommodations.h"
#include "store.h"

#include "crypto.h"
#include "log.h"

#include <stdlib.h>
#include <string.h>

static const char *
line_of (struct arena *arena, const struct pg_rows *rows, const char *column)
{
  struct session_time_entry entries[SESSION_TIME_KIND_COUNT];
  struct buf line BM_CLEANUP (buf_free) = buf_new (400);
  size_t count;

  if (! session_time_read (pg_get_text (rows, 0, column), entries, BM_COUNT (entries), &count))
    return "";
  session_time_line (entries, count, &line);
  return arena_string (arena, buf_view (&line));
}

/* The text under that name in a sealed column; "" where the column is empty. False: it does not open. */
static bool
open_words (struct candidate_store *store, struct arena *arena, const struct pg_rows *rows, size_t row, struct seal_place place,
            const char *member, const char **words)
{
  const char *column = strrchr (place.column, '.') + 1;
  json_t *json;

  *words = "";
  if (pg_is_null (rows, row, column))
    return true;
  if (! store_open_json (store, place, pg_get_bytes (rows, row, column), arena, &json))
    return false;
  *words = arena_string (arena, text_of (json_string_value (json_object_get (json, member))));
  json_decref (json);
  return true;
}

static bool
read_one (struct candidate_store *store, struct arena *arena, const struct pg_rows *rows, size_t row,
          struct candidate_accommodation *one)
{
  struct seal_place request = { KEY_IDENTITY, "work.accommodation.request", pg_get_uid (rows, row, "id"), 0 };
  struct seal_place decision
    = { KEY_IDENTITY, "work.accommodation.decision", request.row, pg_get_i64 (rows, row, "version") };

  *one = (struct candidate_accommodation) { .id = request.row,
                                            .kind = store_text (arena, rows, row, "kind"),
                                            .state = store_text (arena, rows, row, "state"),
                                            .received = store_text (arena, rows, row, "received_text"),
                                            .late = pg_get_bool (rows, row, "late"),
                                            .by_roster = text_is (pg_get_text (rows, row, "filed_by"), "roster"),
                                            .part1_minutes = pg_get_i64 (rows, row, "part1_minutes"),
                                            .part2_minutes = pg_get_i64 (rows, row, "part2_minutes"),
                                            .opens = store_text (arena, rows, row, "opens_text"),
                                            .closes = store_text (arena, rows, row, "closes_text"),
                                            .decided = store_text (arena, rows, row, "decided_text") };
  return open_words (store, arena, rows, row, request, "asked", &one->asked)
         && open_words (store, arena, rows, row, decision, "reason", &one->reason);
}

enum candidate_outcome
candidate_store_accommodations (struct candidate_store *store, const struct candidate_call *call,
                                struct candidate_accommodations *all)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { store_token (call) };
  enum candidate_outcome outcome = store_run (store, "accommodations", params, BM_COUNT (params), &rows);
  struct arena *arena = call->arena;

  if (CANDIDATE_DONE != outcome)
    return outcome;
  *all = (struct candidate_accommodations) { .association = store_text (arena, rows, 0, "association_name"),
                                             .zone = store_text (arena, rows, 0, "zone"),
                                             .title = store_text (arena, rows, 0, "title"),
                                             .lines = { line_of (arena, rows, "part1_entries"),
                                                        line_of (arena, rows, "part2_entries") },
                                             .may_file = pg_get_bool (rows, 0, "may_file"),
                                             .request_by = store_text (arena, rows, 0, "request_by_text"),
                                             .late_now = pg_get_bool (rows, 0, "late_now"),
                                             .list = arena_take (arena, pg_count (rows) * sizeof *all->list) };
  for (size_t row = 0; row < pg_count (rows) && ! pg_is_null (rows, row, "id"); row++)
    if (! read_one (store, arena, rows, row, &all->list[all->count++]))
      return CANDIDATE_BROKEN;
  return CANDIDATE_DONE;
}

enum candidate_outcome
candidate_store_file_accommodation (struct candidate_store *store, const struct candidate_call *call, struct text kind,
                                    struct text asked)
{
  struct seal_place place = { KEY_IDENTITY, "work.accommodation.request", crypto_uid (), 0 };
  json_t *json = json_pack ("{s:s%}", "asked", asked.at, asked.length);
  char *plain = NULL == json ? NULL : json_dumps (json, JSON_COMPACT);
  struct bytes sealed;

  if (NULL == plain)
    log_fatal ("no_memory", "in=%s", "candidate_accommodation");
  sealed = seal (store->ring, place, bytes_of_text (text_of (plain)), call->arena);
  explicit_bzero (plain, strlen (plain));
  free (plain);
  json_decref (json);
  return store_do (store, "file_accommodation",
                   (const struct pg_param[]) { store_token (call), pg_uid (call->arena, place.row), pg_text (kind),
                                               pg_bytes (sealed) },
                   4);
}

enum candidate_outcome
candidate_store_withdraw_accommodation (struct candidate_store *store, const struct candidate_call *call, struct uid id)
{
  const struct pg_param params[] = { store_token (call), pg_uid (call->arena, id) };

  return store_do (store, "withdraw_accommodation", params, BM_COUNT (params));
}
