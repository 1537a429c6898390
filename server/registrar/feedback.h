/* Reviewers' remarks as a candidate may get them: merged by what they are about, so that they tell neither who wrote them nor how
   many did. */
#ifndef BM_REGISTRAR_FEEDBACK_PIECE_H
#define BM_REGISTRAR_FEEDBACK_PIECE_H

#include "work.h"

/* The remarks of a letter: [{"overall", "text"} or {"vignette", "criterion", "overall", "text"}], each text in one paragraph.
   text and link as result.feedback_text and bridge.feedback_link hold them. New reference; NULL: they don't belong together. */
json_t *feedback_for_letter (const json_t *text, const json_t *link) BM_MUST_USE BM_NONNULL_ALL;

#endif
