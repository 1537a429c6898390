#include "candidate_desk.h"

#include "endpoints.h"

/* A response may hold 20,000 code points, up to four bytes each and three times that when a form escapes them; a vignette's
   form carries all its responses. */
#define SAVE_BODY ((size_t) 128 * 1024)
#define VIGNETTE_BODY ((size_t) 1024 * 1024)

const struct http_route candidate_routes[] = {
  { .method = HTTP_GET, .path = "/", .who = HTTP_ANYONE, .handler = get_front, .reply_schema = "front", .page = "front" },
  { .method = HTTP_POST, .path = "/sign-in", .who = HTTP_ANYONE, .handler = post_sign_in, .reply_schema = "next" },
  { .method = HTTP_POST, .path = "/sign-out", .who = HTTP_SIGNED_IN, .handler = post_sign_out, .reply_schema = "next" },
  { .method = HTTP_GET, .path = "/exam", .who = HTTP_SIGNED_IN, .handler = get_exam, .reply_schema = "exam", .page = "exam" },
  { .method = HTTP_GET, .path = "/confidentiality", .who = HTTP_SIGNED_IN, .handler = get_confidentiality,
    .reply_schema = "confidentiality", .page = "confidentiality" },
  { .method = HTTP_POST, .path = "/confidentiality", .who = HTTP_SIGNED_IN, .handler = post_confidentiality,
    .reply_schema = "next" },
  { .method = HTTP_GET, .path = "/instructions", .who = HTTP_SIGNED_IN, .handler = get_instructions,
    .reply_schema = "instructions", .page = "instructions" },
  { .method = HTTP_GET, .path = "/tutorial/{step:int}", .who = HTTP_SIGNED_IN, .handler = get_tutorial,
    .reply_schema = "tutorial", .page = "tutorial" },
  { .method = HTTP_POST, .path = "/tutorial/{step:int}", .who = HTTP_SIGNED_IN, .handler = post_tutorial,
    .body_most = VIGNETTE_BODY, .reply_schema = "tutorial", .page = "tutorial" },
  { .method = HTTP_GET, .path = "/parts/{part:int}/open", .who = HTTP_SIGNED_IN, .handler = get_open, .reply_schema = "open",
    .page = "open" },
  { .method = HTTP_POST, .path = "/parts/{part:int}/open", .who = HTTP_SIGNED_IN, .handler = post_open,
    .reply_schema = "next" },
  { .method = HTTP_POST, .path = "/parts/{part:int}/begin", .who = HTTP_SIGNED_IN, .handler = post_begin,
    .reply_schema = "clock" },
  { .method = HTTP_GET, .path = "/parts/{part:int}/clock", .who = HTTP_SIGNED_IN, .handler = get_clock,
    .reply_schema = "clock" },
  { .method = HTTP_GET, .path = "/parts/1/items/{place:int}", .who = HTTP_SIGNED_IN, .handler = get_item,
    .reply_schema = "item", .page = "item" },
  { .method = HTTP_POST, .path = "/parts/1/items/{place:int}", .who = HTTP_SIGNED_IN, .handler = post_item,
    .reply_schema = "next" },
  { .method = HTTP_GET, .path = "/parts/2/vignettes/{place:int}", .who = HTTP_SIGNED_IN, .handler = get_vignette,
    .reply_schema = "vignette", .page = "vignette" },
  { .method = HTTP_POST, .path = "/parts/2/vignettes/{place:int}", .who = HTTP_SIGNED_IN, .handler = post_vignette,
    .body_most = VIGNETTE_BODY, .reply_schema = "next" },
  { .method = HTTP_POST, .path = "/parts/{part:int}/saves", .who = HTTP_SIGNED_IN, .handler = post_saves,
    .body_most = SAVE_BODY, .reply_schema = "save" },
  { .method = HTTP_GET, .path = "/parts/{part:int}/review", .who = HTTP_SIGNED_IN, .handler = get_review,
    .reply_schema = "review", .page = "review" },
  { .method = HTTP_GET, .path = "/parts/{part:int}/hand-in", .who = HTTP_SIGNED_IN, .handler = get_hand_in,
    .reply_schema = "review", .page = "hand_in" },
  { .method = HTTP_POST, .path = "/parts/{part:int}/hand-in", .who = HTTP_SIGNED_IN, .handler = post_hand_in,
    .reply_schema = "next" },
  { .method = HTTP_GET, .path = "/appointments", .who = HTTP_SIGNED_IN, .handler = get_appointments,
    .reply_schema = "appointments", .page = "appointments" },
  { .method = HTTP_GET, .path = "/appointments.ics", .who = HTTP_SIGNED_IN, .handler = get_appointments_ics,
    .reply_schema = "file" },
  { .method = HTTP_POST, .path = "/appointments/{part:int}", .who = HTTP_SIGNED_IN, .handler = post_appointment,
    .reply_schema = "next" },
  { .method = HTTP_POST, .path = "/appointments/{part:int}/cancel", .who = HTTP_SIGNED_IN, .handler = post_cancel_appointment,
    .reply_schema = "next" },
  { .method = HTTP_GET, .path = "/results", .who = HTTP_SIGNED_IN, .handler = get_results, .reply_schema = "results",
    .page = "results" },
  { .method = HTTP_GET, .path = "/letter", .who = HTTP_SIGNED_IN, .handler = get_letter, .reply_schema = "results",
    .page = "letter" },
};

const size_t candidate_route_count = BM_COUNT (candidate_routes);
