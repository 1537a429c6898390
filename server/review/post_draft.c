#include "draft.h"
#include "handlers.h"
#include "view.h"

#include <string.h>

#define GO_WORDS "stay|onward|before|after|previous|next|check|1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20"

static void
keep (json_t *fields, const char *name, struct text value)
{
  if (0 != value.length)
    json_array_append_new (fields, json_pack ("{s:s, s:o}", "name", name, "value", view_text (value)));
}

static void
keep_map (json_t *fields, struct arena *arena, const char *map, const struct http_map *pairs)
{
  for (size_t i = 0; i < pairs->count; i++)
    keep (fields, arena_printf (arena, "%s.%.*s", map, (int) pairs->pairs[i].key.length, pairs->pairs[i].key.at),
          pairs->pairs[i].value);
}

/* Nothing of the packet is shown: what was typed goes back to the page, to be sent again later. held: not because the login has run
   out, but because the packet may not be opened now. */
static struct http_reply
keep_typed (struct http_request *rq, const struct draft_fields *typed, enum error error, const char *reason, bool held)
{
  json_t *fields = json_array ();

  keep (fields, "packet", typed->packet);
  keep (fields, "version", text_of (arena_printf (rq->arena, "%lld", (long long) typed->version)));
  keep (fields, "page", text_of (arena_printf (rq->arena, "%lld", (long long) typed->page)));
  keep_map (fields, rq->arena, "level", &typed->levels);
  keep_map (fields, rq->arena, "remark", &typed->remarks);
  for (size_t i = 0; i < typed->marks.count; i++)
    keep (fields, "mark", typed->marks.values[i]);
  keep (fields, "texts", typed->texts);
  keep (fields, "overall", typed->overall);
  keep (fields, "note", typed->note);
  keep (fields, "recommendation", typed->recommendation);
  keep (fields, "go", typed->go);
  return http_reply_form_problem (rq, error, NULL, reason, "kept",
                                  json_pack ("{s:o, s:o, s:b}", "code", view_text (typed->code), "fields", fields, "is_held",
                                             (int) held));
}

static struct http_reply
keep_held (struct http_request *rq, const struct draft_fields *typed, const struct review_packet *packet)
{
  return keep_typed (rq, typed, ERROR_NOT_OPEN,
                     REVIEW_HELD_PAUSED == packet->held ? "reviewing_paused" : "practice_first", true);
}

/* The page as it was typed, with what is wrong; stored: what it differs from, or NULL. */
static struct http_reply
show_again (struct http_request *rq, struct review_store *store, enum error error, const char *field, const char *reason,
            const struct review_packet *typed, const struct review_packet *stored, size_t at)
{
  struct view_beside beside;
  struct http_reply reply;

  if (! review_load_beside (rq, store, typed, at, &beside, &reply))
    return reply;
  return http_reply_form_problem (rq, error, field, reason, "packet",
                                  NULL == stored ? view_packet (typed, at, &beside)
                                                 : view_stale (typed, stored, at, &beside));
}

static struct http_reply
stale (struct http_request *rq, struct review_store *store, const struct review_packet *typed,
       const struct review_packet *stored, size_t at)
{
  return show_again (rq, store, ERROR_STALE, NULL, "draft_changed", typed, stored, at);
}

static struct http_reply
at_fault (struct http_request *rq, struct review_store *store, enum draft_fault fault, const char *field,
          const struct review_packet *typed, size_t at)
{
  const char *reason = DRAFT_MARK == fault ? "bad_mark" : "unknown";

  if (DRAFT_TOO_LONG == fault)
    return show_again (rq, store, ERROR_INVALID_FIELD, field, "remark_too_long", typed, NULL, at);
  if (DRAFT_LEVEL == fault || DRAFT_PAGE == fault)
    reason = "out_of_range";
  (void) http_fields_refuse (rq, field, reason);
  return http_reply_invalid (rq);
}

