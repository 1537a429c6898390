/* Parse by declaration: a handler lists the fields it takes, from path, query and body (JSON or urlencoded, the same
   specs). Strict: a field that no spec names, a missing one, a double one, a wrong type, trailing bytes or invalid UTF-8
   are errors that name the field. Texts are NFC-unchanged valid UTF-8 without NUL; urlencoded line ends become \n.

     struct uid administration; int64_t position; struct text choice;
     const struct http_field spec[] = {
       HTTP_PATH_UID ("administration", &administration),
       HTTP_BODY_I64 ("position", 1, 60, &position),
       HTTP_BODY_WORD ("choice", "A|B|C|D", &choice),
       HTTP_FIELD_END };
     if (! http_fields_read (rq, spec)) return http_reply_invalid (rq);
*/
#ifndef BM_HTTP_FIELDS_H
#define BM_HTTP_FIELDS_H

#include "http_request.h"

enum http_field_from { HTTP_FROM_END = 0, HTTP_FROM_PATH, HTTP_FROM_QUERY, HTTP_FROM_BODY };
enum http_field_kind
{
  HTTP_KIND_TEXT, HTTP_KIND_WORD, HTTP_KIND_I64, HTTP_KIND_BOOL, HTTP_KIND_UID, HTTP_KIND_MAP, HTTP_KIND_LIST
};

/* Fields whose names carry a key: urlencoded "level.c1=3&level.c2=4", JSON "level": {"c1": "3", "c2": "4"} (texts only). */
struct http_pair { struct text key; struct text value; };
struct http_map { struct http_pair *pairs; size_t count; };
/* Repeated fields: urlencoded "struck=A&struck=C", JSON "struck": ["A", "C"]. */
struct http_list { struct text *values; size_t count; };

struct http_field
{
  enum http_field_from from;
  enum http_field_kind kind;
  const char *name;
  bool optional;        /* absent (or an empty urlencoded field): the target stays as the handler initialized it */
  int64_t least, most;  /* I64: range; TEXT: code points; MAP and LIST: number of entries (values at most 20,000 code points) */
  const char *words;    /* WORD: the allowed ones, "A|B|C" */
  void *target;
};

#define HTTP_PATH_UID(n, t) { .from = HTTP_FROM_PATH, .kind = HTTP_KIND_UID, .name = (n), .target = (t) }
#define HTTP_PATH_I64(n, l, m, t) \
  { .from = HTTP_FROM_PATH, .kind = HTTP_KIND_I64, .name = (n), .least = (l), .most = (m), .target = (t) }
#define HTTP_PATH_TEXT(n, t) \
  { .from = HTTP_FROM_PATH, .kind = HTTP_KIND_TEXT, .name = (n), .least = 1, .most = 64, .target = (t) }
#define HTTP_QUERY_WORD(n, w, t) \
  { .from = HTTP_FROM_QUERY, .kind = HTTP_KIND_WORD, .name = (n), .words = (w), .optional = true, .target = (t) }
#define HTTP_QUERY_I64(n, l, m, t) \
  { .from = HTTP_FROM_QUERY, .kind = HTTP_KIND_I64, .name = (n), .least = (l), .most = (m), .optional = true, .target = (t) }
#define HTTP_QUERY_TEXT(n, m, t) \
  { .from = HTTP_FROM_QUERY, .kind = HTTP_KIND_TEXT, .name = (n), .most = (m), .optional = true, .target = (t) }
#define HTTP_BODY_TEXT(n, l, m, t) \
  { .from = HTTP_FROM_BODY, .kind = HTTP_KIND_TEXT, .name = (n), .least = (l), .most = (m), .target = (t) }
#define HTTP_BODY_TEXT_OPTIONAL(n, m, t) \
  { .from = HTTP_FROM_BODY, .kind = HTTP_KIND_TEXT, .name = (n), .most = (m), .optional = true, .target = (t) }
#define HTTP_BODY_WORD(n, w, t) { .from = HTTP_FROM_BODY, .kind = HTTP_KIND_WORD, .name = (n), .words = (w), .target = (t) }
#define HTTP_BODY_WORD_OPTIONAL(n, w, t) \
  { .from = HTTP_FROM_BODY, .kind = HTTP_KIND_WORD, .name = (n), .words = (w), .optional = true, .target = (t) }
#define HTTP_BODY_I64(n, l, m, t) \
  { .from = HTTP_FROM_BODY, .kind = HTTP_KIND_I64, .name = (n), .least = (l), .most = (m), .target = (t) }
#define HTTP_BODY_I64_OPTIONAL(n, l, m, t) \
  { .from = HTTP_FROM_BODY, .kind = HTTP_KIND_I64, .name = (n), .least = (l), .most = (m), .optional = true, .target = (t) }
/* Urlencoded "yes" is true, absent is false; JSON true or false, absent is false. */
#define HTTP_BODY_BOOL(n, t) \
  { .from = HTTP_FROM_BODY, .kind = HTTP_KIND_BOOL, .name = (n), .optional = true, .target = (t) }
#define HTTP_BODY_UID(n, t) { .from = HTTP_FROM_BODY, .kind = HTTP_KIND_UID, .name = (n), .target = (t) }
#define HTTP_BODY_UID_OPTIONAL(n, t) \
  { .from = HTTP_FROM_BODY, .kind = HTTP_KIND_UID, .name = (n), .optional = true, .target = (t) }
#define HTTP_BODY_MAP(n, m, t) \
  { .from = HTTP_FROM_BODY, .kind = HTTP_KIND_MAP, .name = (n), .most = (m), .optional = true, .target = (t) }
#define HTTP_BODY_LIST(n, m, t) \
  { .from = HTTP_FROM_BODY, .kind = HTTP_KIND_LIST, .name = (n), .most = (m), .optional = true, .target = (t) }
#define HTTP_FIELD_END { .from = HTTP_FROM_END }

/* Targets: TEXT and WORD struct text, I64 int64_t, BOOL bool, UID struct uid, MAP struct http_map, LIST struct http_list.
   False: the first problem is kept for http_reply_invalid. */
bool http_fields_read (struct http_request *rq, const struct http_field *spec) BM_MUST_USE BM_NONNULL_ALL;

/* For a check that a spec cannot say: keeps this problem (name of the field, key of the reason in errors.json). Always false. */
bool http_fields_refuse (struct http_request *rq, const char *field, const char *reason) BM_NONNULL_ALL;

#endif
