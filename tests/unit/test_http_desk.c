/* layers: http render base */
#include "http_tiny.h"

#define HOST "Host: tiny.example\r\n"
#define GET(path, headers) "GET " path " HTTP/1.1\r\n" HOST headers "\r\n"
#define BROWSER "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8\r\n"

static struct http_server *server;

static int
status_of (const char *request)
{
  return tiny_ask (server, request)->status;
}

/* A POST to /echo with a whole set of headers of its own. */
static int
status_of_post (const char *headers)
{
  char request[1024];

  (void) snprintf (request, sizeof request,
                   "POST /echo HTTP/1.1\r\n" HOST "%sContent-Length: 14\r\n\r\n{\"name\":\"Ada\"}", headers);
  return status_of (request);
}

static void
a_program_gets_json_and_a_browser_the_page_over_the_same_document (void **state)
{
  const struct tiny_reply *reply = tiny_ask (server, GET ("/", ""));

  (void) state;
  assert_string_equal ("{\"hello\":\"<world>\"}", reply->body);
  assert_non_null (strstr (reply->head, "Content-Type: application/json\r\n"));
  reply = tiny_ask (server, GET ("/", BROWSER));
  assert_string_equal ("<title>home</title><p>&lt;world&gt;</p><i>tiny en</i>", reply->body);
  assert_non_null (strstr (reply->head, "Content-Type: text/html; charset=utf-8\r\n"));
}

static void
every_reply_carries_the_house_s_headers_and_none_that_tells_tales (void **state)
{
  static const char *const requests[] = { GET ("/", ""), GET ("/", BROWSER), GET ("/nowhere", ""), GET ("/me", ""),
                                          GET ("/healthz", ""), GET ("/static/house.css", ""), GET ("/board.csv", "") };

  (void) state;
  for (size_t i = 0; i < BM_COUNT (requests); i++)
    {
      const struct tiny_reply *reply = tiny_ask (server, requests[i]);
      const bool is_static = NULL != strstr (requests[i], "/static/");
      assert_non_null (strstr (reply->head, "Content-Security-Policy: default-src 'none'; script-src 'self';"));
      assert_non_null (strstr (reply->head, "require-trusted-types-for 'script'; trusted-types 'none'\r\n"));
      assert_non_null (strstr (reply->head, "X-Content-Type-Options: nosniff\r\n"));
      assert_non_null (strstr (reply->head, "Referrer-Policy: same-origin\r\n"));
      assert_non_null (strstr (reply->head, "Cross-Origin-Opener-Policy: same-origin\r\n"));
      assert_non_null (strstr (reply->head, "Cross-Origin-Resource-Policy: same-origin\r\n"));
      assert_non_null (strstr (reply->head, "Permissions-Policy: "));
      assert_non_null (strstr (reply->head, is_static ? "Cache-Control: no-cache\r\n" : "Cache-Control: no-store\r\n"));
      assert_int_equal (is_static, NULL != strcasestr (reply->head, "ETag"));
      assert_null (strcasestr (reply->head, "\r\nServer:"));
      assert_null (strcasestr (reply->head, "Timing"));
      assert_null (strcasestr (reply->head, "Last-Modified"));
      assert_null (strcasestr (reply->head, "Strict-Transport"));
    }
}

static void
an_unknown_path_is_404_and_a_wrong_method_405_with_allow (void **state)
{
  static const char *const unknown[] = {
    GET ("/nowhere", ""), GET ("//", ""), GET ("/me/", ""), GET ("/Me", ""), GET ("/parts/1/items/", ""),
    GET ("/parts/01/items/2", ""), GET ("/parts/x/items/2", ""), GET ("/parts/-1/items/2", ""), GET ("/m%65", ""),
    GET ("/static/", ""), GET ("/static/none.css", ""), GET ("/static/en/problem.mustache", ""), GET ("/static/errors.json", ""),
    GET ("/problem", "") };
  const struct tiny_reply *reply;

  (void) state;
  for (size_t i = 0; i < BM_COUNT (unknown); i++)
    if (404 != status_of (unknown[i]))
      fail_msg ("%s", unknown[i]);
  reply = tiny_ask (server, GET ("/echo", ""));
  assert_int_equal (405, reply->status);
  assert_non_null (strstr (reply->head, "Allow: POST\r\n"));
  reply = tiny_ask (server, tiny_post ("/me", "", "application/json", "{}"));
  assert_int_equal (405, reply->status);
  assert_non_null (strstr (reply->head, "Allow: GET, HEAD\r\n"));
  assert_int_equal (405, status_of (tiny_post ("/static/house.css", "", "application/json", "{}")));
  assert_int_equal (405, status_of (tiny_post ("/healthz", "", "application/json", "{}")));
}