/* To another response to the same vignette, or to the next vignette. */
static const char *
path_among (struct arena *arena, struct text go, const struct review_around *around)
{
  const struct review_where to = text_is (go, "before")  ? around->before
                                 : text_is (go, "after") ? around->after
                                                         : around->onward;

  if (0 == to.code.length)
    return "/queue";
  return arena_printf (arena, "/packets/%s?page=%d", arena_string (arena, to.code), to.page);
}

/* Within the packet. */
static const char *
path_after (struct arena *arena, const struct draft_fields *typed, int pages)
{
  const char *code = arena_string (arena, typed->code);
  int64_t page = typed->page;

  if (text_is (typed->go, "check") || (text_is (typed->go, "next") && page == pages))
    return arena_printf (arena, "/packets/%s/check", code);
  if (text_is (typed->go, "next"))
    page++;
  else if (text_is (typed->go, "previous") && page > 1)
    page--;
  else if (! text_to_i64 (typed->go, 1, pages, &page))
    page = typed->page;
  return arena_printf (arena, "/packets/%s?page=%lld", code, (long long) page);
}

static struct http_reply
saved (struct http_request *rq, struct review_store *store, const struct draft_fields *typed,
       const struct review_packet *packet)
{
  const struct review_score score = ready_judge (packet).score;
  const int here = ready_scored_on (packet, (size_t) typed->page - 1);
  const char *path = REVIEW_HELD_NOT == packet->held ? path_after (rq->arena, typed, packet->scale.pages) : "/queue";

  if (REVIEW_HELD_NOT == packet->held
      && (text_is (typed->go, "onward") || text_is (typed->go, "before") || text_is (typed->go, "after")))
    {
      struct review_around around;
      const enum review_outcome outcome
        = review_store_around (store, review_token (rq), typed->code, (int) typed->page, rq->arena, &around);
      if (REVIEW_DONE != outcome)
        return review_refuse (rq, outcome);
      path = path_among (rq->arena, typed->go, &around);
    }
  return http_reply_done (rq,
                          json_pack ("{s:I, s:i, s:i, s:i, s:i, s:i}", "version", (json_int_t) packet->version, "at",
                                     (int) typed->page, "scored_here", here, "scored", score.scored, "missing",
                                     score.missing, "of", score.scored + score.missing),
                          path);
}

/* Time that the page says was spent on it in all; what it does not say, or less than is known, changes nothing. */
static bool
spend (const struct draft_fields *fields, struct review_packet *packet, struct arena *arena)
{
  const size_t at = (size_t) fields->page - 1, pages = (size_t) packet->scale.pages;
  int32_t *seconds;

  if (fields->seconds <= packet->seconds[at])
    return false;
  seconds = arena_take (arena, pages * sizeof *seconds);
  memcpy (seconds, packet->seconds, pages * sizeof *seconds);
  seconds[at] = (int32_t) fields->seconds;
  packet->seconds = seconds;
  return true;
}

/* Also when its reviewer has come to pause. */
static bool
read_again (struct http_request *rq, struct review_store *store, struct text code, struct review_packet *stored)
{
  const enum review_outcome outcome = review_store_packet (store, review_token (rq), code, rq->arena, stored);

  return REVIEW_DONE == outcome || REVIEW_PAUSED == outcome || REVIEW_PRACTICE_FIRST == outcome;
}

/* Saving the same twice (a reply that got lost, a button pressed twice) is saved, whatever the version. */
static struct http_reply
save (struct http_request *rq, struct review_store *store, const struct draft_fields *fields, struct review_packet *typed,
      struct review_packet *stored)
{
  const size_t at = (size_t) fields->page - 1;
  enum review_outcome outcome;

