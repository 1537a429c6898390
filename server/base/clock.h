/* The machine's clocks. Only desks and the registrar's ritual read them; rules take time as an argument. */
#ifndef BM_CLOCK_H
#define BM_CLOCK_H

#include "attrs.h"

#include <stdbool.h>
#include <stdint.h>

/* Microseconds on CLOCK_BOOTTIME: runs on through suspend, never jumps, starts anew at boot. */
int64_t clock_boot_us (void);

/* This boot's id, 36 characters and NUL, from the kernel; false when it cannot be read. */
bool clock_boot_id (char text[37]) BM_MUST_USE BM_NONNULL_ALL;

#endif
