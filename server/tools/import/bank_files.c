/* The folder of a bank: five subfolders of .json files, each read whole and parsed strictly. */
#include "bank.h"
#include "buf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_MOST ((size_t) 4 * 1024 * 1024)
#define FILES_MOST 400

static const char *const folder_names[5] = { "items", "vignettes", "rubrics", "forms", "calibration" };
#define OPTIONAL 4   /* from this one on: a bank may have none */

const char *const bank_categories[] = { "specialist", "mentor-clinical", "mentor-policy", "mentor-research-faculty", NULL };
const char *const bank_tracks[] = { "imh", "ecmh", NULL };

static bool
read_whole (const char *path, struct buf *content, struct check *check)
{
  int in = open (path, O_RDONLY | O_CLOEXEC);
  ssize_t length = 0;
  char piece[16384];

  if (in >= 0)
    while ((length = read (in, piece, sizeof piece)) > 0 || (length < 0 && EINTR == errno))
      if (length > 0)
        buf_add (content, piece, (size_t) length);
  if (in < 0 || length < 0)
    check_say (check, "", "", "%s", strerror (errno));
  else if (content->overflow)
    check_say (check, "", "", "is larger than 4 MiB");
  if (in >= 0)
    close (in);
  return NULL == check->problem;
}

static json_t *
read_json (const char *path, struct check *check)
{
  struct buf content BM_CLEANUP (buf_free) = buf_new (FILE_MOST);
  json_error_t error;
  json_t *root;

  if (! read_whole (path, &content, check))
    return NULL;
  root = json_loadb (buf_view (&content).at, content.length, JSON_REJECT_DUPLICATES, &error);
  if (NULL == root)
    check_say (check, "", "", "line %d: %s", error.line, error.text);
  return root;
}

static int
is_json (const struct dirent *entry)
{
  size_t length = strlen (entry->d_name);

  return '.' != entry->d_name[0] && length > 5 && 0 == strcmp (entry->d_name + length - 5, ".json");
}

static int
by_name (const struct dirent **a, const struct dirent **b)
{
  return strcmp ((*a)->d_name, (*b)->d_name);
}

static bool
read_folder (const char *path, const char *name, bool optional, struct bank_folder *folder, struct check *check)
{
  struct dirent **list = NULL;
  const char *inside = arena_printf (check->arena, "%s/%s", path, name);
  int count = scandir (inside, &list, is_json, by_name);

  check->file = name;
  if (count < 0 && optional && ENOENT == errno)
    return true;
  if (count < 0)
    return check_say (check, "", "", "%s", strerror (errno));
  if (count > FILES_MOST)
    check_say (check, "", "", "holds more than %d files", FILES_MOST);
  folder->files = arena_take (check->arena, (size_t) (count + 1) * sizeof *folder->files);
  for (int i = 0; i < count && NULL == check->problem; i++)
    {
      check->file = arena_printf (check->arena, "%s/%s", name, list[i]->d_name);
      folder->files[folder->count].name = check->file;
      folder->files[folder->count].root = read_json (arena_printf (check->arena, "%s/%s", path, check->file), check);
      folder->count++;
    }
  for (int i = 0; i < count; i++)
    free (list[i]);
  free (list);
  return NULL == check->problem;
}

bool
bank_read (const char *folder, struct arena *arena, struct bank *bank, const char **problem)
{
  struct check check = { arena, "", "", NULL };
  bool good = true;

  *bank = (struct bank) { .arena = arena };
  for (size_t i = 0; good && i < BM_COUNT (folder_names); i++)
    good = read_folder (folder, folder_names[i], i >= OPTIONAL, &bank->folders[i], &check);
  good = good && bank_take_items (bank, &check) && bank_take_vignettes (bank, &check) && bank_take_rubrics (bank, &check)
         && bank_take_forms (bank, &check) && bank_take_calibrations (bank, &check);
  if (good && 0 == bank->item_count + bank->vignette_count + bank->rubric_count + bank->form_count)
    check.problem = arena_printf (arena, "%s holds no question bank", folder);
  *problem = check.problem;
  return NULL == check.problem;
}

void
bank_free (struct bank *bank)
{
  for (size_t i = 0; i < BM_COUNT (bank->folders); i++)
    for (size_t k = 0; k < bank->folders[i].count; k++)
      json_decref (bank->folders[i].files[k].root);
  *bank = (struct bank) { .arena = bank->arena };
}
