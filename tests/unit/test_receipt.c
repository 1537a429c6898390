/* layers: crypto base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base64url.h"
#include "key_file.h"
#include "receipt.h"
#include "receipt_vectors.h"

#include <inttypes.h>
#include <sodium.h>
#include <time.h>

#define ARENA_CAP (16 * 1024 * 1024)
#define SAVES 5
#define LATEST INT64_MAX

struct bench
{
  struct keyring *ring;
  struct receipt_key key;
  struct arena *arena;
  struct receipt saves[SAVES];
  struct hash leaves[SAVES];
  struct receipt_batch batch;
};

static struct uid
uid_from (const char *text)
{
  struct uid uid;

  assert_true (uid_parse (text_of (text), &uid));
  return uid;
}

static struct hash
hash_from (const char *text)
{
  struct hash hash;

  assert_true (base64url_read (text_of (text), hash.bytes, sizeof hash.bytes));
  return hash;
}

/* The five of the vectors. */
static void
fill_saves (struct bench *bench)
{
  static const int64_t positions[] = { 1, 3 };
  const struct uid session = uid_from ("0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f0");
  const struct uid id = uid_from ("00112233-4455-4677-8899-aabbccddeeff");
  const struct receipt saves[SAVES] = {
    { session, "item.7", 1, 12, receipt_digest_choice (id, 'A'), 1790000000123456 },
    { session, "item.60", 1, 13, receipt_digest_choice (id, 0), 1790000001000000 },
    { session, "prompt.2.p1", 2, 1, receipt_digest_text (id, text_of ("Zwei S\u00e4tze \u2013 mehr.")), 0 },
    { session, "choice", UINT32_MAX, INT64_MAX, receipt_digest_vignettes (id, positions, BM_COUNT (positions)), -1 },
    { session, "prompt.12.abcdefgh", 3, 1, receipt_digest_text (id, text_of ("")), LATEST },
  };

  memcpy (bench->saves, saves, sizeof saves);
  for (size_t i = 0; i < SAVES; i++)
    bench->leaves[i] = receipt_leaf (&bench->saves[i]);
}

static int
set_up (void **state)
{
  struct bench *bench = calloc (1, sizeof *bench);
  const char *problem;

  if (NULL == bench)
    return -1;
  bench->ring = key_file_load ("receipt " KEY_ONE "\n", 0600, &problem);
  if (NULL == bench->ring)
    return -1;
  bench->key = receipt_key_of (bench->ring);
  bench->arena = arena_new (ARENA_CAP);
  fill_saves (bench);
  receipt_batch_sign (bench->ring, bench->leaves, SAVES, bench->arena, &bench->batch);
  *state = bench;
  return 0;
}

static int
tear_down (void **state)
{
  struct bench *bench = *state;

  keyring_free (bench->ring);
  arena_free (bench->arena);
  free (bench);
  return 0;
}

static const struct hash *
numbered_leaves (struct arena *arena, uint32_t count)
{
  struct hash *leaves = arena_take (arena, (count + 1) * sizeof *leaves);
  char text[32];

  for (uint32_t i = 0; i < count; i++)
    {
      int length = snprintf (text, sizeof text, "leaf %" PRIu32, i);
      leaves[i] = hash_tree_leaf (bytes_of (text, (size_t) length));
    }
  return leaves;
}

/* ---- the tree ---- */

