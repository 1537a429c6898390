/* A question bank in its folder (question-bank/README.md), read and judged as a whole. */
#ifndef BM_BANK_H
#define BM_BANK_H

#include "check.h"

#include <stdio.h>

#define BANK_ITEMS_OF_FORM 60  /* seed 002 */

/* One file of the bank; what is made from it borrows its texts. */
struct bank_file
{
  const char *name;   /* "items/attachment.json" */
  json_t *root;
};

struct bank_folder
{
  struct bank_file *files;
  size_t count;
};

struct bank_item
{
  const char *file;
  const char *code;       /* "att-001" */
  const char *area;
  const char *age_range;  /* "0-3", "3-6" */
  const json_t *json;     /* as it stands in the file */
};

struct bank_vignette
{
  const char *file;
  const char *code;
  const char *category;
  const json_t *json;
};

struct bank_rubric
{
  const char *file;
  const char *code;
  const char *category;
  int criteria;
  int top_level;
  const json_t *json;
};

struct bank_form
{
  const char *file;
  const char *code;
  int part;
  const char *tracks;     /* "imh", "imh,ecmh" */
  const char *category;   /* "" for Part 1 */
  const char *title;
  const char *rubric;     /* code, "" for Part 1 */
  const json_t *json;
};

/* One place of a form: an item of Part 1 or a vignette of Part 2. */
struct bank_entry
{
  const char *form;
  int position;           /* from 1 */
  const char *code;
  const char *set;        /* choice set, "" for Part 1 */
  int choose;             /* how many of the set count, 0 for Part 1 */
};

/* What a candidate could have written to a Part 2 form, with agreed levels. */
struct bank_calibration
{
  const char *file;
  const char *code;
  const char *form;       /* code */
  const char *purpose;    /* "practice", "control" */
  const char *places;     /* of its vignettes in the form, page by page: "1,3" */
  const json_t *json;
};

struct bank
{
  struct arena *arena;
  struct bank_folder folders[5];  /* owned; items, vignettes, rubrics, forms, calibration (may be missing) */
  struct bank_item *items;
  size_t item_count;
  struct bank_vignette *vignettes;
  size_t vignette_count;
  struct bank_rubric *rubrics;
  size_t rubric_count;
  struct bank_form *forms;
  size_t form_count;
  struct bank_entry *entries;
  size_t entry_count;
  struct bank_calibration *calibrations;
  size_t calibration_count;
};

/* True: every rule holds. False: *problem (in the arena) is one sentence that names file, id and field.
   The bank must be freed in both cases. */
bool bank_read (const char *folder, struct arena *arena, struct bank *bank, const char **problem) BM_MUST_USE BM_NONNULL_ALL;
void bank_free (struct bank *bank) BM_NONNULL_ALL;

/* The parts of bank_read, in this order: each fills its list and judges it. */
bool bank_take_items (struct bank *bank, struct check *check) BM_MUST_USE BM_NONNULL_ALL;
bool bank_take_vignettes (struct bank *bank, struct check *check) BM_MUST_USE BM_NONNULL_ALL;
bool bank_take_rubrics (struct bank *bank, struct check *check) BM_MUST_USE BM_NONNULL_ALL;
bool bank_take_forms (struct bank *bank, struct check *check) BM_MUST_USE BM_NONNULL_ALL;
bool bank_take_calibrations (struct bank *bank, struct check *check) BM_MUST_USE BM_NONNULL_ALL;

/* NULL when there is none of that code. */
const struct bank_item *bank_item_of (const struct bank *bank, const char *code) BM_NONNULL_ALL;
const struct bank_vignette *bank_vignette_of (const struct bank *bank, const char *code) BM_NONNULL_ALL;
const struct bank_rubric *bank_rubric_of (const struct bank *bank, const char *code) BM_NONNULL_ALL;

extern const char *const bank_categories[];  /* ends with NULL */
extern const char *const bank_tracks[];

#endif
