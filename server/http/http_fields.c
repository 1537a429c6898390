#include "http_fields.h"

#include "exchange.h"
#include "json_body.h"

#include <string.h>

#define MAP_VALUE_MOST 20000
#define MAP_KEY_MOST 64

/* One value as it came: text (path, query, form, JSON string) or another JSON value. */
struct value
{
  bool is_text;
  struct text text;
  json_t *json;   /* NULL outside a JSON body */
};

static bool
refuse (struct http_request *rq, enum error error, const char *field, const char *reason)
{
  struct http_exchange *ex = rq->exchange;

  if (NULL == ex->problem_reason)
    {
      ex->problem_error = error;
      ex->problem_field = NULL == field ? NULL : arena_string (rq->arena, text_of (field));
      ex->problem_reason = reason;
    }
  return false;
}

bool
http_fields_refuse (struct http_request *rq, const char *field, const char *reason)
{
  return refuse (rq, ERROR_INVALID_FIELD, field, reason);
}

static bool
read_query (struct http_request *rq)
{
  struct http_exchange *ex = rq->exchange;

  if (ex->query_read)
    return true;
  ex->query_read = true;
  if (! http_form_parse (rq->arena, ex->query, false, &ex->query_form))
    return refuse (rq, ERROR_BAD_REQUEST, NULL, "bad_form");
  return true;
}

static bool
read_body (struct http_request *rq)
{
  struct http_exchange *ex = rq->exchange;
  const char *reason = "bad_form";

  if (ex->body_read)
    return true;
  ex->body_read = true;
  switch (ex->body_kind)
    {
    case HTTP_BODY_NONE:
      return true;
    case HTTP_BODY_FORM:
      if (http_form_parse (rq->arena, buf_view (&ex->body), true, &ex->form))
        return true;
      break;
    case HTTP_BODY_JSON:
      ex->json = http_json_parse (buf_view (&ex->body), &reason);
      if (NULL != ex->json)
        return true;
      break;
    }
  return refuse (rq, ERROR_BAD_REQUEST, NULL, reason);
}

static struct value
value_of_json (json_t *json)
{
  if (json_is_string (json))
    return (struct value) { true, text_from (json_string_value (json), json_string_length (json)), json };
  return (struct value) { false, text_of (""), json };
}

/* How often a form holds this field; *value is its first. */
static size_t
find_in_form (const struct http_form *form, const char *name, struct value *value)
{
  size_t count = 0;

  for (size_t i = form->count; i-- > 0;)
    if (text_is (form->pairs[i].key, name))
      {
        *value = (struct value) { true, form->pairs[i].value, NULL };
        count++;
      }
  return count;
}

static size_t
find_value (const struct http_request *rq, const struct http_field *field, struct value *value)
{
  const struct http_exchange *ex = rq->exchange;

  if (HTTP_FROM_PATH == field->from)
    {
      for (size_t i = 0; i < ex->params.count; i++)
        if (text_is (ex->params.at[i].name, field->name))
          {
            *value = (struct value) { true, ex->params.at[i].value, NULL };
            return 1;
          }
      return 0;
    }
  if (HTTP_FROM_QUERY == field->from)
    return find_in_form (&ex->query_form, field->name, value);
  if (NULL == ex->json)
    return find_in_form (&ex->form, field->name, value);
  if (NULL == json_object_get (ex->json, field->name))
    return 0;
  *value = value_of_json (json_object_get (ex->json, field->name));
  return 1;
}

static bool
is_one_of (struct text text, const char *words)
{
  struct text rest = text_of (words);

  while (true)
    {
      const char *bar = memchr (rest.at, '|', rest.length);
      const size_t length = NULL == bar ? rest.length : (size_t) (bar - rest.at);
      if (text_equal (text, text_from (rest.at, length)))
        return true;
      if (NULL == bar)
        return false;
      rest = text_from (bar + 1, rest.length - length - 1);
    }
}

static const char *
read_text (const struct http_field *field, const struct value *value)
{
  size_t points;

  if (! value->is_text)
    return "wrong_kind";
  if (! text_is_utf8 (value->text))
    return "bad_text";
  points = text_code_points (value->text);
  if (points < (size_t) field->least)
    return 0 == points ? "absent" : "too_short";
  if (points > (size_t) field->most)
    return "too_long";
  *(struct text *) field->target = value->text;
  return NULL;
}

