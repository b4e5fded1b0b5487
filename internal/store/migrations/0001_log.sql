-- The log. personal: events.payload, events.actor_name
-- +goose Up
CREATE TABLE streams (
  stream      TEXT PRIMARY KEY,
  shop        TEXT NOT NULL,
  head        BIGINT NOT NULL DEFAULT 0,      -- seq of the newest event
  settled     BIGINT NOT NULL DEFAULT 0,      -- every step has finished with events up to here
  node        TEXT NOT NULL DEFAULT '',       -- whose steps run on it
  lease_until BIGINT NOT NULL DEFAULT 0,
  updated_at  BIGINT NOT NULL
);
CREATE INDEX streams_unsettled ON streams (updated_at) WHERE settled < head;
CREATE INDEX streams_updated ON streams (updated_at);

CREATE TABLE events (
  stream     TEXT NOT NULL,
  seq        BIGINT NOT NULL,
  shop       TEXT NOT NULL,
  kind       TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id   TEXT NOT NULL,
  actor_name TEXT NOT NULL DEFAULT '',
  client_key TEXT,
  cause      TEXT,
  step       TEXT,
  ordinal    BIGINT,
  at         BIGINT NOT NULL,
  payload    TEXT NOT NULL,
  PRIMARY KEY (stream, seq)
);
CREATE UNIQUE INDEX events_client_key ON events (stream, actor_kind, actor_id, client_key) WHERE client_key IS NOT NULL;
CREATE UNIQUE INDEX events_cause ON events (cause, step, ordinal) WHERE cause IS NOT NULL;

CREATE TABLE cursors (
  step   TEXT NOT NULL,
  stream TEXT NOT NULL,
  seq    BIGINT NOT NULL,
  PRIMARY KEY (stream, step)
);

CREATE TABLE dead_letters (
  step   TEXT NOT NULL,
  stream TEXT NOT NULL,
  seq    BIGINT NOT NULL,
  shop   TEXT NOT NULL,
  error  TEXT NOT NULL,
  tries  BIGINT NOT NULL,
  at     BIGINT NOT NULL,
  PRIMARY KEY (stream, seq, step)
);
CREATE INDEX dead_letters_shop ON dead_letters (shop, at);
