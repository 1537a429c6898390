/* Makes an administration, or shows the form again with what is not right. */
#include "new_administration.h"

#include "crypto.h"

struct number
{
  const char *name;
  struct text typed;
  int64_t least, most;
  int32_t *target;
};

static struct http_reply
again (struct http_request *rq, void *worker, const struct new_administration *entries, const char *field,
       const char *reason)
{
  json_t *doc = NULL;
  enum coordination_outcome outcome
      = coordination_administration_choices (coordination_store_of (worker), coordination_asker_of (rq), &doc);
  if (COORDINATION_OK != outcome)
    return coordination_answer (rq, outcome, doc);
  new_administration_show (entries, doc);
  return coordination_form_again (rq, ERROR_INVALID_FIELD, field, reason, "administration_new", doc, NULL);
}

/* The name of the first that is not a whole number in its range; NULL: all are. */
static const char *
read_numbers (const struct new_administration *e, struct coordination_new_administration *wanted)
{
  const struct number numbers[] = {
    { "part1_minutes", e->part1_minutes, 1, 600, &wanted->part1_minutes },
    { "part2_minutes", e->part2_minutes, 1, 600, &wanted->part2_minutes },
    { "part1_pass_percent", e->part1_pass_percent, 1, 100, &wanted->part1_pass_percent },
    { "part2_pass_percent", e->part2_pass_percent, 1, 100, &wanted->part2_pass_percent },
    { "near_line_points", e->near_line_points, 0, 100, &wanted->near_line_points },
    { "level_tolerance", e->level_tolerance, 0, 10, &wanted->level_tolerance },
    { "grace_s", e->grace_s, 0, 120, &wanted->grace_s },
    { "request_by_weeks", e->request_by_weeks, 1, 52, &wanted->request_by_weeks },
    { "lead_days", e->lead_days, 1, 90, &wanted->lead_days },
    { "idle_days", e->idle_days, 1, 90, &wanted->idle_days },
    { "practice_packets", e->practice_packets, 0, 10, &wanted->practice_packets },
    { "control_packets", e->control_packets, 0, 10, &wanted->control_packets },
    { "calibration_points", e->calibration_points, 0, 4000, &wanted->calibration_points },
    { "calibration_levels", e->calibration_levels, 0, 10, &wanted->calibration_levels },
  };
  for (size_t i = 0; i < BM_COUNT (numbers); i++)
    {
      int64_t value = 0;
      struct text typed = text_trim (numbers[i].typed);
      if (0 == typed.length && numbers[i].target == &wanted->request_by_weeks)
        continue;
      if (! text_to_i64 (typed, numbers[i].least, numbers[i].most, &value))
        return numbers[i].name;
      *numbers[i].target = (int32_t) value;
    }
  return NULL;
}

/* Every slot names a form or is left empty. False: a value is no id. */
static bool
read_forms (struct http_request *rq, const struct http_map *form, struct coordination_new_administration *wanted)
{
  struct text *slots = arena_take (rq->arena, (form->count + 1) * sizeof *slots);
  struct uid *forms = arena_take (rq->arena, (form->count + 1) * sizeof *forms);
  for (size_t i = 0; i < form->count; i++)
    {
      if (0 == form->pairs[i].value.length)
        continue;
      if (! uid_parse (form->pairs[i].value, &forms[wanted->form_count]) || form->pairs[i].key.length < 3
          || (! text_starts (form->pairs[i].key, "1_") && ! text_starts (form->pairs[i].key, "2_")))
        return false;
      slots[wanted->form_count++] = form->pairs[i].key;
    }
  wanted->slots = slots;
  wanted->forms = forms;
  return true;
}

static struct http_reply
create (struct http_request *rq, void *worker, const struct new_administration *e,
        struct coordination_new_administration *wanted)
{
  json_t *doc = NULL;
  struct http_reply reply;
  enum coordination_outcome outcome
      = coordination_create_administration (coordination_store_of (worker), coordination_asker_of (rq), wanted, &doc);
  if (COORDINATION_OK == outcome)
    return http_reply_done (rq, doc, coordination_path (rq, wanted->id.uid, ""));
  if (COORDINATION_BAD_FIELD == outcome)
    {
      const struct text field = text_of (json_string_value (json_object_get (doc, "field")));
      const char *reason = text_is (field, "form")               ? "bad_word"
                           : text_starts (field, "practice_") || text_starts (field, "control_") ? "calibration_too_many"
                                                                 : "window_wrong";
      reply = again (rq, worker, e, arena_string (rq->arena, field), reason);
      json_decref (doc);
      return reply;
    }
  return coordination_answer (rq, outcome, doc);
}

