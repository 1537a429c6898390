/* A response with its masks, as a masker sees and changes it. Works on the "pages" of intake.response.sealed. A mask is
   named on the page by its place: "<page>-<response>-<mask>", from 0, valid for one version. */
#ifndef BM_COORDINATION_MASKING_PAGE_H
#define BM_COORDINATION_MASKING_PAGE_H

#include "coordination_endpoints.h"

/* What the masker sees of a document of coordination_masking, which is changed into it: each response cut into segments {"text",
   "mask", "kind"} (name and kind of the mask, or null outside masks), its own name "at" for ranges, "masks" how many there are,
   "repeated" the texts that are masked in two places or more, why it was returned. */
void masking_page_show (json_t *doc, struct arena *arena) BM_NONNULL_ALL;

/* Takes out the masks that drop names. False: a name that there is none of. */
bool masking_page_drop (json_t *pages, struct http_list drop) BM_MUST_USE BM_NONNULL (1);

/* Takes out every mask over exactly one of these texts. */
void masking_page_drop_words (json_t *pages, struct http_list words) BM_NONNULL (1);

/* Masks every place of the words; returns how many places there are. */
size_t masking_page_add (json_t *pages, struct text words, struct arena *arena) BM_MUST_USE BM_NONNULL (1, 3);

/* Masks code points of one response: "<page>-<response>-<from>-<to>". False: there are none such. */
bool masking_page_add_range (json_t *pages, struct text range, struct arena *arena) BM_MUST_USE BM_NONNULL (1, 3);

#endif
