/* A form with its texts opened. Immutable; opened once for each process and kept as long as it runs. */
#ifndef BM_CANDIDATE_FORM_H
#define BM_CANDIDATE_FORM_H

#include "text.h"

#include <jansson.h>

#define CANDIDATE_OPTIONS 4

struct candidate_item
{
  const char *stem;
  const char *options[CANDIDATE_OPTIONS];  /* A .. D */
};

struct candidate_prompt
{
  const char *id;
  const char *text;
};

struct candidate_vignette
{
  const char *title, *role;
  size_t paragraph_count;
  const char **paragraphs;
  size_t prompt_count;
  struct candidate_prompt *prompts;
  const char *choice_set;
  int choose;
};

struct candidate_form
{
  size_t count;                          /* items or vignettes; position = index + 1 */
  struct candidate_item *items;          /* Part 1 */
  struct candidate_vignette *vignettes;  /* Part 2 */
};

#endif
