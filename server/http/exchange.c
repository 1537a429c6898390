#include "exchange.h"

#include "clock.h"
#include "log.h"
#include "request_id.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_MOST ((size_t) 16 * 1024 * 1024)

#define URI_ROOM 160
#define ARENA_ROOM 1152

/* An instrumented build keeps none, so that it notices who touches one that is gone. */
#ifdef __SANITIZE_ADDRESS__
#define SPARES_MOST 0
#else
#define SPARES_MOST 1024
#endif

/* One piece of memory for a usual request: the exchange, its URI and the beginning of its arena. */
struct slab
{
  struct http_exchange exchange;
  char uri[URI_ROOM];
  max_align_t room[ARENA_ROOM / sizeof (max_align_t)];
};

struct http_spare
{
  struct http_spare *next;
};

static struct slab *
take_slab (struct http_spares *spares)
{
  struct http_spare *spare = spares->first;
  struct slab *slab;

  if (NULL != spare)
    {
      spares->first = spare->next;
      spares->count--;
    }
  slab = NULL == spare ? malloc (sizeof *slab) : (void *) spare;
  if (NULL == slab)
    log_fatal ("no_memory", "wanted=%zu", sizeof *slab);
  return slab;
}

static void
leave_slab (struct http_spares *spares, struct slab *slab)
{
  struct http_spare *spare = (void *) slab;

  if (SPARES_MOST == spares->count)
    {
      free (slab);
      return;
    }
  spare->next = spares->first;
  spares->first = spare;
  spares->count++;
}

void
http_spares_free (struct http_spares *spares)
{
  for (struct http_spare *spare = spares->first, *next; NULL != spare; spare = next)
    {
      next = spare->next;
      free (spare);
    }
  *spares = (struct http_spares) { NULL, 0 };
}

static char *
room_for_uri (struct slab *slab, size_t length)
{
  char *room = length < URI_ROOM ? slab->uri : malloc (length + 1);

  if (NULL == room)
    log_fatal ("no_memory", "wanted=%zu", length);
  return room;
}

struct http_exchange *
http_exchange_new (struct http_spares *spares, const struct http_site *site, const char *uri, size_t uri_length)
{
  struct slab *slab = take_slab (spares);
  struct http_exchange *exchange = &slab->exchange;
  char *copy = room_for_uri (slab, uri_length);

  memset (exchange, 0, sizeof *exchange);
  memcpy (copy, uri, uri_length);
  copy[uri_length] = '\0';
  exchange->rq.arena = arena_new_in (ARENA_MOST, slab->room, sizeof slab->room);
  exchange->rq.id = http_request_id (text_from (uri, uri_length));
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

static void
let_go (char *kept, size_t length)
{
  if (NULL != kept)
    explicit_bzero (kept, length);
  free (kept);
}

/* Out of the arena, whose smallest block is many times as large, or out of what was kept before. Each ends in NUL as before. */
static void
keep_head (struct http_exchange *exchange)
{
  struct http_params *params = &exchange->params;
  struct text over = text_from ((const char *) exchange->park_over.at, exchange->park_over.length);
  char *const before = exchange->kept;
  const size_t length_before = exchange->kept_length;
  char *to;

  exchange->kept_length = exchange->token.length + 1 + over.length + 1;
  for (size_t i = 0; i < params->count; i++)
    exchange->kept_length += params->at[i].value.length + 1;
  to = exchange->kept = calloc (1, exchange->kept_length);
  if (NULL == to)
    log_fatal ("no_memory", "wanted=%zu", exchange->kept_length);
  move_to (&to, &exchange->token);
  for (size_t i = 0; i < params->count; i++)
    move_to (&to, &params->at[i].value);
  if (NULL != exchange->park_over.at)
    {
      move_to (&to, &over);
      exchange->park_over = bytes_of_text (over);
    }
  let_go (before, length_before);
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
  keep_head (exchange);
  http_exchange_again (exchange);
  arena_reset (exchange->rq.arena);
}

void
http_exchange_free (struct http_spares *spares, struct http_exchange *exchange)
{
  struct slab *slab = (struct slab *) exchange;
  char *uri = (char *) (uintptr_t) exchange->uri.at;

  json_decref (exchange->json);
  json_decref (exchange->rq.login.about);
  buf_free (&exchange->body);
  buf_free (&exchange->outgoing);
  http_answer_free (&exchange->answer);
  http_answer_free (&exchange->refusal);
  arena_free (exchange->rq.arena);
  let_go (exchange->kept, exchange->kept_length);
  explicit_bzero (uri, exchange->uri.length);
  if (uri != slab->uri)
    free (uri);
  leave_slab (spares, slab);
}
