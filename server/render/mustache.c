#include "mustache.h"

#include "log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MOST 32
#define INDENTED_MOST ((size_t) 16 * 1024 * 1024)
/* Bytes of partials read plus tags and repetitions done. A page needs some thousands; a bound on the result alone would
   not stop partials that call each other in pairs and print nothing. */
#define WORK_MOST ((size_t) 8 * 1024 * 1024)

/* The tags' own signs, and two that no tag can have. */
enum token_kind
{
  TOKEN_TEXT = 1,
  TOKEN_VALUE = 2,
  TOKEN_SECTION = '#',
  TOKEN_INVERTED = '^',
  TOKEN_END = '/',
  TOKEN_PARTIAL = '>',
  TOKEN_COMMENT = '!',
  TOKEN_DELIMITERS = '=',
  TOKEN_RAW = '&',
  TOKEN_TRIPLE = '{',
  TOKEN_BLOCK = '$',
  TOKEN_PARENT = '<'
};

struct token
{
  enum token_kind kind;
  struct text text;    /* the literal text, else what the tag says, trimmed */
  struct text indent;  /* of a partial that stands alone on its line */
  size_t line;
  size_t end;          /* of a section: index of its end token */
};

struct frame
{
  json_t *value;
  const struct frame *below;
};

struct run
{
  const struct mustache_partials *partials;
  struct buf *out;
  struct mustache_problem *problem;
  struct text where;    /* the partial that is read or rendered now */
  size_t work;
};

struct scan
{
  struct run *run;
  struct text source;
  size_t at;
  size_t line;          /* of at */
  struct text open;
  struct text close;
  struct token *tokens;
  size_t count;
  size_t room;
  size_t sections[DEPTH_MOST];  /* tokens of the sections that are open here */
  size_t depth;
};

static bool run_tokens (struct run *run, const struct token *tokens, size_t from, size_t to, const struct frame *top,
                        size_t depth);

static bool
fail (struct run *run, size_t line, const char *what)
{
  run->problem->line = line;
  run->problem->what = what;
  (void) snprintf (run->problem->where, sizeof run->problem->where, "%.*s", (int) run->where.length, run->where.at);
  return false;
}

static struct text
part (struct text text, size_t from, size_t to)
{
  return text_from (text.at + from, to - from);
}

/* Where wanted begins at or after from; the text's length when it is not there. */
static size_t
find (struct text text, size_t from, struct text wanted)
{
  const char *hit = memmem (text.at + from, text.length - from, wanted.at, wanted.length);

  return NULL == hit ? text.length : (size_t) (hit - text.at);
}

static size_t
count_lines (struct text text)
{
  size_t count = 0;

  for (size_t i = 0; i < text.length; i++)
    count += '\n' == text.at[i];
  return count;
}

/* The first place at or after from that is (or is not) ASCII white space. */
static size_t
skip (struct text text, size_t from, bool space)
{
  while (from < text.length && space == (NULL != memchr (" \t\r\n", text.at[from], 4)))
    from++;
  return from;
}

static bool
has_space (struct text text)
{
  return skip (text, 0, false) < text.length;
}

static void
add_token (struct scan *scan, struct token token)
{
  if (scan->count == scan->room)
    {
      scan->room = 0 == scan->room ? 32 : scan->room * 2;
      scan->tokens = reallocarray (scan->tokens, scan->room, sizeof *scan->tokens);
      if (NULL == scan->tokens)
        log_fatal ("no_memory", "tokens=%zu", scan->room);
    }
  scan->tokens[scan->count++] = token;
}

/* The literal text from where the scan is. */
static void
add_text (struct scan *scan, size_t to)
{
  struct token token = { .kind = TOKEN_TEXT, .text = part (scan->source, scan->at, to), .line = scan->line };

  if (to > scan->at)
    add_token (scan, token);
}

/* The spec: a tag that prints nothing by itself takes its whole line with it when it stands alone there. from and to
   are the tag's, and then the line's. */