static const char *
check_texts (const struct new_administration *e, const char **reason)
{
  *reason = "title_missing";
  if (0 == text_trim (e->title).length)
    return "title";
  *reason = "date_wrong";
  if (! coordination_typed_like (e->opens_date, "0000-00-00"))
    return "opens_date";
  if (! coordination_typed_like (e->closes_date, "0000-00-00"))
    return "closes_date";
  *reason = "time_wrong";
  if (! coordination_typed_like (e->opens_time, "00:00"))
    return "opens_time";
  if (! coordination_typed_like (e->closes_time, "00:00"))
    return "closes_time";
  return NULL;
}

static bool
read_entries (struct http_request *rq, struct new_administration *e)
{
  const struct http_field spec[]
      = { HTTP_BODY_TEXT_OPTIONAL ("title", 120, &e->title),
          HTTP_BODY_TEXT_OPTIONAL ("opens_date", 20, &e->opens_date),
          HTTP_BODY_TEXT_OPTIONAL ("opens_time", 20, &e->opens_time),
          HTTP_BODY_TEXT_OPTIONAL ("closes_date", 20, &e->closes_date),
          HTTP_BODY_TEXT_OPTIONAL ("closes_time", 20, &e->closes_time),
          HTTP_BODY_TEXT_OPTIONAL ("part1_minutes", 20, &e->part1_minutes),
          HTTP_BODY_TEXT_OPTIONAL ("part2_minutes", 20, &e->part2_minutes),
          HTTP_BODY_TEXT_OPTIONAL ("part1_pass_percent", 20, &e->part1_pass_percent),
          HTTP_BODY_TEXT_OPTIONAL ("part2_pass_percent", 20, &e->part2_pass_percent),
          HTTP_BODY_TEXT_OPTIONAL ("near_line_points", 20, &e->near_line_points),
          HTTP_BODY_TEXT_OPTIONAL ("part2_rule", 40, &e->part2_rule),
          HTTP_BODY_TEXT_OPTIONAL ("level_tolerance", 20, &e->level_tolerance),
          HTTP_BODY_TEXT_OPTIONAL ("grace_s", 20, &e->grace_s),
          HTTP_BODY_TEXT_OPTIONAL ("request_by_weeks", 20, &e->request_by_weeks),
          HTTP_BODY_TEXT_OPTIONAL ("lead_days", 20, &e->lead_days),
          HTTP_BODY_TEXT_OPTIONAL ("idle_days", 20, &e->idle_days),
          HTTP_BODY_TEXT_OPTIONAL ("practice_packets", 20, &e->practice_packets),
          HTTP_BODY_TEXT_OPTIONAL ("control_packets", 20, &e->control_packets),
          HTTP_BODY_TEXT_OPTIONAL ("calibration_points", 20, &e->calibration_points),
          HTTP_BODY_TEXT_OPTIONAL ("calibration_levels", 20, &e->calibration_levels),
          HTTP_BODY_WORD_OPTIONAL ("small_group", "warn|hold", &e->small_group),
          HTTP_BODY_WORD_OPTIONAL ("retake_scope", "failed_parts|whole_exam", &e->retake_scope),
          HTTP_BODY_WORD_OPTIONAL ("feedback", "on_fail|always", &e->feedback),
          HTTP_BODY_MAP ("form", 20, &e->form),
          HTTP_FIELD_END };
  return http_fields_read (rq, spec);
}

struct http_reply
coordination_post_new_administration (struct http_request *rq, void *worker)
{
  struct new_administration e = new_administration_default ();
  struct coordination_new_administration wanted = { .id = { crypto_uid () } };
  const char *reason = NULL;
  const char *field;
  if (! read_entries (rq, &e))
    return http_reply_invalid (rq);
  field = check_texts (&e, &reason);
  if (NULL != field)
    return again (rq, worker, &e, field, reason);
  field = read_numbers (&e, &wanted);
  if (NULL != field)
    return again (rq, worker, &e, field, "bad_number");
  if (! adjudicate_rule_read (e.part2_rule, &wanted.part2_rule))
    return again (rq, worker, &e, "part2_rule", "bad_word");
  if (! read_forms (rq, &e.form, &wanted))
    return again (rq, worker, &e, "form", "bad_word");
  if (0 == wanted.form_count)
    return again (rq, worker, &e, "form", "forms_missing");
  wanted.title = text_trim (e.title);
  wanted.opens = text_of (arena_printf (rq->arena, "%.10s %.5s", e.opens_date.at, e.opens_time.at));
  wanted.closes = text_of (arena_printf (rq->arena, "%.10s %.5s", e.closes_date.at, e.closes_time.at));
  wanted.small_group = e.small_group;
  wanted.retake_scope = e.retake_scope;
  wanted.feedback = e.feedback;
  return create (rq, worker, &e, &wanted);
}