static const char *
read_word (const struct http_field *field, const struct value *value)
{
  if (! value->is_text)
    return "wrong_kind";
  if (! is_one_of (value->text, field->words))
    return 0 == value->text.length ? "absent" : "bad_word";
  *(struct text *) field->target = value->text;
  return NULL;
}

static const char *
read_i64 (const struct http_field *field, const struct value *value)
{
  int64_t number = 0;

  if (NULL == value->json)
    {
      if (! text_to_i64 (value->text, INT64_MIN, INT64_MAX, &number))
        return 0 == value->text.length ? "absent" : "bad_number";
    }
  else if (! json_is_integer (value->json))
    return "wrong_kind";
  else
    number = json_integer_value (value->json);
  if (number < field->least || number > field->most)
    return "bad_number";
  *(int64_t *) field->target = number;
  return NULL;
}

static const char *
read_bool (const struct http_field *field, const struct value *value)
{
  if (NULL != value->json)
    {
      if (! json_is_boolean (value->json))
        return "wrong_kind";
      *(bool *) field->target = json_is_true (value->json);
      return NULL;
    }
  if (! text_is (value->text, "yes"))
    return "bad_word";
  *(bool *) field->target = true;
  return NULL;
}

static const char *
read_uid (const struct http_field *field, const struct value *value)
{
  if (! value->is_text)
    return "wrong_kind";
  if (! uid_parse (value->text, field->target))
    return 0 == value->text.length ? "absent" : "bad_id";
  return NULL;
}

static const char *
read_scalar (const struct http_field *field, const struct value *value)
{
  switch (field->kind)
    {
    case HTTP_KIND_TEXT:
      return read_text (field, value);
    case HTTP_KIND_WORD:
      return read_word (field, value);
    case HTTP_KIND_I64:
      return read_i64 (field, value);
    case HTTP_KIND_BOOL:
      return read_bool (field, value);
    case HTTP_KIND_UID:
      return read_uid (field, value);
    case HTTP_KIND_MAP:
    case HTTP_KIND_LIST:
      break;
    }
  return "wrong_kind";
}

static bool
take_scalar (struct http_request *rq, const struct http_field *field)
{
  struct value value = { false, { "", 0 }, NULL };
  const size_t count = find_value (rq, field, &value);
  const char *reason;

  if (count > 1)
    return http_fields_refuse (rq, field->name, "duplicate");
  if (0 == count || (field->optional && NULL == value.json && 0 == value.text.length))
    return field->optional || http_fields_refuse (rq, field->name, "absent");
  reason = read_scalar (field, &value);
  return NULL == reason || http_fields_refuse (rq, field->name, reason);
}

/* The key behind "name." of a map's form field. */
static bool
map_key (struct text name, const char *map, struct text *key)
{
  const size_t length = strlen (map);

  if (name.length <= length || 0 != memcmp (name.at, map, length) || '.' != name.at[length])
    return false;
  *key = text_from (name.at + length + 1, name.length - length - 1);
  return true;
}

static bool
is_key (struct text key)
{
  for (size_t i = 0; i < key.length; i++)
    {
      const char c = key.at[i];
      if (! (c >= 'a' && c <= 'z') && ! (c >= 'A' && c <= 'Z') && ! (c >= '0' && c <= '9') && '-' != c && '_' != c
          && '.' != c)
        return false;
    }
  return 0 != key.length && key.length <= MAP_KEY_MOST;
}

static const char *
check_entry (const struct value *value)
{
  if (! value->is_text)
    return "wrong_kind";
  if (! text_is_utf8 (value->text))
    return "bad_text";
  return text_code_points (value->text) > MAP_VALUE_MOST ? "too_long" : NULL;
}

static const char *
add_to_map (const struct http_field *field, struct http_map *map, struct text key, const struct value *value)
{
  const char *reason = check_entry (value);

  if (NULL != reason)
    return reason;
  if (! is_key (key))
    return "bad_key";
  if (map->count == (size_t) field->most)
    return "too_many";
  for (size_t i = 0; i < map->count; i++)
    if (text_equal (map->pairs[i].key, key))
      return "duplicate";
  map->pairs[map->count++] = (struct http_pair) { key, value->text };
  return NULL;
}

