-- The personal calendar feed, at most one of an officer. The token is kept as SHA-256 only, as those of sessions.
CREATE TABLE calendar_feed (
  officer TEXT PRIMARY KEY REFERENCES officer(id), token_hash BLOB NOT NULL UNIQUE, created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
