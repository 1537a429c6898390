#include "gate.h"

#include <stdint.h>
#include <string.h>

/* Lengths above this are refused by every route; the bound only keeps the arithmetic small. */
#define LENGTH_MOST INT64_C (1000000000000)

static char
lower_of (char c)
{
  return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
}

bool
http_text_equals_caseless (struct text text, const char *lower)
{
  size_t i = 0;

  for (; i < text.length && '\0' != lower[i]; i++)
    if (lower_of (text.at[i]) != lower[i])
      return false;
  return i == text.length && '\0' == lower[i];
}

bool
http_head_find (const struct http_head *head, const char *name, struct text *value)
{
  for (size_t i = 0; i < head->count; i++)
    if (http_text_is_caseless (head->headers[i].name, name))
      {
        *value = head->headers[i].value;
        return true;
      }
  return false;
}

static uintptr_t
end_of (struct text text)
{
  return (uintptr_t) text.at + text.length;
}

/* Name, one colon (now NUL), blanks, value. */
static bool
has_straight_colon (const struct http_header *header, uintptr_t head_end)
{
  const uintptr_t colon = end_of (header->name);
  const uintptr_t value = (uintptr_t) header->value.at;

  if (value <= colon || value >= head_end)
    return false;
  for (uintptr_t at = colon + 1; at < value; at++)
    {
      const char blank = header->name.at[at - (uintptr_t) header->name.at];
      if (' ' != blank && '\t' != blank)
        return false;
    }
  return true;
}

/* Every piece begins exactly where the one before ends: one space, one space, CRLF after the version, CRLF after each
   value, CRLF CRLF at the end. */
static bool
adds_up (const struct http_head *head)
{
  const uintptr_t start = (uintptr_t) head->method;
  const uintptr_t end = start + head->size;
  uintptr_t next = start + strlen (head->method) + 1;

  if ((uintptr_t) head->uri != next)
    return false;
  next += head->raw_uri.length + 1;
  if ((uintptr_t) head->version != next)
    return false;
  next += strlen (head->version) + 2;
  for (size_t i = 0; i < head->count; i++)
    {
      if ((uintptr_t) head->headers[i].name.at != next || ! has_straight_colon (&head->headers[i], end))
        return false;
      next = end_of (head->headers[i].value) + 2;
    }
  return next + 2 == end;
}

/* By value: whether a byte may stand in a token (RFC 9110, 5.6.2). */
static const bool token_bytes[256] = {
  ['!'] = true, ['#' ... '\''] = true, ['*'] = true, ['+'] = true, ['-'] = true, ['.'] = true, ['0' ... '9'] = true,
  ['A' ... 'Z'] = true, ['^' ... 'z'] = true, ['|'] = true, ['~'] = true };

static bool
is_token (struct text text)
{
  for (size_t i = 0; i < text.length; i++)
    if (! token_bytes[(unsigned char) text.at[i]])
      return false;
  return 0 != text.length;
}

static bool
is_clean_value (struct text text)
{
  for (size_t i = 0; i < text.length; i++)
    {
      const unsigned char c = (unsigned char) text.at[i];
      if ((c < 0x20 && '\t' != c) || 0x7F == c)
        return false;
    }
  return true;
}

