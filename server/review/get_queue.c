/* The reviewer's packets: counts for each association and category, then the codes in the reviewer's own order. */
#include "handlers.h"
#include "view.h"

/* Counts of one category, or of all. */
struct counts { int fresh, draft, locked; };

static void
count (struct counts *counts, const struct review_queued *packet)
{
  switch (packet->state)
    {
    case REVIEW_QUEUED_NEW:
      counts->fresh++;
      break;
    case REVIEW_QUEUED_DRAFT:
      counts->draft++;
      break;
    case REVIEW_QUEUED_LOCKED:
      counts->locked++;
      break;
    }
}

static json_t *
counts_json (const struct counts *counts)
{
  return json_pack ("{s:i, s:i, s:i}", "to_review", counts->fresh, "in_progress", counts->draft, "locked", counts->locked);
}

static json_t *
packet_json (const struct review_queued *packet)
{
  static const char *const words[] = { [REVIEW_QUEUED_NEW] = "new", [REVIEW_QUEUED_DRAFT] = "draft",
                                       [REVIEW_QUEUED_LOCKED] = "locked" };

  return json_pack ("{s:o, s:o, s:o, s:s, s:b}", "code", view_text (packet->code), "category",
                    view_text (packet->category), "category_is", view_category_is (packet->category), "state",
                    words[packet->state], "is_draft", (int) (REVIEW_QUEUED_DRAFT == packet->state));
}

static json_t *
new_group (const struct review_queued *packet)
{
  return json_pack ("{s:o, s:[], s:[], s:[]}", "association", view_text (packet->association), "categories", "open",
                    "locked");
}

/* The packets come sorted by association and category, so a group or a category ends where the next begins. */
static json_t *
groups_json (const struct review_queue *queue)
{
  json_t *groups = json_array ();
  json_t *group = NULL;
  struct counts counts = { 0, 0, 0 };

  for (size_t i = 0; i < queue->count; i++)
    {
      const struct review_queued *packet = &queue->packets[i];
      const struct review_queued *next = i + 1 < queue->count ? packet + 1 : NULL;
      const bool group_ends = NULL == next || ! text_equal (packet->association, next->association);
      if (NULL == group)
        json_array_append_new (groups, group = new_group (packet));
      count (&counts, packet);
      json_array_append_new (json_object_get (group, REVIEW_QUEUED_LOCKED == packet->state ? "locked" : "open"),
                             packet_json (packet));
      if (group_ends || ! text_equal (packet->category, next->category))
        {
          json_t *row = counts_json (&counts);
          json_object_set_new (row, "category", view_text (packet->category));
          json_object_set_new (row, "category_is", view_category_is (packet->category));
          json_array_append_new (json_object_get (group, "categories"), row);
          counts = (struct counts) { 0, 0, 0 };
        }
      if (group_ends)
        group = NULL;
    }
  return groups;
}

/* One that is begun first, then the first of the order; NULL: all are locked. */
static const struct review_queued *
next_packet (const struct review_queue *queue)
{
  const struct review_queued *next = NULL;

  for (size_t i = queue->count; i-- > 0;)
    if (REVIEW_QUEUED_DRAFT == queue->packets[i].state
        || (REVIEW_QUEUED_NEW == queue->packets[i].state && (NULL == next || REVIEW_QUEUED_NEW == next->state)))
      next = &queue->packets[i];
  return next;
}

struct http_reply
review_get_queue (struct http_request *rq, void *worker)
{
  struct text notice = { "", 0 };
  const struct http_field spec[] = { HTTP_QUERY_WORD ("notice", "locked|given_back", &notice), HTTP_FIELD_END };
  struct review_queue queue = { NULL, 0 };
  struct counts all = { 0, 0, 0 };
  const struct review_queued *next;
  enum review_outcome outcome;
  json_t *view;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = review_store_queue (worker, review_token (rq), rq->arena, &queue);
  if (REVIEW_DONE != outcome)
    return review_refuse (rq, outcome);
  for (size_t i = 0; i < queue.count; i++)
    count (&all, &queue.packets[i]);
  next = next_packet (&queue);
  view = json_pack ("{s:o, s:o, s:b, s:b, s:b}", "counts", counts_json (&all), "groups", groups_json (&queue),
                    "is_empty", (int) (0 == queue.count), "all_locked", (int) (0 != queue.count && NULL == next),
                    "just_locked", (int) text_is (notice, "locked"));
  json_object_set_new (view, "just_given_back", json_boolean (text_is (notice, "given_back")));
  if (NULL != next)
    json_object_set_new (view, "next", packet_json (next));
  return http_reply_ok (rq, view);
}
