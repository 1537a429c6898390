#include "endpoints.h"
#include "results_document.h"

struct http_reply
get_results (struct http_request *rq, void *worker)
{
  return results_page (rq, worker);
}