  if (draft_same (typed, stored))
    {
      outcome = spend (fields, stored, rq->arena) ? review_store_spend (store, review_token (rq), stored, rq->arena)
                                                  : REVIEW_DONE;
      return REVIEW_DONE == outcome ? saved (rq, store, fields, stored) : review_refuse (rq, outcome);
    }
  if (REVIEW_HELD_NOT != stored->held && (0 == stored->version || fields->version != stored->version))
    return keep_held (rq, fields, stored);
  if (fields->version != stored->version)
    return stale (rq, store, typed, stored, at);
  (void) spend (fields, typed, rq->arena);
  outcome = review_store_save (store, review_token (rq), typed, rq->arena);
  if (REVIEW_STALE == outcome && read_again (rq, store, fields->code, stored))
    return REVIEW_HELD_NOT == stored->held ? stale (rq, store, typed, stored, at) : keep_held (rq, fields, stored);
  if (REVIEW_DONE != outcome)
    return review_refuse (rq, outcome);
  typed->version++;
  return saved (rq, store, fields, typed);
}

struct http_reply
review_post_draft (struct http_request *rq, void *worker)
{
  struct draft_fields typed = { .overall = { "", 0 }, .recommendation = { "", 0 }, .note = { "", 0 }, .texts = { "", 0 },
                                .seconds = -1, .go = { "stay", 4 } };
  const struct http_field spec[] = {
    HTTP_PATH_TEXT ("code", &typed.code),
    HTTP_BODY_TEXT ("packet", 1, 64, &typed.packet),
    HTTP_BODY_I64 ("version", 0, INT32_MAX - 1, &typed.version),
    HTTP_BODY_I64 ("page", 1, REVIEW_PAGES_MOST, &typed.page),
    HTTP_BODY_MAP ("level", REVIEW_CRITERIA_MOST, &typed.levels),
    HTTP_BODY_MAP ("remark", REVIEW_CRITERIA_MOST, &typed.remarks),
    HTTP_BODY_LIST ("mark", REVIEW_MARKS_MOST, &typed.marks),
    HTTP_BODY_TEXT_OPTIONAL ("texts", 2000, &typed.texts),
    HTTP_BODY_I64_OPTIONAL ("seconds", 0, REVIEW_SECONDS_MOST, &typed.seconds),
    HTTP_BODY_TEXT_OPTIONAL ("overall", 20000, &typed.overall),
    HTTP_BODY_TEXT_OPTIONAL ("note", 20000, &typed.note),
    HTTP_BODY_WORD_OPTIONAL ("recommendation", "pass|fail", &typed.recommendation),
    HTTP_BODY_WORD_OPTIONAL ("go", GO_WORDS, &typed.go),
    HTTP_FIELD_END
  };
  struct review_packet stored, mine;
  const char *field = "";
  enum review_outcome outcome;
  enum draft_fault fault;

  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  if (! rq->login.signed_in || 0 == (rq->login.rights & REVIEW_RIGHT))
    return keep_typed (rq, &typed, ERROR_SIGN_IN_NEEDED, "login_ended", false);
  if (! text_equal (typed.packet, typed.code))
    return http_reply_problem (rq, ERROR_STALE, "packet", "other_packet");
  outcome = review_store_packet (worker, review_token (rq), typed.code, rq->arena, &stored);
  /* What is on its way when the reviewer comes to pause is stored all the same, where a draft was begun. */
  if (REVIEW_DONE != outcome && REVIEW_PAUSED != outcome && REVIEW_PRACTICE_FIRST != outcome)
    return review_refuse (rq, outcome);
  if (stored.locked)
    return review_refuse (rq, REVIEW_LOCKED);
  fault = draft_apply (&typed, &stored, &mine, rq->arena, &field);
  if (DRAFT_GOOD != fault && REVIEW_HELD_NOT != stored.held)
    return keep_held (rq, &typed, &stored);
  if (DRAFT_GOOD != fault)
    return at_fault (rq, worker, fault, field, &mine, (size_t) typed.page - 1);
  return save (rq, worker, &typed, &mine, &stored);
}
