/* The published results for a spreadsheet: UTF-8 with byte order mark, RFC 4180, and no cell that a spreadsheet would
 * run. */
#include "coordination_endpoints.h"

#include "buf.h"

#include <string.h>

#define FILE_MOST (4 * 1024 * 1024)

/* A leading = + - @ tab or CR makes a formula of a name; an apostrophe before it makes a text of the formula. */
static void
put_cell (struct buf *out, const char *text, bool last)
{
  buf_byte (out, '"');
  if (NULL != strchr ("=+-@\t\r", text[0]) && '\0' != text[0])
    buf_byte (out, '\'');
  for (; '\0' != *text; text++)
    {
      if ('"' == *text)
        buf_byte (out, '"');
      buf_byte (out, *text);
    }
  buf_string (out, last ? "\"\r\n" : "\",");
}

static const char *
text_member (const json_t *object, const char *member)
{
  const char *text = json_string_value (json_object_get (object, member));
  return NULL == text ? "" : text;
}

static const char *
truth (const json_t *part, const char *member)
{
  if (! json_is_true (json_object_get (part, "sat")))
    return "";
  return json_is_true (json_object_get (part, member)) ? "yes" : "no";
}

static void
put_number (struct buf *out, const json_t *value)
{
  char text[24] = "";
  if (json_is_integer (value))
    (void) snprintf (text, sizeof text, "%" JSON_INTEGER_FORMAT, json_integer_value (value));
  put_cell (out, text, false);
}

static void
put_parts (struct buf *out, const json_t *parts)
{
  char text[16] = "";
  size_t i;
  json_t *one;
  json_array_foreach (parts, i, one) (void)
      snprintf (text + strlen (text), sizeof text - strlen (text), "%s%" JSON_INTEGER_FORMAT, 0 == i ? "" : " ",
                json_integer_value (one));
  put_cell (out, text, false);
}

static void
put_person (struct buf *out, const json_t *person)
{
  const json_t *outcome = json_object_get (person, "outcome");
  const json_t *part1 = json_object_get (outcome, "part1");
  const json_t *part2 = json_object_get (outcome, "part2");
  const json_t *retake = json_object_get (outcome, "retake");
  put_cell (out, text_member (person, "name"), false);
  put_cell (out, text_member (person, "email"), false);
  put_cell (out, text_member (person, "category"), false);
  put_cell (out, text_member (person, "track"), false);
  put_number (out, json_object_get (part1, "score"));
  put_number (out, json_object_get (part1, "max"));
  put_cell (out, truth (part1, "passed"), false);
  put_cell (out, text_member (part1, "date"), false);
  put_cell (out, truth (part2, "passed"), false);
  put_cell (out, text_member (part2, "date"), false);
  put_cell (out, json_is_true (json_object_get (outcome, "endorsable")) ? "yes" : "no", false);
  put_parts (out, json_object_get (retake, "parts"));
  put_cell (out, text_member (retake, "earliest"), false);
  put_cell (out, text_member (retake, "request_by"), true);
}

struct http_reply
coordination_get_results_csv (struct http_request *rq, void *worker)
{
  struct buf out BM_CLEANUP (buf_free) = buf_new (FILE_MOST);
  struct administration_id id;
  struct http_reply reply;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  size_t i;
  json_t *person;
  if (! coordination_path_uid (rq, "id", &id.uid, &reply))
    return reply;
  outcome = coordination_results (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  if (COORDINATION_OK != outcome)
    return coordination_answer (rq, outcome, doc);
  buf_string (
      &out,
      "\xEF\xBB\xBFname,email,category,track,part1_score,part1_max,part1_passed,part1_date,part2_passed,part2_date,"
      "endorsable,retake_parts,retake_earliest,retake_request_by\r\n");
  json_array_foreach (json_object_get (doc, "people"), i, person) put_person (&out, person);
  json_decref (doc);
  if (out.overflow)
    return coordination_problem (rq, COORDINATION_BROKEN);
  return http_reply_file (rq, "text/csv; charset=utf-8", "results.csv",
                          arena_bytes (rq->arena, bytes_of_text (buf_view (&out))));
}
