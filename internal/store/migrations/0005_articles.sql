-- Articles. personal: none
-- +goose Up
CREATE TABLE articles (
  shop       TEXT NOT NULL REFERENCES shops (id),
  id         TEXT NOT NULL,
  lang       TEXT NOT NULL,
  title      TEXT NOT NULL,
  body       TEXT NOT NULL,
  tags       TEXT NOT NULL DEFAULT '[]',
  market     TEXT NOT NULL DEFAULT '',
  variants   TEXT NOT NULL DEFAULT '[]',
  state      TEXT NOT NULL,                   -- draft | published
  version    BIGINT NOT NULL,
  answers    BIGINT NOT NULL DEFAULT 0,
  updated_at BIGINT NOT NULL,
  updated_by TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (shop, id)
);
CREATE INDEX articles_newest ON articles (shop, updated_at);
