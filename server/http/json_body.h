/* JSON of a request, bounded before it is parsed: Jansson takes up to 79 times a body's size in memory. */
#ifndef BM_HTTP_JSON_BODY_H
#define BM_HTTP_JSON_BODY_H

#include "text.h"

#include <jansson.h>

#define HTTP_JSON_DEPTH_MOST 8
#define HTTP_JSON_VALUES_MOST 20000

/* NULL: *reason is a key of errors.json. One object; no duplicate keys, no trailing bytes, no NUL, valid UTF-8, no
   fractions or exponents. The caller owns the result. */
json_t *http_json_parse (struct text source, const char **reason) BM_MUST_USE BM_NONNULL (2);

#endif