static void
a_problem_names_its_kind_field_and_reason_and_the_request (void **state)
{
  const struct tiny_reply *reply = tiny_ask (server, tiny_post ("/echo", "", "application/json", "{}"));

  (void) state;
  assert_int_equal (422, reply->status);
  assert_non_null (strstr (reply->head, "Content-Type: application/problem+json\r\n"));
  assert_non_null (strstr (reply->body, "{\"type\":\"/problems/invalid_field\",\"title\":\"title of invalid_field\",\"status\":422,"
                                        "\"instance\":\"urn:uuid:"));
  assert_non_null (strstr (reply->body, "\"field\":\"name\",\"reason\":\"absent\",\"detail\":\"Fill this in\"}"));
  reply = tiny_ask (server, GET ("/nowhere", BROWSER));
  assert_int_equal (404, reply->status);
  assert_string_equal ("<title>problem</title><h1>title of not_found</h1><p>404</p>", reply->body);
}

static void
fields_of_path_and_query_reach_the_handler_and_unknown_ones_are_refused (void **state)
{
  (void) state;
  assert_string_equal ("{\"part\":2,\"position\":60,\"mode\":\"large\"}",
                       tiny_ask (server, GET ("/parts/2/items/60?mode=large", ""))->body);
  assert_int_equal (200, status_of (GET ("/parts/2/items/60?mode=", "")));
  assert_int_equal (422, status_of (GET ("/parts/3/items/60", "")));
  assert_int_equal (422, status_of (GET ("/parts/2/items/61", "")));
  assert_int_equal (422, status_of (GET ("/parts/2/items/60?mode=small", "")));
  assert_int_equal (422, status_of (GET ("/parts/2/items/60?mode=large&mode=large", "")));
  assert_int_equal (422, status_of (GET ("/parts/2/items/60?debug=1", "")));
  assert_int_equal (400, status_of (GET ("/parts/2/items/60?mode=%ff", "")));
  assert_int_equal (400, status_of (GET ("/parts/2/items/60?=a", "")));
}

static void
a_state_change_needs_our_exact_origin (void **state)
{
#define JSON "Content-Type: application/json\r\n"
  (void) state;
  assert_int_equal (200, status_of_post (JSON "Origin: " TINY_ORIGIN "\r\n"));
  assert_int_equal (200, status_of_post (JSON "Origin: " TINY_ORIGIN "\r\nSec-Fetch-Site: same-origin\r\n"));
  assert_int_equal (403, status_of_post (JSON));
  assert_int_equal (403, status_of_post (JSON "Origin: null\r\n"));
  assert_int_equal (403, status_of_post (JSON "Origin: https://tiny.example\r\n"));
  assert_int_equal (403, status_of_post (JSON "Origin: " TINY_ORIGIN ":8081\r\n"));
  assert_int_equal (403, status_of_post (JSON "Origin: " TINY_ORIGIN "/\r\n"));
  assert_int_equal (403, status_of_post (JSON "Origin: " TINY_ORIGIN ".evil.example\r\n"));
  assert_int_equal (403, status_of_post (JSON "Origin: HTTP://TINY.EXAMPLE\r\n"));
  assert_int_equal (403, status_of_post (JSON "Origin:\r\n"));
  assert_int_equal (403, status_of_post (JSON "Origin: " TINY_ORIGIN "\r\nSec-Fetch-Site: same-site\r\n"));
  assert_int_equal (403, status_of_post (JSON "Origin: " TINY_ORIGIN "\r\nSec-Fetch-Site: cross-site\r\n"));
  assert_int_equal (403, status_of_post (JSON "Origin: " TINY_ORIGIN "\r\nSec-Fetch-Site: none\r\n"));
  assert_int_equal (200, status_of (GET ("/", "Sec-Fetch-Site: cross-site\r\n")));
}

