/* The text of an emergency file, read strictly: one JSON object as the candidate's page makes it (crypto/rescue.h). */
#ifndef BM_RESCUE_FORM_H
#define BM_RESCUE_FORM_H

#include "rescue.h"

#define RESCUE_TEXT_MOST ((int64_t) 3 * 1024 * 1024)  /* characters of a file; what is taken apart fits into a request's arena */

/* NULL: it has the form of one; *file lives in the arena. Otherwise the key of the reason in errors.json, which names the entry of
   the file that is wrong. Whether it opens is another question, which only the registrar can answer. */
const char *rescue_form_read (struct text text, struct arena *arena, struct rescue *file) BM_MUST_USE BM_NONNULL (2, 3);

#endif
