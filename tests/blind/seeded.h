/* The seed of a test build: 64 hexadecimal characters in the environment as BM_DRAW_SEED. Nothing that is installed reads it. */
#ifndef BM_TESTS_SEEDED_H
#define BM_TESTS_SEEDED_H

#include <stddef.h>
#include <stdint.h>

/* BLAKE2b keyed by the seed over the purpose, NUL and the content; at most 64 bytes. Ends the process without a seed. */
void seeded (const char *purpose, const void *of, size_t of_length, void *bytes, size_t length);

#endif
