#include "demo_client.h"

#include "buf.h"
#include "log.h"
#include "tools.h"

#include <curl/curl.h>
#include <stdlib.h>

#define REPLY_MOST ((size_t) 8 * 1024 * 1024)
#define SECONDS_MOST 60L

struct demo_client
{
  const char *url;
  CURL *curl;
  struct curl_slist *headers;
};

struct demo_client *
demo_client_new (const char *url)
{
  struct demo_client *client = calloc (1, sizeof *client);
  struct buf origin BM_CLEANUP (buf_free) = buf_new (512);

  if (NULL == client)
    log_fatal ("no_memory", "demo_client=%zu", sizeof *client);
  client->url = url;
  client->curl = curl_easy_init ();
  buf_printf (&origin, "Origin: %s", url);
  client->headers = curl_slist_append (NULL, origin.at);
  client->headers = curl_slist_append (client->headers, "Accept: application/json");
  client->headers = curl_slist_append (client->headers, "Content-Type: application/json");
  client->headers = curl_slist_append (client->headers, "Expect:");
  if (NULL == client->curl || NULL == client->headers)
    log_fatal ("no_memory", "curl=%d", NULL != client->curl);
  curl_easy_setopt (client->curl, CURLOPT_COOKIEFILE, "");
  return client;
}

void
demo_client_free (struct demo_client *client)
{
  if (NULL == client)
    return;
  curl_slist_free_all (client->headers);
  curl_easy_cleanup (client->curl);
  free (client);
}

void
demo_client_leave (struct demo_client **client)
{
  demo_client_free (*client);
}

static size_t
keep (char *bytes, size_t size, size_t count, void *to)
{
  buf_add (to, bytes, size * count);
  return size * count;
}

/* NULL body: GET. */
static bool
exchange (struct demo_client *client, const char *path, const char *body, struct buf *reply, long *status)
{
  struct buf url BM_CLEANUP (buf_free) = buf_new (2048);
  CURLcode result;

  buf_printf (&url, "%s%s", client->url, path);
  curl_easy_setopt (client->curl, CURLOPT_URL, url.at);
  curl_easy_setopt (client->curl, CURLOPT_HTTPHEADER, client->headers);
  curl_easy_setopt (client->curl, CURLOPT_WRITEFUNCTION, keep);
  curl_easy_setopt (client->curl, CURLOPT_WRITEDATA, reply);
  curl_easy_setopt (client->curl, CURLOPT_TIMEOUT, SECONDS_MOST);
  if (NULL == body)
    curl_easy_setopt (client->curl, CURLOPT_HTTPGET, 1L);
  else
    curl_easy_setopt (client->curl, CURLOPT_COPYPOSTFIELDS, body);
  result = curl_easy_perform (client->curl);
  if (CURLE_OK != result)
    {
      tool_complain ("demo: %s did not answer: %s", path, curl_easy_strerror (result));
      return false;
    }
  curl_easy_getinfo (client->curl, CURLINFO_RESPONSE_CODE, status);
  return true;
}

static json_t *
talk (struct demo_client *client, const char *path, const char *body)
{
  struct buf reply BM_CLEANUP (buf_free) = buf_new (REPLY_MOST);
  long status = 0;
  json_t *document;

  if (! exchange (client, path, body, &reply, &status))
    return NULL;
  document = json_loadb (reply.at, reply.length, JSON_DECODE_ANY, NULL);
  if (200 == status && NULL != document)
    return document;
  tool_complain ("demo: %s answered %ld: %.300s", path, status, reply.at);
  json_decref (document);
  return NULL;
}

json_t *
demo_get (struct demo_client *client, const char *path)
{
  return talk (client, path, NULL);
}

json_t *
demo_post (struct demo_client *client, const char *path, json_t *steal_body)
{
  char *body = json_dumps (steal_body, JSON_COMPACT);
  json_t *document;

  json_decref (steal_body);
  if (NULL == body)
    log_fatal ("no_memory", "path=%s", path);
  document = talk (client, path, body);
  free (body);
  return document;
}

bool
demo_do (struct demo_client *client, const char *path, json_t *steal_body)
{
  json_t *document = demo_post (client, path, steal_body);

  json_decref (document);
  return NULL != document;
}
