#include "check_inside.h"

#include "receipt.h"

#include <jansson.h>

static bool
digest_of_vignettes (struct uid save, const json_t *list, struct hash *digest)
{
  int64_t positions[32];
  const size_t count = json_array_size (list);

  if (! json_is_array (list) || count > BM_COUNT (positions))
    return false;
  for (size_t i = 0; i < count; i++)
    positions[i] = json_integer_value (json_array_get (list, i));
  *digest = receipt_digest_vignettes (save, positions, count);
  return true;
}

static bool
digest_of (struct uid save, const json_t *answer, struct hash *digest)
{
  const json_t *choice = json_object_get (answer, "choice");
  const json_t *text = json_object_get (answer, "text");

  if (1 != json_object_size (answer))
    return false;
  if (json_is_null (choice) || (json_is_string (choice) && 1 == json_string_length (choice)))
    {
      *digest = receipt_digest_choice (save, json_is_null (choice) ? '\0' : json_string_value (choice)[0]);
      return true;
    }
  if (! json_is_string (text))
    return digest_of_vignettes (save, json_object_get (answer, "vignettes"), digest);
  *digest = receipt_digest_text (save, text_from (json_string_value (text), json_string_length (text)));
  return true;
}

bool
check_digest (struct uid save, struct bytes stored, struct hash *digest)
{
  json_t *answer = json_loadb ((const char *) stored.at, stored.length, JSON_REJECT_DUPLICATES, NULL);
  bool good = json_is_object (answer) && digest_of (save, answer, digest);

  json_decref (answer);
  return good;
}
