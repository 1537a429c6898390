#include "cookie.h"

#include <string.h>

/* Cuts the next piece up to ';' off list. */
static struct text
next_pair (struct text *list)
{
  const char *end = memchr (list->at, ';', list->length);
  const size_t length = NULL == end ? list->length : (size_t) (end - list->at);
  const struct text pair = text_trim (text_from (list->at, length));

  *list = NULL == end ? text_from (list->at + length, 0) : text_from (end + 1, list->length - length - 1);
  return pair;
}

static size_t
count_in (struct text list, const char *name, struct text *token)
{
  const size_t name_length = strlen (name);
  size_t count = 0;

  while (0 != list.length)
    {
      const struct text pair = next_pair (&list);
      if (pair.length > name_length && '=' == pair.at[name_length] && 0 == memcmp (pair.at, name, name_length))
        {
          *token = text_from (pair.at + name_length + 1, pair.length - name_length - 1);
          count++;
        }
    }
  return count;
}

bool
http_cookie_find (const struct http_head *head, const char *name, struct text *token)
{
  size_t count = 0;

  for (size_t i = 0; i < head->count; i++)
    if (http_text_is_caseless (head->headers[i].name, "cookie"))
      count += count_in (head->headers[i].value, name, token);
  return 1 == count && 0 != token->length;
}

bool
http_cookie_is_token (const char *token)
{
  const size_t length = strlen (token);

  for (size_t i = 0; i < length; i++)
    if (! (token[i] >= 'a' && token[i] <= 'z') && ! (token[i] >= 'A' && token[i] <= 'Z')
        && ! (token[i] >= '0' && token[i] <= '9') && '-' != token[i] && '_' != token[i])
      return false;
  return length <= 200;
}
