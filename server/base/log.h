/* Logfmt lines on standard error, one event a line: <priority>level=info event=started port=8080.
   No name, e-mail, code, token or answer ever goes in; values are escaped, so a line cannot be forged. */
#ifndef BM_LOG_H
#define BM_LOG_H

#include "attrs.h"

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO };

/* process: put on every line; borrowed for ever. */
void log_open (const char *process) BM_NONNULL_ALL;

/* fields: "key=%d other=%s"; control bytes in the result become \xNN. */
void log_event (enum log_level level, const char *event, const char *fields, ...) BM_PRINTF (3, 4) BM_NONNULL (2, 3);

/* An invariant is gone: says so and ends the process with status 70. */
void log_fatal (const char *event, const char *fields, ...) __attribute__ ((noreturn)) BM_PRINTF (2, 3);

#endif
