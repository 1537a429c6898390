/* layers: render base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "mustache.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT 65536

/* Partials of a case: a JSON object of name and text, or NULL. */
static bool
find_in_object (void *from, struct text name, struct text *partial)
{
  const json_t *found = json_object_getn (from, name.at, name.length);

  if (NULL == found)
    return false;
  *partial = text_from (json_string_value (found), json_string_length (found));
  return true;
}

static json_t *
load (const char *json)
{
  json_t *value = json_loads (NULL == json ? "{}" : json, JSON_DECODE_ANY, NULL);

  if (NULL == value)
    fail_msg ("this JSON of a case is broken: %s", json);
  return value;
}

static bool
render (const char *source, const char *view, const char *partials, struct buf *out, struct mustache_problem *problem)
{
  json_t *data = load (view);
  json_t *texts = load (partials);
  struct mustache_partials from = { find_in_object, texts };
  bool good = mustache_render (text_of (source), data, NULL == partials ? NULL : &from, out, problem);

  json_decref (data);
  json_decref (texts);
  return good;
}

struct given
{
  const char *rule;
  const char *source;
  const char *view;
  const char *expected;
  const char *partials;
};

static void
check_all (const struct given *cases, size_t count)
{
  for (size_t i = 0; i < count; i++)
    {
      struct buf out BM_CLEANUP (buf_free) = buf_new (LIMIT);
      struct mustache_problem problem;
      if (! render (cases[i].source, cases[i].view, cases[i].partials, &out, &problem))
        fail_msg ("%s: line %zu: %s", cases[i].rule, problem.line, problem.what);
      if (0 != strcmp (cases[i].expected, out.at))
        fail_msg ("%s: expected <%s>, got <%s>", cases[i].rule, cases[i].expected, out.at);
    }
}

static void
values_are_printed_and_escaped (void **state)
{
  static const struct given cases[] = {
    { "an empty template is empty", "", "{}", "", NULL },
    { "text without tags stays", "One { two } {three\n", "{}", "One { two } {three\n", NULL },
    { "a lone closing delimiter is text", "a }} b", "{}", "a }} b", NULL },
    { "a name gives its value", "Dear {{name}},", "{\"name\":\"Ada\"}", "Dear Ada,", NULL },
    { "space in the tag is nothing", "{{  name\t}}", "{\"name\":\"Ada\"}", "Ada", NULL },
    { "a newline in the tag is space", "{{\nname\r\n}}", "{\"name\":\"Ada\"}", "Ada", NULL },
    { "all five signs are escaped", "{{x}}", "{\"x\":\"<a href=\\\"b\\\">&'\"}",
      "&lt;a href=&quot;b&quot;&gt;&amp;&#39;", NULL },
    { "an entity is escaped again", "{{x}}", "{\"x\":\"&lt;\"}", "&amp;lt;", NULL },
    { "letters of any script stay", "{{x}}", "{\"x\":\"Zo\u00eb \u5b66\"}", "Zo\xC3\xAB \xE5\xAD\xA6", NULL },
    { "the template itself is not escaped", "<b>{{x}}</b>", "{\"x\":\"&\"}", "<b>&amp;</b>", NULL },
    { "tags in a value are text", "{{x}}", "{\"x\":\"{{y}}\",\"y\":\"no\"}", "{{y}}", NULL },
    { "an integer", "{{n}} min", "{\"n\":154}", "154 min", NULL },
    { "a negative integer", "{{n}}", "{\"n\":-7}", "-7", NULL },
    { "zero is printed", "{{n}}", "{\"n\":0}", "0", NULL },
    { "the largest integer", "{{n}}", "{\"n\":9223372036854775807}", "9223372036854775807", NULL },
    { "a real drops zeros", "{{n}}", "{\"n\":79.50}", "79.5", NULL },
    { "a whole real has no point", "{{n}}", "{\"n\":80.0}", "80", NULL },
    { "a real has no binary dust", "{{n}}", "{\"n\":0.1}", "0.1", NULL },
    { "a real keeps its precision", "{{n}}", "{\"n\":0.30000000000000004}", "0.30000000000000004", NULL },
    { "a small real has no exponent", "{{n}}", "{\"n\":1.5e-9}", "0.0000000015", NULL },
    { "a large real has no exponent", "{{n}}", "{\"n\":-1e20}", "-100000000000000000000", NULL },
    { "minus zero is zero", "{{n}}", "{\"n\":-0.0}", "0", NULL },
    { "true and false are words", "{{t}} {{f}}", "{\"t\":true,\"f\":false}", "true false", NULL },
    { "null is nothing", "({{x}})", "{\"x\":null}", "()", NULL },
    { "a missing name is nothing", "({{x}})", "{}", "()", NULL },
    { "names are exact", "({{X}})", "{\"x\":1}", "()", NULL },
    { "a value never stands alone on a line", "  {{x}}\n", "{\"x\":\"\"}", "  \n", NULL },
    { "two values side by side", "{{a}}{{b}}", "{\"a\":1,\"b\":2}", "12", NULL },
    { "the view itself may be a value", "{{.}}", "\"<\"", "&lt;", NULL },
    { "names in a view that is a value are missing", "({{x}})", "7", "()", NULL },
  };
  (void) state;
  check_all (cases, BM_COUNT (cases));
}

