#include "head.h"

#include <microhttpd.h>

static enum MHD_Result
add_header (void *to, enum MHD_ValueKind kind, const char *name, size_t name_length, const char *value,
            size_t value_length)
{
  struct http_head *head = to;

  (void) kind;
  if (HTTP_HEADERS_MOST == head->count)
    {
      head->too_many = true;
      return MHD_NO;
    }
  head->headers[head->count].name = text_from (name, name_length);
  head->headers[head->count].value = text_from (value, value_length);
  head->count++;
  return MHD_YES;
}

void
http_head_read (struct MHD_Connection *connection, const char *method, const char *uri, struct text raw_uri,
                const char *version, struct http_head *head)
{
  head->method = method;
  head->uri = uri;
  head->raw_uri = raw_uri;
  head->version = version;
  head->size = MHD_get_connection_info (connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size;
  head->count = 0;
  head->too_many = false;
  (void) MHD_get_connection_values_n (connection, MHD_HEADER_KIND, add_header, head);
}

/* What one record takes in libmicrohttpd 0.9.75, rounded up. */
#define RECORD 64

static size_t
count_of (struct text text, char mark)
{
  size_t count = 0;

  for (size_t i = 0; i < text.length; i++)
    count += mark == text.at[i];
  return count;
}

bool
http_head_leaves_room (const struct http_head *head)
{
  size_t cost = head->size + HTTP_REPLY_HEAD_ROOM + RECORD * (head->count + count_of (head->raw_uri, '&') + 1);

  for (size_t i = 0; i < head->count; i++)
    if (http_text_is_caseless (head->headers[i].name, "cookie"))
      cost += head->headers[i].value.length + RECORD * (count_of (head->headers[i].value, ';') + 1);
  return cost <= HTTP_CONNECTION_MEMORY;
}