static bool
stands_alone (struct text source, size_t *from, size_t *to)
{
  size_t start = *from;
  size_t after = *to;

  while (start > 0 && (' ' == source.at[start - 1] || '\t' == source.at[start - 1]))
    start--;
  while (after < source.length && (' ' == source.at[after] || '\t' == source.at[after]))
    after++;
  if (after + 1 < source.length && '\r' == source.at[after])
    after++;
  if ((start > 0 && '\n' != source.at[start - 1]) || (after < source.length && '\n' != source.at[after]))
    return false;
  *from = start;
  *to = after < source.length ? after + 1 : after;
  return true;
}

/* Reads the tag that opens at *after into token, and moves *after past it. */
static const char *
read_tag (const struct scan *scan, struct token *token, size_t *after)
{
  struct text source = scan->source;
  size_t from = skip (source, *after + scan->open.length, true);
  size_t close;

  if (from < source.length && NULL != memchr ("#^/>!=&{$<", source.at[from], 10))
    token->kind = (enum token_kind) source.at[from++];
  if (TOKEN_TRIPLE == token->kind || TOKEN_RAW == token->kind)
    return "unescaped values ({{{name}}} and {{&name}}) are not allowed";
  close = find (source, from, scan->close);
  while (TOKEN_DELIMITERS == token->kind && close < source.length && (close == from || '=' != source.at[close - 1]))
    close = find (source, close + 1, scan->close);
  if (close == source.length)
    return "this tag is not closed";
  token->text = text_trim (part (source, from, TOKEN_DELIMITERS == token->kind ? close - 1 : close));
  *after = close + scan->close.length;
  return NULL;
}

static const char *
set_delimiters (struct scan *scan, struct text content)
{
  size_t first = skip (content, 0, false);
  size_t second = skip (content, first, true);

  if (second == content.length || has_space (part (content, second, content.length))
      || NULL != memchr (content.at, '=', content.length))
    return "a set-delimiter tag needs two delimiters without '=' and a space between them";
  scan->open = part (content, 0, first);
  scan->close = part (content, second, content.length);
  return NULL;
}

static const char *
judge_name (struct text name)
{
  if (0 == name.length)
    return "this tag has no name";
  if (has_space (name))
    return "a name holds a space";
  if (text_is (name, "."))
    return NULL;
  for (size_t i = 0; i < name.length; i++)
    if ('.' == name.at[i] && (0 == i || i + 1 == name.length || '.' == name.at[i + 1]))
      return "a dotted name has an empty part";
  return NULL;
}

/* Links the end to its section, which must be the one opened last. */
static const char *
end_section (struct scan *scan, struct text name)
{
  struct token *section;

  if (0 == scan->depth)
    return "this section is closed but was not opened";
  section = &scan->tokens[scan->sections[scan->depth - 1]];
  if (! text_equal (section->text, name))
    return "this closes another section than the one opened last";
  section->end = scan->count;
  scan->depth--;
  return NULL;
}

static const char *
begin_section (struct scan *scan)
{
  if (DEPTH_MOST == scan->depth)
    return "sections and partials are nested deeper than 32";
  scan->sections[scan->depth++] = scan->count;
  return NULL;
}

/* What is wrong with the tag; NULL when it is right and its effects on the tags that follow are noted. */
static const char *
judge_tag (struct scan *scan, const struct token *token)
{
  const char *what = TOKEN_COMMENT == token->kind || TOKEN_DELIMITERS == token->kind ? NULL : judge_name (token->text);

  if (NULL != what)
    return what;
  if (TOKEN_DELIMITERS == token->kind)
    return set_delimiters (scan, token->text);
  if (TOKEN_BLOCK == token->kind || TOKEN_PARENT == token->kind)
    return "blocks and parents ({{$name}} and {{<name}}) are not part of this Mustache";
  if (TOKEN_PARTIAL == token->kind && '*' == token->text.at[0])
    return "a partial cannot be chosen by the data ({{>*name}})";
  if (TOKEN_END == token->kind)
    return end_section (scan, token->text);
  return TOKEN_SECTION == token->kind || TOKEN_INVERTED == token->kind ? begin_section (scan) : NULL;
}

