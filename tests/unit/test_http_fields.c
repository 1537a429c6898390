/* layers: http render base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "exchange.h"
#include "http_fields.h"

#include <string.h>

static struct http_exchange *ex;
static struct http_spares spares;

static void
bring (enum http_body_kind kind, const char *body)
{
  if (NULL != ex)
    http_exchange_free (&spares, ex);
  ex = http_exchange_new (&spares, NULL, "/", 1);
  ex->body_kind = kind;
  ex->body = buf_new (200000);
  buf_string (&ex->body, body);
}

static void
bring_form (const char *body)
{
  bring (HTTP_BODY_FORM, body);
}

static void
bring_json (const char *body)
{
  bring (HTTP_BODY_JSON, body);
}

/* Which field and why; the strings name both, or neither when all is well. */
static void
assert_refused (const struct http_field *spec, const char *field, const char *reason)
{
  if (http_fields_read (&ex->rq, spec))
    fail_msg ("taken: %s", ex->body.at);
  if (0 != strcmp (reason, ex->problem_reason)
      || 0 != strcmp (field, NULL == ex->problem_field ? "-" : ex->problem_field))
    fail_msg ("%s: %s %s", ex->body.at, ex->problem_field, ex->problem_reason);
}

static void
assert_text (const char *expected, struct text text)
{
  if (! text_is (text, expected))
    fail_msg ("\"%.*s\" instead of \"%s\"", (int) text.length, text.at, expected);
}

static void
a_form_and_json_fill_the_same_targets (void **state)
{
  static const char *const bodies[] = {
    "id=0f8fad5b-d9cb-469f-a165-70867728950e&position=7&choice=B&flag=yes&remark=two%0D%0Alines+%26+%C3%A4",
    "{\"id\":\"0f8fad5b-d9cb-469f-a165-70867728950e\",\"position\":7,\"choice\":\"B\",\"flag\":true,"
    "\"remark\":\"two\\nlines & \\u00e4\"}" };

  (void) state;
  for (int json = 0; json < 2; json++)
    {
      struct uid id = { { 0 } };
      int64_t position = 0;
      struct text choice = { "", 0 };
      struct text remark = { "", 0 };
      bool flag = false;
      const struct http_field spec[] = { HTTP_BODY_UID ("id", &id), HTTP_BODY_I64 ("position", 1, 60, &position),
                                         HTTP_BODY_WORD ("choice", "A|B|C|D", &choice), HTTP_BODY_BOOL ("flag", &flag),
                                         HTTP_BODY_TEXT ("remark", 1, 20, &remark), HTTP_FIELD_END };
      bring (json ? HTTP_BODY_JSON : HTTP_BODY_FORM, bodies[json]);
      assert_true (http_fields_read (&ex->rq, spec));
      assert_int_equal (0x0f, id.bytes[0]);
      assert_int_equal (7, position);
      assert_text ("B", choice);
      assert_text ("two\nlines & \xC3\xA4", remark);
      assert_true (flag);
    }
}

static void
absent_optional_fields_leave_their_targets_alone (void **state)
{
  struct uid id = { { 9 } };
  int64_t number = 42;
  struct text word = text_of ("kept");
  struct text text = text_of ("kept");
  bool flag = false;
  const struct http_field spec[] = { HTTP_BODY_UID_OPTIONAL ("id", &id), HTTP_BODY_I64_OPTIONAL ("number", 1, 60, &number),
                                     HTTP_BODY_WORD_OPTIONAL ("word", "A|B", &word),
                                     HTTP_BODY_TEXT_OPTIONAL ("text", 9, &text), HTTP_BODY_BOOL ("flag", &flag),
                                     HTTP_FIELD_END };
  static const char *const forms[] = { "", "id=&number=&word=&text=&flag=" };

  (void) state;
  for (size_t i = 0; i < BM_COUNT (forms); i++)
    {
      bring_form (forms[i]);
      assert_true (http_fields_read (&ex->rq, spec));
    }
  bring_json ("{\"flag\":false}");
  assert_true (http_fields_read (&ex->rq, spec));
  bring (HTTP_BODY_NONE, "");
  assert_true (http_fields_read (&ex->rq, spec));
  assert_int_equal (9, id.bytes[0]);
  assert_int_equal (42, number);
  assert_text ("kept", word);
  assert_text ("kept", text);
  assert_false (flag);
}

