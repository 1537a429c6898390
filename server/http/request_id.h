/* The id of a request, on its log line and in a problem reply as "instance". */
#ifndef BM_REQUEST_ID_H
#define BM_REQUEST_ID_H

#include "text.h"
#include "uid.h"

/* Not a secret and not a key: it only ties a problem page to its log line. Random, whatever the URI. A test puts its own in the
   place of this one (tests/blind/request_id_seeded.c). */
struct uid http_request_id (struct text uri);

#endif