static bool
scan_tag (struct scan *scan, size_t start)
{
  struct token token = { .kind = TOKEN_VALUE };
  size_t from = start;
  size_t after = start;
  const char *what = read_tag (scan, &token, &after);

  token.line = scan->line + count_lines (part (scan->source, scan->at, start));
  if (NULL != what)
    return fail (scan->run, token.line, what);
  if (TOKEN_VALUE != token.kind && stands_alone (scan->source, &from, &after))
    token.indent = part (scan->source, from, start);
  add_text (scan, from);
  what = judge_tag (scan, &token);
  if (NULL != what)
    return fail (scan->run, token.line, what);
  if (TOKEN_COMMENT != token.kind && TOKEN_DELIMITERS != token.kind)
    add_token (scan, token);
  scan->line = token.line + count_lines (part (scan->source, start, after));
  scan->at = after;
  return true;
}

static bool
scan_source (struct scan *scan)
{
  size_t start;

  while ((start = find (scan->source, scan->at, scan->open)) < scan->source.length)
    if (! scan_tag (scan, start))
      return false;
  add_text (scan, start);
  if (scan->depth > 0)
    return fail (scan->run, scan->tokens[scan->sections[scan->depth - 1]].line,
                 "this section is not closed");
  return true;
}

static bool
spend (struct run *run, size_t line, size_t work)
{
  if (run->out->overflow)
    return fail (run, line, "the result is larger than its limit");
  if (work > WORK_MOST - run->work)
    return fail (run, line, "this template repeats too much");
  run->work += work;
  return true;
}

/* The first part is looked for from the top of the stack down, each further part only in what the last one gave. */
static json_t *
look_up (const struct frame *top, struct text name)
{
  size_t dot = find (name, 0, text_of ("."));
  json_t *value = NULL;

  if (text_is (name, "."))
    return top->value;
  for (const struct frame *frame = top; NULL != frame && NULL == value; frame = frame->below)
    value = json_object_getn (frame->value, name.at, dot);
  while (NULL != value && dot < name.length)
    {
      size_t from = dot + 1;
      dot = find (name, from, text_of ("."));
      value = json_object_getn (value, name.at + from, dot - from);
    }
  return value;
}

static bool
is_truthy (const json_t *value)
{
  return NULL != value && ! json_is_null (value) && ! json_is_false (value)
         && ! (json_is_string (value) && 0 == json_string_length (value))
         && ! (json_is_array (value) && 0 == json_array_size (value));
}

static void
add_escaped (struct buf *out, struct text text)
{
  size_t done = 0;

  for (size_t i = 0; i < text.length; i++)
    {
      char c = text.at[i];
      const char *escaped = '&' == c ? "&amp;" : '<' == c ? "&lt;" : '>' == c ? "&gt;" : '"' == c ? "&quot;"
                            : '\'' == c ? "&#39;" : NULL;
      if (NULL == escaped)
        continue;
      buf_text (out, part (text, done, i));
      buf_string (out, escaped);
      done = i + 1;
    }
  buf_text (out, part (text, done, text.length));
}

/* As few decimals as give the same number again (at most 325: doubles end at 1e-308), and never an exponent. */
static void
add_real (struct buf *out, double value)
{
  char digits[400];
  int decimals = 0;

  do
    (void) snprintf (digits, sizeof digits, "%.*f", decimals, value);
  while (strtod (digits, NULL) != value && decimals++ < 340);
  buf_string (out, 0 == strcmp (digits, "-0") ? "0" : digits);
}

static bool
run_value (struct run *run, const struct token *token, const struct frame *top)
{
  const json_t *value = look_up (top, token->text);

  if (json_is_object (value) || json_is_array (value))
    return fail (run, token->line, "this name stands for a list or an object, not for a value");
  if (json_is_string (value))
    add_escaped (run->out, text_from (json_string_value (value), json_string_length (value)));
  else if (json_is_integer (value))
    buf_printf (run->out, "%" JSON_INTEGER_FORMAT, json_integer_value (value));
  else if (json_is_real (value))
    add_real (run->out, json_real_value (value));
  else if (json_is_boolean (value))
    buf_string (run->out, json_is_true (value) ? "true" : "false");
  return true;
}

