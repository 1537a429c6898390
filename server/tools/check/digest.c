#include "inside.h"

#include "buf.h"

#include <jansson.h>
#include <sodium.h>

#define ANSWER_MOST ((size_t) 1024 * 1024)

static bool
add_vignettes (const json_t *list, struct buf *out)
{
  size_t place;
  json_t *position;

  buf_string (out, "v:");
  json_array_foreach (list, place, position)
    {
      if (! json_is_integer (position))
        return false;
      buf_printf (out, "%s%lld", 0 == place ? "" : ",", (long long) json_integer_value (position));
    }
  return true;
}

static bool
add_answer (const json_t *answer, struct buf *out)
{
  json_t *value;

  if (1 != json_object_size (answer))
    return false;
  value = json_object_get (answer, "choice");
  if (json_is_string (value) || json_is_null (value))
    {
      buf_string (out, "c:");
      buf_string (out, json_is_null (value) ? "" : json_string_value (value));
      return true;
    }
  value = json_object_get (answer, "text");
  if (json_is_string (value))
    {
      buf_string (out, "t:");
      buf_add (out, json_string_value (value), json_string_length (value));
      return true;
    }
  value = json_object_get (answer, "vignettes");
  return json_is_array (value) && add_vignettes (value, out);
}

bool
check_digest (struct uid save, struct bytes stored, struct hash *digest)
{
  static const char title[] = "blindmark answer 1";
  struct buf out BM_CLEANUP (buf_free) = buf_new (ANSWER_MOST);
  json_t *answer = json_loadb ((const char *) stored.at, stored.length, JSON_REJECT_DUPLICATES, NULL);
  bool good;

  buf_add (&out, title, sizeof title);
  buf_add (&out, save.bytes, sizeof save.bytes);
  good = json_is_object (answer) && add_answer (answer, &out) && ! out.overflow;
  json_decref (answer);
  (void) crypto_hash_sha256 (digest->bytes, (const uint8_t *) out.at, out.length);
  return good;
}
