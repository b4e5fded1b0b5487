-- Macros, and questions for what was known. personal: none
-- +goose Up
CREATE TABLE asked_again (
  conversation TEXT NOT NULL REFERENCES conversations (id),
  seq          BIGINT NOT NULL,               -- of the message that asked
  what         TEXT NOT NULL,                 -- order | email | phone | photo | country | product
  shop         TEXT NOT NULL REFERENCES shops (id),
  by_kind      TEXT NOT NULL,                 -- agent | assistant
  by_id        TEXT NOT NULL,
  at           BIGINT NOT NULL,
  PRIMARY KEY (conversation, seq, what)
);
CREATE INDEX asked_again_newest ON asked_again (shop, at);

CREATE TABLE macros (
  shop       TEXT NOT NULL REFERENCES shops (id),
  id         TEXT NOT NULL,
  owner      TEXT NOT NULL DEFAULT '',        -- staff id; '' everybody's
  name       TEXT NOT NULL,
  texts      TEXT NOT NULL,                   -- JSON list of {locale, market, text}
  actions    TEXT NOT NULL,                   -- JSON: what else happens when it is sent
  version    BIGINT NOT NULL,
  used       BIGINT NOT NULL DEFAULT 0,
  used_at    BIGINT NOT NULL DEFAULT 0,
  updated_at BIGINT NOT NULL,
  updated_by TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (shop, id)
);
CREATE INDEX macros_name ON macros (shop, name);
