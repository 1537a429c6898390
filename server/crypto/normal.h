/* One spelling for text that can be typed in several ways, before it is hashed. For this folder. */
#ifndef BM_NORMAL_H
#define BM_NORMAL_H

#include "buf.h"

/* NFKC, and with fold also case-folded and without invisible characters. Text that is not UTF-8 comes back as it is.
   The caller frees it (which wipes). */
struct buf normal_text (struct text text, bool fold) BM_MUST_USE;

#endif
