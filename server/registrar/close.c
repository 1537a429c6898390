/* What time alone decides, and the fold of a closed session's saves into its sheet: a step of its own, repeatable. */
#include "choice_set.h"
#include "log.h"
#include "work.h"

#define VIGNETTES_MOST 20

/* The questions of a form, as answers name them. */
struct refs
{
  struct text *list;
  size_t count;
};

static struct text
item_ref (struct arena *arena, int place)
{
  return text_of (arena_printf (arena, "item.%d", place));
}

static struct text
prompt_ref (struct arena *arena, const json_t *vignette, const json_t *prompt)
{
  const char *id = json_string_value (json_object_get (prompt, "id"));

  return text_of (arena_printf (arena, "prompt.%d.%s", (int) json_integer_value (json_object_get (vignette, "position")),
                                NULL == id ? "" : id));
}

static struct refs
part1_refs (const struct registrar_session *session, struct arena *arena)
{
  const size_t items = (size_t) session->items;
  struct refs refs = { arena_take (arena, (items + 1) * sizeof *refs.list), items };

  for (int i = 0; i < session->items; i++)
    refs.list[i] = item_ref (arena, i + 1);
  return refs;
}

static struct refs
part2_refs (const json_t *vignettes, struct arena *arena)
{
  struct refs refs = { NULL, 0 };
  size_t room = 1, i, k;
  json_t *vignette, *prompt;

  json_array_foreach (vignettes, i, vignette)
    room += json_array_size (json_object_get (vignette, "prompts"));
  refs.list = arena_take (arena, room * sizeof *refs.list);
  json_array_foreach (vignettes, i, vignette)
    json_array_foreach (json_object_get (vignette, "prompts"), k, prompt)
      refs.list[refs.count++] = prompt_ref (arena, vignette, prompt);
  refs.list[refs.count++] = text_of ("choice");
  return refs;
}

/* "ABCD-…" in form order; '-' where no answer counts. */
static struct text
part1_answers (const struct registrar_session *session, struct refs refs, const json_t *saves, struct arena *arena)
{
  char *answers = arena_take (arena, (size_t) session->items + 1);

  for (int i = 0; i < session->items; i++)
    {
      const char *choice = json_string_value (json_object_get (json_object_get (saves, refs.list[i].at), "choice"));
      answers[i] = NULL == choice || '\0' == choice[0] ? '-' : choice[0];
    }
  return text_from (answers, (size_t) session->items);
}

static bool
is_blank (const char *text)
{
  return 0 == text_trim (text_of (text)).length;
}

/* The responses of one vignette in the order of its prompts; *answered: at least one is not blank. */
static json_t *
responses_of (const json_t *vignette, const json_t *saves, struct arena *arena, bool *answered)
{
  json_t *responses = json_array ();
  json_t *prompt;
  size_t i;

  *answered = false;
  json_array_foreach (json_object_get (vignette, "prompts"), i, prompt)
    {
      const char *id = json_string_value (json_object_get (prompt, "id"));
      const char *text
        = json_string_value (json_object_get (json_object_get (saves, prompt_ref (arena, vignette, prompt).at), "text"));
      *answered = *answered || (NULL != text && ! is_blank (text));
      json_array_append_new (responses, json_pack ("{s:s, s:s}", "prompt", id, "text", NULL == text ? "" : text));
    }
  return responses;
}

static bool
is_marked (const json_t *saves, json_int_t position)
{
  const json_t *marked = json_object_get (json_object_get (saves, "choice"), "vignettes");
  json_t *one;
  size_t i;

  json_array_foreach (marked, i, one)
    if (json_integer_value (one) == position)
      return true;
  return false;
}

static json_t *
part2_sheet (const json_t *vignettes, const json_t *saves, struct arena *arena)
{
  struct choice_set_vignette choices[VIGNETTES_MOST];
  bool counts[VIGNETTES_MOST];
  json_t *sheet = json_array ();
  json_t *vignette;
  size_t i;

  json_array_foreach (vignettes, i, vignette)
    {
      const json_t *position = json_object_get (vignette, "position");
      bool answered;
      json_t *responses = responses_of (vignette, saves, arena, &answered);
      choices[i] = (struct choice_set_vignette) {
        .set = text_of (json_string_value (json_object_get (vignette, "set"))),
        .choose = (int) json_integer_value (json_object_get (vignette, "choose")),
        .answered = answered,
        .marked = is_marked (saves, json_integer_value (position))
      };
      json_array_append_new (sheet, json_pack ("{s:I, s:o}", "position", json_integer_value (position), "responses", responses));
    }
  choice_set_counts (choices, json_array_size (vignettes), counts);
  json_array_foreach (sheet, i, vignette)
    json_object_set_new (vignette, "counts", json_boolean (counts[i]));
  return json_pack ("{s:o}", "vignettes", sheet);
}

static enum registrar_status
fold (struct registrar *registrar, const struct registrar_session *session)
{
  json_auto_t *saves = NULL;
  json_auto_t *vignettes = NULL;
  json_auto_t *sheet = NULL;
  enum registrar_status status = REGISTRAR_DONE;
  struct refs refs;

  if (2 == session->part)
    status = registrar_store_vignettes (registrar->store, session->association, session->form, &vignettes);
  if (REGISTRAR_DONE != status)
    return status;
  if (json_array_size (vignettes) > VIGNETTES_MOST)
    return REGISTRAR_BROKEN;
  refs = 1 == session->part ? part1_refs (session, registrar->arena) : part2_refs (vignettes, registrar->arena);
  status = registrar_store_saves (registrar->store, session, refs.list, refs.count, &saves);
  if (REGISTRAR_DONE != status)
    return status;
  if (1 == session->part)
    return registrar_store_put_answers (registrar->store, session, part1_answers (session, refs, saves, registrar->arena));
  sheet = part2_sheet (vignettes, saves, registrar->arena);
  return registrar_store_put_sheet (registrar->store, session, sheet);
}

enum registrar_status
registrar_close (struct registrar *registrar)
{
  int64_t closed = 0;
  enum registrar_status status = registrar_store_close_overdue (registrar->store, &closed);

  if (REGISTRAR_DONE == status && closed > 0)
    log_event (LOG_LEVEL_INFO, "closed_overdue", "sessions=%lld", (long long) closed);
  return status;
}

/* One that does not fold is named in the log and must not hold up the others. */
static enum registrar_status
fold_some (struct registrar *registrar, bool whole, size_t *folded)
{
  struct pg_rows *list BM_CLEANUP (registrar_list_free) = NULL;
  enum registrar_status worst = registrar_store_unfolded (registrar->store, whole, &list);

  *folded = 0;
  for (size_t i = 0; REGISTRAR_AWAY != worst && i < registrar_list_count (list); i++)
    {
      const struct registrar_session session = registrar_store_session (list, i);
      enum registrar_status status;
      char id[UID_TEXT_ROOM];
      arena_reset (registrar->arena);
      status = fold (registrar, &session);
      *folded += REGISTRAR_DONE == status;
      if (REGISTRAR_DONE != status)
        worst = status;
      uid_print (session.id, id);
      if (REGISTRAR_BROKEN == status)
        log_event (LOG_LEVEL_ERROR, "not_folded", "session=%s", id);
    }
  return worst;
}

enum registrar_status
registrar_fold (struct registrar *registrar, bool whole)
{
  enum registrar_status status;
  size_t folded;

  do
    status = fold_some (registrar, whole, &folded);
  while (REGISTRAR_DONE == status && REGISTRAR_SESSIONS_MOST == folded);
  return status;
}
