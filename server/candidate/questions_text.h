/* All questions of a part as ready-made JSON, made once for each form and kept as long as the process runs: a reply is copied
   together from pieces in the candidate's own order. */
#ifndef BM_CANDIDATE_QUESTIONS_TEXT_H
#define BM_CANDIDATE_QUESTIONS_TEXT_H

#include "work_document.h"

/* Appends "template":"…","questions":[…]. A vignette comes as {"ref", "html"}: what its page holds between its marks, without an
   answer. Items differ only in their words, so they come as {"ref", "stem", "A", "B", "C", "D"}, and template is that piece of
   a page with [[stem]] and so on where the words go; it is empty for vignettes. False: a template fails; it is in the log. */
bool questions_text (struct http_request *rq, const struct candidate_work *work, struct buf *out) BM_MUST_USE BM_NONNULL_ALL;

#endif