static void
only_two_media_types_are_taken (void **state)
{
  static const struct { const char *type, *body; int status; } cases[] = {
    { "application/json", "{\"name\":\"Ada\"}", 200 },
    { "application/json; charset=utf-8", "{\"name\":\"Ada\"}", 200 },
    { "Application/JSON;charset=\"UTF-8\"", "{\"name\":\"Ada\"}", 200 },
    { "application/x-www-form-urlencoded", "name=Ada+L%C3%B6we", 200 },
    { "application/x-www-form-urlencoded; charset=UTF-8", "name=Ada", 200 },
    { "application/json; charset=latin1", "{\"name\":\"Ada\"}", 415 },
    { "application/json; charset=utf-8; x=y", "{\"name\":\"Ada\"}", 415 },
    { "text/plain", "{\"name\":\"Ada\"}", 415 },
    { "text/csv", "a,b", 415 },
    { "multipart/form-data; boundary=a", "--a--", 415 },
    { "application/jsonx", "{\"name\":\"Ada\"}", 415 },
    { "", "{\"name\":\"Ada\"}", 415 },
  };

  (void) state;
  for (size_t i = 0; i < BM_COUNT (cases); i++)
    if (cases[i].status != status_of (tiny_post ("/echo", "", cases[i].type, cases[i].body)))
      fail_msg ("%s", cases[i].type);
  assert_int_equal (415, status_of_post ("Origin: " TINY_ORIGIN "\r\n"));
}

static void
json_is_taken_strictly (void **state)
{
  static const struct { const char *body; int status; const char *reason; } cases[] = {
    { "{\"name\":\"Ada\",\"age\":36}", 200, NULL },
    { "{\"name\":\"Ada\",\"age\":36}{}", 400, "bad_json" },
    { "{\"name\":\"Ada\"", 400, "bad_json" },
    { "{name:\"Ada\"}", 400, "bad_json" },
    { "[\"name\"]", 400, "bad_json" },
    { "{\"name\":\"Ada\",\"name\":\"Ada\"}", 400, "duplicate" },
    { "{\"name\":\"A\\u0000\"}", 400, "bad_json" },
    { "{\"name\":\"\xFF\"}", 400, "bad_json" },
    { "{\"name\":\"Ada\",\"age\":36.0}", 400, "bad_number" },
    { "{\"name\":\"Ada\",\"age\":1e400}", 400, "bad_number" },
    { "{\"name\":\"Ada\",\"age\":99999999999999999999}", 400, "bad_json" },
    { "{\"name\":\"Ada\",\"age\":\"36\"}", 422, "wrong_kind" },
    { "{\"name\":\"Ada\",\"age\":null}", 422, "wrong_kind" },
    { "{\"name\":\"Ada\",\"age\":151}", 422, "bad_number" },
    { "{\"name\":36}", 422, "wrong_kind" },
    { "{\"name\":\"\"}", 422, "absent" },
    { "{\"name\":\"Ada\",\"role\":\"coordinator\"}", 422, "unknown" },
    { "{\"name\":[[[[[[[1]]]]]]]}", 422, "wrong_kind" },
    { "{\"name\":[[[[[[[[1]]]]]]]]}", 400, "too_deep" },
    { "{\"name\":\"[[[[[[[[[[ 1.5e3 {{{{{{{{{ \\\" [[[[\"}", 200, NULL },
  };

  (void) state;
  for (size_t i = 0; i < BM_COUNT (cases); i++)
    {
      const struct tiny_reply *reply = tiny_ask (server, tiny_post ("/echo", "", "application/json", cases[i].body));
      char reason[64];
      (void) snprintf (reason, sizeof reason, "\"reason\":\"%s\"", NULL == cases[i].reason ? "" : cases[i].reason);
      if (cases[i].status != reply->status || (NULL != cases[i].reason && NULL == strstr (reply->body, reason)))
        fail_msg ("%s: %d %s", cases[i].body, reply->status, reply->body);
    }
}

