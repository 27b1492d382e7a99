-- How a session was opened (`proof`), and the kind of browser: enough to know one's own again, and no address.
ALTER TABLE session ADD COLUMN proof TEXT NOT NULL DEFAULT 'password';
ALTER TABLE session ADD COLUMN client TEXT NOT NULL DEFAULT '';

-- The second factor of an officer. `sealed` opens with the account key only, which is in no database; `last_step` is the last interval
-- of 30 seconds whose code was taken.
CREATE TABLE second_factor (
  officer TEXT PRIMARY KEY REFERENCES officer(id), sealed BLOB NOT NULL, last_step INTEGER NOT NULL, since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Codes for an officer without his telephone, each for once; SHA-256 only.
CREATE TABLE recovery_code (
  code_hash BLOB PRIMARY KEY, officer TEXT NOT NULL REFERENCES officer(id), used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX recovery_code_by_officer ON recovery_code(officer);

-- Who has given one factor and not the other: no session, and minutes only. `wants` is what he has to do next.
CREATE TABLE half_sign_in (
  token_hash BLOB PRIMARY KEY, officer TEXT NOT NULL REFERENCES officer(id), wants TEXT NOT NULL,
  failures INTEGER NOT NULL, expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX half_sign_in_by_officer ON half_sign_in(officer);
CREATE INDEX half_sign_in_by_expiry ON half_sign_in(expires_at);

-- Which account key seals the second factors of this database: tells another one at once.
CREATE TABLE account_seal (
  id INTEGER PRIMARY KEY CHECK (id = 1), installation TEXT NOT NULL, mark BLOB NOT NULL
) STRICT;

-- What happened to an account: signing in, its factors, its sessions. Nobody takes a row back.
CREATE TABLE account_log (
  num INTEGER PRIMARY KEY, at INTEGER NOT NULL, subject TEXT NOT NULL, actor TEXT, what TEXT NOT NULL, client TEXT NOT NULL
) STRICT;
CREATE INDEX account_log_by_subject ON account_log(subject, num);
CREATE TRIGGER account_log_is_append_only_update BEFORE UPDATE ON account_log
  BEGIN SELECT RAISE(ABORT, 'account_log only grows'); END;
CREATE TRIGGER account_log_is_append_only_delete BEFORE DELETE ON account_log
  BEGIN SELECT RAISE(ABORT, 'account_log only grows'); END;