static void
trees_and_paths_are_the_ones_of_another_implementation (void **state)
{
  struct bench *bench = *state;

  for (size_t i = 0; i < BM_COUNT (vector_trees); i++)
    {
      const uint32_t count = vector_trees[i].count;
      const struct hash root = hash_from (vector_trees[i].root);
      const struct hash paths = hash_from (vector_trees[i].paths);
      crypto_hash_sha256_state sum;
      struct hash_tree tree;
      struct hash_path path;
      struct hash all;

      hash_tree_build (numbered_leaves (bench->arena, count), count, bench->arena, &tree);
      assert_memory_equal (&root, &tree.root, sizeof root);
      (void) crypto_hash_sha256_init (&sum);
      for (uint32_t leaf = 0; leaf < count; leaf++)
        {
          hash_tree_path (&tree, leaf, &path);
          (void) crypto_hash_sha256_update (&sum, (const uint8_t *) path.at, path.count * sizeof path.at[0]);
        }
      (void) crypto_hash_sha256_final (&sum, all.bytes);
      assert_memory_equal (&paths, &all, sizeof all);
    }
}

static void
a_tree_that_grows_has_the_root_of_one_that_is_built (void **state)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (1024 * 1024);
  struct bench *bench = *state;
  const struct hash *leaves = numbered_leaves (bench->arena, 1100);
  struct hash_tree_growth growth = { .count = 0 };

  for (uint32_t count = 0; count <= 1100; count++)
    {
      const struct hash grown = hash_tree_grown (&growth);
      struct hash_tree tree;
      arena_reset (arena);
      hash_tree_build (leaves, count, arena, &tree);
      assert_int_equal (count, growth.count);
      assert_memory_equal (&tree.root, &grown, sizeof grown);
      hash_tree_grow (&growth, leaves[count < 1100 ? count : 0]);
    }
}

/* For every leaf of trees of 1 to 40 leaves, at every index that there could be: the path leads to the root from its own place
   and from no other. */
static void
a_path_leads_to_the_root_from_its_own_place_only (void **state)
{
  struct bench *bench = *state;

  for (uint32_t count = 1; count <= 40; count++)
    {
      const struct hash *leaves = numbered_leaves (bench->arena, count);
      struct hash_tree tree;

      hash_tree_build (leaves, count, bench->arena, &tree);
      for (uint32_t leaf = 0; leaf < count; leaf++)
        {
          struct hash_path path;
          hash_tree_path (&tree, leaf, &path);
          for (uint32_t index = 0; index <= count; index++)
            {
              struct hash root;
              bool same = hash_tree_climb (leaves[leaf], index, count, &path, &root)
                          && 0 == memcmp (&root, &tree.root, sizeof root);
              assert_int_equal (leaf == index, same);
            }
        }
    }
}

static void
a_path_that_is_too_long_or_too_short_leads_nowhere (void **state)
{
  struct bench *bench = *state;
  const struct hash *leaves = numbered_leaves (bench->arena, 300);
  struct hash_path path;
  struct hash_tree tree;
  struct hash root;

  hash_tree_build (leaves, 300, bench->arena, &tree);
  hash_tree_path (&tree, 7, &path);
  assert_int_equal (9, path.count);
  assert_true (hash_tree_climb (leaves[7], 7, 300, &path, &root));
  path.count--;
  assert_false (hash_tree_climb (leaves[7], 7, 300, &path, &root));
  path.count += 2;
  assert_false (hash_tree_climb (leaves[7], 7, 300, &path, &root));
  path.count = 0;
  assert_true (hash_tree_climb (leaves[7], 0, 1, &path, &root));
  assert_false (hash_tree_climb (leaves[7], 0, 0, &path, &root));
  assert_false (hash_tree_climb (leaves[7], 0, UINT32_MAX, &path, &root));
}

/* ---- known answers ---- */

static void
receipts_are_the_ones_of_another_implementation (void **state)
{
  struct bench *bench = *state;

  assert_int_equal (SAVES, BM_COUNT (vector_receipts));
  for (uint32_t i = 0; i < SAVES; i++)
    {
      struct buf json BM_CLEANUP (buf_free) = buf_new (4096);
      receipt_print (&bench->saves[i], &bench->batch, i, &json);
      assert_string_equal (vector_receipts[i], json.at);
    }
}