static void
a_body_of_too_many_values_is_refused_before_it_is_built (void **state)
{
  static char body[60000] = "{\"name\":[1";

  (void) state;
  while (strlen (body) < 50000)
    (void) strcat (body + strlen (body) - 1, "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1");
  (void) strcat (body, "]}");
  assert_non_null (strstr (tiny_ask (server, tiny_post ("/echo", "", "application/json", body))->body, "too_many"));
}

static void
only_the_desk_s_own_cookie_signs_in_and_two_of_it_do_not (void **state)
{
  (void) state;
  assert_int_equal (200, status_of (GET ("/me", "Cookie: bm_tiny=good\r\n")));
  assert_int_equal (200, status_of (GET ("/me", "Cookie: a=b; bm_tiny=good; bm_review=x\r\n")));
  assert_int_equal (200, status_of (GET ("/me", "Cookie: a=b\r\nCookie: bm_tiny=good\r\n")));
  assert_int_equal (401, status_of (GET ("/me", "")));
  assert_int_equal (401, status_of (GET ("/me", "Cookie: bm_tiny=\r\n")));
  assert_int_equal (401, status_of (GET ("/me", "Cookie: bm_tiny=bad\r\n")));
  assert_int_equal (401, status_of (GET ("/me", "Cookie: bm_tiny=good; bm_tiny=good\r\n")));
  assert_int_equal (401, status_of (GET ("/me", "Cookie: bm_tiny=good\r\nCookie: bm_tiny=evil\r\n")));
  assert_int_equal (401, status_of (GET ("/me", "Cookie: bm_review=good\r\n")));
  assert_int_equal (401, status_of (GET ("/me", "Cookie: xbm_tiny=good\r\n")));
  assert_int_equal (401, status_of (GET ("/me", "Cookie: BM_TINY=good\r\n")));
  assert_int_equal (401, status_of (GET ("/me", "Cookie: __Host-bm_tiny=good\r\n")));
}

static void
a_stranger_s_browser_is_sent_to_the_first_page (void **state)
{
  const struct tiny_reply *reply = tiny_ask (server, GET ("/me", BROWSER));

  (void) state;
  assert_int_equal (303, reply->status);
  assert_non_null (strstr (reply->head, "Location: /\r\n"));
}

static void
a_login_without_the_right_is_told_so (void **state)
{
  (void) state;
  assert_int_equal (403, status_of (GET ("/board", "Cookie: bm_tiny=good\r\n")));
  assert_string_equal ("{\"rights\":4}", tiny_ask (server, GET ("/board", "Cookie: bm_tiny=board\r\n"))->body);
}

static void
a_store_that_is_away_is_503_and_says_when_to_come_back (void **state)
{
  const struct tiny_reply *reply = tiny_ask (server, GET ("/", "Cookie: bm_tiny=away\r\n"));

  (void) state;
  assert_int_equal (503, reply->status);
  assert_non_null (strstr (reply->head, "Retry-After: 5\r\n"));
}

static void
a_change_sends_a_browser_on_and_a_program_gets_the_way (void **state)
{
  const struct tiny_reply *reply = tiny_ask (server, tiny_post ("/sign-in", BROWSER, "application/json", "{}"));

  (void) state;
  assert_int_equal (303, reply->status);
  assert_non_null (strstr (reply->head, "Location: /\r\n"));
  assert_non_null (strstr (reply->head, "Set-Cookie: bm_tiny=good; Path=/; HttpOnly; SameSite=Strict\r\n"));
  assert_string_equal ("", reply->body);
  assert_string_equal ("{\"next\":\"/\"}", tiny_ask (server, tiny_post ("/sign-in", "", "application/json", "{}"))->body);
}

