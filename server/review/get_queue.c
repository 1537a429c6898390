/* What a reviewer has to do: for each association and category its vignettes, each with how far one is and the next
   response; then the packets in the reviewer's own order, to be checked and locked when they are scored. Practice stands by itself,
   and what may not be opened now does not stand here. */
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

  json_t *view = json_pack ("{s:o, s:o, s:o, s:s, s:b, s:b}", "code", view_text (packet->code), "category",
                            view_text (packet->category), "category_is", view_category_is (packet->category), "state",
                            words[packet->state], "is_draft", (int) (REVIEW_QUEUED_DRAFT == packet->state), "is_scored",
                            (int) packet->scored);

  if (packet->seconds >= 60)
    json_object_set_new (view, "spent", json_pack ("{s:I}", "minutes", (json_int_t) packet->seconds / 60));
  return view;
}

static json_t *
vignette_json (const struct review_vignette *vignette)
{
  json_t *view = json_pack ("{s:i, s:o, s:o, s:o, s:i, s:i, s:b}", "part", vignette->part, "title",
                            view_text (vignette->title), "category", view_text (vignette->category), "category_is",
                            view_category_is (vignette->category), "responses", vignette->responses, "scored",
                            vignette->scored, "is_begun", (int) (0 != vignette->scored));

  json_object_set_new (view, "first", view_where (&vignette->first));
  if (0 != vignette->next.code.length)
    json_object_set_new (view, "response", view_where (&vignette->next));
  return view;
}

/* Those of a category; the vignettes come in the order of the packets' categories. */
static json_t *
vignettes_json (const struct review_queue *queue, const struct review_queued *packet)
{
  json_t *list = json_array ();

  for (size_t i = 0; i < queue->vignette_count; i++)
    {
      const struct review_vignette *vignette = &queue->vignettes[i];
      if (text_equal (vignette->association, packet->association) && text_equal (vignette->category, packet->category))
        json_array_append_new (list, vignette_json (vignette));
    }
  return list;
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
          json_object_set_new (row, "vignettes", vignettes_json (queue, packet));
          json_array_append_new (json_object_get (group, "categories"), row);
          counts = (struct counts) { 0, 0, 0 };
        }
      if (group_ends)
        group = NULL;
    }
  return groups;
}

/* The first vignette that has a response to be scored; NULL: all are scored. */
static const struct review_vignette *
next_vignette (const struct review_queue *queue)
{
  for (size_t i = 0; i < queue->vignette_count; i++)
    if (0 != queue->vignettes[i].next.code.length)
      return &queue->vignettes[i];
  return NULL;
}

/* The first packet that is scored and not locked; NULL: there is none. */
static const struct review_queued *
next_to_lock (const struct review_queue *queue)
{
  for (size_t i = 0; i < queue->count; i++)
    if (queue->packets[i].scored && REVIEW_QUEUED_LOCKED != queue->packets[i].state)
      return &queue->packets[i];
  return NULL;
}

static json_t *
practice_json (const struct review_queued *packet)
{
  json_t *view = packet_json (packet);

  json_object_set_new (view, "is_locked", json_boolean (REVIEW_QUEUED_LOCKED == packet->state));
  json_object_set_new (view, "is_looked", json_boolean (packet->looked));
  return view;
}

/* Takes practice, and what may not be opened now, out of the packets: {"to_do", "done"} of practice; "paused", "opening": why
   others are not here (opening: nothing is left to do but to wait a moment); "waits": some are not. */
static json_t *
set_apart (struct review_queue *queue)
{
  json_t *to_do = json_array (), *done = json_array ();
  bool paused = false, waits = false;
  size_t left = 0;

  for (size_t i = 0; i < queue->count; i++)
    {
      const struct review_queued *packet = &queue->packets[i];
      paused = paused || REVIEW_HELD_PAUSED == packet->held;
      waits = waits || REVIEW_HELD_NOT != packet->held;
      if (REVIEW_HELD_NOT == packet->held && packet->practice)
        json_array_append_new (packet->looked ? done : to_do, practice_json (packet));
      else if (REVIEW_HELD_NOT == packet->held)
        queue->packets[left++] = *packet;
    }
  queue->count = left;
  return json_pack ("{s:o, s:o, s:b, s:b, s:b}", "to_do", to_do, "done", done, "paused", (int) paused, "opening",
                    (int) (waits && ! paused && 0 == json_array_size (to_do)), "waits", (int) waits);
}

/* What a reviewer who practises first, waits or pauses is told; nothing of it when there is nothing to tell. */
static void
add_practice (json_t *view, const json_t *apart)
{
  json_t *to_do = json_object_get (apart, "to_do"), *done = json_object_get (apart, "done");

  if (json_is_true (json_object_get (apart, "paused")))
    json_object_set_new (view, "paused", json_true ());
  if (json_is_true (json_object_get (apart, "opening")))
    json_object_set_new (view, "opening", json_true ());
  if (0 != json_array_size (to_do))
    json_object_set_new (view, "practice", json_pack ("{s:O}", "packets", to_do));
  if (0 != json_array_size (done))
    json_object_set_new (view, "practised", json_pack ("{s:O}", "packets", done));
}

struct http_reply
review_get_queue (struct http_request *rq, void *worker)
{
  struct text notice = { "", 0 };
  const struct http_field spec[] = { HTTP_QUERY_WORD ("notice", "locked|given_back", &notice), HTTP_FIELD_END };
  struct review_queue queue = { NULL, 0, NULL, 0 };
  struct counts all = { 0, 0, 0 };
  const struct review_vignette *next;
  const struct review_queued *scored;
  enum review_outcome outcome;
  json_auto_t *apart = NULL;
  bool nothing, waits;
  json_t *view;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = review_store_queue (worker, review_token (rq), rq->arena, &queue);
  if (REVIEW_DONE != outcome)
    return review_refuse (rq, outcome);
  nothing = 0 == queue.count;
  apart = set_apart (&queue);
  waits = json_is_true (json_object_get (apart, "waits")) || 0 != json_array_size (json_object_get (apart, "to_do"));
  for (size_t i = 0; i < queue.count; i++)
    count (&all, &queue.packets[i]);
  next = next_vignette (&queue);
  scored = next_to_lock (&queue);
  view = json_pack ("{s:o, s:o, s:b, s:b, s:b}", "counts", counts_json (&all), "groups", groups_json (&queue),
                    "is_empty", (int) nothing, "all_locked",
                    (int) (! waits && 0 != all.locked && 0 == all.fresh + all.draft),
                    "just_locked", (int) text_is (notice, "locked"));
  json_object_set_new (view, "just_given_back", json_boolean (text_is (notice, "given_back")));
  add_practice (view, apart);
  if (NULL != next)
    json_object_set_new (view, "next", vignette_json (next));
  if (NULL != scored)
    json_object_set_new (view, "to_lock", packet_json (scored));
  return http_reply_ok (rq, view);
}
