/* The desk's route rows, checked at start and matched by path. A literal segment beats a typed one. */
#ifndef BM_HTTP_TABLE_H
#define BM_HTTP_TABLE_H

#include "arena.h"
#include "http_route.h"

#define HTTP_PARAMS_MOST 6

struct http_param
{
  struct text name;
  struct text value;
};

struct http_params
{
  struct http_param at[HTTP_PARAMS_MOST];
  size_t count;
};

struct http_table;

/* NULL: *problem (in the arena) names the row and what is wrong with it. */
struct http_table *http_table_new (struct arena *arena, const struct http_route *routes, size_t count,
                                   const char **problem) BM_MUST_USE BM_NONNULL (1, 4);

enum http_match { HTTP_MATCH_FOUND, HTTP_MATCH_NONE, HTTP_MATCH_METHOD };

/* path: without query. The params' values are pieces of path. With HTTP_MATCH_METHOD *route is a row of the other
   method. */
enum http_match http_table_match (const struct http_table *table, struct text path, bool post,
                                  const struct http_route **route, struct http_params *params)
  BM_MUST_USE BM_NONNULL_ALL;

/* Whether a row names this lane. */
bool http_table_has_lane (const struct http_table *table, enum http_lane lane) BM_MUST_USE BM_NONNULL_ALL;

/* Bytes a body may have under this row. */
size_t http_route_body_most (const struct http_route *route) BM_NONNULL_ALL;

#endif