static void
an_https_desk_locks_its_cookie_to_the_host (void **state)
{
  struct http_config config = tiny_config ();
  const char *problem;
  struct http_server *secure;
  const struct tiny_reply *reply;

  (void) state;
  config.public_url = "https://tiny.example";
  secure = http_server_start (&config, tiny_arena, &problem);
  assert_non_null (secure);
  reply = tiny_ask (secure, "POST /sign-in HTTP/1.1\r\n" HOST "Origin: https://tiny.example\r\nContent-Length: 0\r\n\r\n");
  assert_int_equal (200, reply->status);
  assert_non_null (strstr (reply->head, "Set-Cookie: __Host-bm_tiny=good; Path=/; HttpOnly; SameSite=Strict; Secure\r\n"));
  assert_non_null (strstr (reply->head, "Strict-Transport-Security: max-age="));
  assert_int_equal (401, tiny_ask (secure, GET ("/me", "Cookie: bm_tiny=good\r\n"))->status);
  assert_int_equal (200, tiny_ask (secure, GET ("/me", "Cookie: __Host-bm_tiny=good\r\n"))->status);
  http_server_stop (secure);
}

static void
static_files_are_served_from_memory_and_revalidated (void **state)
{
  const struct tiny_reply *reply = tiny_ask (server, GET ("/static/house.css", ""));
  char request[256];
  char etag[32];

  (void) state;
  assert_int_equal (200, reply->status);
  assert_string_equal ("body { color: black }\n", reply->body);
  assert_non_null (strstr (reply->head, "Content-Type: text/css; charset=utf-8\r\n"));
  assert_int_equal (1, sscanf (strstr (reply->head, "ETag: "), "ETag: %31s", etag));
  (void) snprintf (request, sizeof request, GET ("/static/house.css", "If-None-Match: %s\r\n"), etag);
  assert_int_equal (304, status_of (request));
  reply = tiny_ask (server, GET ("/static/service-worker.js", ""));
  assert_non_null (strstr (reply->head, "Service-Worker-Allowed: /\r\n"));
}

/* A page names its files under a mark of them all, so a browser that has them asks no more. */
static void
static_files_under_todays_mark_are_kept_and_under_another_only_for_the_moment (void **state)
{
  static const char *const kept[] = { "Cache-Control: max-age=31536000, immutable\r\n", "Cache-Control: no-cache\r\n" };
  const struct tiny_reply *reply = tiny_ask (server, GET ("/", BROWSER "Cookie: bm_tiny=good\r\n"));
  const char *link = strstr (reply->body, "<link href=\"");
  char request[256];
  char path[64];

  (void) state;
  assert_non_null (link);
  assert_int_equal (1, sscanf (link, "<link href=\"%63[^\"]", path));
  assert_int_equal (strlen ("/static/0123456789abcdef/house.css"), strlen (path));
  for (size_t i = 0; i < BM_COUNT (kept); i++)
    {
      (void) snprintf (request, sizeof request, GET ("%s", ""), path);
      reply = tiny_ask (server, request);
      assert_int_equal (200, reply->status);
      assert_string_equal ("body { color: black }\n", reply->body);
      assert_non_null (strstr (reply->head, kept[i]));
      path[strlen ("/static/")] = 'x';   /* a mark that is nobody's */
    }
}

static void
a_file_reply_is_a_download (void **state)
{
  const struct tiny_reply *reply = tiny_ask (server, GET ("/board.csv", ""));

  (void) state;
  assert_string_equal ("a,b\n", reply->body);
  assert_non_null (strstr (reply->head, "Content-Type: text/csv\r\n"));
  assert_non_null (strstr (reply->head, "Content-Disposition: attachment; filename=\"board.csv\"\r\n"));
}

static void
a_reply_that_cannot_be_shown_is_500 (void **state)
{
  (void) state;
  assert_int_equal (500, status_of (GET ("/broken", "")));
}

static void
the_api_document_lists_every_row (void **state)
{
  json_t *document = json_loads (tiny_ask (server, GET ("/openapi.json", ""))->body, 0, NULL);
  const json_t *paths = json_object_get (document, "paths");

  (void) state;
  assert_int_equal (BM_COUNT (tiny_routes), json_object_size (paths));
  assert_non_null (json_object_get (json_object_get (paths, "/parts/{part}/items/{position}"), "get"));
  assert_non_null (json_object_get (json_object_get (paths, "/echo"), "post"));
  json_decref (document);
}

/* --- what does not start --- */

static void
refuses_to_start (const struct http_config *config, const char *because)
{
  const char *problem = "";

  assert_null (http_server_start (config, tiny_arena, &problem));
  if (NULL == strstr (problem, because))
    fail_msg ("\"%s\" does not say \"%s\"", problem, because);
}

