-- The help centre, what visitors say of articles, what staff and customers say of answers, and pinned answers.
-- personal: article_feedback.comment (secrets, addresses and numbers masked), article_feedback.visitor (a hash that only tells votes
-- apart), article_feedback.resolved_by, answer_feedback.by_id, answer_feedback.by_name, answer_feedback.question, answer_feedback.answered,
-- answer_feedback.instead, answer_feedback.decided_by, pins.updated_by. help_searches.query has none: it is masked before it is written
-- +goose Up
-- Which edition of its articles a shop has is asked for every page, and must not read the articles.
CREATE INDEX articles_edition ON articles (shop, state, version, updated_at);

CREATE TABLE help_centres (
  shop       TEXT PRIMARY KEY REFERENCES shops (id),
  doc        TEXT NOT NULL,                    -- JSON: the settings
  logo       TEXT NOT NULL DEFAULT '',         -- a picture, base64
  logo_type  TEXT NOT NULL DEFAULT '',
  version    BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE TABLE help_searches (
  shop    TEXT NOT NULL REFERENCES shops (id),
  day     TEXT NOT NULL,                       -- 2026-11-27, UTC
  locale  TEXT NOT NULL,
  query   TEXT NOT NULL,
  times   BIGINT NOT NULL,
  found   BIGINT NOT NULL,                     -- articles, the last time
  clicked BIGINT NOT NULL,                     -- how often a result was opened
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (shop, day, locale, query)
);

CREATE TABLE article_feedback (
  id          TEXT PRIMARY KEY,
  shop        TEXT NOT NULL REFERENCES shops (id),
  article     TEXT NOT NULL,
  version     BIGINT NOT NULL,
  locale      TEXT NOT NULL,
  visitor     TEXT NOT NULL,
  helped      BOOLEAN NOT NULL,
  comment     TEXT NOT NULL DEFAULT '',
  at          BIGINT NOT NULL,
  resolved_at BIGINT NOT NULL DEFAULT 0,
  resolved_by TEXT NOT NULL DEFAULT '',
  UNIQUE (shop, article, version, visitor)
);
CREATE INDEX article_feedback_newest ON article_feedback (shop, at);

CREATE TABLE answer_feedback (
  id           TEXT PRIMARY KEY,
  shop         TEXT NOT NULL REFERENCES shops (id),
  conversation TEXT NOT NULL REFERENCES conversations (id),
  seq          BIGINT NOT NULL,                -- of the answer
  by_kind      TEXT NOT NULL,                  -- agent | contact
  by_id        TEXT NOT NULL,
  by_name      TEXT NOT NULL,
  good         BOOLEAN NOT NULL,
  reason       TEXT NOT NULL DEFAULT '',
  instead      TEXT NOT NULL DEFAULT '',
  locale       TEXT NOT NULL,
  country      TEXT NOT NULL,
  question     TEXT NOT NULL,
  answered     TEXT NOT NULL,
  articles     TEXT NOT NULL,                  -- JSON list of ids that the answer cited
  state        TEXT NOT NULL,                  -- '' nothing to decide | open | accepted | pinned | dismissed
  outcome      TEXT NOT NULL DEFAULT '',       -- the article or pin that came of it, or why it was dismissed
  at           BIGINT NOT NULL,
  decided_at   BIGINT NOT NULL DEFAULT 0,
  decided_by   TEXT NOT NULL DEFAULT '',
  UNIQUE (conversation, seq, by_kind, by_id)
);
CREATE INDEX answer_feedback_newest ON answer_feedback (shop, state, at);

CREATE TABLE pins (
  id         TEXT PRIMARY KEY,
  shop       TEXT NOT NULL REFERENCES shops (id),
  question   TEXT NOT NULL,
  wordings   TEXT NOT NULL,                    -- JSON list of other wordings
  locale     TEXT NOT NULL,
  market     TEXT NOT NULL,                    -- '' all
  answer     TEXT NOT NULL,
  article    TEXT NOT NULL,                    -- what it rests on; '' the pin alone
  until      BIGINT NOT NULL,                  -- 0: for good
  state      TEXT NOT NULL,                    -- pinned | removed
  version    BIGINT NOT NULL,                  -- grows with every change, and so does their sum, by which a node sees that something is new
  updated_at BIGINT NOT NULL,
  updated_by TEXT NOT NULL
);
CREATE INDEX pins_shop ON pins (shop, state);
