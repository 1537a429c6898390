/* One person at one desk, as the demo plays them: an HTTP client with cookies of its own that speaks JSON. The demo goes
   through the same doors as people do, so that no row of it is written past the rules. */
#ifndef BM_DEMO_CLIENT_H
#define BM_DEMO_CLIENT_H

#include "attrs.h"

#include <jansson.h>
#include <stdbool.h>

struct demo_client;

/* url: the desk's public URL, without a slash at the end; borrowed for the client's life. */
struct demo_client *demo_client_new (const char *url) BM_MUST_USE BM_RETURNS_NONNULL BM_NONNULL_ALL;
void demo_client_free (struct demo_client *client);
void demo_client_leave (struct demo_client **client) BM_NONNULL_ALL;   /* for BM_CLEANUP */

/* GET of a path. The reply's document (a new reference, never NULL) on status 200, else NULL after one line on standard error
   that names the path, the status and the problem. */
json_t *demo_get (struct demo_client *client, const char *path) BM_MUST_USE BM_NONNULL_ALL;

/* POST of a JSON document (reference stolen); return as demo_get. */
json_t *demo_post (struct demo_client *client, const char *path, json_t *steal_body) BM_MUST_USE BM_NONNULL_ALL;

/* The same where only success matters. */
bool demo_do (struct demo_client *client, const char *path, json_t *steal_body) BM_MUST_USE BM_NONNULL_ALL;

#endif