static void
every_wrong_form_names_its_field_and_reason (void **state)
{
  struct uid id;
  int64_t position;
  struct text choice;
  bool flag = false;
  const struct http_field spec[] = { HTTP_BODY_UID ("id", &id), HTTP_BODY_I64 ("position", 1, 60, &position),
                                     HTTP_BODY_WORD ("choice", "A|B", &choice), HTTP_BODY_BOOL ("flag", &flag),
                                     HTTP_FIELD_END };
#define ID "id=0f8fad5b-d9cb-469f-a165-70867728950e&"
  static const struct { const char *body, *field, *reason; } cases[] = {
    { "", "id", "absent" },
    { "id=", "id", "absent" },
    { "id=17&position=1&choice=A", "id", "bad_id" },
    { ID "choice=A", "position", "absent" },
    { ID "position=&choice=A", "position", "absent" },
    { ID "position=0&choice=A", "position", "bad_number" },
    { ID "position=61&choice=A", "position", "bad_number" },
    { ID "position=1.0&choice=A", "position", "bad_number" },
    { ID "position=+1&choice=A", "position", "bad_number" },
    { ID "position=01&choice=A", "position", "bad_number" },
    { ID "position=1&position=1&choice=A", "position", "duplicate" },
    { ID "position=1&choice=a", "choice", "bad_word" },
    { ID "position=1&choice=A|B", "choice", "bad_word" },
    { ID "position=1&choice=", "choice", "absent" },
    { ID "position=1&choice=A&flag=no", "flag", "bad_word" },
    { ID "position=1&choice=A&flag=true", "flag", "bad_word" },
    { ID "position=1&choice=A&score=60", "score", "unknown" },
    { ID "position=1&choice=A&Position=1", "Position", "unknown" },
    { ID "position=1&choice=%", "-", "bad_form" },
    { ID "position=1&choice=%4", "-", "bad_form" },
    { ID "position=1&choice=%zz", "-", "bad_form" },
    { ID "position=1&choice=%00", "-", "bad_form" },
    { ID "position=1&choice=%ff", "-", "bad_form" },
    { ID "position=1&choice=A&", "-", "bad_form" },
    { ID "position=1&choice=A&=1", "-", "bad_form" },
  };

  (void) state;
  for (size_t i = 0; i < BM_COUNT (cases); i++)
    {
      bring_form (cases[i].body);
      assert_refused (spec, cases[i].field, cases[i].reason);
    }
}

static void
ask (const char *query)
{
  bring (HTTP_BODY_NONE, query);
  ex->query = text_of (query);
}

static void
a_number_in_the_query_is_one_number_or_none (void **state)
{
  static const struct { const char *query, *field, *reason; } wrong[] = {
    { "since=-1", "since", "bad_number" },   { "since=-0", "since", "bad_number" },
    { "since=+1", "since", "bad_number" },   { "since=%2B1", "since", "bad_number" },
    { "since=01", "since", "bad_number" },   { "since=1.0", "since", "bad_number" },
    { "since=0x1", "since", "bad_number" },  { "since=1e3", "since", "bad_number" },
    { "since=1+", "since", "bad_number" },   { "since=%201", "since", "bad_number" },
    { "since=12a", "since", "bad_number" },  { "since=1000000000000000000", "since", "bad_number" },
    { "since=1&since=2", "since", "duplicate" }, { "Since=1", "Since", "unknown" },
    { "since=1&until=2", "until", "unknown" },   { "since=1&", "-", "bad_form" } };
  static const struct { const char *query; int64_t since; } good[] = {
    { "", -7 },         { "since=", -7 }, { "since", -7 }, { "since=0", 0 }, { "since=12", 12 }, { "since=%31%32", 12 },
    { "since=999999999999999999", INT64_C (999999999999999999) } };

  (void) state;
  for (size_t i = 0; i < BM_COUNT (wrong); i++)
    {
      int64_t since = -7;
      const struct http_field spec[] = { HTTP_QUERY_I64 ("since", 0, INT64_MAX, &since), HTTP_FIELD_END };
      ask (wrong[i].query);
      assert_refused (spec, wrong[i].field, wrong[i].reason);
    }
  for (size_t i = 0; i < BM_COUNT (good); i++)
    {
      int64_t since = -7;
      const struct http_field spec[] = { HTTP_QUERY_I64 ("since", 0, INT64_MAX, &since), HTTP_FIELD_END };
      ask (good[i].query);
      assert_true (http_fields_read (&ex->rq, spec));
      assert_int_equal (good[i].since, since);
    }
}

static void
texts_are_counted_in_code_points (void **state)
{
  struct text name;
  const struct http_field spec[] = { HTTP_BODY_TEXT ("name", 2, 3, &name), HTTP_FIELD_END };

  (void) state;
  bring_form ("name=%C3%A4%C3%A4%C3%A4");
  assert_true (http_fields_read (&ex->rq, spec));
  assert_int_equal (6, name.length);
  bring_form ("name=%C3%A4%C3%A4%C3%A4%C3%A4");
  assert_refused (spec, "name", "too_long");
  bring_form ("name=%C3%A4");
  assert_refused (spec, "name", "too_short");
}

static void
line_ends_become_one (void **state)
{
  struct text name;
  const struct http_field spec[] = { HTTP_BODY_TEXT ("name", 1, 30, &name), HTTP_FIELD_END };

  (void) state;
  bring_form ("name=a%0D%0Ab%0Dc%0Ad%0D%0D%0A%0Ae%0D");
  assert_true (http_fields_read (&ex->rq, spec));
  assert_text ("a\nb\nc\nd\n\n\ne\n", name);
}

