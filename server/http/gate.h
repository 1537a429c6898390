/* The strict gate: judges the head of a request before any route sees it. libmicrohttpd 0.9.75 reads much that smuggles
   requests (bare LF, NUL, folded lines, two lengths, a space before a colon). It parses the head where it lies and turns
   each separator into NUL, so method, URI, version and every header still point into one block: where a separator was
   anything but the one RFC 9112 asks for, the distances do not add up. The distances are the whole proof; nothing is read
   between the pieces but the blanks before a value.
   Not visible this way: the two bytes NUL LF in place of CR LF after a header (same length, both overwritten). */
#ifndef BM_HTTP_GATE_H
#define BM_HTTP_GATE_H

#include "attrs.h"
#include "errors.h"
#include "text.h"

#include <string.h>

#define HTTP_HEADERS_MOST 64

struct http_header
{
  struct text name;
  struct text value;
};

/* Pointers into the connection's memory, valid during one call of libmicrohttpd's handler. */
struct http_head
{
  const char *method;
  const char *uri;           /* where the raw URI lay when it was logged; only its address is used */
  struct text raw_uri;       /* a copy of it, whole */
  const char *version;
  size_t size;               /* of the whole head, its empty line included */
  size_t count;
  bool too_many;
  struct http_header headers[HTTP_HEADERS_MOST];
};

enum http_gate
{
  HTTP_GATE_PASS,
  HTTP_GATE_SHAPE,           /* bare LF, NUL, folding, more than one blank, an empty header name */
  HTTP_GATE_METHOD,          /* not GET, HEAD or POST */
  HTTP_GATE_VERSION,
  HTTP_GATE_URI,
  HTTP_GATE_COUNT,
  HTTP_GATE_NAME,            /* a header name that is no token */
  HTTP_GATE_VALUE,           /* a control byte in a value */
  HTTP_GATE_TRANSFER,        /* any Transfer-Encoding */
  HTTP_GATE_LENGTH,          /* two Content-Lengths, or one that is not plain digits */
  HTTP_GATE_HOST,            /* none, two, or not a host */
  HTTP_GATE_UPGRADE,
  HTTP_GATE_EXPECT,
  HTTP_GATE_DOUBLE           /* a header that may stand once stands twice */
};

struct http_framing
{
  uint64_t length;           /* of the body, 0 without Content-Length */
  bool head_only;            /* HEAD */
  bool post;
};

/* *framing is whole only with HTTP_GATE_PASS. */
enum http_gate http_gate_check (const struct http_head *head, struct http_framing *framing) BM_MUST_USE BM_NONNULL_ALL;

/* How a refusal is told: the error, and the key of its reason in errors.json (NULL: the error says it all). */
enum error http_gate_error (enum http_gate verdict);
const char *http_gate_reason (enum http_gate verdict);

/* The first header of this name (lower case ASCII), compared without regard to case. False: none. */
bool http_head_find (const struct http_head *head, const char *name, struct text *value) BM_NONNULL_ALL;

bool http_text_equals_caseless (struct text text, const char *lower) BM_MUST_USE BM_NONNULL_ALL;

/* lower: ASCII in lower case, not empty. Most names differ in their first letter already. */
static inline bool
http_text_is_caseless (struct text text, const char *lower)
{
  return 0 != text.length && (text.at[0] | 0x20) == (lower[0] | 0x20) && text.length == strlen (lower)
         && http_text_equals_caseless (text, lower);
}

#endif
