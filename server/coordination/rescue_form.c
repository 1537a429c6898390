#include "rescue_form.h"

#include <jansson.h>
#include <string.h>

#define ENTRIES 6

static struct text
entry (const json_t *root, const char *name)
{
  const json_t *value = json_object_get (root, name);

  return json_is_string (value) ? text_from (json_string_value (value), json_string_length (value)) : text_of ("");
}

static const char *
judge (const json_t *root, struct arena *arena, struct rescue *file)
{
  const json_t *version = json_object_get (root, "version");
  const char *wrong;

  if (! json_is_integer (version) || 1 != json_integer_value (version))
    return "rescue_version";
  if (! text_is (entry (root, "kind"), "blindmark rescue"))
    return "rescue_kind";
  if (! uid_parse (entry (root, "session"), &file->session))
    return "rescue_session";
  wrong = rescue_read (entry (root, "public"), entry (root, "nonce"), entry (root, "sealed"), arena, file);
  if (NULL != wrong)
    return arena_printf (arena, "rescue_%s", wrong);
  return ENTRIES == json_object_size (root) ? NULL : "rescue_more";
}

const char *
rescue_form_read (struct text text, struct arena *arena, struct rescue *file)
{
  json_auto_t *root = json_loadb (text.at, text.length, JSON_REJECT_DUPLICATES, NULL);

  return json_is_object (root) ? judge (root, arena, file) : "rescue_not_json";
}
