-- The inbox at 200,000 conversations: indexes for its orders, the state of its search, saved views.
-- personal: search_words.words (made by the program at its start: the words of messages, names and addresses)
-- +goose Up
DROP INDEX conversations_newest;
DROP INDEX conversations_status;
CREATE INDEX conversations_newest ON conversations (shop, updated_at, id);
-- the last columns are there to be compared without reading the row: a language that hardly anybody writes is looked for among all
CREATE INDEX conversations_status ON conversations (shop, status, updated_at, id, locale, country);
CREATE INDEX conversations_assignee ON conversations (shop, assignee, updated_at, id) WHERE assignee <> '';
-- what is not closed is little, however old the shop is
CREATE INDEX conversations_live ON conversations (shop, updated_at, id, status, assignee, snoozed_until) WHERE status <> 'closed' AND head > 0;
CREATE INDEX conversations_waiting ON conversations (shop, waiting_since, id) WHERE status = 'waiting' AND head > 0;
CREATE INDEX conversations_merged ON conversations (merged_into) WHERE merged_into <> '';
CREATE INDEX conversations_unread ON conversations (shop, updated_at, id) WHERE unread > 0;

ALTER TABLE conversations ADD COLUMN searched BIGINT NOT NULL DEFAULT 0; -- the search knows events up to this seq
CREATE INDEX conversations_unsearched ON conversations (updated_at) WHERE searched < head;

-- The index itself is made at the start (internal/conversation/search_store.go), because each database has its own kind.
CREATE TABLE search_docs (
  id           BIGINT PRIMARY KEY,            -- grows with every change, so that the newest come first
  conversation TEXT NOT NULL UNIQUE REFERENCES conversations (id)
);
CREATE TABLE search_state (
  one     BIGINT PRIMARY KEY,                 -- 1: there is one row
  version BIGINT NOT NULL,                    -- of the words that are in the index
  last    BIGINT NOT NULL                     -- the newest search_docs.id
);
INSERT INTO search_state (one, version, last) VALUES (1, 0, 0);

CREATE TABLE saved_views (
  id         TEXT PRIMARY KEY,
  shop       TEXT NOT NULL REFERENCES shops (id),
  staff      TEXT NOT NULL,                   -- whose; '' is the shop's
  name       TEXT NOT NULL,
  filter     TEXT NOT NULL,                   -- JSON
  position   BIGINT NOT NULL,
  deleted_at BIGINT NOT NULL DEFAULT 0,       -- kept for a while, so that it can be undone
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX saved_views_shop ON saved_views (shop, staff, position);
