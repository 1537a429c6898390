/* The published outcome for the page and the letter: an allow-list over what the registrar sealed, so that nothing else
   that might be in it gets out. Never who reviewed, nor how many. */
#ifndef BM_CANDIDATE_RESULTS_DOCUMENT_H
#define BM_CANDIDATE_RESULTS_DOCUMENT_H

#include "wing.h"

struct http_reply results_page (struct http_request *rq, void *worker);

#endif