static void
dotted_names_walk_down (void **state)
{
  static const struct given cases[] = {
    { "two parts", "{{a.b}}", "{\"a\":{\"b\":1}}", "1", NULL },
    { "six parts", "{{a.b.c.d.e.f}}", "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":\"deep\"}}}}}}", "deep", NULL },
    { "a broken chain is missing", "({{a.b.c}})", "{\"a\":{}}", "()", NULL },
    { "a chain through a value is missing", "({{a.b}})", "{\"a\":\"text\"}", "()", NULL },
    { "a chain through a list is missing", "({{a.b}})", "{\"a\":[{\"b\":1}]}", "()", NULL },
    { "a chain through null is missing", "({{a.b}})", "{\"a\":null}", "()", NULL },
    { "later parts never look up the stack", "({{a.b.c}})", "{\"a\":{\"b\":{}},\"c\":\"no\"}", "()", NULL },
    { "the first part looks up the stack", "{{#s}}{{a.b}}{{/s}}", "{\"s\":{\"c\":1},\"a\":{\"b\":\"up\"}}", "up",
      NULL },
    { "the first part is the nearest", "({{#a}}{{b.c}}{{/a}})", "{\"a\":{\"b\":{}},\"b\":{\"c\":\"no\"}}", "()", NULL },
    { "a key that holds a dot is not found", "({{a.b}})", "{\"a.b\":1}", "()", NULL },
    { "sections take dotted names", "{{#a.b}}{{c}}{{/a.b}}", "{\"a\":{\"b\":{\"c\":3}}}", "3", NULL },
    { "inverted sections take dotted names", "{{^a.b}}none{{/a.b}}", "{\"a\":{}}", "none", NULL },
  };
  (void) state;
  check_all (cases, BM_COUNT (cases));
}

