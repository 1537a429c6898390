/* What somebody may do, as the staff forms send it: boxes for rights, boxes for categories, a number of packets,
   where they work. */
#ifndef BM_COORDINATION_STAFF_FORM_H
#define BM_COORDINATION_STAFF_FORM_H

#include "coordination_endpoints.h"

struct staff_form
{
  bool coordinate, proctor, review, mask, approve;
  struct http_list categories;
  int64_t capacity;
  struct text employer; /* starts as the empty text */
};

#define STAFF_FORM_FIELDS(form)                                                                                       \
  HTTP_BODY_BOOL ("coordinate", &(form).coordinate), HTTP_BODY_BOOL ("proctor", &(form).proctor),                     \
      HTTP_BODY_BOOL ("review", &(form).review), HTTP_BODY_BOOL ("mask", &(form).mask),                               \
      HTTP_BODY_BOOL ("approve", &(form).approve), HTTP_BODY_LIST ("categories", 4, &(form).categories),              \
      HTTP_BODY_I64_OPTIONAL ("capacity", 0, 500, &(form).capacity),                                                  \
      HTTP_BODY_TEXT_OPTIONAL ("employer", 200, &(form).employer)

/* False: a category that there is none of. No category at all means every one. */
bool staff_form_read (const struct staff_form *form, struct arena *arena, struct coordination_appointment *appointment)
    BM_MUST_USE BM_NONNULL_ALL;

#endif
