#include "handlers.h"

/* A draft may be sent by anyone, because its handler keeps what was typed when the login has run out; it stores nothing
   without one. The 64 KiB of a body hold a page of remarks in any script that is sent as JSON. */
const struct http_route review_routes[] = {
  { .method = HTTP_GET, .path = "/", .who = HTTP_ANYONE, .handler = review_get_home, .reply_schema = "home", .page = "home" },
  { .method = HTTP_POST, .path = "/sign-in", .who = HTTP_ANYONE, .lane = HTTP_LANE_HASH, .body_most = 8192,
    .handler = review_post_sign_in, .reply_schema = "redirect", .page = "home" },
  { .method = HTTP_GET, .path = "/welcome", .who = HTTP_ANYONE, .handler = review_get_welcome, .reply_schema = "welcome",
    .page = "welcome" },
  { .method = HTTP_POST, .path = "/welcome", .who = HTTP_ANYONE, .lane = HTTP_LANE_HASH, .body_most = 8192,
    .handler = review_post_welcome, .reply_schema = "redirect", .page = "welcome" },
  { .method = HTTP_POST, .path = "/sign-out", .who = HTTP_SIGNED_IN, .body_most = 1024, .handler = review_post_sign_out,
    .reply_schema = "redirect" },
  { .method = HTTP_GET, .path = "/queue", .who = HTTP_SIGNED_IN, .rights = REVIEW_RIGHT, .handler = review_get_queue,
    .reply_schema = "queue", .page = "queue" },
  { .method = HTTP_GET, .path = "/conflicts", .who = HTTP_SIGNED_IN, .rights = REVIEW_RIGHT, .handler = review_get_conflicts,
    .reply_schema = "conflicts", .page = "conflicts" },
  { .method = HTTP_POST, .path = "/conflicts", .who = HTTP_SIGNED_IN, .rights = REVIEW_RIGHT, .body_most = 8192,
    .handler = review_post_conflicts, .reply_schema = "redirect", .page = "conflicts" },
  { .method = HTTP_GET, .path = "/packets/{code:code}", .who = HTTP_SIGNED_IN, .rights = REVIEW_RIGHT,
    .handler = review_get_packet, .reply_schema = "packet", .page = "packet" },
  { .method = HTTP_POST, .path = "/packets/{code:code}/draft", .who = HTTP_ANYONE, .handler = review_post_draft,
    .reply_schema = "draft", .page = "packet" },
  { .method = HTTP_GET, .path = "/packets/{code:code}/check", .who = HTTP_SIGNED_IN, .rights = REVIEW_RIGHT,
    .handler = review_get_check, .reply_schema = "check", .page = "check" },
  { .method = HTTP_GET, .path = "/packets/{code:code}/lock", .who = HTTP_SIGNED_IN, .rights = REVIEW_RIGHT,
    .handler = review_get_lock, .reply_schema = "check", .page = "lock" },
  { .method = HTTP_POST, .path = "/packets/{code:code}/lock", .who = HTTP_SIGNED_IN, .rights = REVIEW_RIGHT,
    .body_most = 1024, .handler = review_post_lock, .reply_schema = "locked", .page = "check" },
  { .method = HTTP_GET, .path = "/packets/{code:code}/give-back", .who = HTTP_SIGNED_IN, .rights = REVIEW_RIGHT,
    .handler = review_get_give_back, .reply_schema = "give_back", .page = "give_back" },
  { .method = HTTP_POST, .path = "/packets/{code:code}/give-back", .who = HTTP_SIGNED_IN, .rights = REVIEW_RIGHT,
    .body_most = 8192, .handler = review_post_give_back, .reply_schema = "redirect", .page = "give_back" },
};
const size_t review_route_count = BM_COUNT (review_routes);
