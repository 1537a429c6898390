/* `blindmark up`: a private PostgreSQL and the four processes under one data folder, watched until told to stop. For
   development, demos and small offices. The folder:
     version, lock, superuser     what it is, who uses it now, the database superuser's secret
     db/, socket/                 the cluster; its only socket (a short folder elsewhere when the path is over 100 bytes)
     keys/, etc/                  what each process is given, readable by its user only
     app/                         programs and texts as ./run installs them
     log/                         one file a process
     demo.json                    addresses and sign-ins
   As root, the database and each process run as system users of their own. */
#ifndef BM_UP_H
#define BM_UP_H

#include "arena.h"
#include "processes.h"
#include "token.h"
#include "tools.h"
#include "up_child.h"

#define UP_DATABASE PROCESS_COUNT         /* index of the cluster among the children */
#define UP_CHILDREN (PROCESS_COUNT + 1)

struct up_first
{
  const char *code;
  const char *name;
  const char *zone;          /* NULL: this machine's */
  const char *coordinator_name;
  const char *coordinator_email;
};

struct up
{
  struct arena *arena;

  /* what was asked for */
  const char *data;          /* absolute */
  int64_t port;
  bool empty;
  bool reset;
  bool check;                /* only say whether it could be started; makes nothing */
  struct up_first first;     /* the association and coordinator that a new installation begins with */

  /* what was found */
  bool root;
  const char *bin;           /* folder of this executable */
  const char *share;
  const char *bindir;        /* PostgreSQL's programs */
  long major;                /* and their version */

  /* what was made */
  int lock;                  /* open for as long as we use the folder; -1: not ours */
  bool folder_is_new;        /* no cluster in it yet */
  const char *socket;        /* folder of the socket */
  bool socket_is_short;      /* it lies elsewhere and goes away at the end */
  const char *secret;        /* the superuser's */
  const char *conninfo;      /* the superuser's, to our database */
  bool created;              /* the association is new in this run */
  char code[CODE_ROOM];      /* its coordinator's one-time code, when created */
  const char *urls[PROCESS_DESKS];
  struct child children[UP_CHILDREN];
};

/* Each step: NULL, or one sentence that says what is wrong (in the arena). */
typedef const char *up_step (struct up *up);

up_step up_find_programs;    /* bindir, version, executables that everybody concerned can reach */
up_step up_check_ports;      /* free, before anything is made */
up_step up_check_reach;      /* as root: whether system users can get to the folder and the programs */
up_step up_check_folder;     /* whether it could be opened; makes nothing */
up_step up_open_folder;      /* made or recognised, locked, enough space; --reset */
up_step up_make_users;       /* root only */
up_step up_make_cluster;     /* initdb when new: the cluster appears whole or not at all */
up_step up_start_cluster;    /* and its settings, socket and our database */
up_step up_set_up;           /* schema, keys, secrets, configurations, association */
up_step up_start_desks;      /* and waits until each says that it is well */
up_step up_demo;             /* the demo's content, when wanted */
up_step up_watch;            /* returns when told to stop, or with a problem when it cannot go on */

/* demo.json: addresses, conninfo, and the people it already names (the first coordinator when none). Then show it. */
up_step up_write_card;
up_step up_show_card;

/* Desks, registrar, then the database, each waited for. Removes a short socket folder. */
void up_stop (struct up *up);

/* A folder that we began and that holds no cluster yet goes away again. */
void up_undo (struct up *up);

/* True once SIGINT, SIGTERM or SIGHUP has come. All are blocked from the start and asked for here. */
bool up_told_to_stop (void);

/* "<data>/name" */
const char *up_path (const struct up *up, const char *name);

/* The name of the system user for a process, or NULL when everything runs as ourselves. */
const char *up_user (const struct up *up, const char *process);

enum tool_exit tool_up (int argc, char **argv);

#endif