/* In order of (epoch, sequence): item.7, item.60, prompt.2.p1, prompt.12.abcdefgh, choice. */
static struct receipt_seal
seal_of_all (struct bench *bench)
{
  const struct hash ordered[SAVES] = { bench->leaves[0], bench->leaves[1], bench->leaves[2], bench->leaves[4], bench->leaves[3] };
  struct hash_tree tree;

  hash_tree_build (ordered, SAVES, bench->arena, &tree);
  return (struct receipt_seal) { bench->saves[0].session, 2, SAVES, tree.root, 1790000002000001 };
}

static void
seals_are_the_ones_of_another_implementation (void **state)
{
  struct bench *bench = *state;
  const struct receipt_seal seal = seal_of_all (bench);
  struct receipt_seal empty = { { { 0 } }, 1, 0, { { 0 } }, 0 };
  struct buf json BM_CLEANUP (buf_free) = buf_new (4096);
  struct buf other BM_CLEANUP (buf_free) = buf_new (4096);
  struct receipt_signature signature;
  struct hash_tree none;

  receipt_seal_sign (bench->ring, &seal, &signature);
  receipt_seal_print (&seal, &signature, &json);
  assert_string_equal (vector_seal, json.at);
  empty.session.bytes[15] = 1;
  hash_tree_build (NULL, 0, bench->arena, &none);
  empty.root = none.root;
  receipt_seal_sign (bench->ring, &empty, &signature);
  receipt_seal_print (&empty, &signature, &other);
  assert_string_equal (vector_empty_seal, other.at);
}

/* ---- tampering ---- */

static enum receipt_verdict
judge_at (const struct bench *bench, const struct receipt *save, uint32_t index, uint32_t count, const struct hash_path *path)
{
  return receipt_verify (&bench->key, save, index, count, path, &bench->batch.signature);
}

static void
each_receipt_is_good_at_its_own_place (void **state)
{
  const struct bench *bench = *state;
  struct hash_path path;

  for (uint32_t i = 0; i < SAVES; i++)
    for (uint32_t leaf = 0; leaf < SAVES; leaf++)
      {
        hash_tree_path (&bench->batch.tree, i, &path);
        assert_int_equal (i == leaf, RECEIPT_GOOD == judge_at (bench, &bench->saves[leaf], i, SAVES, &path));
      }
}

/* Flips every bit of these bytes in turn and asks; each must be refused. They are as before afterwards. */
static void
flip_each (void *bytes, size_t length, bool (*is_good) (const void *given), const void *given)
{
  uint8_t *at = bytes;

  assert_true (is_good (given));
  for (size_t bit = 0; bit < 8 * length; bit++)
    {
      at[bit / 8] ^= (uint8_t) (1u << bit % 8);
      if (is_good (given))
        fail_msg ("bit %zu of %zu bytes can be flipped unseen", bit, length);
      at[bit / 8] ^= (uint8_t) (1u << bit % 8);
    }
  assert_true (is_good (given));
}

struct claim
{
  struct receipt_key key;
  struct receipt save;
  uint32_t index, count;
  struct hash_path path;
  struct receipt_signature signature;
};

static bool
claim_is_good (const void *given)
{
  const struct claim *claim = given;
  return RECEIPT_GOOD
         == receipt_verify (&claim->key, &claim->save, claim->index, claim->count, &claim->path, &claim->signature);
}

