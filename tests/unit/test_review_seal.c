/* layers: crypto base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "key_file.h"
#include "review_seal.h"

#define KEYS "review_sign " KEY_ONE "\nreview_public " KEY_ONE_SIGNS "\n"

/* A chain of two, and the key they are signed with. */
struct chain
{
  struct keyring *ring;
  struct review_key key;
  struct review_seal seals[2];
  struct review_signature signatures[2];
};

static struct hash
hash_of (const char *words)
{
  return crypto_digest (bytes_of_text (text_of (words)));
}

static struct bytes
signature_of (const struct chain *chain, size_t place)
{
  return bytes_of (chain->signatures[place].bytes, sizeof chain->signatures[place].bytes);
}

static int
make_chain (void **state)
{
  static struct chain chain;
  const char *problem;

  chain.ring = key_file_load (KEYS, 0600, &problem);
  assert_non_null (chain.ring);
  chain.key = review_key_of (chain.ring);
  chain.seals[0] = (struct review_seal) { .allocation = crypto_uid (), .revision = 1, .commitment = hash_of ("one") };
  chain.seals[1] = (struct review_seal) { .allocation = chain.seals[0].allocation,
                                          .revision = 2,
                                          .commitment = hash_of ("two"),
                                          .previous = chain.seals[0].commitment,
                                          .reason = hash_of ("why") };
  for (size_t i = 0; i < 2; i++)
    review_seal_sign (chain.ring, &chain.seals[i], &chain.signatures[i]);
  *state = &chain;
  return 0;
}

static int
end_chain (void **state)
{
  keyring_free (((struct chain *) *state)->ring);
  return 0;
}

static enum review_seal_verdict
judge_second (const struct chain *chain, struct review_seal seal)
{
  return review_seal_judge (&chain->key, &chain->seals[0], &seal, signature_of (chain, 1));
}

static void
what_was_signed_is_good (void **state)
{
  const struct chain *chain = *state;

  assert_int_equal (REVIEW_SEAL_GOOD, review_seal_judge (&chain->key, NULL, &chain->seals[0], signature_of (chain, 0)));
  assert_int_equal (REVIEW_SEAL_GOOD, judge_second (chain, chain->seals[1]));
}

static void
another_field_was_not_signed (void **state)
{
  const struct chain *chain = *state;
  struct review_seal seal = chain->seals[1];

  seal.allocation.bytes[15] ^= 1;
  assert_int_equal (REVIEW_SEAL_NOT_SIGNED, judge_second (chain, seal));
  seal = chain->seals[1];
  seal.commitment.bytes[0] ^= 1;
  assert_int_equal (REVIEW_SEAL_NOT_SIGNED, judge_second (chain, seal));
  seal = chain->seals[1];
  seal.reason.bytes[31] ^= 1;
  assert_int_equal (REVIEW_SEAL_NOT_SIGNED, judge_second (chain, seal));
}

static void
a_chain_has_no_gap_and_no_other_order (void **state)
{
  const struct chain *chain = *state;
  struct review_seal seal = chain->seals[1];

  seal.revision = 3;
  assert_int_equal (REVIEW_SEAL_NOT_NEXT, judge_second (chain, seal));
  seal = chain->seals[1];
  seal.previous.bytes[0] ^= 1;
  assert_int_equal (REVIEW_SEAL_NOT_NEXT, judge_second (chain, seal));
  assert_int_equal (REVIEW_SEAL_NOT_NEXT, review_seal_judge (&chain->key, NULL, &chain->seals[1], signature_of (chain, 1)));
  assert_int_equal (REVIEW_SEAL_NOT_NEXT,
                    review_seal_judge (&chain->key, &chain->seals[1], &chain->seals[0], signature_of (chain, 0)));
}

