/* Part 1: every sheet of the administration that has no score yet. */
#include "part1_score.h"
#include "work.h"

static enum registrar_status
score_one (struct registrar *registrar, const struct registrar_duty *duty, const struct pg_rows *list, size_t row)
{
  struct registrar_scoring scoring;
  struct part1_score score;
  struct text keys;
  struct hash digest;
  json_auto_t *document = NULL;
  enum registrar_status status;

  status = registrar_store_scoring (registrar->store, list, row, registrar->arena, &scoring);
  if (REGISTRAR_DONE == status)
    status = registrar_store_keys (registrar->store, duty->association, scoring.form, registrar->arena, &keys, &digest);
  if (REGISTRAR_DONE != status)
    return status;
  if (! part1_score (scoring.answers, keys, scoring.percent, &score))
    return REGISTRAR_BROKEN;
  document = json_pack ("{s:i, s:i, s:b}", "score", score.score, "max", score.max, "passed", (int) score.passed);
  return registrar_store_put_part1 (registrar->store, duty->association, &scoring, document, &digest, PART1_RULE);
}

enum registrar_status
registrar_score (struct registrar *registrar, const struct registrar_duty *duty, const char **note)
{
  struct pg_rows *list BM_CLEANUP (registrar_list_free) = NULL;
  enum registrar_status status = registrar_store_blocker (registrar->store, duty, registrar->arena, note);

  if (REGISTRAR_DONE != status || '\0' != (*note)[0])
    return status;
  status = registrar_store_score_work (registrar->store, duty, &list);
  for (size_t i = 0; REGISTRAR_DONE == status && i < registrar_list_count (list); i++)
    {
      status = score_one (registrar, duty, list, i);
      if (REGISTRAR_DONE == status)
        status = registrar_store_progress (registrar->store, duty, i + 1, registrar_list_count (list));
    }
  return status;
}
