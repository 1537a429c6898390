#include "demo.h"

#include "tool_import.h"
#include "token.h"

#include <string.h>

bool
demo_import_bank (struct demo *demo)
{
  char *args[] = { (char[]) { "import" }, (char[]) { "--config" }, NULL, (char[]) { "--association" }, NULL,
                   (char[]) { "--bank" }, NULL, NULL };

  args[2] = arena_printf (demo->arena, "%s/etc/registrar.conf", demo->data);
  args[4] = arena_printf (demo->arena, "%s", demo->association);
  args[6] = arena_printf (demo->arena, "%s/question-bank", demo->share);
  return TOOL_DONE == tool_import ((int) BM_COUNT (args) - 1, args);
}

const json_t *
demo_staff (const struct demo *demo, const char *role, size_t index)
{
  size_t i;
  json_t *person;

  json_array_foreach (json_object_get (demo->story, "staff"), i, person)
    if (0 == strcmp (demo_string (person, "role"), role) && 0 == index--)
      return person;
  return NULL;
}

/* A one-time code becomes a password, which the card will name. */
static bool
settle (struct demo *demo, const json_t *person, const char *url, const char *code)
{
  struct demo_client *client BM_CLEANUP (demo_client_leave) = demo_client_new (url);
  const char *email = demo_string (person, "email");
  char password[CODE_ROOM];

  code_new (password);
  (void) json_object_set_new (demo->passwords, email, json_string (password));
  (void) json_array_append_new (demo->people,
                                json_pack ("{s:s, s:s, s:s, s:s, s:s}", "role", demo_string (person, "role"), "name",
                                           demo_string (person, "name"), "email", email, "password", password, "link", url));
  return demo_do (client, "/welcome", json_pack ("{s:s, s:s, s:s}", "code", code, "password", password, "again", password));
}

static bool
hire (struct demo *demo, struct demo_client *coordinator, const json_t *person)
{
  json_t *form = json_pack ("{s:s, s:s}", "name", demo_string (person, "name"), "email", demo_string (person, "email"));
  json_auto_t *answer = NULL;
  bool reviews = false;
  size_t i;
  json_t *right;

  json_array_foreach (json_object_get (person, "rights"), i, right)
    {
      (void) json_object_set_new (form, json_string_value (right), json_true ());
      reviews = reviews || 0 == strcmp (json_string_value (right), "review");
    }
  if (reviews)
    (void) json_object_set (form, "categories", json_object_get (person, "categories"));
  answer = demo_post (coordinator, "/staff", form);
  return NULL != answer
         && settle (demo, person, reviews ? demo->review_url : demo->coordination_url, demo_string (answer, "code"));
}

bool
demo_hire (struct demo *demo)
{
  const json_t *first = json_array_get (json_object_get (demo->card, "people"), 0);
  struct demo_client *coordinator BM_CLEANUP (demo_client_leave) = NULL;
  size_t i;
  json_t *person;

  if (! settle (demo, first, demo->coordination_url, demo_string (first, "code")))
    return false;
  coordinator = demo_coordinator (demo);
  if (NULL == coordinator)
    return false;
  json_array_foreach (json_object_get (demo->story, "staff"), i, person)
    if (! hire (demo, coordinator, person))
      return false;
  return true;
}

struct demo_client *
demo_sign_in (struct demo *demo, const char *url, const char *email)
{
  struct demo_client *client = demo_client_new (url);

  if (demo_do (client, "/sign-in",
               json_pack ("{s:s, s:s}", "email", email, "password", demo_string (demo->passwords, email))))
    return client;
  demo_client_free (client);
  return NULL;
}

struct demo_client *
demo_coordinator (struct demo *demo)
{
  return demo_sign_in (demo, demo->coordination_url, demo_string (json_array_get (demo->people, 0), "email"));
}