static void
no_bit_of_a_receipt_can_be_changed (void **state)
{
  const struct bench *bench = *state;

  for (uint32_t i = 0; i < SAVES; i++)
    {
      struct claim claim = { bench->key, bench->saves[i], i, SAVES, { .count = 0 }, bench->batch.signature };
      hash_tree_path (&bench->batch.tree, i, &claim.path);
      flip_each (&claim.save.session, sizeof claim.save.session, claim_is_good, &claim);
      flip_each (&claim.save.epoch, sizeof claim.save.epoch, claim_is_good, &claim);
      flip_each (&claim.save.sequence, sizeof claim.save.sequence, claim_is_good, &claim);
      flip_each (&claim.save.digest, sizeof claim.save.digest, claim_is_good, &claim);
      flip_each (&claim.save.time_us, sizeof claim.save.time_us, claim_is_good, &claim);
      flip_each (&claim.index, sizeof claim.index, claim_is_good, &claim);
      flip_each (&claim.count, sizeof claim.count, claim_is_good, &claim);
      flip_each (claim.path.at, claim.path.count * sizeof claim.path.at[0], claim_is_good, &claim);
      flip_each (&claim.signature, sizeof claim.signature, claim_is_good, &claim);
      flip_each (&claim.key, sizeof claim.key, claim_is_good, &claim);
    }
}

static void
no_letter_of_a_ref_can_be_changed (void **state)
{
  const struct bench *bench = *state;
  char ref[RECEIPT_REF_MOST + 2];
  struct claim claim = { bench->key, bench->saves[2], 2, SAVES, { .count = 0 }, bench->batch.signature };
  size_t tried = 0;

  hash_tree_path (&bench->batch.tree, 2, &claim.path);
  (void) snprintf (ref, sizeof ref, "%s", claim.save.ref);
  claim.save.ref = ref;
  assert_true (claim_is_good (&claim));
  for (size_t bit = 0; bit < 8 * strlen (bench->saves[2].ref); bit++)
    {
      ref[bit / 8] = (char) (ref[bit / 8] ^ 1 << bit % 8);
      if (receipt_ref_is_good (text_of (ref)))
        {
          assert_false (claim_is_good (&claim));
          tried++;
        }
      ref[bit / 8] = (char) (ref[bit / 8] ^ 1 << bit % 8);
    }
  assert_true (tried > 20);
  ref[strlen (ref) - 1] = '\0';
  assert_false (claim_is_good (&claim));
}

struct seal_claim
{
  struct receipt_key key;
  struct receipt_seal seal;
  struct receipt_signature signature;
};

static bool
seal_claim_is_good (const void *given)
{
  const struct seal_claim *claim = given;
  return RECEIPT_GOOD == receipt_seal_verify (&claim->key, &claim->seal, &claim->signature);
}

static void
no_bit_of_a_seal_can_be_changed (void **state)
{
  struct bench *bench = *state;
  struct seal_claim claim = { .key = bench->key, .seal = seal_of_all (bench) };

  receipt_seal_sign (bench->ring, &claim.seal, &claim.signature);
  flip_each (&claim.seal.session, sizeof claim.seal.session, seal_claim_is_good, &claim);
  flip_each (&claim.seal.part, sizeof claim.seal.part, seal_claim_is_good, &claim);
  flip_each (&claim.seal.saves, sizeof claim.seal.saves, seal_claim_is_good, &claim);
  flip_each (&claim.seal.root, sizeof claim.seal.root, seal_claim_is_good, &claim);
  flip_each (&claim.seal.time_us, sizeof claim.seal.time_us, seal_claim_is_good, &claim);
  flip_each (&claim.signature, sizeof claim.signature, seal_claim_is_good, &claim);
  flip_each (&claim.key, sizeof claim.key, seal_claim_is_good, &claim);
}

/* The signature under a batch of one, offered as the seal's, and the other way round. */
static void
a_save_s_signature_is_no_seal_s (void **state)
{
  struct bench *bench = *state;
  const struct receipt_seal seal = seal_of_all (bench);
  const struct hash_path none = { .count = 0 };
  struct receipt_signature signature;
  struct receipt_batch one;

  receipt_batch_sign (bench->ring, bench->leaves, 1, bench->arena, &one);
  assert_int_equal (RECEIPT_GOOD, receipt_verify (&bench->key, &bench->saves[0], 0, 1, &none, &one.signature));
  assert_int_equal (RECEIPT_NOT_SIGNED, receipt_seal_verify (&bench->key, &seal, &one.signature));
  receipt_seal_sign (bench->ring, &seal, &signature);
  assert_int_equal (RECEIPT_NOT_SIGNED, receipt_verify (&bench->key, &bench->saves[0], 0, 1, &none, &signature));
  assert_int_equal (RECEIPT_NO_PATH, receipt_verify (&bench->key, &bench->saves[0], 0, 2, &none, &signature));
}

