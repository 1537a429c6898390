#include "send.h"

#include "log.h"

#include <time.h>

struct headers
{
  struct { const char *name, *value; } at[16];
  size_t count;
};

static void
add (struct headers *headers, const char *name, const char *value)
{
  if (NULL == value)
    return;
  headers->at[headers->count].name = name;
  headers->at[headers->count++].value = value;
}

static void
put_all (struct MHD_Response *response, const struct headers *headers)
{
  for (size_t i = 0; i < headers->count; i++)
    if (MHD_YES != MHD_add_response_header (response, headers->at[i].name, headers->at[i].value))
      log_fatal ("response_header", "name=%s", headers->at[i].name);
}

/* Referrer-Policy is same-origin, not no-referrer: under the latter browsers send "Origin: null" with every plain form. */
static void
list_security (const struct http_site *site, struct headers *list)
{
  static const char *const headers[][2] = {
    { "X-Content-Type-Options", "nosniff" },
    { "Referrer-Policy", "same-origin" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
    { "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
  };

  add (list, "Content-Security-Policy", site->content_security);
  for (size_t i = 0; i < BM_COUNT (headers); i++)
    add (list, headers[i][0], headers[i][1]);
  if (site->https)
    add (list, "Strict-Transport-Security", "max-age=31536000");
}

/* Should a browser be brought to open it: nothing runs, nothing frames it, no other site reads it. */
static void
list_security_of_data (struct headers *list)
{
  add (list, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  add (list, "X-Content-Type-Options", "nosniff");
  add (list, "Cross-Origin-Resource-Policy", "same-origin");
}

static struct MHD_Response *
make (struct bytes content)
{
  /* libmicrohttpd takes a pointer to non-const and only reads through it. */
  void *at = (void *) (uintptr_t) content.at;
  struct MHD_Response *response = MHD_create_response_from_buffer (content.length, at, MHD_RESPMEM_PERSISTENT);

  if (NULL == response)
    log_fatal ("no_memory", "in=response");
  return response;
}

struct MHD_Response *
http_send_prepare (const struct http_site *site, const char *type, struct bytes content, enum http_kept kept, const char *etag)
{
  static const char *const words[] = { [HTTP_KEPT_NEVER] = "no-store", [HTTP_KEPT_CHECKED] = "no-cache",
                                       [HTTP_KEPT_LASTING] = "max-age=31536000, immutable" };
  struct MHD_Response *response = make (content);
  struct headers headers = { .count = 0 };

  list_security (site, &headers);
  add (&headers, "Content-Type", type);
  add (&headers, "Cache-Control", words[kept]);
  add (&headers, "ETag", etag);
  put_all (response, &headers);
  return response;
}

static void
list_headers (const struct http_site *site, const struct http_answer *answer, struct headers *headers)
{
  headers->count = 0;
  if (answer->data)
    list_security_of_data (headers);
  else if (! answer->lean)
    list_security (site, headers);
  add (headers, "Cache-Control", "no-store");
  add (headers, "Content-Type", answer->type);
  add (headers, "Location", answer->location);
  add (headers, "Set-Cookie", answer->cookie);
  add (headers, "Content-Disposition", answer->disposition);
  add (headers, "Allow", answer->allow);
  add (headers, "Retry-After", 503 == answer->status ? "5" : NULL);
  add (headers, "Connection", answer->close ? "close" : NULL);
}

static struct bytes
content_of (const struct http_answer *answer)
{
  return NULL == answer->file.at ? bytes_of (answer->body.at, answer->body.length) : answer->file;
}

enum MHD_Result
http_send (const struct http_site *site, struct MHD_Connection *connection, const struct http_answer *answer)
{
  struct MHD_Response *response = make (content_of (answer));
  struct headers headers;
  enum MHD_Result queued;

  list_headers (site, answer, &headers);
  put_all (response, &headers);
  queued = MHD_queue_response (connection, answer->status, response);
  MHD_destroy_response (response);
  return queued;
}

/* The date in the one form that HTTP has, whatever the locale. */
static void
print_date (struct buf *to)
{
  static const char days[] = "SunMonTueWedThuFriSat";
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const time_t now = time (NULL);
  struct tm utc;

  if (NULL != gmtime_r (&now, &utc))
    buf_printf (to, "Date: %.3s, %02d %.3s %d %02d:%02d:%02d GMT\r\n", days + 3 * utc.tm_wday, utc.tm_mday,
                months + 3 * utc.tm_mon, utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

void
http_send_print (const struct http_site *site, const struct http_answer *answer, bool head_only, struct buf *to)
{
  const struct bytes content = content_of (answer);
  struct headers headers;

  list_headers (site, answer, &headers);
  buf_printf (to, "HTTP/1.1 %u %s\r\n", answer->status, MHD_get_reason_phrase_for (answer->status));
  print_date (to);
  for (size_t i = 0; i < headers.count; i++)
    buf_printf (to, "%s: %s\r\n", headers.at[i].name, headers.at[i].value);
  buf_printf (to, "Content-Length: %zu\r\n\r\n", content.length);
  if (! head_only)
    buf_add (to, content.at, content.length);
}