static int
hex_of (char c)
{
  c = lower_of (c);
  if (c >= '0' && c <= '9')
    return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A path segment "." or ".." (the query is free text). */
static bool
has_dot_segment (struct text uri)
{
  size_t begin = 1;

  for (size_t i = 1; i <= uri.length; i++)
    {
      const bool ends = i == uri.length || '/' == uri.at[i] || '?' == uri.at[i];
      if (! ends)
        continue;
      if ((1 == i - begin && '.' == uri.at[begin]) || (2 == i - begin && 0 == memcmp (uri.at + begin, "..", 2)))
        return true;
      if (i < uri.length && '?' == uri.at[i])
        return false;
      begin = i + 1;
    }
  return false;
}

/* Origin form, visible ASCII, whole percent escapes, no NUL behind one, no fragment. */
static bool
is_clean_uri (struct text uri)
{
  if (0 == uri.length || '/' != uri.at[0])
    return false;
  for (size_t i = 0; i < uri.length; i++)
    {
      const unsigned char c = (unsigned char) uri.at[i];
      if (c <= 0x20 || c >= 0x7F || '#' == c || '\\' == c)
        return false;
      if ('%' != c)
        continue;
      if (uri.length - i < 3 || hex_of (uri.at[i + 1]) < 0 || hex_of (uri.at[i + 2]) < 0
          || ('0' == uri.at[i + 1] && '0' == uri.at[i + 2]))
        return false;
    }
  return ! has_dot_segment (uri);
}

static bool
is_host (struct text text)
{
  for (size_t i = 0; i < text.length; i++)
    {
      const char c = lower_of (text.at[i]);
      if (! (c >= 'a' && c <= 'z') && ! (c >= '0' && c <= '9') && ('\0' == c || NULL == strchr ("-._:[]", c)))
        return false;
    }
  return 0 != text.length;
}

static bool
read_length (struct text text, uint64_t *length)
{
  uint64_t value = 0;

  for (size_t i = 0; i < text.length; i++)
    {
      if (text.at[i] < '0' || text.at[i] > '9' || value > LENGTH_MOST)
        return false;
      value = value * 10 + (uint64_t) (text.at[i] - '0');
    }
  *length = value;
  return 0 != text.length;
}

/* One row for each header that frames a request or that a gate reads. */
enum single { SINGLE_HOST, SINGLE_LENGTH, SINGLE_TYPE, SINGLE_ORIGIN, SINGLE_SITE, SINGLE_EXPECT, SINGLE_COUNT };

static const struct
{
  const char *name;
  enum http_gate twice;
} singles[SINGLE_COUNT] = {
  [SINGLE_HOST] = { "host", HTTP_GATE_HOST },
  [SINGLE_LENGTH] = { "content-length", HTTP_GATE_LENGTH },
  [SINGLE_TYPE] = { "content-type", HTTP_GATE_DOUBLE },
  [SINGLE_ORIGIN] = { "origin", HTTP_GATE_DOUBLE },
  [SINGLE_SITE] = { "sec-fetch-site", HTTP_GATE_DOUBLE },
  [SINGLE_EXPECT] = { "expect", HTTP_GATE_DOUBLE },
};

static enum http_gate
check_header (const struct http_header *header, struct text found[SINGLE_COUNT])
{
  if (! is_token (header->name))
    return HTTP_GATE_NAME;
  if (! is_clean_value (header->value))
    return HTTP_GATE_VALUE;
  if (http_text_is_caseless (header->name, "transfer-encoding"))
    return HTTP_GATE_TRANSFER;
  if (http_text_is_caseless (header->name, "upgrade"))
    return HTTP_GATE_UPGRADE;
  for (size_t i = 0; i < SINGLE_COUNT; i++)
    if (http_text_is_caseless (header->name, singles[i].name))
      {
        if (NULL != found[i].at)
          return singles[i].twice;
        found[i] = header->value;
      }
  return HTTP_GATE_PASS;
}

static enum http_gate
check_headers (const struct http_head *head, struct http_framing *framing)
{
  struct text found[SINGLE_COUNT] = { { NULL, 0 } };

  for (size_t i = 0; i < head->count; i++)
    {
      const enum http_gate verdict = check_header (&head->headers[i], found);
      if (HTTP_GATE_PASS != verdict)
        return verdict;
    }
  if (NULL == found[SINGLE_HOST].at || ! is_host (found[SINGLE_HOST]))
    return HTTP_GATE_HOST;
  if (NULL != found[SINGLE_LENGTH].at && ! read_length (found[SINGLE_LENGTH], &framing->length))
    return HTTP_GATE_LENGTH;
  if (NULL != found[SINGLE_EXPECT].at && ! http_text_is_caseless (found[SINGLE_EXPECT], "100-continue"))
    return HTTP_GATE_EXPECT;
  return HTTP_GATE_PASS;
}

enum http_gate
http_gate_check (const struct http_head *head, struct http_framing *framing)
{
  *framing = (struct http_framing) { .head_only = 0 == strcmp (head->method, "HEAD"),
                                     .post = 0 == strcmp (head->method, "POST") };
  if (head->too_many)
    return HTTP_GATE_COUNT;
  if (! adds_up (head))
    return HTTP_GATE_SHAPE;
  if (! framing->post && ! framing->head_only && 0 != strcmp (head->method, "GET"))
    return HTTP_GATE_METHOD;
  if (0 != strcmp (head->version, "HTTP/1.1") && 0 != strcmp (head->version, "HTTP/1.0"))
    return HTTP_GATE_VERSION;
  if (! is_clean_uri (head->raw_uri))
    return HTTP_GATE_URI;
  return check_headers (head, framing);
}

enum error
http_gate_error (enum http_gate verdict)
{
  return HTTP_GATE_METHOD == verdict ? ERROR_METHOD_NOT_ALLOWED
         : HTTP_GATE_COUNT == verdict ? ERROR_HEADERS_TOO_LARGE : ERROR_BAD_REQUEST;
}

const char *
http_gate_reason (enum http_gate verdict)
{
  static const char *const reasons[] = {
    [HTTP_GATE_PASS] = NULL,
    [HTTP_GATE_SHAPE] = "http_shape",
    [HTTP_GATE_METHOD] = NULL,
    [HTTP_GATE_VERSION] = "http_version",
    [HTTP_GATE_URI] = "http_uri",
    [HTTP_GATE_COUNT] = "http_count",
    [HTTP_GATE_NAME] = "http_name",
    [HTTP_GATE_VALUE] = "http_value",
    [HTTP_GATE_TRANSFER] = "http_transfer",
    [HTTP_GATE_LENGTH] = "http_length",
    [HTTP_GATE_HOST] = "http_host",
    [HTTP_GATE_UPGRADE] = "http_upgrade",
    [HTTP_GATE_EXPECT] = "http_expect",
    [HTTP_GATE_DOUBLE] = "http_double",
  };
  return reasons[verdict];
}