static void
idle_batch (struct http_request *const *rqs, size_t count, struct http_reply *replies, void *worker)
{
  (void) worker;
  for (size_t i = 0; i < count; i++)
    replies[i] = tiny_home (rqs[i], NULL);
}

static void
a_desk_with_a_broken_row_does_not_start (void **state)
{
  static const struct { struct http_route row; const char *because; } cases[] = {
    { { HTTP_METHOD_UNSET, "/a", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_home, "home", NULL, NULL, 0 }, "has no method" },
    { { HTTP_GET, "/a", HTTP_WHO_UNSET, 0, 0, HTTP_LANE_WORK, tiny_home, "home", NULL, NULL, 0 }, "does not say who may call it" },
    { { HTTP_GET, "/a", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, NULL, "home", NULL, NULL, 0 }, "has no handler" },
    { { HTTP_GET, "/a", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_home, NULL, NULL, NULL, 0 }, "has no reply schema" },
    { { HTTP_GET, "/a", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_home, "nowhere", NULL, NULL, 0 }, "nowhere.schema.json cannot" },
    { { HTTP_GET, NULL, HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_home, "home", NULL, NULL, 0 }, "has no path" },
    { { HTTP_GET, "a", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_home, "home", NULL, NULL, 0 }, "cannot be read" },
    { { HTTP_GET, "/a/", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_home, "home", NULL, NULL, 0 }, "cannot be read" },
    { { HTTP_GET, "/{x:text}", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_home, "home", NULL, NULL, 0 }, "cannot be read" },
    { { HTTP_GET, "/{x}", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_home, "home", NULL, NULL, 0 }, "cannot be read" },
    { { HTTP_GET, "/healthz", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_home, "home", NULL, NULL, 0 }, "keeps for itself" },
    { { HTTP_GET, "/static/x", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_home, "home", NULL, NULL, 0 }, "keeps for itself" },
    { { HTTP_GET, "/", HTTP_SIGNED_IN, 0, 0, HTTP_LANE_WORK, tiny_home, "home", NULL, NULL, 0 }, "where strangers are sent" },
    { { HTTP_GET, "/a", HTTP_ANYONE, 1, 0, HTTP_LANE_WORK, tiny_home, "home", NULL, NULL, 0 }, "rights but not for a login" },
    { { HTTP_GET, "/a", HTTP_ANYONE, 0, 10, HTTP_LANE_WORK, tiny_home, "home", NULL, NULL, 0 }, "GET with a body" },
    { { HTTP_GET, "/a", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_home, "home", "nowhere", NULL, 0 }, "The page nowhere" },
    { { HTTP_POST, "/a", HTTP_ANYONE, 0, 0, HTTP_LANE_BATCH, tiny_home, "home", NULL, NULL, 0 }, "has no batch handler" },
    { { HTTP_POST, "/a", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_home, "home", NULL, idle_batch, 0 }, "not in the batch lane" },
    { { HTTP_POST, "/a", HTTP_SIGNED_IN, 1, 0, HTTP_LANE_BATCH, tiny_home, "home", NULL, idle_batch, 0 }, "no login is looked up" },
    { { HTTP_POST, "/a", HTTP_SIGNED_IN, 0, 0, HTTP_LANE_BATCH, tiny_home, "home", NULL, idle_batch, 0 }, "reads no tokens" },
    { { HTTP_POST, "/a", HTTP_ANYONE, 0, 0, HTTP_LANE_BATCH, NULL, "home", NULL, idle_batch, 0 }, "has no handler" },
    { { HTTP_POST, "/a", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_home, "home", NULL, NULL, 50 }, "lingers but is not in" },
    { { HTTP_POST, "/a", HTTP_ANYONE, 0, 0, HTTP_LANE_BATCH, tiny_home, "home", NULL, idle_batch, 1001 }, "for more than a" },
  };

  (void) state;
  for (size_t i = 0; i < BM_COUNT (cases); i++)
    {
      const struct http_desk desk = { .name = "tiny", .cookie = "bm_tiny", .routes = &cases[i].row, .route_count = 1 };
      struct http_config config = tiny_config ();
      config.desk = &desk;
      refuses_to_start (&config, cases[i].because);
    }
}

