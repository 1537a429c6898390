#include "send.h"

#include "log.h"

static void
put (struct MHD_Response *response, const char *name, const char *value)
{
  if (MHD_YES != MHD_add_response_header (response, name, value))
    log_fatal ("response_header", "name=%s", name);
}

/* Referrer-Policy is same-origin, not no-referrer: under the latter browsers send "Origin: null" with every plain form. */
static void
put_security (const struct http_site *site, struct MHD_Response *response)
{
  static const char *const headers[][2] = {
    { "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
      "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
      "require-trusted-types-for 'script'; trusted-types 'none'" },
    { "X-Content-Type-Options", "nosniff" },
    { "Referrer-Policy", "same-origin" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
    { "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
  };

  for (size_t i = 0; i < BM_COUNT (headers); i++)
    put (response, headers[i][0], headers[i][1]);
  if (site->https)
    put (response, "Strict-Transport-Security", "max-age=31536000");
}

/* Should a browser be brought to open it: nothing runs, nothing frames it, no other site reads it. */
static void
put_security_of_data (struct MHD_Response *response)
{
  put (response, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  put (response, "X-Content-Type-Options", "nosniff");
  put (response, "Cross-Origin-Resource-Policy", "same-origin");
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
http_send_prepare (const struct http_site *site, const char *type, struct bytes content, const char *etag)
{
  struct MHD_Response *response = make (content);

  put_security (site, response);
  put (response, "Content-Type", type);
  put (response, "Cache-Control", NULL == etag ? "no-store" : "no-cache");
  if (NULL != etag)
    put (response, "ETag", etag);
  return response;
}

enum MHD_Result
http_send (const struct http_site *site, struct MHD_Connection *connection, const struct http_answer *answer)
{
  const struct bytes body = bytes_of (answer->body.at, answer->body.length);
  struct MHD_Response *response = make (NULL == answer->file.at ? body : answer->file);
  enum MHD_Result queued;

  if (answer->data)
    put_security_of_data (response);
  else if (! answer->lean)
    put_security (site, response);
  put (response, "Cache-Control", "no-store");
  if (NULL != answer->type)
    put (response, "Content-Type", answer->type);
  if (NULL != answer->location)
    put (response, "Location", answer->location);
  if (NULL != answer->cookie)
    put (response, "Set-Cookie", answer->cookie);
  if (NULL != answer->disposition)
    put (response, "Content-Disposition", answer->disposition);
  if (NULL != answer->allow)
    put (response, "Allow", answer->allow);
  if (503 == answer->status)
    put (response, "Retry-After", "5");
  if (answer->close)
    put (response, "Connection", "close");
  queued = MHD_queue_response (connection, answer->status, response);
  MHD_destroy_response (response);
  return queued;
}
