/* Connections to one server, kept alive, and the framing of HTTP/1.1 replies. One request is under way on each. */
#ifndef BM_LOAD_WIRE_H
#define BM_LOAD_WIRE_H

#include "load.h"

struct load_reply
{
  int status;
  const char *body;            /* where it was received; gone after the call */
  size_t length;               /* of the body */
  size_t whole;                /* with its head */
};

enum load_wire_state { LOAD_WIRE_SHUT = 0, LOAD_WIRE_CONNECTING, LOAD_WIRE_OPEN };

struct load_wire
{
  int fd;
  enum load_wire_state state;
  bool busy;                   /* a request is under way */
  size_t source;               /* which address it comes from */
  size_t filled, room;
  char *held;                  /* a reply that came in pieces */
};

struct load_wires
{
  int epoll;
  uint16_t port;
  size_t process;
  struct load_wire *wires;
  size_t count;
  void *of;
  /* The connection stands. NULL where nobody asks. */
  void (*opened) (void *of, size_t wire);
  void (*replied) (void *of, size_t wire, const struct load_reply *reply);
  /* It is shut now: by the server, or it never stood. busy: a request had no reply. */
  void (*lost) (void *of, size_t wire, bool busy);
};

void load_wires_open (struct load_wires *wires, const struct load_run *run, size_t count) BM_NONNULL_ALL;

/* Begins to connect one that is shut; `opened` or `lost` follows. */
void load_wire_connect (struct load_wires *wires, size_t wire) BM_NONNULL_ALL;

/* A request on an open wire that is not busy. False: it was not taken, and the wire is shut. */
bool load_wire_send (struct load_wires *wires, size_t wire, const char *request, size_t length) BM_MUST_USE BM_NONNULL_ALL;

/* Handles what happens, until_us at the latest. */
void load_wires_turn (struct load_wires *wires, int64_t until_us) BM_NONNULL_ALL;

#endif
