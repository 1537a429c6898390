/* The process without a door: closes what is overdue, folds answers into sheets, decides Part 2 when its reviews are locked,
   and does what coordinators ask for. Every step may be repeated; a crash at any point loses nothing. */
#ifndef BM_REGISTRAR_H
#define BM_REGISTRAR_H

#include "attrs.h"
#include "desk_setup.h"

#include <signal.h>

/* Works until *stop is not zero (a signal also ends its sleep). Returns the process's exit status: 0 when it was told to
   stop, 1 when it could not start; then one line on standard error says why. */
int registrar_run (const struct desk_setup *setup, const volatile sig_atomic_t *stop) BM_NONNULL_ALL;

#endif
