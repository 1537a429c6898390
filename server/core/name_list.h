/* Several people in one field, as rosters have them: "Kim Poe; Dr. Lee and Ana Ruiz". Masking and conflicts part them alike: who is
   masked as a supervisor is who may not review. */
#ifndef BM_NAME_LIST_H
#define BM_NAME_LIST_H

#include "text.h"

/* The next one, up to ";", "&", "/", "|", a line's end or the word "and"; *rest goes on behind that. May be empty, as between two
   of these signs. False: there was nothing left. */
bool name_list_next (struct text *rest, struct text *one) BM_MUST_USE BM_NONNULL_ALL;

#endif