static void
digests_tell_kinds_and_saves_apart (void **state)
{
  static const int64_t positions[] = { 12 };
  const struct uid id = uid_from ("00112233-4455-4677-8899-aabbccddeeff");
  const struct uid other = uid_from ("00112233-4455-4677-8899-aabbccddeefe");
  const struct hash all[] = {
    receipt_digest_choice (id, 'A'), receipt_digest_choice (id, 'B'),
    receipt_digest_choice (id, 0),   receipt_digest_choice (other, 'A'),
    receipt_digest_text (id, text_of ("A")), receipt_digest_text (id, text_of ("")),
    receipt_digest_text (id, text_of ("12")), receipt_digest_vignettes (id, positions, 1),
    receipt_digest_vignettes (id, positions, 0),
  };

  (void) state;
  for (size_t a = 0; a < BM_COUNT (all); a++)
    for (size_t b = 0; b < a; b++)
      assert_memory_not_equal (&all[a], &all[b], sizeof all[a]);
}

/* ---- base64url ---- */

static void
a_value_has_one_spelling (void **state)
{
  /* RFC 4648, section 10, and what must not pass for them */
  static const struct { const char *bytes, *text; } good[] = {
    { "", "" }, { "f", "Zg" }, { "fo", "Zm8" }, { "foo", "Zm9v" }, { "foob", "Zm9vYg" }, { "fooba", "Zm9vYmE" },
    { "foobar", "Zm9vYmFy" }, { "\xff\xfe\xfb", "__77" }, { "\xfb\xef\xbe", "----" },
  };
  static const struct { size_t length; const char *text; } bad[] = {
    { 1, "Zh" }, { 1, "Z" }, { 1, "Zg==" }, { 1, "Zg=" }, { 2, "Zm9" }, { 3, "Zm9/" }, { 3, "Zm9+" }, { 3, "Zm9 " }, { 3, "Zm9" },
    { 3, "Zm9vYg" }, { 3, "Zm9\xc3" }, { 0, "Z" },
  };
  char text[16];
  uint8_t bytes[8];

  (void) state;
  for (size_t i = 0; i < BM_COUNT (good); i++)
    {
      const size_t length = strlen (good[i].bytes);
      const size_t printed = (size_t) (base64url_print ((const uint8_t *) good[i].bytes, length, text) - text);
      assert_int_equal (strlen (good[i].text), printed);
      assert_memory_equal (good[i].text, text, printed);
      assert_true (base64url_read (text_of (good[i].text), bytes, length));
      assert_memory_equal (good[i].bytes, bytes, length);
    }
  for (size_t i = 0; i < BM_COUNT (bad); i++)
    if (base64url_read (text_of (bad[i].text), bytes, bad[i].length))
      fail_msg ("'%s' was read", bad[i].text);
  assert_false (base64url_read (text_from ("Zg\0", 3), bytes, 2));
}

/* ---- what ends the process ---- */

static void
print_a_ref_that_is_none (void *given)
{
  struct bench *bench = given;
  struct buf json = buf_new (4096);

  bench->saves[0].ref = "item.7\",\"x\":\"";
  receipt_print (&bench->saves[0], &bench->batch, 0, &json);
}

static void
take_a_leaf_of_a_long_ref (void *given)
{
  struct bench *bench = given;

  bench->saves[0].ref = "item.1234567890123456";
  (void) receipt_leaf (&bench->saves[0]);
}