static void
sections_show_repeat_and_nest (void **state)
{
  static const struct given cases[] = {
    { "true shows", "[{{#x}}yes{{/x}}]", "{\"x\":true}", "[yes]", NULL },
    { "false hides", "[{{#x}}yes{{/x}}]", "{\"x\":false}", "[]", NULL },
    { "null hides", "[{{#x}}yes{{/x}}]", "{\"x\":null}", "[]", NULL },
    { "missing hides", "[{{#x}}yes{{/x}}]", "{}", "[]", NULL },
    { "the empty list hides", "[{{#x}}yes{{/x}}]", "{\"x\":[]}", "[]", NULL },
    { "the empty string hides", "[{{#x}}yes{{/x}}]", "{\"x\":\"\"}", "[]", NULL },
    { "a string shows once", "[{{#x}}yes{{/x}}]", "{\"x\":\"abc\"}", "[yes]", NULL },
    { "zero shows", "[{{#x}}yes{{/x}}]", "{\"x\":0}", "[yes]", NULL },
    { "zero as a real shows", "[{{#x}}yes{{/x}}]", "{\"x\":0.0}", "[yes]", NULL },
    { "the empty object shows", "[{{#x}}yes{{/x}}]", "{\"x\":{}}", "[yes]", NULL },
    { "an object is the context", "{{#p}}{{name}}{{/p}}", "{\"p\":{\"name\":\"Ada\"}}", "Ada", NULL },
    { "outer names stay visible", "{{#p}}{{a}}{{b}}{{/p}}", "{\"a\":1,\"b\":2,\"p\":{\"b\":3}}", "13", NULL },
    { "an inner null hides the outer name", "{{#p}}({{a}}){{/p}}", "{\"a\":1,\"p\":{\"a\":null}}", "()", NULL },
    { "after the section the outer name is back", "{{#p}}{{a}}{{/p}}{{a}}", "{\"a\":1,\"p\":{\"a\":2}}", "21", NULL },
    { "a list repeats", "{{#l}}{{n}};{{/l}}", "{\"l\":[{\"n\":1},{\"n\":2},{\"n\":3}]}", "1;2;3;", NULL },
    { "the dot is the element", "{{#l}}({{.}}){{/l}}", "{\"l\":[\"a\",2,3.5,true]}", "(a)(2)(3.5)(true)", NULL },
    { "the dot is escaped", "{{#l}}{{.}}{{/l}}", "{\"l\":[\"<\"]}", "&lt;", NULL },
    { "the dot is the value that a section shows", "{{#x}}{{.}}={{x}}{{/x}}", "{\"x\":\"v\"}", "v=v", NULL },
    { "falsy elements are elements", "{{#l}}x{{/l}}", "{\"l\":[null,false,\"\"]}", "xxx", NULL },
    { "lists in lists", "{{#l}}[{{#.}}{{.}}{{/.}}]{{/l}}", "{\"l\":[[1,2],[3]]}", "[12][3]", NULL },
    { "a list at the top", "{{#.}}{{n}}{{/.}}", "[{\"n\":1},{\"n\":2}]", "12", NULL },
    { "sections in sections", "{{#a}}1{{#b}}2{{/b}}3{{/a}}", "{\"a\":true,\"b\":true}", "123", NULL },
    { "a name in itself", "{{#a}}1{{#a}}2{{/a}}3{{/a}}", "{\"a\":true}", "123", NULL },
    { "a hidden section hides its inner ones", "{{#a}}1{{#b}}2{{/b}}{{/a}}", "{\"a\":false,\"b\":true}", "", NULL },
    { "lists see all outer lists", "{{#a}}{{#b}}{{i}}{{j}} {{/b}}{{/a}}",
      "{\"a\":[{\"i\":1,\"b\":[{\"j\":\"x\"},{\"j\":\"y\"}]},{\"i\":2,\"b\":[{\"j\":\"z\"}]}]}", "1x 1y 2z ", NULL },
    { "the same section twice", "{{#a}}x{{/a}}-{{#a}}y{{/a}}", "{\"a\":1}", "x-y", NULL },
    { "space in section tags is nothing", "{{# a }}x{{/ a\t}}", "{\"a\":1}", "x", NULL },
    { "space before the sign is nothing", "{{ #a }}x{{ /a }}", "{\"a\":1}", "x", NULL },
    { "inverted shows for false", "{{^x}}no{{/x}}", "{\"x\":false}", "no", NULL },
    { "inverted shows for null", "{{^x}}no{{/x}}", "{\"x\":null}", "no", NULL },
    { "inverted shows for missing", "{{^x}}no{{/x}}", "{}", "no", NULL },
    { "inverted shows for the empty list", "{{^x}}no{{/x}}", "{\"x\":[]}", "no", NULL },
    { "inverted shows for the empty string", "{{^x}}no{{/x}}", "{\"x\":\"\"}", "no", NULL },
    { "inverted hides for a value", "[{{^x}}no{{/x}}]", "{\"x\":0}", "[]", NULL },
    { "inverted hides for a list", "[{{^x}}no{{/x}}]", "{\"x\":[1]}", "[]", NULL },
    { "inverted hides for an object", "[{{^x}}no{{/x}}]", "{\"x\":{}}", "[]", NULL },
    { "inverted keeps the context", "{{#p}}{{^q}}{{a}}{{/q}}{{/p}}", "{\"p\":{\"a\":5}}", "5", NULL },
    { "either or", "{{#x}}yes{{/x}}{{^x}}no{{/x}}", "{\"x\":[]}", "no", NULL },
    { "inverted in inverted", "{{^a}}1{{^a}}2{{/a}}3{{/a}}", "{}", "123", NULL },
  };
  (void) state;
  check_all (cases, BM_COUNT (cases));
}