static void
rows_that_a_request_cannot_tell_apart_do_not_start (void **state)
{
  static const struct http_route rows[] = {
    { HTTP_GET, "/a/{x:int}", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_home, "home", NULL, NULL, 0 },
    { HTTP_GET, "/a/{y:word}", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_home, "home", NULL, NULL, 0 } };
  const struct http_desk desk = { .name = "tiny", .cookie = "bm_tiny", .routes = rows, .route_count = 2 };
  struct http_config config = tiny_config ();

  (void) state;
  config.desk = &desk;
  refuses_to_start (&config, "stands twice");
}

static void
a_busy_port_a_bad_address_and_a_bad_url_are_one_sentence_each (void **state)
{
  struct http_config config = tiny_config ();

  (void) state;
  config.port = http_server_port (server);
  refuses_to_start (&config, "another program listens there");
  config = tiny_config ();
  config.address = "localhost.example";
  refuses_to_start (&config, "is not an IP address");
  config = tiny_config ();
  config.public_url = "https://tiny.example/";
  refuses_to_start (&config, "public URL");
  config = tiny_config ();
  config.workers = 0;
  refuses_to_start (&config, "number of workers");
  config = tiny_config ();
  config.language = "xx";
  refuses_to_start (&config, "errors.json");
}

static void
a_broken_template_does_not_start (void **state)
{
  const struct http_config config = tiny_config ();

  (void) state;
  tiny_file ("client/tiny/en/broken.mustache", "{{#open}}");
  refuses_to_start (&config, "broken");
  tiny_file ("client/tiny/en/broken.mustache", "");
}

static int
open_server (void **state)
{
  (void) state;
  log_open ("test");
  tiny_share_make ();
  server = tiny_start (&http_bounds_default);
  return 0;
}

static int
close_server (void **state)
{
  (void) state;
  http_server_stop (server);
  assert_int_equal (0, atomic_load (&tiny_workers));
  arena_free (tiny_arena);
  tiny_share_drop ();
  return 0;
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_program_gets_json_and_a_browser_the_page_over_the_same_document),
    cmocka_unit_test (every_reply_carries_the_house_s_headers_and_none_that_tells_tales),
    cmocka_unit_test (an_unknown_path_is_404_and_a_wrong_method_405_with_allow),
    cmocka_unit_test (a_problem_names_its_kind_field_and_reason_and_the_request),
    cmocka_unit_test (fields_of_path_and_query_reach_the_handler_and_unknown_ones_are_refused),
    cmocka_unit_test (a_state_change_needs_our_exact_origin),
    cmocka_unit_test (only_two_media_types_are_taken),
    cmocka_unit_test (json_is_taken_strictly),
    cmocka_unit_test (a_body_of_too_many_values_is_refused_before_it_is_built),
    cmocka_unit_test (only_the_desk_s_own_cookie_signs_in_and_two_of_it_do_not),
    cmocka_unit_test (a_stranger_s_browser_is_sent_to_the_first_page),
    cmocka_unit_test (a_login_without_the_right_is_told_so),
    cmocka_unit_test (a_store_that_is_away_is_503_and_says_when_to_come_back),
    cmocka_unit_test (a_change_sends_a_browser_on_and_a_program_gets_the_way),
    cmocka_unit_test (an_https_desk_locks_its_cookie_to_the_host),
    cmocka_unit_test (static_files_are_served_from_memory_and_revalidated),
    cmocka_unit_test (static_files_under_todays_mark_are_kept_and_under_another_only_for_the_moment),
    cmocka_unit_test (a_file_reply_is_a_download),
    cmocka_unit_test (a_reply_that_cannot_be_shown_is_500),
    cmocka_unit_test (the_api_document_lists_every_row),
    cmocka_unit_test (a_desk_with_a_broken_row_does_not_start),
    cmocka_unit_test (rows_that_a_request_cannot_tell_apart_do_not_start),
    cmocka_unit_test (a_busy_port_a_bad_address_and_a_bad_url_are_one_sentence_each),
    cmocka_unit_test (a_broken_template_does_not_start),
  };
  return cmocka_run_group_tests (tests, open_server, close_server);
}
