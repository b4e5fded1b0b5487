-- What all processes of one installation share. personal: none
-- +goose Up
CREATE TABLE installation (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
