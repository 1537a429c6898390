/* The printable page of a one-time code: shown once, stored nowhere. */
#ifndef BM_COORDINATION_STAFF_CODE_H
#define BM_COORDINATION_STAFF_CODE_H

#include "coordination_endpoints.h"

/* 200 with where to use it: reviewers go to the review desk. */
struct http_reply staff_code_page (struct http_request *rq, const struct coordination_worker *worker,
                                   json_t *steal_doc) BM_MUST_USE BM_NONNULL_ALL;

#endif
