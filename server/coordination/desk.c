#include "coordination_endpoints.h"

#include "desk_setup.h"
#include "log.h"

#include <stdlib.h>
#include <string.h>

bool
coordination_worker_open (void *app, void **worker)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (1 << 16);
  const struct desk_setup *setup = app;
  const char *problem = "";
  struct coordination_worker *made;
  struct coordination_store *store = coordination_store_open (setup->conninfo, setup->keyring, arena, &problem);
  if (NULL == store)
    {
      log_event (LOG_LEVEL_ERROR, "store_not_open", "why=\"%s\"", problem);
      return false;
    }
  made = calloc (1, sizeof *made);
  if (NULL == made)
    log_fatal ("no_memory", "what=worker");
  *made = (struct coordination_worker) { setup, store };
  *worker = made;
  return true;
}

void
coordination_worker_close (void *worker)
{
  struct coordination_worker *made = worker;
  if (NULL == made)
    return;
  coordination_store_close (made->store);
  free (made);
}

static struct uid
uid_of (const json_t *doc, const char *member)
{
  struct uid uid;
  if (! uid_parse (text_of (json_string_value (json_object_get (doc, member))), &uid))
    log_fatal ("login_without_id", "member=%s", member);
  return uid;
}

/* What pages see as "login". */
static json_t *
about (const json_t *doc, uint32_t rights)
{
  json_t *others = json_object_get (doc, "others");
  return json_pack ("{s:O, s:O, s:O, s:b, s:{s:b, s:b, s:b, s:b, s:b}}", "name", json_object_get (doc, "name"),
                    "association", json_object_get (doc, "association_name"), "others", others, "several",
                    json_array_size (others) > 0, "may", "coordinate", 0 != (rights & COORDINATION_COORDINATE),
                    "proctor", 0 != (rights & COORDINATION_PROCTOR), "mask", 0 != (rights & COORDINATION_MASK),
                    "approve", 0 != (rights & COORDINATION_APPROVE), "administer",
                    0 != (rights & (COORDINATION_COORDINATE | COORDINATION_APPROVE)));
}

bool
coordination_login (struct http_request *rq, void *worker, struct text token)
{
  struct hash hash;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  if (! token_hash (token, &hash))
    return true;
  outcome = coordination_login_of (coordination_store_of (worker),
                                   (struct coordination_asker) { hash.bytes, rq->arena, rq->arrived_boot_us }, &doc);
  if (COORDINATION_OK == outcome)
    {
      rq->login.signed_in = true;
      rq->login.rights = (uint32_t) json_integer_value (json_object_get (doc, "rights"));
      rq->login.about = about (doc, rq->login.rights);
      rq->login.person = uid_of (doc, "account");
      rq->login.association = uid_of (doc, "association");
      memcpy (rq->login.token_hash, hash.bytes, sizeof rq->login.token_hash);
    }
  json_decref (doc);
  return COORDINATION_OK == outcome || COORDINATION_NONE == outcome;
}