static void
only_a_first_one_may_lack_a_signature (void **state)
{
  const struct chain *chain = *state;
  const struct bytes none = bytes_of (NULL, 0);
  const struct bytes half = bytes_of (chain->signatures[0].bytes, REVIEW_SIGNATURE_BYTES / 2);

  assert_int_equal (REVIEW_SEAL_UNSIGNED, review_seal_judge (&chain->key, NULL, &chain->seals[0], none));
  assert_int_equal (REVIEW_SEAL_NOT_SIGNED, review_seal_judge (&chain->key, &chain->seals[0], &chain->seals[1], none));
  assert_int_equal (REVIEW_SEAL_NOT_SIGNED, review_seal_judge (&chain->key, NULL, &chain->seals[0], half));
}

static void
another_key_signs_nothing_here (void **state)
{
  const struct chain *chain = *state;
  const char *problem;
  struct keyring *other = key_file_load ("review_sign " KEY_TWO "\n", 0600, &problem);
  struct review_signature forged;

  assert_non_null (other);
  review_seal_sign (other, &chain->seals[1], &forged);
  assert_int_equal (REVIEW_SEAL_NOT_SIGNED, review_seal_judge (&chain->key, &chain->seals[0], &chain->seals[1],
                                                               bytes_of (forged.bytes, sizeof forged.bytes)));
  keyring_free (other);
}

static void
a_seal_is_read_from_its_columns (void **state)
{
  const struct chain *chain = *state;
  const struct review_seal *second = &chain->seals[1];
  const struct bytes whole[] = { hash_bytes (&second->commitment), hash_bytes (&second->previous), hash_bytes (&second->reason) };
  const struct bytes first[] = { hash_bytes (&second->commitment), bytes_of (NULL, 0), bytes_of (NULL, 0) };
  const struct bytes cut[] = { bytes_of (second->commitment.bytes, 31), bytes_of (NULL, 0), bytes_of (NULL, 0) };
  struct review_seal seal;

  assert_true (review_seal_read (second->allocation, 2, whole, &seal));
  assert_memory_equal (second, &seal, sizeof seal);
  assert_true (review_seal_read (second->allocation, 1, first, &seal));
  assert_false (review_seal_read (second->allocation, 2, first, &seal));
  assert_false (review_seal_read (second->allocation, 1, cut, &seal));
  assert_false (review_seal_read (second->allocation, 0, first, &seal));
}

/* Who holds the digest alone cannot try out likely reasons: it is another one under each review's random key. */
static void
a_reason_hides_behind_its_review_s_key (void **state)
{
  const struct hash one = review_seal_reason (text_of ("0a"), text_of ("a slip"));
  const struct hash other = review_seal_reason (text_of ("0b"), text_of ("a slip"));
  const struct hash plain = hash_of ("0aa slip");

  (void) state;
  assert_memory_not_equal (&one, &other, sizeof one);
  assert_memory_equal (&plain, &one, sizeof one);
}

static void
its_public_half_is_written_and_read (void **state)
{
  const struct chain *chain = *state;
  struct buf file BM_CLEANUP (buf_free) = buf_new (4096);
  struct review_key again;

  review_key_write (&chain->key, &file);
  assert_non_null (strstr (file.at, "\n" KEY_ONE_SIGNS "\n"));
  assert_true (review_key_read (buf_view (&file), &again));
  assert_memory_equal (&chain->key, &again, sizeof again);
  assert_false (review_key_read (text_of ("no key\n"), &again));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (what_was_signed_is_good),
    cmocka_unit_test (another_field_was_not_signed),
    cmocka_unit_test (a_chain_has_no_gap_and_no_other_order),
    cmocka_unit_test (only_a_first_one_may_lack_a_signature),
    cmocka_unit_test (another_key_signs_nothing_here),
    cmocka_unit_test (a_seal_is_read_from_its_columns),
    cmocka_unit_test (a_reason_hides_behind_its_review_s_key),
    cmocka_unit_test (its_public_half_is_written_and_read),
  };
  if (! crypto_start ())
    return 1;
  return cmocka_run_group_tests (tests, make_chain, end_chain);
}