static void
comments_and_delimiters_print_nothing (void **state)
{
  static const struct given cases[] = {
    { "a comment", "ab{{! what? }}cd", "{}", "abcd", NULL },
    { "a comment over lines", "a{{! one\n two\n}}b", "{}", "ab", NULL },
    { "signs in a comment mean nothing", "a{{! #x {y {{z }}b", "{}", "ab", NULL },
    { "an empty comment", "a{{!}}b", "{}", "ab", NULL },
    { "a comment that stands alone", "a\n{{! x }}\nb\n", "{}", "a\nb\n", NULL },
    { "an indented one", "a\n \t {{! x }}  \nb\n", "{}", "a\nb\n", NULL },
    { "one over lines that stands alone", "a\n  {{! x\n y\n  }}\nb", "{}", "a\nb", NULL },
    { "one at the end of a line", "a {{! x }}\nb", "{}", "a \nb", NULL },
    { "new delimiters", "{{=<% %>=}}<%a%> {{a}}", "{\"a\":1}", "1 {{a}}", NULL },
    { "one sign as both", "{{=| |=}}|a| b", "{\"a\":1}", "1 b", NULL },
    { "signs of patterns", "({{=[ ]=}}[a])", "{\"a\":1}", "(1)", NULL },
    { "space in a delimiter tag", "{{=  @\t @  =}}@a@", "{\"a\":1}", "1", NULL },
    { "and back again", "{{=<% %>=}}<%={{ }}=%>{{a}}", "{\"a\":1}", "1", NULL },
    { "delimiters hold inside and after sections", "{{=< >=}}<#a>{{x}}<x></a>", "{\"a\":1,\"x\":2}", "{{x}}2", NULL },
    { "a section may end under others", "{{#a}}{{=< >=}}<x></a>", "{\"a\":1,\"x\":2}", "2", NULL },
    { "a delimiter tag that stands alone", "a\n {{=< >=}}\nb", "{}", "a\nb", NULL },
    { "one inside a line", "a {{=< >=}} b", "{}", "a  b", NULL },
    { "a partial has its own delimiters", "{{=< >=}}<>p> <x>", "{\"x\":1}", "1< 1", "{\"p\":\"{{x}}<\"}" },
    { "a partial's delimiters end with it", "{{>p}} {{x}}|x|", "{\"x\":1}", "1 1|x|", "{\"p\":\"{{=| |=}}|x|\"}" },
  };
  (void) state;
  check_all (cases, BM_COUNT (cases));
}

static void
tags_that_stand_alone_take_their_line (void **state)
{
  static const struct given cases[] = {
    { "section lines go", "a\n{{#x}}\nb\n{{/x}}\nc\n", "{\"x\":1}", "a\nb\nc\n", NULL },
    { "hidden sections leave no line", "a\n{{#x}}\nb\n{{/x}}\nc\n", "{}", "a\nc\n", NULL },
    { "inverted lines go", "a\n{{^x}}\nb\n{{/x}}\nc\n", "{}", "a\nb\nc\n", NULL },
    { "indentation goes too", "a\n  {{#x}}\n  b\n\t{{/x}}\nc", "{\"x\":1}", "a\n  b\nc", NULL },
    { "space after the tag goes too", "{{#x}} \t\nb\n{{/x}}  ", "{\"x\":1}", "b\n", NULL },
    { "CRLF is a line end", "a\r\n{{#x}}\r\nb\r\n{{/x}}\r\nc", "{\"x\":1}", "a\r\nb\r\nc", NULL },
    { "CRLF after space", "{{#x}} \r\nb\r\n{{/x}}\t\r\n", "{\"x\":1}", "b\r\n", NULL },
    { "CR alone is no line end", "{{#x}}\rb{{/x}}", "{\"x\":1}", "\rb", NULL },
    { "the first line needs no line before", "  {{#x}}\nb{{/x}}", "{\"x\":1}", "b", NULL },
    { "the last line needs no line end", "{{#x}}\nb\n  {{/x}}", "{\"x\":1}", "b\n", NULL },
    { "two tags on a line do not stand alone", " {{#x}} {{/x}}\n", "{\"x\":1}", "  \n", NULL },
    { "text beside keeps the line", "a {{#x}}\nb\n{{/x}} c", "{\"x\":1}", "a \nb\n c", NULL },
    { "a value beside keeps the line", "{{v}}{{#x}}\n{{/x}}\n", "{\"x\":1,\"v\":2}", "2\n", NULL },
    { "blank lines around stay", "\n{{#x}}\n\nb\n\n{{/x}}\n\n", "{\"x\":1}", "\n\nb\n\n\n", NULL },
    { "lists repeat whole lines", "<ul>\n{{#l}}\n  <li>{{.}}\n{{/l}}\n</ul>\n", "{\"l\":[1,2]}",
      "<ul>\n  <li>1\n  <li>2\n</ul>\n", NULL },
  };
  (void) state;
  check_all (cases, BM_COUNT (cases));
}

