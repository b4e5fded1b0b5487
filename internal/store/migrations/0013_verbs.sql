-- What agents do with a conversation beyond answering it: tags, own fields, reasons for closing, snooze, mentions, messages for later,
-- and how far each side has read.
-- personal: scheduled.text, scheduled.staff_name, conversations.snoozed_name, conversations.fields
-- +goose Up
ALTER TABLE conversations ADD COLUMN last_seq BIGINT NOT NULL DEFAULT 0;         -- of the message that last_text is; 0: of another stream
ALTER TABLE conversations ADD COLUMN seen BIGINT NOT NULL DEFAULT 0;             -- the customer has read up to here
ALTER TABLE conversations ADD COLUMN staff_seen BIGINT NOT NULL DEFAULT 0;       -- staff have read up to here
ALTER TABLE conversations ADD COLUMN snoozed_until BIGINT NOT NULL DEFAULT 0;    -- 0 not at all; the end of time: until she writes
ALTER TABLE conversations ADD COLUMN snoozed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN snoozed_name TEXT NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN reminder TEXT NOT NULL DEFAULT '';          -- who is reminded of it, until she has looked
ALTER TABLE conversations ADD COLUMN sends BIGINT NOT NULL DEFAULT 0;            -- messages for later that still wait
ALTER TABLE conversations ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';       -- the conversation that goes on instead
ALTER TABLE conversations ADD COLUMN merged_seq BIGINT NOT NULL DEFAULT 0;       -- the event there that shows this one's messages
ALTER TABLE conversations ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';            -- JSON list of ids
ALTER TABLE conversations ADD COLUMN fields TEXT NOT NULL DEFAULT '{}';          -- JSON: id of the field → value
ALTER TABLE conversations ADD COLUMN close_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE attachments ADD COLUMN recalled BOOLEAN NOT NULL DEFAULT FALSE;      -- its message was taken back: only staff may open it
CREATE INDEX conversations_snoozed ON conversations (shop, snoozed_until) WHERE snoozed_until > 0;

-- The shop's own words: tags, reasons for closing, fields. One that is gone stays for the conversations that have it.
CREATE TABLE desk_words (
  id         TEXT PRIMARY KEY,
  shop       TEXT NOT NULL REFERENCES shops (id),
  list       TEXT NOT NULL,                    -- tags | reasons | fields
  name       TEXT NOT NULL,
  folded     TEXT NOT NULL,                    -- lower case; no two of a list are the same
  doc        TEXT NOT NULL,                    -- JSON: colour, or type and choices
  gone       BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL,
  UNIQUE (shop, list, folded)
);

CREATE TABLE desk_rules (
  shop TEXT PRIMARY KEY REFERENCES shops (id),
  doc  TEXT NOT NULL                           -- JSON
);

CREATE TABLE conversation_tags (
  tag          TEXT NOT NULL REFERENCES desk_words (id),
  conversation TEXT NOT NULL REFERENCES conversations (id),
  PRIMARY KEY (tag, conversation)
);
CREATE INDEX conversation_tags_of ON conversation_tags (conversation);

CREATE TABLE mentions (
  shop         TEXT NOT NULL REFERENCES shops (id),
  staff        TEXT NOT NULL,
  conversation TEXT NOT NULL REFERENCES conversations (id),
  seq          BIGINT NOT NULL,                -- of the note
  at           BIGINT NOT NULL,
  read_at      BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (staff, conversation, seq)
);
CREATE INDEX mentions_unread ON mentions (staff) WHERE read_at = 0;
CREATE INDEX mentions_of ON mentions (conversation);

CREATE TABLE scheduled (
  id           TEXT PRIMARY KEY,
  shop         TEXT NOT NULL REFERENCES shops (id),
  conversation TEXT NOT NULL REFERENCES conversations (id),
  staff        TEXT NOT NULL,
  staff_name   TEXT NOT NULL,
  client_key   TEXT NOT NULL,
  text         TEXT NOT NULL,
  at           BIGINT NOT NULL,
  state        TEXT NOT NULL,                  -- waiting | sent | cancelled | returned
  reason       TEXT NOT NULL DEFAULT '',       -- why it came back: wrote | taken
  created_at   BIGINT NOT NULL,
  UNIQUE (conversation, staff, client_key)
);
CREATE INDEX scheduled_of ON scheduled (conversation, state);
