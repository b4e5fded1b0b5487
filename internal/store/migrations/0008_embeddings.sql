-- Embeddings endpoints of shops, and the vectors of what they have published. personal: none
-- +goose Up
CREATE TABLE embeddings (
  shop       TEXT PRIMARY KEY REFERENCES shops (id),
  doc        TEXT NOT NULL,               -- the setting without its key
  key        TEXT NOT NULL DEFAULT '',    -- goes to the endpoint, never to a screen
  updated_at BIGINT NOT NULL
);

CREATE TABLE passage_vectors (
  shop    TEXT NOT NULL REFERENCES shops (id),
  article TEXT NOT NULL,
  locale  TEXT NOT NULL,
  market  TEXT NOT NULL,
  hash    TEXT NOT NULL,                  -- SHA-256 of the text that was sent
  model   TEXT NOT NULL,                  -- its name and address: vectors of two models do not compare
  vector  BYTEA NOT NULL,                 -- 32-bit floats, little-endian, of length 1
  PRIMARY KEY (shop, article, locale, market, hash, model)
);
