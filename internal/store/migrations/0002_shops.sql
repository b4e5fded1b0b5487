-- Shops, their catalogue and orders. personal: orders.email, orders.doc
-- +goose Up
CREATE TABLE shops (
  id              TEXT PRIMARY KEY,
  slug            TEXT NOT NULL UNIQUE,
  name            TEXT NOT NULL,
  industry        TEXT NOT NULL DEFAULT '',
  locale          TEXT NOT NULL,
  country         TEXT NOT NULL DEFAULT '',
  locales         TEXT NOT NULL,              -- JSON list of BCP 47 tags
  accent          TEXT NOT NULL DEFAULT '',
  domains         TEXT NOT NULL DEFAULT '[]', -- JSON list; empty: the widget runs anywhere
  identity_secret TEXT NOT NULL,
  created_at      BIGINT NOT NULL
);

CREATE TABLE products (
  shop       TEXT NOT NULL REFERENCES shops (id),
  id         TEXT NOT NULL,
  name       TEXT NOT NULL,
  category   TEXT NOT NULL DEFAULT '',
  doc        TEXT NOT NULL,                   -- the record as imported
  updated_at BIGINT NOT NULL,                 -- nanoseconds: the version of the catalogue
  PRIMARY KEY (shop, id)
);
CREATE INDEX products_version ON products (shop, updated_at);

CREATE TABLE orders (
  shop       TEXT NOT NULL REFERENCES shops (id),
  id         TEXT NOT NULL,
  email      TEXT NOT NULL,                   -- lower case
  ordered_at BIGINT NOT NULL,
  doc        TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (shop, id)
);
CREATE INDEX orders_email ON orders (shop, email);
CREATE INDEX orders_newest ON orders (shop, ordered_at);