static bool
run_section (struct run *run, const struct token *tokens, size_t section, const struct frame *top, size_t depth)
{
  const struct token *token = &tokens[section];
  json_t *value = look_up (top, token->text);
  bool truthy = is_truthy (value);
  bool list = json_is_array (value);
  size_t times = ! truthy ? 0 : list ? json_array_size (value) : 1;

  if (TOKEN_INVERTED == token->kind)
    return truthy || run_tokens (run, tokens, section + 1, token->end, top, depth + 1);
  for (size_t i = 0; i < times; i++)
    {
      struct frame frame = { list ? json_array_get (value, i) : value, top };
      if (! spend (run, token->line, 1) || ! run_tokens (run, tokens, section + 1, token->end, &frame, depth + 1))
        return false;
    }
  return true;
}

static bool
run_source (struct run *run, struct text source, const struct frame *top, size_t depth)
{
  struct scan scan = { .run = run, .source = source, .line = 1, .open = text_of ("{{"), .close = text_of ("}}") };
  bool good = scan_source (&scan) && run_tokens (run, scan.tokens, 0, scan.count, top, depth);

  free (scan.tokens);
  return good;
}

/* The spec: the indentation of a partial that stands alone is put before each line of it, before it is rendered. */
static void
indent_lines (struct text source, struct text indent, struct buf *out)
{
  size_t at = 0;

  while (at < source.length)
    {
      size_t newline = find (source, at, text_of ("\n"));
      size_t next = newline < source.length ? newline + 1 : newline;
      buf_text (out, indent);
      buf_text (out, part (source, at, next));
      at = next;
    }
}

static bool
run_partial (struct run *run, const struct token *token, const struct frame *top, size_t depth)
{
  struct buf indented BM_CLEANUP (buf_free) = buf_new (INDENTED_MOST);
  struct text outside = run->where;
  struct text source;
  bool good;

  if (NULL == run->partials || ! run->partials->find (run->partials->from, token->text, &source))
    return true;
  if (! spend (run, token->line, source.length))
    return false;
  if (token->indent.length > 0)
    {
      indent_lines (source, token->indent, &indented);
      if (indented.overflow || ! spend (run, token->line, indented.length))
        return fail (run, token->line, "this partial is too large");
      source = buf_view (&indented);
    }
  run->where = token->text;
  good = run_source (run, source, top, depth + 1);
  run->where = outside;
  return good;
}

static bool
run_tokens (struct run *run, const struct token *tokens, size_t from, size_t to, const struct frame *top, size_t depth)
{
  bool good = true;

  for (size_t i = from; good && i < to; i++)
    {
      const struct token *token = &tokens[i];
      if (! spend (run, token->line, 1))
        return false;
      if (depth > DEPTH_MOST)
        return fail (run, token->line, "sections and partials are nested deeper than 32");
      if (TOKEN_TEXT == token->kind)
        buf_text (run->out, token->text);
      else if (TOKEN_VALUE == token->kind)
        good = run_value (run, token, top);
      else if (TOKEN_PARTIAL == token->kind)
        good = run_partial (run, token, top, depth);
      else
        {
          good = run_section (run, tokens, i, top, depth);
          i = token->end;
        }
    }
  return good;
}

bool
mustache_render (struct text source, json_t *view, const struct mustache_partials *partials, struct buf *out,
                 struct mustache_problem *problem)
{
  struct run run = { .partials = partials, .out = out, .problem = problem, .where = text_of ("") };
  struct frame bottom = { view, NULL };

  if (! run_source (&run, source, &bottom, 0))
    return false;
  if (out->overflow)
    return fail (&run, 1 + count_lines (source), "the result is larger than its limit");
  return true;
}
