/* A response with its masks, as a masker sees and changes it. Works on the "pages" of intake.response.sealed. A mask is
   named on the page by its place: "<page>-<response>-<mask>", from 0, valid for one version. */
#ifndef BM_COORDINATION_MASKING_PAGE_H
#define BM_COORDINATION_MASKING_PAGE_H

#include "coordination_endpoints.h"

/* The pages with each response cut into segments {"text", "mask"}: mask is its name, or null outside masks. */
json_t *masking_page_show (const json_t *pages, struct arena *arena, size_t *masks) BM_NONNULL_ALL;

/* Takes out the masks that drop names. False: a name that there is none of. */
bool masking_page_drop (json_t *pages, struct http_list drop) BM_MUST_USE BM_NONNULL (1);

/* Masks every place of the words; returns how many places there are. */
size_t masking_page_add (json_t *pages, struct text words, struct arena *arena) BM_MUST_USE BM_NONNULL (1, 3);

#endif
