#include "call.h"

enum coordination_outcome
coordination_home (struct coordination_store *store, struct coordination_asker asker, json_t **doc)
{
  return coordination_read (store, asker, "home", NULL, doc);
}

enum coordination_outcome
coordination_administration_choices (struct coordination_store *store, struct coordination_asker asker, json_t **doc)
{
  return coordination_read (store, asker, "administration_choices", NULL, doc);
}

enum coordination_outcome
coordination_create_administration (struct coordination_store *store, struct coordination_asker asker,
                                    const struct coordination_new_administration *wanted, json_t **doc)
{
  struct arena *arena = asker.arena;
  struct pg_param params[] = {
    coordination_token (asker),
    pg_uid (arena, wanted->id.uid),
    pg_text (wanted->title),
    pg_text (wanted->opens),
    pg_text (wanted->closes),
    pg_i32 (arena, wanted->part1_minutes),
    pg_i32 (arena, wanted->part2_minutes),
    pg_i32 (arena, wanted->part1_pass_percent),
    pg_i32 (arena, wanted->part2_pass_percent),
    pg_i32 (arena, wanted->near_line_points),
    pg_i32 (arena, wanted->grace_s),
    pg_text (wanted->retake_scope),
    pg_text (wanted->feedback),
    0 == wanted->request_by_weeks ? pg_null () : pg_i32 (arena, wanted->request_by_weeks),
    pg_i32 (arena, wanted->lead_days),
    pg_text_array (arena, wanted->slots, wanted->form_count),
    pg_uid_array (arena, wanted->forms, wanted->form_count),
    pg_text (text_of (adjudicate_rule_word (wanted->part2_rule))),
    pg_i32 (arena, wanted->level_tolerance),
    pg_text (wanted->small_group),
    pg_i32 (arena, wanted->idle_days),
    pg_i32 (arena, wanted->practice_packets),
    pg_i32 (arena, wanted->control_packets),
    pg_i32 (arena, wanted->calibration_points),
    pg_i32 (arena, wanted->calibration_levels),
  };
  return coordination_call (store, "create_administration", params, BM_COUNT (params), doc);
}

enum coordination_outcome
coordination_administration (struct coordination_store *store, struct coordination_asker asker,
                             struct administration_id id, json_t **doc)
{
  return coordination_read (store, asker, "administration", &id.uid, doc);
}

enum coordination_outcome
coordination_candidates (struct coordination_store *store, struct coordination_asker asker, struct administration_id id,
                         json_t **doc)
{
  enum coordination_outcome outcome = coordination_read (store, asker, "candidates", &id.uid, doc);
  size_t i;
  json_t *one;
  json_array_foreach (json_object_get (*doc, "people"), i, one)
    if (! coordination_write_lines (json_object_get (one, "minutes"), asker.arena))
      return coordination_broken ("candidates", doc);
  return outcome;
}

enum coordination_outcome
coordination_ask_duty (struct coordination_store *store, struct coordination_asker asker, struct administration_id id,
                       const char *kind, json_t **doc)
{
  struct pg_param params[] = { coordination_token (asker), pg_uid (asker.arena, id.uid), pg_text (text_of (kind)),
                               pg_uid (asker.arena, crypto_uid ()) };
  return coordination_call (store, "ask_duty", params, BM_COUNT (params), doc);
}

enum coordination_outcome
coordination_decide_late (struct coordination_store *store, struct coordination_asker asker, struct registration_id id,
                          struct coordination_late late, json_t **doc)
{
  struct pg_param params[] = { coordination_token (asker), pg_uid (asker.arena, id.uid), pg_i32 (asker.arena, (int32_t) late.part),
                               pg_bool (asker.arena, late.accept), pg_text (late.reason) };
  return coordination_call (store, "decide_late", params, BM_COUNT (params), doc);
}
