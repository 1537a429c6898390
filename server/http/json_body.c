#include "json_body.h"


/* The bytes of a string, its escapes stepped over. Returns the place after the closing quote. */
static size_t
skip_string (struct text source, size_t at)
{
  for (; at < source.length && '"' != source.at[at]; at++)
    if ('\\' == source.at[at])
      at++;
  return at + 1;
}

/* Only bounds: whether it is JSON at all is for the parser to say. */
static const char *
find_excess (struct text source)
{
  size_t depth = 0;
  size_t values = 0;
  bool number = false;

  for (size_t at = 0; at < source.length;)
    {
      const char c = source.at[at++];
      if (number && ('.' == c || 'e' == c || 'E' == c))
        return "bad_number";
      number = c >= '0' && c <= '9';
      if ('"' == c)
        at = skip_string (source, at);
      values += '{' == c || '[' == c || ',' == c;
      if (('{' == c || '[' == c) && ++depth > HTTP_JSON_DEPTH_MOST)
        return "too_deep";
      if (('}' == c || ']' == c) && 0 != depth)
        depth--;
    }
  return values > HTTP_JSON_VALUES_MOST ? "too_many" : NULL;
}

json_t *
http_json_parse (struct text source, const char **reason)
{
  json_error_t error;
  json_t *parsed;

  *reason = find_excess (source);
  if (NULL != *reason)
    return NULL;
  parsed = json_loadb (source.at, source.length, JSON_REJECT_DUPLICATES, &error);
  if (NULL != parsed && json_is_object (parsed))
    return parsed;
  *reason = NULL == parsed && json_error_duplicate_key == json_error_code (&error) ? "duplicate" : "bad_json";
  json_decref (parsed);
  return NULL;
}