static void
partials_are_put_in_place (void **state)
{
  static const struct given cases[] = {
    { "a partial", "[{{>p}}]", "{}", "[text]", "{\"p\":\"text\"}" },
    { "space in its tag", "[{{> p }}]", "{}", "[text]", "{\"p\":\"text\"}" },
    { "a missing partial is nothing", "[{{>q}}]", "{}", "[]", "{\"p\":\"text\"}" },
    { "without any partials too", "[{{>q}}]", "{}", "[]", NULL },
    { "it sees the context", "{{#a}}{{>p}}{{/a}}", "{\"a\":{\"x\":1},\"y\":2}", "12", "{\"p\":\"{{x}}{{y}}\"}" },
    { "its values are escaped", "{{>p}}", "{\"x\":\"<\"}", "&lt;", "{\"p\":\"{{x}}\"}" },
    { "it may call itself while there is data", "{{>p}}", "{\"n\":1,\"c\":[{\"n\":2,\"c\":[{\"n\":3,\"c\":[]}]}]}",
      "1(2(3))", "{\"p\":\"{{n}}{{#c}}({{>p}}){{/c}}\"}" },
    { "partials in partials", "{{>p}}", "{}", "<q>", "{\"p\":\"<{{>q}}>\",\"q\":\"q\"}" },
    { "space around an inline one stays", "a {{>p}} b", "{}", "a \t.\t b", "{\"p\":\"\\t.\\t\"}" },
    { "an inline one is not indented", "  {{x}} {{>p}}\n", "{\"x\":1}", "  1 a\nb\n", "{\"p\":\"a\\nb\"}" },
    { "one that stands alone eats its line end", "a\r\n{{>p}}\r\nb", "{}", "a\r\nxb", "{\"p\":\"x\"}" },
    { "its indentation is on each line", "a\n  {{>p}}\nb", "{}", "a\n  1\n  2\nb", "{\"p\":\"1\\n2\\n\"}" },
    { "on CRLF lines too", "\t{{>p}}\r\n", "{}", "\t1\r\n\t2", "{\"p\":\"1\\r\\n2\"}" },
    { "on its last line without line end", "a\n  {{>p}}", "{}", "a\n  1\n  2", "{\"p\":\"1\\n2\"}" },
    { "an empty one gives nothing", "a\n  {{>p}}\nb", "{}", "a\nb", "{\"p\":\"\"}" },
    { "values with lines are not indented", " {{>p}}\n", "{\"x\":\"1\\n2\"}", " (1\n2)\n", "{\"p\":\"({{x}})\\n\"}" },
    { "indentation adds up", " {{>p}}\n", "{}", " a\n   b\n", "{\"p\":\"a\\n  {{>q}}\\n\",\"q\":\"b\\n\"}" },
    { "sections stand alone in an indented one", "  {{>p}}\n", "{\"l\":[1,2]}", "  1\n  2\n",
      "{\"p\":\"{{#l}}\\n{{.}}\\n{{/l}}\\n\"}" },
    { "names may hold slashes", "{{>shared/head}}", "{}", "h", "{\"shared/head\":\"h\"}" },
    { "in a list each time anew", "{{#l}}{{>p}}{{/l}}", "{\"l\":[1,2]}", "<1><2>", "{\"p\":\"<{{.}}>\"}" },
  };
  (void) state;
  check_all (cases, BM_COUNT (cases));
}

struct refused
{
  const char *rule;
  const char *source;
  size_t line;
  const char *where;
  const char *what;      /* part of the sentence */
  const char *partials;
};

#define VIEW "{\"x\":1,\"l\":[1,2],\"o\":{}}"

