-- Promises: dated commitments to customers, read from messages or added by hand.
-- personal: promises.text
-- +goose Up
CREATE TABLE promises (
  id           TEXT PRIMARY KEY,
  shop         TEXT NOT NULL REFERENCES shops (id),
  conversation TEXT NOT NULL REFERENCES conversations (id),
  event        BIGINT,                         -- seq of the message that said it; NULL when added by hand
  ordinal      BIGINT NOT NULL DEFAULT 0,      -- which promise of that message
  client_key   TEXT,                           -- of one that was added by hand
  text         TEXT NOT NULL,
  by_kind      TEXT NOT NULL,                  -- assistant | agent
  by_id        TEXT NOT NULL,
  by_name      TEXT NOT NULL,
  zone         TEXT NOT NULL,                  -- hers, IANA
  said_due_at  BIGINT NOT NULL,                -- as it was promised; due_at moves
  due_at       BIGINT NOT NULL,
  state        TEXT NOT NULL,                  -- open | kept | withdrawn; an open one whose time is over is broken
  ended_at     BIGINT NOT NULL DEFAULT 0,
  ended_by     TEXT NOT NULL DEFAULT '',       -- name
  created_at   BIGINT NOT NULL
);
CREATE UNIQUE INDEX promises_said ON promises (conversation, event, ordinal);
CREATE UNIQUE INDEX promises_by_hand ON promises (conversation, by_id, client_key);
CREATE INDEX promises_due ON promises (shop, state, due_at);
