#include "site.h"

static const char *
sentence (const json_t *texts, const char *kind, const char *key)
{
  return json_string_value (json_object_get (json_object_get (texts, kind), key));
}

bool
http_problem_texts_whole (const json_t *texts, const char **missing)
{
  for (int error = 0; error < ERROR_COUNT; error++)
    {
      *missing = error_code ((enum error) error);
      if (NULL == sentence (texts, "titles", *missing))
        return false;
    }
  return true;
}

json_t *
http_problem_document (const struct http_site *site, struct uid id, enum error error, const char *field,
                       const char *reason)
{
  const char *code = error_code (error);
  const char *detail = NULL == reason ? NULL : sentence (site->texts, "reasons", reason);
  char type[64];
  char instance[UID_TEXT_ROOM + 9] = "urn:uuid:";

  (void) snprintf (type, sizeof type, "/problems/%s", code);
  uid_print (id, instance + 9);
  return json_pack ("{s:s, s:s, s:i, s:s, s:s*, s:s*, s:s*}", "type", type, "title",
                    sentence (site->texts, "titles", code), "status", (int) error_status (error), "instance", instance,
                    "field", field, "reason", reason, "detail", detail);
}
