/* Contracts that the compiler can check, spelled once. */
#ifndef BM_ATTRS_H
#define BM_ATTRS_H

#define BM_MUST_USE __attribute__ ((warn_unused_result))
#define BM_NONNULL(...) __attribute__ ((nonnull (__VA_ARGS__)))
#define BM_NONNULL_ALL __attribute__ ((nonnull))
#define BM_RETURNS_NONNULL __attribute__ ((returns_nonnull))
#define BM_PRINTF(text, first) __attribute__ ((format (printf, text, first)))
#define BM_CLEANUP(function) __attribute__ ((cleanup (function)))
#define BM_COUNT(array) (sizeof (array) / sizeof ((array)[0]))

#endif
