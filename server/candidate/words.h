/* Words in a response as a person counts them. */
#ifndef BM_CANDIDATE_WORDS_H
#define BM_CANDIDATE_WORDS_H

#include "text.h"

/* Stretches of anything but white space (ASCII and no-break space); the page's script counts the same way. */
int64_t words_count (struct text text) BM_MUST_USE;

#endif