static bool
take_map (struct http_request *rq, const struct http_field *field)
{
  const struct http_exchange *ex = rq->exchange;
  struct http_map map = { arena_take (rq->arena, ((size_t) field->most + 1) * sizeof (struct http_pair)), 0 };
  json_t *json = NULL == ex->json ? NULL : json_object_get (ex->json, field->name);
  const char *reason = NULL == json || json_is_object (json) ? NULL : "wrong_kind";

  if (NULL != json && NULL == reason)
    {
      const char *key;
      json_t *item;
      json_object_foreach (json, key, item)
        {
          const struct value value = value_of_json (item);
          if (NULL == reason)
            reason = add_to_map (field, &map, text_of (key), &value);
        }
    }
  for (size_t i = 0; NULL == ex->json && NULL == reason && i < ex->form.count; i++)
    {
      const struct value value = { true, ex->form.pairs[i].value, NULL };
      struct text key;
      if (map_key (ex->form.pairs[i].key, field->name, &key))
        reason = add_to_map (field, &map, key, &value);
    }
  if (NULL == reason && map.count < (size_t) field->least)
    reason = 0 == map.count ? "absent" : "too_few";
  if (NULL != reason)
    return http_fields_refuse (rq, field->name, reason);
  if (0 != map.count)
    *(struct http_map *) field->target = map;
  return true;
}

static const char *
add_to_list (const struct http_field *field, struct http_list *list, const struct value *value)
{
  const char *reason = check_entry (value);

  if (NULL != reason)
    return reason;
  if (NULL == value->json && 0 == value->text.length)
    return NULL;
  if (list->count == (size_t) field->most)
    return "too_many";
  list->values[list->count++] = value->text;
  return NULL;
}

static bool
take_list (struct http_request *rq, const struct http_field *field)
{
  const struct http_exchange *ex = rq->exchange;
  struct http_list list = { arena_take (rq->arena, ((size_t) field->most + 1) * sizeof (struct text)), 0 };
  json_t *json = NULL == ex->json ? NULL : json_object_get (ex->json, field->name);
  const char *reason = NULL == json || json_is_array (json) ? NULL : "wrong_kind";

  for (size_t i = 0; NULL != json && NULL == reason && i < json_array_size (json); i++)
    {
      const struct value value = value_of_json (json_array_get (json, i));
      reason = add_to_list (field, &list, &value);
    }
  for (size_t i = 0; NULL == ex->json && NULL == reason && i < ex->form.count; i++)
    {
      const struct value value = { true, ex->form.pairs[i].value, NULL };
      if (text_is (ex->form.pairs[i].key, field->name))
        reason = add_to_list (field, &list, &value);
    }
  if (NULL == reason && list.count < (size_t) field->least)
    reason = 0 == list.count ? "absent" : "too_few";
  if (NULL != reason)
    return http_fields_refuse (rq, field->name, reason);
  if (0 != list.count)
    *(struct http_list *) field->target = list;
  return true;
}

static bool
take_field (struct http_request *rq, const struct http_field *field)
{
  if (HTTP_KIND_MAP == field->kind)
    return take_map (rq, field);
  if (HTTP_KIND_LIST == field->kind)
    return take_list (rq, field);
  return take_scalar (rq, field);
}

static bool
is_named (const struct http_field *spec, enum http_field_from from, struct text name, bool form)
{
  struct text key;

  for (; HTTP_FROM_END != spec->from; spec++)
    if (spec->from == from
        && (HTTP_KIND_MAP == spec->kind && form ? map_key (name, spec->name, &key) : text_is (name, spec->name)))
      return true;
  return false;
}

static bool
refuse_unknown (struct http_request *rq, const struct http_field *spec)
{
  const struct http_exchange *ex = rq->exchange;
  const char *name;
  json_t *value;

  for (size_t i = 0; i < ex->query_form.count; i++)
    if (! is_named (spec, HTTP_FROM_QUERY, ex->query_form.pairs[i].key, true))
      return http_fields_refuse (rq, arena_string (rq->arena, ex->query_form.pairs[i].key), "unknown");
  for (size_t i = 0; i < ex->form.count; i++)
    if (! is_named (spec, HTTP_FROM_BODY, ex->form.pairs[i].key, true))
      return http_fields_refuse (rq, arena_string (rq->arena, ex->form.pairs[i].key), "unknown");
  json_object_foreach (ex->json, name, value)
    if (! is_named (spec, HTTP_FROM_BODY, text_of (name), false))
      return http_fields_refuse (rq, name, "unknown");
  return true;
}

bool
http_fields_read (struct http_request *rq, const struct http_field *spec)
{
  if (! read_query (rq) || ! read_body (rq))
    return false;
  for (const struct http_field *field = spec; HTTP_FROM_END != field->from; field++)
    if (! take_field (rq, field))
      return false;
  return refuse_unknown (rq, spec);
}
