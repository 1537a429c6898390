#include "accommodation_page.h"

static void
put (json_t *to, const char *name, struct text text)
{
  json_object_set_new (to, name, json_stringn (text.at, text.length));
}

static struct text
stored (const json_t *doc, const char *member)
{
  return text_of (json_string_value (json_object_get (doc, member)));
}

/* {"<word>": true} for a page's section; empty when nothing is chosen. */
static json_t *
mark (struct text word, struct arena *arena)
{
  json_t *is = json_object ();
  if (word.length > 0)
    json_object_set_new (is, arena_string (arena, word), json_true ());
  return is;
}

void
accommodation_page_request (const struct request_entries *e, json_t *doc, struct arena *arena)
{
  json_t *entered = json_object ();
  put (entered, "received_on", NULL == e ? stored (doc, "today") : e->received_on);
  put (entered, "asked", NULL == e ? text_of ("") : e->asked);
  json_object_set_new (entered, "is", NULL == e ? json_object () : mark (e->kind, arena));
  json_object_set_new (doc, "entered", entered);
  json_object_del (doc, "today");
}

/* Minutes that are granted; nothing before that, so that nobody grants by not looking. */
static struct text
minutes_stored (const json_t *doc, const char *member, struct arena *arena)
{
  if (! json_is_true (json_object_get (json_object_get (doc, "is"), "granted")))
    return text_of ("");
  return text_of (arena_printf (arena, "%lld", (long long) json_integer_value (json_object_get (doc, member))));
}

/* "2027-03-14 09:00" in two. */
static struct text
piece (struct text moment, size_t from, size_t length)
{
  return moment.length < from + length ? text_of ("") : text_from (moment.at + from, length);
}

static struct decision_entries
entries_stored (const json_t *doc, struct arena *arena)
{
  struct text opens = stored (doc, "opens");
  struct text closes = stored (doc, "closes");
  return (struct decision_entries) { .documents = stored (doc, "documents"),
                                     .part1_minutes = minutes_stored (doc, "part1_minutes", arena),
                                     .part2_minutes = minutes_stored (doc, "part2_minutes", arena),
                                     .opens_date = piece (opens, 0, 10),
                                     .opens_time = piece (opens, 11, 5),
                                     .closes_date = piece (closes, 0, 10),
                                     .closes_time = piece (closes, 11, 5),
                                     .reason = stored (doc, "reason"),
                                     .late_reason = stored (doc, "late_reason") };
}

void
accommodation_page_decision (const struct decision_entries *given, json_t *doc, struct arena *arena)
{
  struct decision_entries e = NULL == given ? entries_stored (doc, arena) : *given;
  json_t *entered = json_object ();
  put (entered, "part1_minutes", e.part1_minutes);
  put (entered, "part2_minutes", e.part2_minutes);
  put (entered, "opens_date", e.opens_date);
  put (entered, "opens_time", e.opens_time);
  put (entered, "closes_date", e.closes_date);
  put (entered, "closes_time", e.closes_time);
  put (entered, "reason", e.reason);
  put (entered, "late_reason", e.late_reason);
  json_object_set_new (entered, "is", mark (e.documents, arena));
  json_object_set_new (doc, "entered", entered);
  json_object_set_new (doc, "is_over", json_boolean (0 != json_array_size (json_object_get (doc, "over"))));
  json_object_del (doc, "opens");
  json_object_del (doc, "closes");
}
