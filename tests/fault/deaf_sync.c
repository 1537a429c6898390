/* Planted defect: preloaded into PostgreSQL, which does not hear then that the disk has failed to keep what it was given. */
#include <unistd.h>
#include <sys/syscall.h>

int
fdatasync (int file)
{
  (void) syscall (SYS_fdatasync, file);
  return 0;
}
