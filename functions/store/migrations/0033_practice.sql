-- Who practises: each account of practice with the person behind it and the way back; and the passes that were used.
CREATE TABLE practice_account (
  officer TEXT PRIMARY KEY REFERENCES officer(id),
  person TEXT NOT NULL,
  back TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE practice_pass (
  nonce TEXT PRIMARY KEY,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
