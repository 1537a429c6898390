/* What stands in the way of a release; once it is prepared, its totals and every letter without a name. The page of the
   second person shows the same with the button that cannot be taken back. */
#include "outcome_page.h"

/* One part of a letter whose parts are shown apart, with its place among its like. */
static json_t *
piece_of (const json_t *letter, const char *part, size_t place)
{
  json_t *piece = json_copy (json_object_get (json_object_get (letter, "outcome"), part));
  json_object_del (piece, "sat");
  json_object_set_new (piece, "place", json_integer ((json_int_t) place));
  return piece;
}

/* {"pieces", "failed"}; NULL: there is no such part among them. A part that one candidate alone took says nothing of how it went:
   {"untold": true}. */
static json_t *
part_apart (const json_t *letters, const char *part)
{
  json_auto_t *pieces = json_array ();
  json_int_t failed = 0;
  bool untold = false;
  size_t i;
  json_t *letter;
  json_array_foreach (letters, i, letter)
  {
    const json_t *of = json_object_get (json_object_get (letter, "outcome"), part);
    if (NULL == of)
      continue;
    untold = untold || NULL == json_object_get (of, "passed");
    failed += json_is_false (json_object_get (of, "passed")) ? 1 : 0;
    json_array_append_new (pieces, piece_of (letter, part, json_array_size (pieces) + 1));
  }
  if (untold)
    return json_pack ("{s:b}", "untold", 1);
  return 0 == json_array_size (pieces) ? json_null ()
                                       : json_pack ("{s:O, s:I, s:I}", "pieces", pieces, "failed", failed, "count",
                                                    (json_int_t) json_array_size (pieces));
}

/* Were the letters taken apart by the registrar? */
static bool
is_apart (const json_t *letters)
{
  const json_t *first = json_object_get (json_array_get (letters, 0), "outcome");
  return NULL != first && (NULL == json_object_get (first, "part1") || NULL == json_object_get (first, "part2"));
}

static void
show_letters (json_t *doc)
{
  json_t *letters = json_object_get (doc, "letters");
  size_t i;
  json_t *letter;
  if (is_apart (letters))
    {
      json_object_set_new (doc, "apart", json_pack ("{s:o, s:o}", "part1", part_apart (letters, "part1"), "part2",
                                                    part_apart (letters, "part2")));
      json_object_set_new (doc, "totals", json_null ());
      json_array_clear (letters);
      return;
    }
  json_array_foreach (letters, i, letter)
  {
    json_object_set_new (letter, "place", json_integer ((json_int_t) i + 1));
    outcome_page_mark (json_object_get (letter, "outcome"));
    json_object_del (letter, "id");
  }
  json_object_set_new (doc, "apart", json_null ());
  json_object_set_new (doc, "totals", outcome_page_totals (letters));
}

struct http_reply
coordination_get_release (struct http_request *rq, void *worker)
{
  struct administration_id id;
  struct http_reply reply;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  if (! coordination_path_uid (rq, "id", &id.uid, &reply))
    return reply;
  outcome = coordination_release (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  if (COORDINATION_OK != outcome)
    return coordination_answer (rq, outcome, doc);
  show_letters (doc);
  json_object_set_new (doc, "blocked", json_boolean (json_array_size (json_object_get (doc, "blockers")) > 0));
  return http_reply_ok (rq, doc);
}

struct http_reply
coordination_get_confirm (struct http_request *rq, void *worker)
{
  return coordination_get_release (rq, worker);
}
