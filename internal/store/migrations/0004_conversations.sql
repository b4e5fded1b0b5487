-- Contacts, their sessions, conversations, attachments.
-- personal: contacts.name, contacts.email, contacts.external_id, conversations.last_text, conversations.subject,
-- conversations.page_url, conversations.page_title, attachments.name
-- +goose Up
CREATE TABLE contacts (
  id          TEXT PRIMARY KEY,
  shop        TEXT NOT NULL REFERENCES shops (id),
  external_id TEXT,                           -- the shop's own customer id, from a signed identity
  name        TEXT NOT NULL DEFAULT '',
  email       TEXT NOT NULL DEFAULT '',
  verified    BOOLEAN NOT NULL DEFAULT FALSE,
  locale      TEXT NOT NULL DEFAULT '',
  country     TEXT NOT NULL DEFAULT '',
  zone        TEXT NOT NULL DEFAULT '',
  created_at  BIGINT NOT NULL,
  seen_at     BIGINT NOT NULL
);
CREATE UNIQUE INDEX contacts_external ON contacts (shop, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX contacts_newest ON contacts (shop, seen_at);

CREATE TABLE visitor_sessions (
  hash         TEXT PRIMARY KEY,              -- SHA-256 of the token
  shop         TEXT NOT NULL REFERENCES shops (id),
  contact      TEXT NOT NULL REFERENCES contacts (id),
  locale       TEXT NOT NULL DEFAULT '',
  country      TEXT NOT NULL DEFAULT '',
  page_url     TEXT NOT NULL DEFAULT '',
  page_title   TEXT NOT NULL DEFAULT '',
  page_product TEXT NOT NULL DEFAULT '',
  expires_at   BIGINT NOT NULL
);
CREATE INDEX visitor_sessions_contact ON visitor_sessions (contact);

CREATE TABLE conversations (
  id             TEXT PRIMARY KEY,
  shop           TEXT NOT NULL REFERENCES shops (id),
  contact        TEXT NOT NULL REFERENCES contacts (id),
  status         TEXT NOT NULL,               -- open | waiting | taken | closed
  queue          TEXT NOT NULL DEFAULT '',
  locale         TEXT NOT NULL DEFAULT '',
  country        TEXT NOT NULL DEFAULT '',
  subject        TEXT NOT NULL DEFAULT '',
  assignee       TEXT NOT NULL DEFAULT '',
  assignee_name  TEXT NOT NULL DEFAULT '',
  head           BIGINT NOT NULL DEFAULT 0,
  unread         BIGINT NOT NULL DEFAULT 0,
  last_text      TEXT NOT NULL DEFAULT '',
  last_at        BIGINT NOT NULL DEFAULT 0,
  last_actor     TEXT NOT NULL DEFAULT '',
  last_name      TEXT NOT NULL DEFAULT '',
  waiting_since  BIGINT NOT NULL DEFAULT 0,
  handoff_reason TEXT NOT NULL DEFAULT '',
  rating         BIGINT NOT NULL DEFAULT 0,
  page_url       TEXT NOT NULL DEFAULT '',
  page_title     TEXT NOT NULL DEFAULT '',
  page_product   TEXT NOT NULL DEFAULT '',
  created_at     BIGINT NOT NULL,
  updated_at     BIGINT NOT NULL
);
CREATE INDEX conversations_newest ON conversations (shop, updated_at);
CREATE INDEX conversations_status ON conversations (shop, status, updated_at);
CREATE INDEX conversations_contact ON conversations (contact, created_at);

CREATE TABLE attachments (
  id           TEXT PRIMARY KEY,
  shop         TEXT NOT NULL REFERENCES shops (id),
  conversation TEXT NOT NULL REFERENCES conversations (id),
  name         TEXT NOT NULL,
  type         TEXT NOT NULL,
  size         BIGINT NOT NULL,
  created_at   BIGINT NOT NULL
);
