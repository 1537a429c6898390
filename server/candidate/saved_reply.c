#include "saved_reply.h"

#include "vignette_document.h"

#include <stdio.h>
#include <string.h>

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

/* Laid together by hand: it is made thousands of times a second, and nothing in it needs escaping. */
static struct bytes
document (struct arena *arena, struct text head, struct text receipt)
{
  static const char name[] = ",\"receipt\":";
  const size_t named = 0 == receipt.length ? 0 : sizeof name - 1;
  char *text = arena_take (arena, head.length + named + receipt.length + 2);
  char *at = text;

  memcpy (at, head.at, head.length);
  at += head.length;
  memcpy (at, name, named);
  at += named;
  if (0 != receipt.length)
    memcpy (at, receipt.at, receipt.length);
  at += receipt.length;
  *at = '}';
  return bytes_of (text, (size_t) (at - text) + 1);
}

struct http_reply
saved_reply (struct http_request *rq, const struct candidate_save *save, enum candidate_outcome outcome,
             const struct candidate_saved *saved)
{
  const char *word = word_of (outcome);
  char mark[VIGNETTE_MARK_ROOM] = "";
  char head[160];
  int length;

  if (NULL == word)
    return wing_stop (rq, outcome);
  if (CANDIDATE_SAVE_TEXT == save->kind)
    vignette_mark (save->text, mark);
  length = snprintf (head, sizeof head, "{\"outcome\":\"%s\",\"revision\":%lld,\"seconds_left\":%lld%s%s%s", word,
                     (long long) saved->revision, (long long) saved->left_s, '\0' == mark[0] ? "" : ",\"mark\":\"", mark,
                     '\0' == mark[0] ? "" : "\"");
  return http_reply_text (rq, document (rq->arena, text_from (head, (size_t) length), saved->receipt));
}
