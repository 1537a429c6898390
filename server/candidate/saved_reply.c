#include "saved_reply.h"

#include "vignette_document.h"

static const char *
word_of (enum candidate_outcome outcome)
{
  static const struct { enum candidate_outcome outcome; const char *word; } rows[]
    = { { CANDIDATE_SAVED, "saved" }, { CANDIDATE_LATE, "late" }, { CANDIDATE_CLOSED, "closed" }, { CANDIDATE_STALE, "stale" },
        { CANDIDATE_TAKEN, "taken" } };

  for (size_t i = 0; i < BM_COUNT (rows); i++)
    if (rows[i].outcome == outcome)
      return rows[i].word;
  return NULL;
}

/* ,"mark":"..." for the forms of a page that shows this text. */
static const char *
mark_member (struct http_request *rq, const struct candidate_save *save)
{
  char mark[VIGNETTE_MARK_ROOM];

  if (CANDIDATE_SAVE_TEXT != save->kind)
    return "";
  vignette_mark (save->text, mark);
  return arena_printf (rq->arena, ",\"mark\":\"%s\"", mark);
}

/* Written by hand: it is made thousands of times a second, and nothing in it needs escaping. */
struct http_reply
saved_reply (struct http_request *rq, const struct candidate_save *save, enum candidate_outcome outcome,
             const struct candidate_saved *saved)
{
  const char *word = word_of (outcome);
  const char *text;

  if (NULL == word)
    return wing_stop (rq, outcome);
  text = arena_printf (rq->arena, "{\"outcome\":\"%s\",\"revision\":%lld,\"seconds_left\":%lld%s%s%.*s}", word,
                       (long long) saved->revision, (long long) saved->left_s, mark_member (rq, save),
                       0 == saved->receipt.length ? "" : ",\"receipt\":", (int) saved->receipt.length, saved->receipt.at);
  return http_reply_text (rq, bytes_of_text (text_of (text)));
}
