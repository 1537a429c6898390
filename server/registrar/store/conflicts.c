/* Who must not review what. */
#include "registrar_conflicts.h"

#include "log.h"
#include "registrar_inside.h"

enum registrar_status
registrar_store_conflict_news (struct registrar_store *store, struct pg_rows **list)
{
  arena_reset (store->scratch);
  return store_run (store, "conflict_news", NULL, 0, list);
}

struct uid
registrar_store_news_association (const struct pg_rows *list, size_t row)
{
  return pg_get_uid (list, row, "association_id");
}

static enum registrar_status
of_association (struct registrar_store *store, const char *statement, struct uid association, struct pg_rows **list)
{
  arena_reset (store->scratch);
  {
    const struct pg_param params[] = { pg_uid (store->scratch, association) };
    return store_run (store, statement, params, BM_COUNT (params), list);
  }
}

static json_t *
uid_json (struct uid uid)
{
  char text[UID_TEXT_ROOM];

  uid_print (uid, text);
  return json_string (text);
}

/* One row of the facts, opened: who it is, or somebody or some place that is named. */
static json_t *
open_fact (struct registrar_store *store, const struct pg_rows *list, size_t row, struct text kind)
{
  struct seal_place place = { KEY_IDENTITY, "staff.account.sealed", pg_get_uid (list, row, "id"), 0 };

  arena_reset (store->scratch);
  if (text_is (kind, "known"))
    place.column = "staff.conflict.sealed";
  if (text_is (kind, "declared"))
    {
      place.kind = KEY_REVIEW;
      place.column = "review.conflict.sealed";
    }
  return store_open (store, place, pg_get_bytes (list, row, "sealed"));
}

static void
name_unreadable (const struct pg_rows *list, size_t row)
{
  const struct text kind = pg_get_text (list, row, "kind");
  char id[UID_TEXT_ROOM];

  uid_print (pg_get_uid (list, row, "id"), id);
  log_event (LOG_LEVEL_ERROR, "conflict_unreadable", "kind=%.*s row=%s", (int) kind.length, kind.at, id);
}

/* Rows come by account, and who it is before what is known of them. What does not open is named, and the others are read. */
static enum registrar_status
read_facts (struct registrar_store *store, const struct pg_rows *list, json_t *news, json_t *reviewers)
{
  enum registrar_status status = REGISTRAR_DONE;
  json_t *named = NULL;   /* of the account that the rows are about; NULL: who that is does not open */

  for (size_t i = 0; i < registrar_list_count (list); i++)
    {
      const struct text kind = pg_get_text (list, i, "kind");
      json_t *fact;
      if (text_is (kind, "news"))
        {
          json_array_append_new (news, uid_json (pg_get_uid (list, i, "id")));
          continue;
        }
      fact = open_fact (store, list, i, kind);
      if (text_is (kind, "self"))
        named = NULL;
      if (NULL == fact)
        {
          name_unreadable (list, i);
          status = REGISTRAR_BROKEN;
          continue;
        }
      if (text_is (kind, "self"))
        {
          named = json_array ();
          json_object_set_new (fact, "account", uid_json (pg_get_uid (list, i, "account_id")));
          json_object_set_new (fact, "named", named);
        }
      json_array_append_new (text_is (kind, "self") ? reviewers : named, fact);
    }
  return status;
}

enum registrar_status
registrar_store_conflict_facts (struct registrar_store *store, struct uid association, json_t **facts)
{
  struct pg_rows *list BM_CLEANUP (pg_rows_free) = NULL;
  json_t *news = json_array ();
  json_t *reviewers = json_array ();
  enum registrar_status status = of_association (store, "conflict_facts", association, &list);

  *facts = json_pack ("{s:o, s:o}", "news", news, "reviewers", reviewers);
  if (REGISTRAR_DONE == status)
    status = read_facts (store, list, news, reviewers);
  return status;
}

enum registrar_status
registrar_store_end_news (struct registrar_store *store, struct uid association, const json_t *facts)
{
  const json_t *news = json_object_get (facts, "news");
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  struct uid *ids;

  arena_reset (store->scratch);
  ids = arena_take (store->scratch, (json_array_size (news) + 1) * sizeof *ids);
  for (size_t i = 0; i < json_array_size (news); i++)
    if (! uid_parse (text_of (json_string_value (json_array_get (news, i))), &ids[i]))
      return REGISTRAR_BROKEN;
  {
    const struct pg_param params[]
      = { pg_uid (store->scratch, association), pg_uid_array (store->scratch, ids, json_array_size (news)) };
    return store_run (store, "end_conflict_news", params, BM_COUNT (params), &rows);
  }
}

enum registrar_status
registrar_store_writers (struct registrar_store *store, struct uid association, struct pg_rows **list)
{
  return of_association (store, "packet_writers", association, list);
}

enum registrar_status
registrar_store_writer (struct registrar_store *store, const struct pg_rows *list, size_t row, struct registrar_writer *writer)
{
  const struct seal_place place = { KEY_IDENTITY, "identity.person.sealed", pg_get_uid (list, row, "person_id"), 0 };

  arena_reset (store->scratch);
  *writer = (struct registrar_writer) { .packet = pg_get_uid (list, row, "packet_id"),
                                        .person = store_open (store, place, pg_get_bytes (list, row, "person_sealed")) };
  return NULL == writer->person ? REGISTRAR_BROKEN : REGISTRAR_DONE;
}

enum registrar_status
registrar_store_set_barred (struct registrar_store *store, struct uid association, struct uid packet, const struct uid *barred,
                            size_t count)
{
  static const char *const words[] = { "stored", "same", "published" };
  size_t which;

  arena_reset (store->scratch);
  {
    const struct pg_param params[] = { pg_uid (store->scratch, association), pg_uid (store->scratch, packet),
                                       pg_uid_array (store->scratch, barred, count) };
    return store_word (store, "set_barred", params, BM_COUNT (params), words, BM_COUNT (words), &which);
  }
}
