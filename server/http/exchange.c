#include "exchange.h"

#include "clock.h"
#include "log.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define ARENA_MOST ((size_t) 16 * 1024 * 1024)

/* Not a secret and not a key: it only ties a problem page to its log line. */
static struct uid
new_id (void)
{
  struct uid id;

  if (sizeof id.bytes != getrandom (id.bytes, sizeof id.bytes, 0))
    log_fatal ("getrandom", "bytes=%zu", sizeof id.bytes);
  id.bytes[6] = (uint8_t) ((id.bytes[6] & 0x0F) | 0x40);
  id.bytes[8] = (uint8_t) ((id.bytes[8] & 0x3F) | 0x80);
  return id;
}

struct http_exchange *
http_exchange_new (const struct http_site *site, const char *uri, size_t uri_length)
{
  struct http_exchange *exchange = calloc (1, sizeof *exchange + uri_length + 1);
  char *copy;

  if (NULL == exchange)
    log_fatal ("no_memory", "wanted=%zu", sizeof *exchange + uri_length);
  copy = (char *) (exchange + 1);
  memcpy (copy, uri, uri_length);
  exchange->rq.arena = arena_new (ARENA_MOST);
  exchange->rq.id = new_id ();
  exchange->rq.exchange = exchange;
  exchange->site = site;
  exchange->uri_at = uri;
  exchange->uri = text_from (copy, uri_length);
  exchange->began_us = clock_boot_us ();
  exchange->body = buf_new (0);
  exchange->answer.body = buf_new (0);
  exchange->refusal.body = buf_new (0);
  exchange->token = text_of ("");
  exchange->query = text_of ("");
  return exchange;
}

void
http_exchange_free (struct http_exchange *exchange)
{
  json_decref (exchange->json);
  json_decref (exchange->rq.login.about);
  buf_free (&exchange->body);
  http_answer_free (&exchange->answer);
  http_answer_free (&exchange->refusal);
  arena_free (exchange->rq.arena);
  explicit_bzero ((char *) (exchange + 1), exchange->uri.length);
  free (exchange);
}
