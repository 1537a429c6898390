#include "bank_store.h"

#include "bank_seal.h"

/* The arrays of one kind, filled side by side. */
struct columns
{
  struct arena *arena;
  size_t count;
  struct uid *ids;
  struct bytes *sealed;
  struct bytes *keys;
  struct bytes *digests;
  struct text *texts[6];
  int32_t *numbers[2];
};

struct params
{
  struct pg_param list[50];
  size_t count;
};

static struct columns
columns_new (struct arena *arena, size_t count)
{
  struct columns columns = { .arena = arena, .count = count };

  columns.ids = arena_take (arena, (count + 1) * sizeof *columns.ids);
  columns.sealed = arena_take (arena, (count + 1) * sizeof *columns.sealed);
  columns.keys = arena_take (arena, (count + 1) * sizeof *columns.keys);
  columns.digests = arena_take (arena, (count + 1) * sizeof *columns.digests);
  for (size_t i = 0; i < BM_COUNT (columns.texts); i++)
    columns.texts[i] = arena_take (arena, (count + 1) * sizeof **columns.texts);
  for (size_t i = 0; i < BM_COUNT (columns.numbers); i++)
    columns.numbers[i] = arena_take (arena, (count + 1) * sizeof **columns.numbers);
  return columns;
}

static void
put_sealed (struct columns *columns, size_t row, struct bank_sealed sealed)
{
  columns->ids[row] = sealed.id;
  columns->sealed[row] = sealed.text;
  columns->keys[row] = sealed.key;
  columns->digests[row] = sealed.digest;
}

static void
add (struct params *params, struct pg_param param)
{
  params->list[params->count++] = param;
}

static void
add_ids (struct params *params, const struct columns *columns)
{
  add (params, pg_uid_array (columns->arena, columns->ids, columns->count));
}

static void
add_texts (struct params *params, const struct columns *columns, size_t first, size_t count)
{
  for (size_t i = first; i < first + count; i++)
    add (params, pg_text_array (columns->arena, columns->texts[i], columns->count));
}

static void
add_numbers (struct params *params, const struct columns *columns, size_t first, size_t count)
{
  for (size_t i = first; i < first + count; i++)
    add (params, pg_i32_array (columns->arena, columns->numbers[i], columns->count));
}

static void
add_bytes (struct params *params, const struct columns *columns, const struct bytes *values)
{
  add (params, pg_bytes_array (columns->arena, values, columns->count));
}

static void
add_items (struct params *params, const struct keyring *ring, const struct bank *bank, struct arena *arena)
{
  struct columns columns = columns_new (arena, bank->item_count);

  for (size_t i = 0; i < bank->item_count; i++)
    {
      const struct bank_item *item = &bank->items[i];
      columns.texts[0][i] = text_of (item->code);
      columns.texts[1][i] = text_of (item->area);
      columns.texts[2][i] = text_of (item->age_range);
      put_sealed (&columns, i, bank_seal_item (ring, item, arena));
    }
  add_ids (params, &columns);
  add_texts (params, &columns, 0, 3);
  add_bytes (params, &columns, columns.sealed);
  add_bytes (params, &columns, columns.digests);
  add_bytes (params, &columns, columns.keys);
}

static void
add_vignettes (struct params *params, const struct keyring *ring, const struct bank *bank, struct arena *arena)
{
  struct columns columns = columns_new (arena, bank->vignette_count);

  for (size_t i = 0; i < bank->vignette_count; i++)
    {
      const struct bank_vignette *vignette = &bank->vignettes[i];
      columns.texts[0][i] = text_of (vignette->code);
      columns.texts[1][i] = text_of (vignette->category);
      columns.numbers[0][i] = (int32_t) json_array_size (json_object_get (vignette->json, "prompts"));
      put_sealed (&columns, i, bank_seal_vignette (ring, vignette, arena));
    }
  add_ids (params, &columns);
  add_texts (params, &columns, 0, 2);
  add_bytes (params, &columns, columns.sealed);
  add_bytes (params, &columns, columns.digests);
  add_numbers (params, &columns, 0, 1);
}

