#include "feedback_page.h"

#include "buf.h"
#include "feedback_scan.h"

#define FINDINGS_MOST 500   /* of one remark */
#define NOTE_MOST ((size_t) 256 * 1024)

/* Looks through remarks, one after the other. */
struct scanner
{
  struct masking_person *reviewers; /* all who review, for their names */
  size_t count;
  struct feedback_found *found; /* of the remark that was looked at last */
};

static struct scanner
scanner_of (const json_t *doc, struct arena *arena)
{
  const json_t *people = json_object_get (doc, "people");
  struct scanner scanner = { .count = json_array_size (people) };
  json_t *person;
  size_t i;

  scanner.reviewers = arena_take (arena, (scanner.count + 1) * sizeof *scanner.reviewers);
  scanner.found = arena_take (arena, FINDINGS_MOST * sizeof *scanner.found);
  json_array_foreach (people, i, person)
    scanner.reviewers[i]
        = (struct masking_person) { .name = text_of (json_string_value (json_object_get (person, "name"))),
                                    .email = text_of (json_string_value (json_object_get (person, "email"))) };
  return scanner;
}

static size_t
scan (const struct scanner *scanner, struct text text)
{
  const size_t count = feedback_scan (text, scanner->reviewers, scanner->count, scanner->found, FINDINGS_MOST);

  return count < FINDINGS_MOST ? count : FINDINGS_MOST;
}

static struct text
text_in (const json_t *remark)
{
  return text_of (json_string_value (json_object_get (remark, "text")));
}

static size_t
findings (const json_t *doc, const struct scanner *scanner)
{
  size_t all = 0;
  size_t i;
  json_t *remark;

  json_array_foreach (json_object_get (doc, "remarks"), i, remark)
    if (! json_is_true (json_object_get (remark, "dropped")))
      all += scan (scanner, text_in (remark));
  return all;
}

size_t
feedback_page_findings (const json_t *doc, struct arena *arena)
{
  const struct scanner scanner = scanner_of (doc, arena);

  return findings (doc, &scanner);
}

static void
add_segment (json_t *segments, struct text text, const char *why)
{
  if (text.length > 0)
    json_array_append_new (segments, json_pack ("{s:s%, s:s?}", "text", text.at, text.length, "why", why));
}

static void
show_remark (json_t *remark, size_t number, const struct scanner *scanner)
{
  const struct text text = text_in (remark);
  const struct feedback_found *found = scanner->found;
  const size_t count = scan (scanner, text);
  json_t *segments = json_array ();
  json_t *list = json_array ();
  size_t done = 0;

  for (size_t i = 0; i < count; i++)
    {
      const char *why = feedback_why_word (found[i].why);
      const struct text words = text_between (text, found[i].from, found[i].to);
      add_segment (segments, text_between (text, done, found[i].from), NULL);
      done = found[i].to;
      add_segment (segments, words, why);
      json_array_append_new (list, json_pack ("{s:s%, s:{s:b}}", "text", words.at, words.length, "is", why, 1));
    }
  add_segment (segments, text_between (text, done, SIZE_MAX), NULL);
  json_object_set_new (remark, "number", json_integer ((json_int_t) number));
  json_object_set_new (remark, "nth", json_integer ((json_int_t) number + 1));
  json_object_set_new (remark, "segments", segments);
  json_object_set_new (remark, "marked", json_boolean (count > 0));
  json_object_set_new (remark, "found", list);
  json_object_del (remark, "place");
}

/* What reviewers wrote for the coordinator alone, without their names. */
static void
show_note (json_t *doc, const struct scanner *scanner)
{
  const struct text text = text_of (json_string_value (json_object_get (doc, "note")));
  const size_t count = scan (scanner, text);
  struct buf out BM_CLEANUP (buf_free) = buf_new (NOTE_MOST);
  size_t done = 0;

  for (size_t i = 0; i < count; i++)
    if (FEEDBACK_NAME == scanner->found[i].why)
      {
        buf_text (&out, text_between (text, done, scanner->found[i].from));
        buf_text (&out, text_of (MASKING_SIGN));
        done = scanner->found[i].to;
      }
  buf_text (&out, text_between (text, done, SIZE_MAX));
  json_object_set_new (doc, "note", 0 == out.length || out.overflow ? json_null () : json_stringn (out.at, out.length));
}

void
feedback_page_show (json_t *doc, struct arena *arena)
{
  const struct scanner scanner = scanner_of (doc, arena);
  size_t i;
  json_t *remark;

  json_object_set_new (doc, "marked", json_boolean (findings (doc, &scanner) > 0));
  json_object_set_new (doc, "any", json_boolean (json_array_size (json_object_get (doc, "remarks")) > 0));
  json_array_foreach (json_object_get (doc, "remarks"), i, remark)
    show_remark (remark, i, &scanner);
  show_note (doc, &scanner);
  json_object_del (doc, "people");
  json_object_del (doc, "feedback");
}

static json_t *
remark_named (json_t *doc, struct text name)
{
  int64_t number;

  return text_to_i64 (name, 0, 100000, &number) ? json_array_get (json_object_get (doc, "remarks"), (size_t) number) : NULL;
}

bool
feedback_page_edit (json_t *doc, struct http_map texts, struct http_list dropped)
{
  size_t k;
  json_t *remark;

  for (size_t i = 0; i < texts.count; i++)
    {
      remark = remark_named (doc, texts.pairs[i].key);
      if (NULL == remark)
        return false;
      json_object_set_new (remark, "text", json_stringn (texts.pairs[i].value.at, texts.pairs[i].value.length));
    }
  json_array_foreach (json_object_get (doc, "remarks"), k, remark)
    json_object_set_new (remark, "dropped", json_false ());
  for (size_t i = 0; i < dropped.count; i++)
    {
      remark = remark_named (doc, dropped.values[i]);
      if (NULL == remark)
        return false;
      json_object_set_new (remark, "dropped", json_true ());
    }
  return true;
}
