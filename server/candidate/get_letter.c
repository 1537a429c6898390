/* The same as the results, as a letter to print. */
#include "endpoints.h"
#include "results_document.h"

struct http_reply
get_letter (struct http_request *rq, void *worker)
{
  return results_page (rq, worker);
}