static void
maps_come_as_dotted_fields_or_as_an_object (void **state)
{
  struct http_map level = { NULL, 0 };
  const struct http_field spec[] = { HTTP_BODY_MAP ("level", 2, &level), HTTP_FIELD_END };
  static const char *const good[] = { "level.c1=3&level.c2=", "{\"level\":{\"c1\":\"3\",\"c2\":\"\"}}" };

  (void) state;
  for (int json = 0; json < 2; json++)
    {
      level.count = 0;
      bring (json ? HTTP_BODY_JSON : HTTP_BODY_FORM, good[json]);
      assert_true (http_fields_read (&ex->rq, spec));
      assert_int_equal (2, level.count);
      assert_text ("c1", level.pairs[0].key);
      assert_text ("3", level.pairs[0].value);
      assert_text ("", level.pairs[1].value);
    }
  bring_form ("level.a=1&level.b=2&level.c=3");
  assert_refused (spec, "level", "too_many");
  bring_form ("level.a=1&level.a=2");
  assert_refused (spec, "level", "duplicate");
  bring_form ("level.=1");
  assert_refused (spec, "level", "bad_key");
  bring_form ("level.a%20b=1");
  assert_refused (spec, "level", "bad_key");
  bring_form ("level=1");
  assert_refused (spec, "level", "unknown");
  bring_form ("levels.a=1");
  assert_refused (spec, "levels.a", "unknown");
  bring_json ("{\"level\":{\"a\":1}}");
  assert_refused (spec, "level", "wrong_kind");
  bring_json ("{\"level\":[\"a\"]}");
  assert_refused (spec, "level", "wrong_kind");
  bring_json ("{\"level.a\":\"1\"}");
  assert_refused (spec, "level.a", "unknown");
}

static void
lists_come_as_repeated_fields_or_as_an_array (void **state)
{
  struct http_list struck = { NULL, 0 };
  const struct http_field spec[] = { HTTP_BODY_LIST ("struck", 3, &struck), HTTP_FIELD_END };
  static const char *const good[] = { "struck=A&struck=&struck=C", "{\"struck\":[\"A\",\"C\"]}" };

  (void) state;
  for (int json = 0; json < 2; json++)
    {
      struck.count = 0;
      bring (json ? HTTP_BODY_JSON : HTTP_BODY_FORM, good[json]);
      assert_true (http_fields_read (&ex->rq, spec));
      assert_int_equal (2, struck.count);
      assert_text ("A", struck.values[0]);
      assert_text ("C", struck.values[1]);
    }
  bring_form ("struck=A&struck=B&struck=C&struck=D");
  assert_refused (spec, "struck", "too_many");
  bring_json ("{\"struck\":\"A\"}");
  assert_refused (spec, "struck", "wrong_kind");
  bring_json ("{\"struck\":[1]}");
  assert_refused (spec, "struck", "wrong_kind");
}

static void
an_entry_of_a_map_or_list_has_its_own_bound (void **state)
{
  static char body[20100] = "struck=";
  struct http_list struck = { NULL, 0 };
  const struct http_field spec[] = { HTTP_BODY_LIST ("struck", 3, &struck), HTTP_FIELD_END };

  (void) state;
  memset (body + 7, 'a', 20000);
  bring_form (body);
  assert_true (http_fields_read (&ex->rq, spec));
  body[20007] = 'a';
  bring_form (body);
  assert_refused (spec, "struck", "too_long");
}

static void
a_handler_s_own_check_is_kept_only_if_it_is_the_first (void **state)
{
  struct text name;
  const struct http_field spec[] = { HTTP_BODY_TEXT ("name", 1, 3, &name), HTTP_FIELD_END };

  (void) state;
  bring_form ("name=");
  assert_refused (spec, "name", "absent");
  assert_false (http_fields_refuse (&ex->rq, "other", "too_long"));
  assert_string_equal ("name", ex->problem_field);
}

static int
let_go (void **state)
{
  (void) state;
  http_exchange_free (&spares, ex);
  http_spares_free (&spares);
  return 0;
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_form_and_json_fill_the_same_targets),
    cmocka_unit_test (absent_optional_fields_leave_their_targets_alone),
    cmocka_unit_test (every_wrong_form_names_its_field_and_reason),
    cmocka_unit_test (a_number_in_the_query_is_one_number_or_none),
    cmocka_unit_test (texts_are_counted_in_code_points),
    cmocka_unit_test (line_ends_become_one),
    cmocka_unit_test (maps_come_as_dotted_fields_or_as_an_object),
    cmocka_unit_test (lists_come_as_repeated_fields_or_as_an_array),
    cmocka_unit_test (an_entry_of_a_map_or_list_has_its_own_bound),
    cmocka_unit_test (a_handler_s_own_check_is_kept_only_if_it_is_the_first),
  };
  return cmocka_run_group_tests (tests, NULL, let_go);
}
