/* Works out who is barred from a packet: when it is made, and again when somebody declared something, a coordinator recorded
   something, or staff changed. */
#include "conflicts.h"

#include "conflict.h"
#include "log.h"
#include "work.h"

#define REVIEWER_ROOM ((size_t) 64 * 1024 * 1024)

static struct text
member (const json_t *object, const char *name)
{
  return text_of (json_string_value (json_object_get (object, name)));
}

static struct conflict_named
named_of (const json_t *object)
{
  return (struct conflict_named) { member (object, "name"), member (object, "email"), member (object, "employer") };
}

static bool
stands_too_near (const json_t *reviewer, const struct conflict_candidate *candidate, struct arena *scratch)
{
  const json_t *list = json_object_get (reviewer, "named");
  const size_t count = json_array_size (list);
  struct conflict_named *declared;

  arena_reset (scratch);
  declared = arena_take (scratch, (count + 1) * sizeof *declared);
  for (size_t i = 0; i < count; i++)
    declared[i] = named_of (json_array_get (list, i));
  return conflict_exists (named_of (reviewer), declared, count, candidate, scratch);
}

enum registrar_status
registrar_barred (const json_t *facts, const json_t *person, struct arena *arena, struct uid **barred, size_t *count)
{
  const json_t *reviewers = json_object_get (facts, "reviewers");
  const struct conflict_candidate candidate = { named_of (person), member (person, "supervisor") };
  struct arena *scratch BM_CLEANUP (arena_cleanup) = arena_new (REVIEWER_ROOM);
  json_t *reviewer;
  size_t i;

  *barred = arena_take (arena, (json_array_size (reviewers) + 1) * sizeof **barred);
  *count = 0;
  json_array_foreach (reviewers, i, reviewer)
    if (stands_too_near (reviewer, &candidate, scratch))
      {
        if (! uid_parse (member (reviewer, "account"), &(*barred)[*count]))
          return REGISTRAR_BROKEN;
        ++*count;
      }
  return REGISTRAR_DONE;
}

static enum registrar_status
bar_one (struct registrar *registrar, struct uid association, const json_t *facts, const struct pg_rows *list, size_t row)
{
  struct registrar_writer writer;
  struct uid *barred;
  size_t count;
  enum registrar_status status = registrar_store_writer (registrar->store, list, row, &writer);

  arena_reset (registrar->arena);
  if (REGISTRAR_DONE == status)
    status = registrar_barred (facts, writer.person, registrar->arena, &barred, &count);
  if (REGISTRAR_DONE == status)
    status = registrar_store_set_barred (registrar->store, association, writer.packet, barred, count);
  json_decref (writer.person);
  if (REGISTRAR_BROKEN == status)
    {
      char id[UID_TEXT_ROOM];
      uid_print (writer.packet, id);
      log_event (LOG_LEVEL_ERROR, "not_barred", "packet=%s", id);
    }
  return status;
}

/* What is damaged is named in the log and does not keep the other packets from being done. But news end only when every packet was,
   and from all that is known: nothing is given out meanwhile, and a crash repeats it all. */
static enum registrar_status
bar_all (struct registrar *registrar, struct uid association)
{
  struct pg_rows *list BM_CLEANUP (registrar_list_free) = NULL;
  json_auto_t *facts = NULL;
  enum registrar_status worst = registrar_store_conflict_facts (registrar->store, association, &facts);
  enum registrar_status status = worst;

  if (REGISTRAR_AWAY != worst)
    status = registrar_store_writers (registrar->store, association, &list);
  for (size_t i = 0; REGISTRAR_AWAY != status && i < registrar_list_count (list); i++)
    {
      status = bar_one (registrar, association, facts, list, i);
      if (REGISTRAR_DONE != status)
        worst = status;
    }
  if (REGISTRAR_AWAY == status || REGISTRAR_DONE != worst)
    return REGISTRAR_AWAY == status ? status : worst;
  return registrar_store_end_news (registrar->store, association, facts);
}

enum registrar_status
registrar_bar (struct registrar *registrar)
{
  struct pg_rows *list BM_CLEANUP (registrar_list_free) = NULL;
  enum registrar_status status = registrar_store_conflict_news (registrar->store, &list);
  enum registrar_status worst = status;

  for (size_t i = 0; REGISTRAR_AWAY != status && i < registrar_list_count (list); i++)
    {
      status = bar_all (registrar, registrar_store_news_association (list, i));
      if (REGISTRAR_DONE != status)
        worst = status;
    }
  return worst;
}
