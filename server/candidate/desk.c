#include "candidate_desk.h"

#include "desk_setup.h"
#include "log.h"
#include "token.h"
#include "wing.h"

#include <stdlib.h>
#include <string.h>

#define ARENA_CAP ((size_t) 1024 * 1024)

static json_t *
load_texts (const struct desk_setup *setup, struct arena *arena, const char *name)
{
  json_error_t error;
  json_t *json
    = json_load_file (arena_printf (arena, "%s/client/candidate/%s/%s", setup->share, setup->language, name), 0, &error);

  if (NULL == json)
    log_event (LOG_LEVEL_ERROR, "texts_not_readable", "file=%s line=%d", name, error.line);
  return json;
}

bool
candidate_worker_open (void *app, void **worker)
{
  const struct desk_setup *setup = app;
  struct candidate_worker *made = calloc (1, sizeof *made);
  const char *problem = "";

  if (NULL == made)
    return false;
  made->arena = arena_new (ARENA_CAP);
  made->language = setup->language;
  made->words = load_texts (setup, made->arena, "words.json");
  made->tutorial = load_texts (setup, made->arena, "tutorial.json");
  made->store = candidate_store_open (setup->conninfo, setup->keyring, made->arena, &problem);
  if (NULL == made->store)
    log_event (LOG_LEVEL_ERROR, "store_does_not_open", "problem=%s", problem);
  if (NULL == made->store || NULL == made->words || NULL == made->tutorial)
    {
      candidate_worker_close (made);
      return false;
    }
  *worker = made;
  return true;
}

void
candidate_worker_close (void *worker)
{
  struct candidate_worker *closed = worker;

  if (NULL == closed)
    return;
  candidate_store_close (closed->store);
  json_decref (closed->words);
  json_decref (closed->tutorial);
  arena_free (closed->arena);
  free (closed);
}

bool
candidate_token (struct http_request *rq, struct text token)
{
  struct hash hash;

  if (! token_hash (token, &hash))
    return false;
  memcpy (rq->login.token_hash, hash.bytes, HASH_BYTES);
  return true;
}

bool
candidate_login (struct http_request *rq, void *worker, struct text token)
{
  struct candidate_person person;
  struct candidate_call call;
  enum candidate_outcome outcome;

  if (! candidate_token (rq, token))
    return true;
  call = wing_call (rq);
  outcome = candidate_store_who (wing_store (worker), &call, &person);
  if (CANDIDATE_SIGNED_OUT == outcome)
    memset (rq->login.token_hash, 0, HASH_BYTES);
  if (CANDIDATE_DONE != outcome)
    return CANDIDATE_SIGNED_OUT == outcome;
  rq->login.signed_in = true;
  rq->login.person = person.registration;
  rq->login.association = person.association;
  rq->login.about = wing_made (json_pack ("{s:s, s:s}", "name", person.name, "association", person.association_name));
  return true;
}
