/* Review and hand-in show the same counts and the same list. */
#ifndef BM_CANDIDATE_REVIEW_DOCUMENT_H
#define BM_CANDIDATE_REVIEW_DOCUMENT_H

#include "http_reply.h"

struct http_reply review_page (struct http_request *rq, void *worker);

#endif
