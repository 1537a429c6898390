/* layers: http render base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "http_reply.h"
#include "table.h"

#include <string.h>

static struct http_reply
nothing (struct http_request *rq, void *worker)
{
  (void) rq;
  (void) worker;
  return (struct http_reply) { .status = 204 };
}

#define ROW(m, p) { .method = (m), .path = (p), .who = HTTP_ANYONE, .handler = nothing, .reply_schema = "x" }

static const struct http_route rows[] = {
  ROW (HTTP_GET, "/"),
  ROW (HTTP_GET, "/packets/{code:code}"),
  ROW (HTTP_GET, "/packets/next"),
  ROW (HTTP_POST, "/packets/{code:code}"),
  ROW (HTTP_GET, "/parts/{part:int}/items/{position:int}"),
  ROW (HTTP_GET, "/people/{person:uid}"),
  ROW (HTTP_GET, "/help/{topic:word}"),
  ROW (HTTP_GET, "/board.csv"),
};

static struct arena *arena;
static struct http_table *table;

/* The pattern that a path finds; "-": none; "405": only with the other method. */
static const char *
found (const char *path, bool post, struct http_params *params)
{
  const struct http_route *route = NULL;

  switch (http_table_match (table, text_of (path), post, &route, params))
    {
    case HTTP_MATCH_FOUND:
      return route->path;
    case HTTP_MATCH_METHOD:
      return "405";
    case HTTP_MATCH_NONE:
      break;
    }
  return "-";
}

static void
paths_find_their_rows (void **state)
{
  static const struct { const char *path, *pattern; } cases[] = {
    { "/", "/" },
    { "/packets/ABCD-1234", "/packets/{code:code}" },
    { "/packets/next", "/packets/next" },
    { "/packets/ABC", "-" },
    { "/packets/abcd-1234", "-" },
    { "/packets/ABCD_1234", "-" },
    { "/packets", "-" },
    { "/packets/", "-" },
    { "/packets/ABCD/", "-" },
    { "/parts/1/items/60", "/parts/{part:int}/items/{position:int}" },
    { "/parts/0/items/0", "/parts/{part:int}/items/{position:int}" },
    { "/parts/01/items/60", "-" },
    { "/parts/1/items/1234567890123456789", "-" },
    { "/parts/1/items/-1", "-" },
    { "/parts//items/1", "-" },
    { "/people/0f8fad5b-d9cb-469f-a165-70867728950e", "/people/{person:uid}" },
    { "/people/0F8fad5b-d9cb-469f-a165-70867728950e", "-" },
    { "/people/0f8fad5bd9cb-469f-a165-70867728950e0", "-" },
    { "/help/how-it-works-2", "/help/{topic:word}" },
    { "/help/How", "-" },
    { "/help/abcdefghijabcdefghijabcdefghijabcdefghijk", "-" },
    { "/board.csv", "/board.csv" },
    { "/board", "-" },
    { "//", "-" },
  };
  struct http_params params;

  (void) state;
  for (size_t i = 0; i < BM_COUNT (cases); i++)
    assert_string_equal (cases[i].pattern, found (cases[i].path, false, &params));
}

static void
a_method_decides_between_two_rows_of_one_path (void **state)
{
  struct http_params params;

  (void) state;
  assert_string_equal ("/packets/{code:code}", found ("/packets/ABCD", true, &params));
  assert_string_equal ("405", found ("/packets/next", true, &params));
  assert_string_equal ("-", found ("/nowhere", true, &params));
}

static void
parameters_are_named_pieces_of_the_path (void **state)
{
  struct http_params params;

  (void) state;
  (void) found ("/parts/2/items/60", false, &params);
  assert_int_equal (2, params.count);
  assert_true (text_is (params.at[0].name, "part"));
  assert_true (text_is (params.at[0].value, "2"));
  assert_true (text_is (params.at[1].name, "position"));
  assert_true (text_is (params.at[1].value, "60"));
}

static void
a_row_says_how_long_a_body_may_be (void **state)
{
  const struct http_route roster = { .method = HTTP_POST, .body_most = 1000000 };

  (void) state;
  assert_int_equal (0, http_route_body_most (&rows[0]));
  assert_int_equal (HTTP_BODY_DEFAULT, http_route_body_most (&rows[3]));
  assert_int_equal (1000000, http_route_body_most (&roster));
}

static int
open_table (void **state)
{
  const char *problem = "";

  (void) state;
  arena = arena_new (1 << 20);
  table = http_table_new (arena, rows, BM_COUNT (rows), &problem);
  if (NULL == table)
    fail_msg ("%s", problem);
  return 0;
}

static int
close_table (void **state)
{
  (void) state;
  arena_free (arena);
  return 0;
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (paths_find_their_rows),
    cmocka_unit_test (a_method_decides_between_two_rows_of_one_path),
    cmocka_unit_test (parameters_are_named_pieces_of_the_path),
    cmocka_unit_test (a_row_says_how_long_a_body_may_be),
  };
  return cmocka_run_group_tests (tests, open_table, close_table);
}
