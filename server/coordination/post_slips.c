/* New codes for all who have none, or a new one for one: this page is the only place where they ever stand. */
#include "coordination_endpoints.h"

#include "desk_setup.h"

static struct http_reply
slips_page (struct http_request *rq, void *worker, enum coordination_outcome outcome, json_t *doc)
{
  const char *url = ((struct coordination_worker *) worker)->setup->candidate_url;
  if (COORDINATION_OK == outcome && '\0' != url[0])
    {
      size_t i;
      json_t *slip;
      json_array_foreach (json_object_get (doc, "slips"), i, slip)
          json_object_set_new (slip, "address", json_string (url));
    }
  return coordination_answer (rq, outcome, doc);
}

struct http_reply
coordination_post_slips (struct http_request *rq, void *worker)
{
  struct administration_id id;
  struct http_reply reply;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  if (! coordination_path_uid (rq, "id", &id.uid, &reply))
    return reply;
  outcome = coordination_print_slips (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  return slips_page (rq, worker, outcome, doc);
}

struct http_reply
coordination_post_slip (struct http_request *rq, void *worker)
{
  struct registration_id id;
  struct http_reply reply;
  json_t *doc = NULL;
  enum coordination_outcome outcome;
  if (! coordination_path_uid (rq, "id", &id.uid, &reply))
    return reply;
  outcome = coordination_reprint_slip (coordination_store_of (worker), coordination_asker_of (rq), id, &doc);
  return slips_page (rq, worker, outcome, doc);
}