static void
malformed_templates_name_their_line (void **state)
{
  static const struct refused cases[] = {
    { "triple braces", "a\n{{{x}}}", 2, "", "unescaped", NULL },
    { "the ampersand", "a\n\n{{&x}}", 3, "", "unescaped", NULL },
    { "the ampersand after space", "{{ & x }}", 1, "", "unescaped", NULL },
    { "triple braces after other delimiters", "{{=< >=}}\n<{x}>", 2, "", "unescaped", NULL },
    { "triple braces in a hidden section", "{{#no}}\n{{{x}}}{{/no}}", 2, "", "unescaped", NULL },
    { "a tag that is not closed", "a\nb {{x", 2, "", "not closed", NULL },
    { "an open delimiter at the end", "a\nb {{", 2, "", "not closed", NULL },
    { "only space after it", "{{ \n ", 1, "", "not closed", NULL },
    { "a comment that is not closed", "{{! a\nb\n", 1, "", "not closed", NULL },
    { "a delimiter tag without its end", "{{=< >}} {{x}}", 1, "", "not closed", NULL },
    { "no name", "{{}}", 1, "", "no name", NULL },
    { "no name of a section", "{{#}}a{{/}}", 1, "", "no name", NULL },
    { "no name of a partial", "a\n{{> }}", 2, "", "no name", NULL },
    { "a space in a name", "{{first name}}", 1, "", "space", NULL },
    { "a space in a partial's name", "{{>first name}}", 1, "", "space", NULL },
    { "a leading dot", "{{.x}}", 1, "", "empty part", NULL },
    { "a dot at the end", "{{x.}}", 1, "", "empty part", NULL },
    { "two dots", "{{x..y}}", 1, "", "empty part", NULL },
    { "a section that is not closed", "a\n{{#x}}\nb\n", 2, "", "not closed", NULL },
    { "the innermost one is named", "{{#x}}\n{{#l}}\n", 2, "", "not closed", NULL },
    { "an inverted one that is not closed", "{{^x}}", 1, "", "not closed", NULL },
    { "an end without a beginning", "a\nb\n{{/x}}", 3, "", "not opened", NULL },
    { "crossed sections", "{{#x}}{{#l}}\n{{/x}}{{/l}}", 2, "", "another section", NULL },
    { "an end under another name", "{{#o.a}}{{/o}}", 1, "", "another section", NULL },
    { "one delimiter", "{{=<=}}", 1, "", "two delimiters", NULL },
    { "three delimiters", "{{=< > /=}}", 1, "", "two delimiters", NULL },
    { "no delimiters", "{{= =}}", 1, "", "two delimiters", NULL },
    { "an equals sign as delimiter", "{{== ==}}", 1, "", "two delimiters", NULL },
    { "a block", "{{$title}}{{/title}}", 1, "", "blocks and parents", NULL },
    { "a parent", "{{<page}}{{/page}}", 1, "", "blocks and parents", NULL },
    { "a partial chosen by data", "{{>*x}}", 1, "", "chosen by the data", NULL },
    { "a list as a value", "\n{{l}}", 2, "", "not for a value", NULL },
    { "an object as a value", "{{o}}", 1, "", "not for a value", NULL },
    { "lines are counted in comments", "{{!\n\n}}\n{{x\n", 4, "", "not closed", NULL },
    { "lines are counted in CRLF text", "a\r\nb\r\n{{/x}}\r\n", 3, "", "not opened", NULL },
    { "lines are counted past lines that go", "{{#x}}\n{{/x}}\n{{#x}}\n{{y z}}", 4, "", "space", NULL },
    { "a mistake in a partial", "\n\n{{>p}}", 2, "p", "not opened", "{\"p\":\"a\\n{{/x}}\"}" },
    { "in an indented partial", "  {{>p}}\n", 3, "p", "unescaped", "{\"p\":\"a\\n\\n{{{x}}}\"}" },
    { "in a partial of a partial", "{{>p}}", 1, "q", "no name", "{\"p\":\"{{>q}}\",\"q\":\"{{}}\"}" },
    { "after a partial it is the template again", "{{>p}}\n{{l}}", 2, "", "not for a value", "{\"p\":\"a\\nb\\n\"}" },
    { "a section cannot end in a partial", "{{#x}}{{>p}}", 1, "", "not closed", "{\"p\":\"{{/x}}\"}" },
    { "a partial without end", "{{>p}}", 1, "p", "deeper than 32", "{\"p\":\"{{>p}}\"}" },
    { "a pair of partials without end", "{{>p}}", 1, "p", "deeper", "{\"p\":\"{{>q}}\",\"q\":\"{{>p}}\"}" },
  };
  (void) state;
  for (size_t i = 0; i < BM_COUNT (cases); i++)
    {
      struct buf out BM_CLEANUP (buf_free) = buf_new (LIMIT);
      struct mustache_problem problem = { 0 };
      if (render (cases[i].source, VIEW, cases[i].partials, &out, &problem))
        fail_msg ("%s: was rendered as <%s>", cases[i].rule, out.at);
      if (problem.line != cases[i].line || 0 != strcmp (cases[i].where, problem.where)
          || NULL == strstr (problem.what, cases[i].what))
        fail_msg ("%s: got \"%s\" line %zu: %s", cases[i].rule, problem.where, problem.line, problem.what);
    }
}

