/* Practice: how far a locked review was from the levels that were agreed on, and that its reviewer has looked at it. */
#include "handlers.h"
#include "review_practice.h"
#include "view.h"

static json_t *
level_json (const struct review_criterion *row, int level)
{
  return json_pack ("{s:i, s:o}", "level", level, "title", view_text (row->levels[level].title));
}

static json_t *
row_json (const struct review_packet *packet, size_t cell)
{
  const struct review_criterion *row = &packet->criteria[cell % (size_t) packet->scale.criteria];
  const int mine = packet->opinion.levels[cell], agreed = packet->comparison->levels[cell];
  const int off = mine < agreed ? agreed - mine : mine - agreed;
  json_t *view = json_pack ("{s:o, s:o, s:o, s:o, s:i, s:b, s:b}", "title", view_text (row->title), "mine", level_json (row, mine),
                            "agreed", level_json (row, agreed), "why", view_text (packet->comparison->whys[cell]), "off", off,
                            "is_same", (int) (0 == off), "is_far", (int) (off > packet->comparison->levels_most));

  if (0 != off)
    json_object_set_new (view, "is", json_pack ("{s:b}", mine > agreed ? "above" : "below", 1));
  return view;
}

static json_t *
pages_json (const struct review_packet *packet)
{
  const size_t criteria = (size_t) packet->scale.criteria;
  json_t *pages = json_array ();

  for (size_t at = 0; at < (size_t) packet->scale.pages; at++)
    {
      json_t *rows = json_array ();
      for (size_t i = 0; i < criteria; i++)
        json_array_append_new (rows, row_json (packet, at * criteria + i));
      json_array_append_new (pages, json_pack ("{s:i, s:o, s:o}", "number", (int) at + 1, "title",
                                               view_text (packet->pages[at].title), "rows", rows));
    }
  return pages;
}

static json_t *
view (const struct review_packet *packet)
{
  const struct review_comparison *comparison = packet->comparison;
  const struct review_score score = ready_judge (packet).score;
  json_t *made = json_pack ("{s:o, s:o, s:o, s:o, s:b, s:b}", "code", view_text (packet->code), "association",
                            view_text (packet->association), "category", view_text (packet->category), "category_is",
                            view_category_is (packet->category), "locked", (int) packet->locked, "is_looked", (int) packet->looked);

  if (NULL == comparison || ! packet->locked)
    return made;
  json_object_set_new (made, "compared",
                       json_pack ("{s:o, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:b}", "pages", pages_json (packet), "total",
                                  score.total, "max", score.max, "agreed", comparison->total, "points",
                                  comparison->points_off, "levels", comparison->levels_off, "points_most",
                                  comparison->points_most, "levels_most", comparison->levels_most, "outside",
                                  (int) comparison->outside));
  return made;
}

/* Practice is looked at while its reviewer pauses, too. Everything else is no practice, and no address. */
static bool
load (struct http_request *rq, struct review_store *store, struct text code, struct review_packet *packet, struct http_reply *reply)
{
  const enum review_outcome outcome = review_store_packet (store, review_token (rq), code, rq->arena, packet);

  if (REVIEW_DONE == outcome && packet->practice)
    return true;
  *reply = review_refuse (rq, REVIEW_DONE == outcome ? REVIEW_NONE : outcome);
  return false;
}

struct http_reply
review_get_practice (struct http_request *rq, void *worker)
{
  struct text code = { "", 0 };
  const struct http_field spec[] = { HTTP_PATH_TEXT ("code", &code), HTTP_FIELD_END };
  struct review_packet packet;
  struct http_reply reply;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  if (! load (rq, worker, code, &packet, &reply))
    return reply;
  return http_reply_ok (rq, view (&packet));
}

struct http_reply
review_post_practice (struct http_request *rq, void *worker)
{
  struct text code = { "", 0 };
  const struct http_field spec[] = { HTTP_PATH_TEXT ("code", &code), HTTP_FIELD_END };
  struct review_packet packet;
  struct http_reply reply;
  enum review_outcome outcome;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  if (! load (rq, worker, code, &packet, &reply))
    return reply;
  outcome = review_store_look (worker, review_token (rq), code);
  if (REVIEW_STALE == outcome)
    return http_reply_form_problem (rq, ERROR_NOT_READY, NULL, "practice_not_compared", "practice", view (&packet));
  if (REVIEW_DONE != outcome)
    return review_refuse (rq, outcome);
  return http_reply_done (rq, NULL, "/queue");
}