static void
add_rubrics (struct params *params, const struct keyring *ring, const struct bank *bank, struct arena *arena)
{
  struct columns columns = columns_new (arena, bank->rubric_count);

  for (size_t i = 0; i < bank->rubric_count; i++)
    {
      const struct bank_rubric *rubric = &bank->rubrics[i];
      columns.texts[0][i] = text_of (rubric->code);
      columns.texts[1][i] = text_of (rubric->category);
      columns.numbers[0][i] = rubric->criteria;
      columns.numbers[1][i] = rubric->top_level;
      put_sealed (&columns, i, bank_seal_rubric (ring, rubric, arena));
    }
  add_ids (params, &columns);
  add_texts (params, &columns, 0, 2);
  add_numbers (params, &columns, 0, 2);
  add_bytes (params, &columns, columns.sealed);
  add_bytes (params, &columns, columns.digests);
}

static void
add_forms (struct params *params, const struct bank *bank, struct arena *arena)
{
  struct columns columns = columns_new (arena, bank->form_count);

  for (size_t i = 0; i < bank->form_count; i++)
    {
      const struct bank_form *form = &bank->forms[i];
      columns.texts[0][i] = text_of (form->code);
      columns.numbers[0][i] = form->part;
      columns.texts[1][i] = text_of (form->tracks);
      columns.texts[2][i] = text_of (form->category);
      columns.texts[3][i] = text_of (form->title);
      columns.texts[4][i] = text_of (form->rubric);
      put_sealed (&columns, i, bank_seal_form (form, arena));
    }
  add_ids (params, &columns);
  add_texts (params, &columns, 0, 1);
  add_numbers (params, &columns, 0, 1);
  add_texts (params, &columns, 1, 4);
  add_bytes (params, &columns, columns.digests);
}

static void
add_entries (struct params *params, const struct bank *bank, struct arena *arena)
{
  struct columns columns = columns_new (arena, bank->entry_count);

  for (size_t i = 0; i < bank->entry_count; i++)
    {
      const struct bank_entry *entry = &bank->entries[i];
      columns.texts[0][i] = text_of (entry->form);
      columns.numbers[0][i] = entry->position;
      columns.texts[1][i] = text_of (entry->code);
      columns.texts[2][i] = text_of (entry->set);
      columns.numbers[1][i] = entry->choose;
    }
  add_texts (params, &columns, 0, 1);
  add_numbers (params, &columns, 0, 1);
  add_texts (params, &columns, 1, 2);
  add_numbers (params, &columns, 1, 1);
}

static void
add_calibrations (struct params *params, const struct keyring *ring, const struct bank *bank, struct arena *arena)
{
  struct columns columns = columns_new (arena, bank->calibration_count);

  for (size_t i = 0; i < bank->calibration_count; i++)
    {
      const struct bank_calibration *calibration = &bank->calibrations[i];
      columns.texts[0][i] = text_of (calibration->code);
      columns.texts[1][i] = text_of (calibration->form);
      columns.texts[2][i] = text_of (calibration->purpose);
      columns.texts[3][i] = text_of (calibration->places);
      put_sealed (&columns, i, bank_seal_calibration (ring, calibration, arena));
    }
  add_ids (params, &columns);
  add_texts (params, &columns, 0, 4);
  add_bytes (params, &columns, columns.sealed);
  add_bytes (params, &columns, columns.digests);
}

static enum bank_stored
stored (const struct pg_rows *rows, struct bank_counts *counts)
{
  static const char *const names[] = { "imported", "unchanged", "unknown_association" };

  *counts = (struct bank_counts) { pg_get_i64 (rows, 0, "items"), pg_get_i64 (rows, 0, "vignettes"),
                                   pg_get_i64 (rows, 0, "rubrics"), pg_get_i64 (rows, 0, "forms"),
                                   pg_get_i64 (rows, 0, "calibrations") };
  return (enum bank_stored) pg_outcome (rows, names, BM_COUNT (names));
}

enum bank_stored
bank_store (struct pg_conn *conn, const struct keyring *ring, const char *association, const struct bank *bank,
            struct bank_counts *counts)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new ((size_t) 128 * 1024 * 1024);
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  struct params params = { .count = 0 };
  enum pg_status status;

  add (&params, pg_text (text_of (association)));
  add_items (&params, ring, bank, arena);
  add_vignettes (&params, ring, bank, arena);
  add_rubrics (&params, ring, bank, arena);
  add_forms (&params, bank, arena);
  add_entries (&params, bank, arena);
  add_calibrations (&params, ring, bank, arena);
  status = pg_run (conn, "import_bank", params.list, params.count, &rows);
  if (PG_DONE == status)
    return stored (rows, counts);
  return PG_AWAY == status || PG_DOUBT == status || PG_SOFT == status ? BANK_AWAY : BANK_REFUSED;
}
