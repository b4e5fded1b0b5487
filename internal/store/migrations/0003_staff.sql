-- Staff, their sessions, API tokens and the audit trail. personal: staff.email, staff.name, audit.actor_name, audit.detail
-- +goose Up
CREATE TABLE staff (
  id           TEXT PRIMARY KEY,
  shop         TEXT NOT NULL REFERENCES shops (id),
  email        TEXT NOT NULL,
  name         TEXT NOT NULL,
  role         TEXT NOT NULL,
  locale       TEXT NOT NULL DEFAULT 'en',
  password     TEXT NOT NULL,                 -- argon2id, PHC string
  disabled     BOOLEAN NOT NULL DEFAULT FALSE,
  away         BOOLEAN NOT NULL DEFAULT FALSE,
  last_seen_at BIGINT NOT NULL DEFAULT 0,
  created_at   BIGINT NOT NULL,
  UNIQUE (shop, email)
);
CREATE INDEX staff_email ON staff (email);

CREATE TABLE staff_sessions (
  hash       TEXT PRIMARY KEY,                -- SHA-256 of the cookie
  staff      TEXT NOT NULL REFERENCES staff (id),
  csrf       TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE TABLE tokens (
  id           TEXT PRIMARY KEY,
  hash         TEXT NOT NULL UNIQUE,          -- SHA-256 of the token
  shop         TEXT NOT NULL REFERENCES shops (id),
  name         TEXT NOT NULL,
  role         TEXT NOT NULL,
  created_by   TEXT NOT NULL DEFAULT '',
  created_at   BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE audit (
  id         TEXT PRIMARY KEY,
  shop       TEXT NOT NULL,
  at         BIGINT NOT NULL,
  actor_id   TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  action     TEXT NOT NULL,
  target     TEXT NOT NULL DEFAULT '',
  detail     TEXT NOT NULL DEFAULT ''
);
CREATE INDEX audit_newest ON audit (shop, id);
