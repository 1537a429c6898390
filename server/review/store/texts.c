/* Which texts an opinion was written on: a response that is masked again has other words at the places that were marked. */
#include "run.h"

#define PRINT_BYTES 8

struct text
review_print_of (struct text response, struct arena *arena)
{
  static const char digits[] = "0123456789abcdef";
  const struct hash digest = crypto_digest (bytes_of_text (response));
  char print[2 * PRINT_BYTES];

  for (size_t i = 0; i < PRINT_BYTES; i++)
    {
      print[2 * i] = digits[digest.bytes[i] >> 4];
      print[2 * i + 1] = digits[digest.bytes[i] & 15];
    }
  return review_copy (arena, text_from (print, sizeof print));
}

static const char *
key_of (size_t at, size_t prompt, struct arena *arena)
{
  return arena_printf (arena, "%zu.%zu", at + 1, prompt + 1);
}

/* A page of which an opinion says nothing, and opinions of before texts were noted, count as written on what is there. */
void
review_read_texts (struct review_packet *packet, const json_t *texts, struct arena *arena)
{
  for (size_t at = 0; at < (size_t) packet->scale.pages; at++)
    for (size_t i = 0; i < packet->pages[at].prompt_count; i++)
      {
        struct review_prompt *prompt = &packet->pages[at].prompts[i];
        const json_t *print = json_object_get (texts, key_of (at, i, arena));
        const struct text before = text_from (json_string_value (print), json_string_length (print));
        prompt->changed = json_is_string (print) && ! text_equal (before, prompt->print);
        prompt->before = prompt->changed ? review_copy (arena, before) : text_of ("");
      }
}

static bool
says_something (const struct review_packet *packet, size_t at)
{
  const struct review_opinion *opinion = &packet->opinion;
  const size_t criteria = (size_t) packet->scale.criteria;

  for (size_t cell = at * criteria; cell < (at + 1) * criteria; cell++)
    if (REVIEW_NO_LEVEL != opinion->levels[cell] || 0 != opinion->remarks[cell].length)
      return true;
  for (size_t i = 0; i < opinion->mark_count; i++)
    if (opinion->marks[i].page == at)
      return true;
  return false;
}

json_t *
review_texts_json (const struct review_packet *packet, struct arena *arena)
{
  json_t *json = json_object ();

  for (size_t at = 0; at < (size_t) packet->scale.pages; at++)
    for (size_t i = 0; i < packet->pages[at].prompt_count && says_something (packet, at); i++)
      {
        const struct review_prompt *prompt = &packet->pages[at].prompts[i];
        const struct text print = prompt->changed ? prompt->before : prompt->print;
        json_object_set_new (json, key_of (at, i, arena), json_stringn (print.at, print.length));
      }
  return json;
}
