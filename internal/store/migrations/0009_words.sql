-- Words that customers use and the lexicon does not know, and what operators say they mean.
-- personal: words_met.word, words_met.written, words_met.question (both as the log keeps them, secrets masked), own_words.updated_by
-- +goose Up
CREATE TABLE words_met (
  shop         TEXT NOT NULL REFERENCES shops (id),
  lang         TEXT NOT NULL,                  -- base language
  word         TEXT NOT NULL,                  -- folded
  written      TEXT NOT NULL,                  -- as she wrote it the last time
  conversation TEXT NOT NULL REFERENCES conversations (id),
  seq          BIGINT NOT NULL,                -- of the last answer that was counted: a repeated step counts nothing twice
  times        BIGINT NOT NULL,
  question     TEXT NOT NULL,                  -- the last one
  seen_at      BIGINT NOT NULL,
  PRIMARY KEY (shop, lang, word, conversation)
);
CREATE INDEX words_met_age ON words_met (shop, seen_at);

CREATE TABLE own_words (
  shop       TEXT NOT NULL REFERENCES shops (id),
  lang       TEXT NOT NULL,
  word       TEXT NOT NULL,                    -- folded
  written    TEXT NOT NULL,                    -- as the operator wrote it
  state      TEXT NOT NULL,                    -- meant | hidden | open: it was taken back
  concepts   TEXT NOT NULL,                    -- JSON list of ids
  means      TEXT NOT NULL,                    -- JSON list of words of the same language
  version    BIGINT NOT NULL,                  -- grows by one with every change, and so does their sum, by which a node sees that something is new
  updated_at BIGINT NOT NULL,
  updated_by TEXT NOT NULL,                    -- name
  PRIMARY KEY (shop, lang, word)
);