static void
print_a_leaf_that_is_not_there (void *given)
{
  struct bench *bench = given;
  struct buf json = buf_new (4096);

  receipt_print (&bench->saves[0], &bench->batch, SAVES, &json);
}

static void
sign_nothing (void *given)
{
  struct bench *bench = given;
  receipt_batch_sign (bench->ring, bench->leaves, 0, bench->arena, &bench->batch);
}

static void
programming_errors_end_the_process (void **state)
{
  assert_int_equal (EXIT_FATAL, status_of_child (print_a_ref_that_is_none, *state));
  assert_int_equal (EXIT_FATAL, status_of_child (take_a_leaf_of_a_long_ref, *state));
  assert_int_equal (EXIT_FATAL, status_of_child (print_a_leaf_that_is_not_there, *state));
  assert_int_equal (EXIT_FATAL, status_of_child (sign_nothing, *state));
}

/* ---- what it costs ---- */

static double
now_us (void)
{
  struct timespec now;

  (void) clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e6 + (double) now.tv_nsec / 1e3;
}

/* All that a batch of 300 asks of this folder: digests, leaves, tree, signature and the printing. Printed, not judged. */
static void
what_a_receipt_costs_in_a_batch_of_300 (void **state)
{
  enum { COUNT = 300, ROUNDS = 50 };
  struct bench *bench = *state;
  struct hash *leaves = arena_take (bench->arena, COUNT * sizeof *leaves);
  struct receipt *saves = arena_take (bench->arena, COUNT * sizeof *saves);
  struct buf json BM_CLEANUP (buf_free) = buf_new (COUNT * 1000);
  double least = 1e9;

  for (int round = 0; round < ROUNDS; round++)
    {
      struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (ARENA_CAP);
      const double began = now_us ();
      struct receipt_batch batch;
      json.length = 0;
      for (uint32_t i = 0; i < COUNT; i++)
        {
          saves[i] = bench->saves[0];
          saves[i].sequence = i + 1;
          saves[i].digest = receipt_digest_choice (saves[i].session, 'B');
          leaves[i] = receipt_leaf (&saves[i]);
        }
      receipt_batch_sign (bench->ring, leaves, COUNT, arena, &batch);
      for (uint32_t i = 0; i < COUNT; i++)
        receipt_print (&saves[i], &batch, i, &json);
      if (now_us () - began < least)
        least = now_us () - began;
    }
  assert_false (json.overflow);
  print_message ("figure receipt_us %.2f\n", least / COUNT);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (trees_and_paths_are_the_ones_of_another_implementation, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_tree_that_grows_has_the_root_of_one_that_is_built, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_path_leads_to_the_root_from_its_own_place_only, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_path_that_is_too_long_or_too_short_leads_nowhere, set_up, tear_down),
    cmocka_unit_test_setup_teardown (receipts_are_the_ones_of_another_implementation, set_up, tear_down),
    cmocka_unit_test_setup_teardown (seals_are_the_ones_of_another_implementation, set_up, tear_down),
    cmocka_unit_test_setup_teardown (each_receipt_is_good_at_its_own_place, set_up, tear_down),
    cmocka_unit_test_setup_teardown (no_bit_of_a_receipt_can_be_changed, set_up, tear_down),
    cmocka_unit_test_setup_teardown (no_letter_of_a_ref_can_be_changed, set_up, tear_down),
    cmocka_unit_test_setup_teardown (no_bit_of_a_seal_can_be_changed, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_save_s_signature_is_no_seal_s, set_up, tear_down),
    cmocka_unit_test (digests_tell_kinds_and_saves_apart),
    cmocka_unit_test (a_value_has_one_spelling),
    cmocka_unit_test_setup_teardown (programming_errors_end_the_process, set_up, tear_down),
    cmocka_unit_test_setup_teardown (what_a_receipt_costs_in_a_batch_of_300, set_up, tear_down),
  };
  return crypto_start () ? cmocka_run_group_tests (tests, NULL, NULL) : 1;
}
