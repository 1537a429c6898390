#include "check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool
check_say (struct check *check, const char *where, const char *field, const char *format, ...)
{
  char what[400];
  const char *dot = '\0' == *where || '\0' == *field ? "" : ".";
  va_list args;

  if (NULL != check->problem)
    return false;
  va_start (args, format);
  (void) vsnprintf (what, sizeof what, format, args);
  va_end (args);
  check->problem = arena_printf (check->arena, "%s: %s%s%s%s%s%s%s", check->file, check->id, '\0' == *check->id ? "" : ": ",
                                 '\0' == *where && '\0' == *field ? "" : "field \"", where, dot, field,
                                 '\0' == *where && '\0' == *field ? "" : "\": ");
  check->problem = arena_printf (check->arena, "%s%s", check->problem, what);
  return false;
}

bool
check_matches (const char *text, const char *pattern)
{
  for (; '\0' != *pattern; pattern++, text++)
    {
      if ('*' == *pattern)
        return '\0' != *text && strlen (text) == strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-");
      if ('9' == *pattern ? *text < '0' || *text > '9' : 'a' == *pattern ? *text < 'a' || *text > 'z' : *text != *pattern)
        return false;
    }
  return '\0' == *text;
}

static bool
has_control (struct text text)
{
  for (size_t i = 0; i < text.length; i++)
    if ((unsigned char) text.at[i] < 0x20 || 0x7F == text.at[i])
      return true;
  return false;
}

static bool
check_line (struct check *check, const char *where, const char *name, const json_t *value, const struct check_field *field)
{
  struct text line;
  size_t length;

  if (! json_is_string (value))
    return check_say (check, where, name, "must be a text");
  line = text_of (json_string_value (value));
  length = text_code_points (line);
  if (length < (size_t) field->least || length > (size_t) field->most)
    return check_say (check, where, name, "must have %d to %d characters, not %zu", field->least, field->most, length);
  if (has_control (line))
    return check_say (check, where, name, "must be one line without control characters");
  if (text_trim (line).length != line.length)
    return check_say (check, where, name, "must not begin or end with white space");
  return true;
}

static bool
check_word (struct check *check, const char *where, const char *name, const json_t *value, const struct check_field *field)
{
  char list[300] = "";

  for (const char *const *word = field->words; NULL != *word; word++)
    {
      size_t used = strlen (list);
      if (json_is_string (value) && 0 == strcmp (json_string_value (value), *word))
        return true;
      (void) snprintf (list + used, sizeof list - used, "%s%s", 0 == used ? "" : ", ", *word);
    }
  return check_say (check, where, name, "must be one of %s", list);
}

static bool
check_id (struct check *check, const char *where, const char *name, const json_t *value, const struct check_field *field)
{
  if (! json_is_string (value))
    return check_say (check, where, name, "must be a text");
  if (strlen (json_string_value (value)) > 40 || ! check_matches (json_string_value (value), field->pattern))
    return check_say (check, where, name, "\"%.60s\" is not of the form %s", json_string_value (value), field->pattern);
  return true;
}

static bool
check_number (struct check *check, const char *where, const char *name, const json_t *value, const struct check_field *field)
{
  if (! json_is_integer (value))
    return check_say (check, where, name, "must be a whole number");
  if (json_integer_value (value) < field->least || json_integer_value (value) > field->most)
    return check_say (check, where, name, "must be %d to %d", field->least, field->most);
  return true;
}

static bool
check_length (struct check *check, const char *where, const char *name, const json_t *value, int least, int most)
{
  int length = (int) json_array_size (value);

  if (! json_is_array (value))
    return check_say (check, where, name, "must be a list");
  if (length >= least && length <= most)
    return true;
  if (least == most)
    return check_say (check, where, name, "must hold %d values, not %d", least, length);
  return check_say (check, where, name, "must hold %d to %d values, not %d", least, most, length);
}

static bool
is_repeated (const json_t *list, size_t place)
{
  for (size_t i = 0; i < place; i++)
    if (json_equal (json_array_get (list, i), json_array_get (list, place)))
      return true;
  return false;
}

/* least and most count the values of the list; its lines have limits of their own. */
static bool
check_each (struct check *check, const char *where, const char *name, const json_t *value, const struct check_field *field,
            bool (*one) (struct check *, const char *, const char *, const json_t *, const struct check_field *))
{
  struct check_field each = *field;

  if (! check_length (check, where, name, value, field->least, field->most))
    return false;
  each.least = 1;
  each.most = CHECK_LINE_MOST;
  for (size_t i = 0; i < json_array_size (value); i++)
    {
      const char *place = arena_printf (check->arena, "%s[%zu]", name, i);
      if (! one (check, where, place, json_array_get (value, i), &each))
        return false;
      if (is_repeated (value, i))
        return check_say (check, where, place, "stands twice in the list");
    }
  return true;
}

static bool
check_value (struct check *check, const char *where, const json_t *value, const struct check_field *field)
{
  switch (field->kind)
    {
    case CHECK_TEXT: return check_line (check, where, field->name, value, field);
    case CHECK_TEXTS: return check_each (check, where, field->name, value, field, check_line);
    case CHECK_WORD: return check_word (check, where, field->name, value, field);
    case CHECK_WORDS: return check_each (check, where, field->name, value, field, check_word);
    case CHECK_ID: return check_id (check, where, field->name, value, field);
    case CHECK_IDS: return check_each (check, where, field->name, value, field, check_id);
    case CHECK_NUMBER: return check_number (check, where, field->name, value, field);
    case CHECK_LIST: return check_length (check, where, field->name, value, field->least, field->most);
    case CHECK_OBJECT: return json_is_object (value) || check_say (check, where, field->name, "must be an object");
    }
  return false;
}

static bool
is_declared (const char *name, const struct check_field *fields, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (0 == strcmp (fields[i].name, name))
      return true;
  return false;
}

bool
check_object (struct check *check, const char *where, const json_t *value, const struct check_field *fields, size_t count)
{
  if (! json_is_object (value))
    return check_say (check, where, "", "must be an object");
  for (void *at = json_object_iter ((json_t *) value); NULL != at; at = json_object_iter_next ((json_t *) value, at))
    if (! is_declared (json_object_iter_key (at), fields, count))
      return check_say (check, where, json_object_iter_key (at), "is not known");
  for (size_t i = 0; i < count; i++)
    {
      const json_t *part = json_object_get (value, fields[i].name);
      if (NULL == part)
        return check_say (check, where, fields[i].name, "is missing");
      if (! check_value (check, where, part, &fields[i]))
        return false;
    }
  return true;
}
