-- Language models of shops, and what they have cost. personal: none
-- +goose Up
CREATE TABLE models (
  shop       TEXT PRIMARY KEY REFERENCES shops (id),
  doc        TEXT NOT NULL,               -- the setting without its key
  key        TEXT NOT NULL DEFAULT '',    -- goes to the endpoint, never to a screen
  updated_at BIGINT NOT NULL
);

CREATE TABLE model_days (
  shop          TEXT NOT NULL REFERENCES shops (id),
  day           TEXT NOT NULL,               -- 2006-01-02, UTC
  input_tokens  BIGINT NOT NULL DEFAULT 0,
  output_tokens BIGINT NOT NULL DEFAULT 0,
  cost          BIGINT NOT NULL DEFAULT 0,   -- millionths of the currency
  PRIMARY KEY (shop, day)
);
