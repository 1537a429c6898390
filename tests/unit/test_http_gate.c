/* layers: http render base */
#include "http_tiny.h"

static struct http_server *server;

struct trick
{
  const char *about;
  const char *bytes;
  size_t length;
  int status;   /* 0: closed without an answer, by libmicrohttpd itself */
};

#define TRICK(about, bytes, status) { about, bytes, sizeof (bytes) - 1, status }
#define HOST "Host: tiny.example\r\n"
#define ORIGIN "Origin: " TINY_ORIGIN "\r\n"
#define JSON "Content-Type: application/json\r\n"
#define SAVE "POST /echo HTTP/1.1\r\n" HOST ORIGIN JSON
#define GET_ "GET / HTTP/1.1\r\n" HOST
#define NEXT "GET /healthz HTTP/1.1\r\n" HOST "\r\n"

static const struct trick tricks[] = {
  TRICK ("both lengths", SAVE "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" NEXT, 400),
  TRICK ("chunked", SAVE "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" NEXT, 400),
  TRICK ("an unknown coding", SAVE "Transfer-Encoding: xchunked\r\n\r\n" NEXT, 400),
  TRICK ("a coding on a GET", GET_ "Transfer-Encoding: identity\r\n\r\n" NEXT, 400),
  TRICK ("two lengths", SAVE "Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}" NEXT, 400),
  TRICK ("two equal lengths", SAVE "Content-Length: 2\r\ncontent-length: 2\r\n\r\n{}" NEXT, 400),
  TRICK ("two lengths in one", SAVE "Content-Length: 2, 2\r\n\r\n{}" NEXT, 400),
  TRICK ("a length with a sign", SAVE "Content-Length: +2\r\n\r\n{}" NEXT, 400),
  TRICK ("a negative length", SAVE "Content-Length: -2\r\n\r\n{}" NEXT, 400),
  TRICK ("a length in hex", SAVE "Content-Length: 0x2\r\n\r\n{}" NEXT, 400),
  TRICK ("an empty length", SAVE "Content-Length:\r\n\r\n{}" NEXT, 400),
  TRICK ("a blank after the length", SAVE "Content-Length: 2 \r\n\r\n{}" NEXT, 400),
  TRICK ("a space before the colon", SAVE "Content-Length : 30\r\n\r\n{}" NEXT, 400),
  TRICK ("a tab before the colon", GET_ "A\t: b\r\n\r\n" NEXT, 400),
  TRICK ("a name with a slash", GET_ "A/b: c\r\n\r\n" NEXT, 400),
  TRICK ("a name beyond ASCII", GET_ "\xC3\xA4: c\r\n\r\n" NEXT, 400),
  TRICK ("no name", GET_ ": c\r\n\r\n" NEXT, 400),
  TRICK ("no colon", GET_ "abc\r\n\r\n" NEXT, 400),
  TRICK ("bare LF after the request line", "GET / HTTP/1.1\n" HOST "\r\n" NEXT, 400),
  TRICK ("bare LF after a header", "GET / HTTP/1.1\r\nA: b\n" HOST "\r\n" NEXT, 400),
  TRICK ("bare LF after the last header", GET_ "A: b\n\r\n" NEXT, 400),
  TRICK ("bare LF at the end", GET_ "A: b\r\n\n" NEXT, 400),
  TRICK ("bare LF everywhere", "GET / HTTP/1.1\nHost: tiny.example\n\n" NEXT, 400),
  TRICK ("bare LF and a hidden length", SAVE "A: b\nContent-Length: 2\r\n\r\n{}" NEXT, 400),
  TRICK ("bare CR in a value", GET_ "A: b\rC: d\r\n\r\n" NEXT, 400),
  TRICK ("bare CR after the request line", "GET / HTTP/1.1\rA: b\r\n" HOST "\r\n" NEXT, 400),
  TRICK ("two hosts", GET_ "Host: other.example\r\n\r\n" NEXT, 400),
  TRICK ("the same host twice", "GET / HTTP/1.1\r\n" HOST HOST "\r\n" NEXT, 400),
  TRICK ("no host", "GET / HTTP/1.1\r\nA: b\r\n\r\n" NEXT, 400),
  TRICK ("no header at all", "GET / HTTP/1.1\r\n\r\n" NEXT, 400),
  TRICK ("an empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n" NEXT, 400),
  TRICK ("two hosts in one", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n" NEXT, 400),
  TRICK ("a host with a user", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n" NEXT, 400),
  TRICK ("no host with 1.0", "GET / HTTP/1.0\r\n\r\n" NEXT, 400),
  TRICK ("NUL in a value", GET_ "A: b\0c\r\n\r\n" NEXT, 400),
  TRICK ("NUL at the end of a value", GET_ "A: b\0\r\nC: d\r\n\r\n" NEXT, 400),
  TRICK ("NUL before a value", GET_ "A: \0b\r\nC: d\r\n\r\n" NEXT, 400),
  TRICK ("NUL in a name", GET_ "A\0b: c\r\n\r\n" NEXT, 400),
  TRICK ("NUL in the URI", "GET /\0x HTTP/1.1\r\n" HOST "\r\n" NEXT, 400),
  TRICK ("NUL in the method", "GET\0 / HTTP/1.1\r\n" HOST "\r\n" NEXT, 400),
  TRICK ("%00 in the path", "GET /%00x HTTP/1.1\r\n" HOST "\r\n" NEXT, 400),
  TRICK ("%00 in the query", "GET /?a=%00 HTTP/1.1\r\n" HOST "\r\n" NEXT, 400),
  TRICK ("a folded header", GET_ "A: b\r\n c\r\n\r\n" NEXT, 400),
  TRICK ("a header folded with a tab", GET_ "A: b\r\n\tc\r\nD: e\r\n\r\n" NEXT, 400),
  TRICK ("a folded host", "GET / HTTP/1.1\r\nHost: tiny\r\n .example\r\n\r\n" NEXT, 400),
  TRICK ("a folded first header", "GET / HTTP/1.1\r\n A: b\r\n" HOST "\r\n" NEXT, 400),
  TRICK ("a control byte in a value", GET_ "A: b\x01\r\n\r\n" NEXT, 400),
  TRICK ("DEL in a value", GET_ "A: b\x7F\r\n\r\n" NEXT, 400),
  TRICK ("a space in the URI", "GET /a b HTTP/1.1\r\n" HOST "\r\n" NEXT, 400),
  TRICK ("two spaces before the URI", "GET  / HTTP/1.1\r\n" HOST "\r\n" NEXT, 400),
  TRICK ("two spaces after the URI", "GET /  HTTP/1.1\r\n" HOST "\r\n" NEXT, 400),
  TRICK ("a byte beyond ASCII in the URI", "GET /\xC3\xA4 HTTP/1.1\r\n" HOST "\r\n" NEXT, 400),
  TRICK ("a control byte in the URI", "GET /\x01 HTTP/1.1\r\n" HOST "\r\n" NEXT, 400),
  TRICK ("a fragment", "GET /#a HTTP/1.1\r\n" HOST "\r\n" NEXT, 400),
  TRICK ("a backslash", "GET /\\a HTTP/1.1\r\n" HOST "\r\n" NEXT, 400),
  TRICK ("a broken escape", "GET /%2 HTTP/1.1\r\n" HOST "\r\n" NEXT, 400),
  TRICK ("the absolute form", "GET http://tiny.example/ HTTP/1.1\r\n" HOST "\r\n" NEXT, 400),
  TRICK ("the asterisk form", "GET * HTTP/1.1\r\n" HOST "\r\n" NEXT, 400),
  TRICK ("a parent segment", "GET /static/../me HTTP/1.1\r\n" HOST "\r\n" NEXT, 400),
  TRICK ("a parent segment at the end", "GET /static/.. HTTP/1.1\r\n" HOST "\r\n" NEXT, 400),
  TRICK ("a dot segment", "GET /./ HTTP/1.1\r\n" HOST "\r\n" NEXT, 400),
  TRICK ("an upgrade", GET_ "Connection: upgrade\r\nUpgrade: h2c\r\n\r\n" NEXT, 400),
  TRICK ("an unknown expectation", GET_ "Expect: 200-maybe\r\n\r\n" NEXT, 400),
  TRICK ("two origins", "POST /echo HTTP/1.1\r\n" HOST ORIGIN ORIGIN JSON "Content-Length: 2\r\n\r\n{}" NEXT, 400),
  TRICK ("two types", "POST /echo HTTP/1.1\r\n" HOST ORIGIN JSON JSON "Content-Length: 2\r\n\r\n{}" NEXT, 400),
  TRICK ("TRACE", "TRACE / HTTP/1.1\r\n" HOST "\r\n" NEXT, 405),
  TRICK ("CONNECT", "CONNECT / HTTP/1.1\r\n" HOST "\r\n" NEXT, 405),
  TRICK ("OPTIONS", "OPTIONS / HTTP/1.1\r\n" HOST "\r\n" NEXT, 405),
  TRICK ("PUT", "PUT / HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\n{}" NEXT, 405),
  TRICK ("DELETE", "DELETE / HTTP/1.1\r\n" HOST "\r\n" NEXT, 405),
  TRICK ("an invented method", "JEFF / HTTP/1.1\r\n" HOST "\r\n" NEXT, 405),
  TRICK ("a method in lower case", "get / HTTP/1.1\r\n" HOST "\r\n" NEXT, 405),
  TRICK ("HTTP/1.9", "GET / HTTP/1.9\r\n" HOST "\r\n" NEXT, 400),
  TRICK ("HTTP/0.9", "GET / HTTP/0.9\r\n" HOST "\r\n" NEXT, 505),
  TRICK ("HTTP/2.0", "GET / HTTP/2.0\r\n" HOST "\r\n" NEXT, 505),
  TRICK ("http/1.1", "GET / http/1.1\r\n" HOST "\r\n" NEXT, 400),
  TRICK ("no version", "GET /\r\n" HOST "\r\n" NEXT, 400),
  TRICK ("a GET with a body", GET_ "Content-Length: 35\r\n\r\n" NEXT, 413),
  TRICK ("a static file with a body",
         "GET /static/house.css HTTP/1.1\r\n" HOST "Content-Length: 35\r\n\r\n" NEXT, 413),
  TRICK ("a leading space", " GET / HTTP/1.1\r\n" HOST "\r\n" NEXT, 0),
  TRICK ("tabs for spaces", "GET\t/\tHTTP/1.1\r\n" HOST "\r\n" NEXT, 0),
};

static void
try_trick (const struct trick *trick, bool whole)
{
  const int fd = tiny_connect (server);
  struct tiny_reply *reply;
  char rest[1024];

  if (whole)
    (void) tiny_send (fd, trick->bytes, trick->length);
  for (size_t i = 0; ! whole && i < trick->length; i++)
    if (! tiny_send (fd, trick->bytes + i, 1))
      break;
  reply = tiny_read (fd, false);
  if (trick->status != reply->status)
    fail_msg ("%s (%s): %d instead of %d", trick->about, whole ? "whole" : "dripped", reply->status, trick->status);
  for (size_t got = tiny_receive (fd, rest, sizeof rest - 1); 0 != got; got = tiny_receive (fd, rest, sizeof rest - 1))
    {
      /* libmicrohttpd's own refusals may repeat their head; what must not come is an answer to the request behind. */
      rest[got] = '\0';
      if (NULL != strstr (rest, " 200 "))
        fail_msg ("%s (%s): a second request was answered", trick->about, whole ? "whole" : "dripped");
    }
  (void) close (fd);
}

static void
every_trick_is_refused_and_the_connection_ends (void **state)
{
  (void) state;
  for (size_t i = 0; i < BM_COUNT (tricks); i++)
    try_trick (&tricks[i], true);
}

static void
every_trick_is_refused_byte_by_byte_too (void **state)
{
  (void) state;
  for (size_t i = 0; i < BM_COUNT (tricks); i++)
    try_trick (&tricks[i], false);
}

static void
a_refusal_is_a_problem_document_with_the_house_s_headers (void **state)
{
  const struct tiny_reply *reply = tiny_ask (server, "GET / HTTP/1.1\n" HOST "\r\n");

  (void) state;
  assert_non_null (strstr (reply->head, "Content-Type: application/problem+json"));
  assert_non_null (strstr (reply->head, "Connection: close"));
  assert_non_null (strstr (reply->head, "trusted-types 'none'"));
  assert_non_null (strstr (reply->body, "\"type\":\"/problems/bad_request\""));
  assert_non_null (strstr (reply->body, "\"instance\":\"urn:uuid:"));
}

static void
honest_requests_pass (void **state)
{
  static const char *const good[] = {
    "GET / HTTP/1.1\r\nHost: tiny.example\r\n\r\n",
    "GET / HTTP/1.0\r\nHost: tiny.example\r\n\r\n",
    "HEAD / HTTP/1.1\r\nhost:tiny.example:8080\r\n\r\n",
    "GET /?x=%41%c3%a4&y=.. HTTP/1.1\r\nHOST:\t [::1]:8080\r\nEmpty:\r\nAlso-empty: \r\nX: \"a\xC3\xA4\"\r\n\r\n",
    "\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, te\r\nTE: trailers\r\nUpgrade-Insecure-Requests: 1\r\n\r\n",
  };

  (void) state;
  for (size_t i = 0; i < BM_COUNT (good); i++)
    for (int whole = 0; whole < 2; whole++)
      {
        const int fd = tiny_connect (server);
        struct tiny_reply *reply;
        for (size_t at = 0; at < strlen (good[i]); at += whole ? strlen (good[i]) : 1)
          assert_true (tiny_send (fd, good[i] + at, whole ? strlen (good[i]) : 1));
        reply = tiny_read (fd, 0 == strncmp (good[i], "HEAD", 4));
        if (200 != reply->status)
          fail_msg ("%s: %d", good[i], reply->status);
        (void) close (fd);
      }
}

/* libmicrohttpd copies cookies, and builds the reply's head in the same memory. */
static void
a_head_with_cookies_and_proxy_headers_passes_and_a_giant_one_is_431 (void **state)
{
  char request[40000];
  char cookies[30000];

  (void) state;
  for (size_t size = 100; size < 12000; size += size < 6000 ? 61 : 977)
    {
      struct tiny_reply *reply;
      memset (cookies, 'c', size);
      cookies[size] = '\0';
      (void) snprintf (request, sizeof request,
                       GET_ "User-Agent: %.120s\r\nAccept: text/html,application/xhtml+xml\r\n"
                       "Accept-Language: en-US,en;q=0.5\r\nAccept-Encoding: gzip, deflate, br\r\n"
                       "Cookie: other=%s; bm_tiny=good\r\nX-Forwarded-Host: tiny.example\r\n"
                       "X-Forwarded-For: 192.0.2.1, 198.51.100.7\r\nX-Forwarded-Proto: https\r\n"
                       "X-Request-Id: 0f8fad5b-d9cb-469f-a165-70867728950e\r\nVia: 1.1 proxy\r\nForwarded: for=192.0.2.1\r\n"
                       "Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\nDNT: 1\r\n"
                       "Upgrade-Insecure-Requests: 1\r\nConnection: keep-alive\r\n\r\n",
                       "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0 and as many words as a phone adds",
                       cookies);
      reply = tiny_ask (server, request);
      if (200 != reply->status && (size <= 2560 || (431 != reply->status && (size < 3000 || 0 != reply->status))))
        fail_msg ("a cookie of %zu bytes: %d", size, reply->status);
      if (200 == reply->status)
        assert_non_null (strstr (reply->body, "<b>Ada</b>"));
    }
}

static void
at_most_64_headers (void **state)
{
  for (int count = 62; count < 67; count++)
    {
      char request[2048] = "GET / HTTP/1.1\r\n" HOST;
      (void) state;
      for (int i = 1; i < count; i++)
        (void) strcat (request, "A: b\r\n");
      (void) strcat (request, "\r\n");
      assert_int_equal (count <= 64 ? 200 : 431, tiny_ask (server, request)->status);
    }
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
    cmocka_unit_test (every_trick_is_refused_and_the_connection_ends),
    cmocka_unit_test (every_trick_is_refused_byte_by_byte_too),
    cmocka_unit_test (a_refusal_is_a_problem_document_with_the_house_s_headers),
    cmocka_unit_test (honest_requests_pass),
    cmocka_unit_test (a_head_with_cookies_and_proxy_headers_passes_and_a_giant_one_is_431),
    cmocka_unit_test (at_most_64_headers),
  };
  return cmocka_run_group_tests (tests, open_server, close_server);
}
