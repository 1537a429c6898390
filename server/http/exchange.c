#include "exchange.h"

#include "clock.h"
#include "log.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define ARENA_MOST ((size_t) 16 * 1024 * 1024)

/* Not a secret and not a key: it only ties a problem page to its log line. Taken from the system by the block. */
static struct uid
new_id (void)
{
  static _Thread_local struct uid ids[16];
  static _Thread_local size_t left;
  struct uid id;

  if (0 == left)
    {
      if (sizeof ids != getrandom (ids, sizeof ids, 0))
        log_fatal ("getrandom", "bytes=%zu", sizeof ids);
      left = BM_COUNT (ids);
    }
  id = ids[--left];
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
  exchange->outgoing = buf_new (0);
  exchange->token = text_of ("");
  exchange->query = text_of ("");
  return exchange;
}

static void
move_to (char **to, struct text *text)
{
  memcpy (*to, text->at, text->length);
  text->at = *to;
  *to += text->length + 1;
}

/* Out of the arena, whose smallest block is many times as large. Each ends in NUL as before. */
static void
keep_head (struct http_exchange *exchange)
{
  struct http_params *params = &exchange->params;
  char *to;

  exchange->kept_length = exchange->token.length + 1;
  for (size_t i = 0; i < params->count; i++)
    exchange->kept_length += params->at[i].value.length + 1;
  to = exchange->kept = calloc (1, exchange->kept_length);
  if (NULL == to)
    log_fatal ("no_memory", "wanted=%zu", exchange->kept_length);
  move_to (&to, &exchange->token);
  for (size_t i = 0; i < params->count; i++)
    move_to (&to, &params->at[i].value);
}

void
http_exchange_forget_fields (struct http_exchange *exchange)
{
  json_decref (exchange->json);
  exchange->json = NULL;
  exchange->form = exchange->query_form = (struct http_form) { NULL, 0 };
  exchange->body_read = exchange->query_read = false;
  exchange->problem_field = exchange->problem_reason = NULL;
}

void
http_exchange_again (struct http_exchange *exchange)
{
  http_exchange_forget_fields (exchange);
  json_decref (exchange->rq.login.about);
  explicit_bzero (&exchange->rq.login, sizeof exchange->rq.login);
}

void
http_exchange_rest (struct http_exchange *exchange)
{
  if (NULL == exchange->kept)
    keep_head (exchange);
  http_exchange_again (exchange);
  arena_reset (exchange->rq.arena);
}

void
http_exchange_free (struct http_exchange *exchange)
{
  json_decref (exchange->json);
  json_decref (exchange->rq.login.about);
  buf_free (&exchange->body);
  buf_free (&exchange->outgoing);
  http_answer_free (&exchange->answer);
  http_answer_free (&exchange->refusal);
  arena_free (exchange->rq.arena);
  if (NULL != exchange->kept)
    explicit_bzero (exchange->kept, exchange->kept_length);
  free (exchange->kept);
  explicit_bzero ((char *) (exchange + 1), exchange->uri.length);
  free (exchange);
}
