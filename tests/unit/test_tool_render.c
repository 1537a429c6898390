/* layers: base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "buf.h"

#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROOM 4096

/* A folder of its own and the built tool, which stands at a fixed place beside this test. */
struct bench
{
  char folder[64];
  char tool[PATH_MAX];
};

struct shown
{
  int status;
  struct buf out;
  struct buf err;
};

static int
set_up (void **state)
{
  struct bench *bench = calloc (1, sizeof *bench);
  char self[PATH_MAX / 2] = "";

  if (NULL == bench || readlink ("/proc/self/exe", self, sizeof self - 1) < 0)
    return -1;
  (void) snprintf (bench->tool, sizeof bench->tool, "%s/../../server/tools/blindmark", dirname (self));
  (void) snprintf (bench->folder, sizeof bench->folder, "/tmp/bm_render_XXXXXX");
  *state = bench;
  return NULL == mkdtemp (bench->folder) ? -1 : 0;
}

static void
write_file (const struct bench *bench, const char *name, const char *content)
{
  char path[256];
  FILE *file;

  (void) snprintf (path, sizeof path, "%s/%s", bench->folder, name);
  file = fopen (path, "w");
  assert_non_null (file);
  assert_true (fputs (content, file) >= 0);
  assert_int_equal (0, fclose (file));
}

static int
tear_down (void **state)
{
  static const char *const names[] = { "letter.html", "head.html", "head.txt", "in", "out", "err", "bare", "sub" };
  struct bench *bench = *state;

  for (size_t i = 0; i < BM_COUNT (names); i++)
    {
      char path[256];
      (void) snprintf (path, sizeof path, "%s/%s", bench->folder, names[i]);
      (void) remove (path);
    }
  (void) rmdir (bench->folder);
  free (bench);
  return 0;
}

static void
point (int fd, const struct bench *bench, const char *name, int flags)
{
  char path[256];
  int file;

  (void) snprintf (path, sizeof path, "%s/%s", bench->folder, name);
  file = open (path, flags, 0600);
  if (file < 0 || dup2 (file, fd) < 0)
    _exit (99);
}

static struct buf
read_back (const struct bench *bench, const char *name)
{
  struct buf content = buf_new (ROOM);
  char path[256];
  char piece[ROOM];
  FILE *file;

  (void) snprintf (path, sizeof path, "%s/%s", bench->folder, name);
  file = fopen (path, "r");
  assert_non_null (file);
  buf_add (&content, piece, fread (piece, 1, sizeof piece, file));
  (void) fclose (file);
  return content;
}

/* Runs `blindmark render template` in the folder. */
static struct shown
show (const struct bench *bench, const char *template, const char *data)
{
  struct shown shown;
  pid_t child;

  write_file (bench, "in", data);
  child = fork ();
  assert_true (child >= 0);
  if (0 == child)
    {
      point (STDIN_FILENO, bench, "in", O_RDONLY);
      point (STDOUT_FILENO, bench, "out", O_WRONLY | O_CREAT | O_TRUNC);
      point (STDERR_FILENO, bench, "err", O_WRONLY | O_CREAT | O_TRUNC);
      if (0 == chdir (bench->folder))
        execl (bench->tool, "blindmark", "render", template, (char *) NULL);
      _exit (99);
    }
  assert_int_equal (child, waitpid (child, &shown.status, 0));
  assert_true (WIFEXITED (shown.status));
  shown.status = WEXITSTATUS (shown.status);
  shown.out = read_back (bench, "out");
  shown.err = read_back (bench, "err");
  return shown;
}

static void
expect (const struct bench *bench, const char *data, int status, const char *out, const char *err)
{
  struct shown shown = show (bench, "letter.html", data);

  assert_string_equal (err, shown.err.at);
  assert_string_equal (out, shown.out.at);
  assert_int_equal (status, shown.status);
  buf_free (&shown.out);
  buf_free (&shown.err);
}

static void
a_letter_is_shown_with_its_partials (void **state)
{
  const struct bench *bench = *state;
  char path[256];
  struct shown shown;

  write_file (bench, "letter.html", "{{>head}}\nDear {{name}},\n{{>../head}}");
  write_file (bench, "head.html", "<h1>{{title}}</h1>\n");
  write_file (bench, "head.txt", "wrong");
  expect (bench, "{\"name\":\"O'Hara & <Sons>\",\"title\":\"Result\"}", 1, "",
          "blindmark: letter.html:3: a dotted name has an empty part\n");
  write_file (bench, "letter.html", "{{>head}}\nDear {{name}},\n{{>head}}{{>other}}{{>sub/head}}.\n");
  expect (bench, "{\"name\":\"O'Hara & <Sons>\",\"title\":\"Result\"}", 0,
          "<h1>Result</h1>\nDear O&#39;Hara &amp; &lt;Sons&gt;,\n<h1>Result</h1>\n.\n", "");
  (void) snprintf (path, sizeof path, "%s/letter.html", bench->folder);
  shown = show (bench, path, "{\"name\":\"A\",\"title\":\"B\"}");
  assert_string_equal ("<h1>B</h1>\nDear A,\n<h1>B</h1>\n.\n", shown.out.at);
  buf_free (&shown.out);
  buf_free (&shown.err);
}

static void
mistakes_are_one_line_with_file_and_line (void **state)
{
  const struct bench *bench = *state;

  write_file (bench, "letter.html", "Dear {{name}},\n{{#passed}}\nWell done.\n");
  expect (bench, "{}", 1, "", "blindmark: letter.html:2: this section is not closed\n");
  write_file (bench, "letter.html", "Dear {{name}},\n\n{{>head}}");
  write_file (bench, "head.html", "a\nb {{{title}}}\n");
  expect (bench, "{\"name\":\"A\"}", 1, "",
          "blindmark: head.html:2: unescaped values ({{{name}}} and {{&name}}) are not allowed\n");
  write_file (bench, "head.html", "bad \xFF text\n");
  expect (bench, "{}", 1, "", "blindmark: head.html: is not UTF-8 text\n");
}

static void
data_is_read_strictly (void **state)
{
  static const char *const broken[] = {
    "", "{", "[]", "7", "{\"a\":1,\"a\":2}", "{\"a\":1} x", "{'a':1}", "{\"a\":1,}",
  };
  const struct bench *bench = *state;

  write_file (bench, "letter.html", "x");
  for (size_t i = 0; i < BM_COUNT (broken); i++)
    {
      struct shown shown = show (bench, "letter.html", broken[i]);
      assert_int_equal (1, shown.status);
      assert_string_equal ("", shown.out.at);
      assert_memory_equal ("blindmark: standard input:1: ", shown.err.at, strlen ("blindmark: standard input:1: "));
      assert_ptr_equal (shown.err.at + shown.err.length - 1, strchr (shown.err.at, '\n'));
      buf_free (&shown.out);
      buf_free (&shown.err);
    }
}

static void
a_missing_template_is_one_line (void **state)
{
  struct shown shown = show (*state, "none.html", "{}");

  assert_int_equal (1, shown.status);
  assert_string_equal ("blindmark: none.html: No such file or directory\n", shown.err.at);
  buf_free (&shown.out);
  buf_free (&shown.err);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (a_letter_is_shown_with_its_partials, set_up, tear_down),
    cmocka_unit_test_setup_teardown (mistakes_are_one_line_with_file_and_line, set_up, tear_down),
    cmocka_unit_test_setup_teardown (data_is_read_strictly, set_up, tear_down),
    cmocka_unit_test_setup_teardown (a_missing_template_is_one_line, set_up, tear_down),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
