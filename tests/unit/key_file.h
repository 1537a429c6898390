/* A key file of a test, and a child that is expected to end. */
#ifndef BM_TEST_KEY_FILE_H
#define BM_TEST_KEY_FILE_H

#include "keyring.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define KEY_ONE "1111111111111111111111111111111111111111111111111111111111111111"
#define KEY_TWO "2222222222222222222222222222222222222222222222222222222222222222"
/* X25519 public halves and Ed25519 public keys of the two, from OpenSSL. */
#define KEY_ONE_HALF "7b4e909bbe7ffe44c465a220037d608ee35897d31ef972f07f74892cb0f73f13"
#define KEY_TWO_HALF "0faa684ed28867b97f4a6a2dee5df8ce974e76b7018e3f22a1c4cf2678570f20"
#define KEY_ONE_SIGNS "d04ab232742bb4ab3a1368bd4615e4e6d0224ab71a016baf8520a332c9778737"
#define KEY_TWO_SIGNS "a09aa5f47a6759802ff955f8dc2d2a14a5c99d23be97f864127ff9383455a4f0"
#define KEY_FILE_ROOM 64
#define EXIT_FATAL 70  /* what log_fatal ends with */

/* Writes a fresh file of this mode and returns its path. */
static inline void
key_file_make (char path[KEY_FILE_ROOM], const char *content, size_t length, mode_t mode)
{
  int file;

  (void) snprintf (path, KEY_FILE_ROOM, "/tmp/bm_keys_XXXXXX");
  file = mkstemp (path);
  if (file < 0 || write (file, content, length) != (ssize_t) length || 0 != fchmod (file, mode) || 0 != close (file))
    fail_msg ("the key file of this test cannot be written");
}

/* What loading a file of this content and mode gives. */
static inline struct keyring *
key_file_load (const char *content, mode_t mode, const char **problem)
{
  char path[KEY_FILE_ROOM];
  struct keyring *ring;

  key_file_make (path, content, strlen (content), mode);
  ring = keyring_load (path, problem);
  (void) unlink (path);
  return ring;
}

/* Runs act in a child without standard error, and returns the child's exit status; 0 when act returns. */
static inline int
status_of_child (void (*act) (void *given), void *given)
{
  int status = 0;
  pid_t child = fork ();

  if (0 == child)
    {
      int nowhere = open ("/dev/null", O_WRONLY);
      (void) dup2 (nowhere, STDERR_FILENO);
      act (given);
      _exit (0);
    }
  if (child < 0 || waitpid (child, &status, 0) != child || ! WIFEXITED (status))
    fail_msg ("the child of this test did not end by itself: status %d", status);
  return WEXITSTATUS (status);
}

#endif
