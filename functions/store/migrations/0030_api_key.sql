-- Keys by which other systems call. Only the SHA-256 of a key is kept: a copy of the database calls nothing.
CREATE TABLE api_key (
  num INTEGER PRIMARY KEY, token_hash BLOB NOT NULL UNIQUE, name TEXT NOT NULL, contact TEXT NOT NULL, scope TEXT NOT NULL,
  unit TEXT NOT NULL REFERENCES unit(id), created_at INTEGER NOT NULL, created_by TEXT NOT NULL REFERENCES officer(id),
  ends_on TEXT NOT NULL, revoked_at INTEGER, revoked_by TEXT REFERENCES officer(id), last_used_at INTEGER,
  used INTEGER NOT NULL
) STRICT;
CREATE INDEX api_key_by_unit ON api_key(unit, num);
CREATE TRIGGER api_key_is_never_deleted BEFORE DELETE ON api_key
  BEGIN SELECT RAISE(ABORT, 'api_key is never deleted'); END;
CREATE TRIGGER api_key_allows_what_it_was_made_for
  BEFORE UPDATE OF token_hash, name, contact, scope, unit, created_at, created_by, ends_on ON api_key
  BEGIN SELECT RAISE(ABORT, 'api_key allows what it was made for'); END;

-- Every request by a key, without what was asked of whom; `first` and `last` are the positions of the changes handed over.
CREATE TABLE api_use (
  num INTEGER PRIMARY KEY, api_key INTEGER NOT NULL REFERENCES api_key(num), at INTEGER NOT NULL, path TEXT NOT NULL,
  status INTEGER NOT NULL, records INTEGER NOT NULL, first INTEGER, last INTEGER
) STRICT;
CREATE INDEX api_use_by_key ON api_use(api_key, num);
CREATE INDEX api_use_handed_over ON api_use(last) WHERE last IS NOT NULL;
CREATE TRIGGER api_use_is_append_only_update BEFORE UPDATE ON api_use
  BEGIN SELECT RAISE(ABORT, 'api_use is append-only'); END;
CREATE TRIGGER api_use_is_append_only_delete BEFORE DELETE ON api_use
  BEGIN SELECT RAISE(ABORT, 'api_use is append-only'); END;
