/* Nothing is prepared or published that rests on a review which is not as its reviewer locked it. */
#include "work.h"

enum registrar_status
registrar_reviews_hold (struct registrar *registrar, const struct registrar_duty *duty)
{
  struct pg_rows *list BM_CLEANUP (registrar_list_free) = NULL;
  enum registrar_status status = registrar_store_reviewed (registrar->store, duty, &list);
  enum registrar_status worst = status;

  for (size_t i = 0; REGISTRAR_AWAY != worst && i < registrar_list_count (list); i++)
    {
      struct registrar_ready ready = registrar_store_reviewed_packet (duty, list, i);
      json_auto_t *reviews = NULL;
      status = registrar_store_reviews (registrar->store, &ready, &reviews);
      if (REGISTRAR_DONE != status)
        worst = status;
    }
  return worst;
}
