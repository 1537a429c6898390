#include "review_desk.h"

#include "desk_setup.h"
#include "log.h"
#include "review_store.h"
#include "token.h"

#include <string.h>

bool
review_worker_open (void *app, void **worker)
{
  const struct desk_setup *setup = app;

  if (! keyring_holds (setup->keyring, KEY_REVIEW_SIGN))
    {
      log_event (LOG_LEVEL_ERROR, "key_missing", "kind=review_sign do=\"run blindmark init once more\"");
      return false;
    }
  *worker = review_store_open (setup->conninfo, setup->keyring);
  return NULL != *worker;
}

void
review_worker_close (void *worker)
{
  review_store_close (worker);
}

bool
review_login (struct http_request *rq, void *worker, struct text token)
{
  struct review_login login;
  struct hash hash;
  enum review_outcome outcome;

  if (! token_hash (token, &hash))
    return true;
  outcome = review_store_login (worker, hash, &login);
  if (REVIEW_NONE == outcome)
    return true;
  if (REVIEW_DONE != outcome)
    return false;
  rq->login.signed_in = true;
  rq->login.person = login.account;
  rq->login.association = login.association;
  rq->login.rights = login.rights;
  memcpy (rq->login.token_hash, hash.bytes, sizeof rq->login.token_hash);
  rq->login.about = json_object ();
  json_object_set_new (rq->login.about, "associations", login.associations);
  return true;
}
