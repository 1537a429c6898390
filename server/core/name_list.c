#include "name_list.h"

#include <string.h>

/* How many bytes at `at` part two people; 0: none. */
static size_t
divider (struct text names, size_t at)
{
  static const char word[] = " and ";
  size_t i = 0;

  if (NULL != memchr (";&/\n|", names.at[at], 5))
    return 1;
  while ('\0' != word[i] && at + i < names.length
         && (word[i] == names.at[at + i] || (' ' != word[i] && word[i] - 'a' + 'A' == names.at[at + i])))
    i++;
  return '\0' == word[i] ? i : 0;
}

bool
name_list_next (struct text *rest, struct text *one)
{
  size_t skip = 0;
  size_t at = 0;

  if (0 == rest->length)
    return false;
  while (at < rest->length && 0 == (skip = divider (*rest, at)))
    at++;
  *one = text_from (rest->at, at);
  *rest = text_from (rest->at + at + skip, rest->length - at - skip);
  return true;
}