static bool
render_nested (size_t depth, struct mustache_problem *problem)
{
  struct buf source BM_CLEANUP (buf_free) = buf_new (LIMIT);
  struct buf out BM_CLEANUP (buf_free) = buf_new (LIMIT);

  for (size_t i = 0; i < depth; i++)
    buf_string (&source, "{{#x}}");
  buf_string (&source, "in");
  for (size_t i = 0; i < depth; i++)
    buf_string (&source, "{{/x}}");
  return render (source.at, VIEW, NULL, &out, problem) && 0 == strcmp ("in", out.at);
}

static void
nesting_ends_at_32 (void **state)
{
  struct buf out BM_CLEANUP (buf_free) = buf_new (LIMIT);
  struct mustache_problem problem;

  (void) state;
  assert_true (render_nested (32, &problem));
  assert_false (render_nested (33, &problem));
  assert_non_null (strstr (problem.what, "deeper than 32"));
  assert_true (render ("{{#x}}{{>p}}{{/x}}", VIEW, "{\"p\":\"a{{#x}}b{{/x}}\"}", &out, &problem));
  assert_false (render ("{{#x}}{{>p}}{{/x}}", VIEW, "{\"p\":\"{{#x}}{{>p}}{{/x}}\"}", &out, &problem));
}

static void
a_result_never_passes_its_limit (void **state)
{
  struct buf exact BM_CLEANUP (buf_free) = buf_new (6);
  struct buf small BM_CLEANUP (buf_free) = buf_new (5);
  struct mustache_problem problem;

  (void) state;
  assert_true (render ("ab{{#l}}{{.}}{{/l}}cd", VIEW, NULL, &exact, &problem));
  assert_string_equal ("ab12cd", exact.at);
  assert_false (render ("ab{{#l}}{{.}}{{/l}}cd", VIEW, NULL, &small, &problem));
  assert_non_null (strstr (problem.what, "limit"));
}

/* 30 partials that call the next one twice print nothing, but would do it 2^30 times. */
static void
silent_work_is_bounded (void **state)
{
  struct buf out BM_CLEANUP (buf_free) = buf_new (LIMIT);
  struct mustache_problem problem;
  json_t *partials = json_object ();
  char *text;

  (void) state;
  for (int i = 0; i < 30; i++)
    {
      char name[8];
      (void) snprintf (name, sizeof name, "p%d", i);
      json_object_set_new (partials, name, json_sprintf ("{{>p%d}}{{>p%d}}", i + 1, i + 1));
    }
  text = json_dumps (partials, 0);
  json_decref (partials);
  assert_false (render ("{{>p0}}", VIEW, text, &out, &problem));
  assert_non_null (strstr (problem.what, "repeats too much"));
  free (text);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (values_are_printed_and_escaped),
    cmocka_unit_test (dotted_names_walk_down),
    cmocka_unit_test (sections_show_repeat_and_nest),
    cmocka_unit_test (comments_and_delimiters_print_nothing),
    cmocka_unit_test (tags_that_stand_alone_take_their_line),
    cmocka_unit_test (partials_are_put_in_place),
    cmocka_unit_test (malformed_templates_name_their_line),
    cmocka_unit_test (nesting_ends_at_32),
    cmocka_unit_test (a_result_never_passes_its_limit),
    cmocka_unit_test (silent_work_is_bounded),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
