-- Photos that come from the field in pieces. `asked` is what was announced, `received` how many bytes are here; `seq` is the position the
-- file has in its case, `refusal` why it is not there.
CREATE TABLE photo_upload (
  key TEXT PRIMARY KEY, device TEXT NOT NULL, officer TEXT NOT NULL, case_id TEXT NOT NULL, asked TEXT NOT NULL, size INTEGER NOT NULL,
  received INTEGER NOT NULL, begun_at INTEGER NOT NULL, touched_at INTEGER NOT NULL, seq INTEGER, refusal TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX photo_upload_open ON photo_upload(officer, touched_at, key) WHERE seq IS NULL;
CREATE TRIGGER photo_upload_stays_attached BEFORE UPDATE ON photo_upload WHEN old.seq IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'a photo that is in a case stays there'); END;

-- Bytes of photos that are not whole yet, in the transaction that counts them as received; they go when the file is kept.
CREATE TABLE photo_piece (key TEXT NOT NULL, start INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY (key, start)) STRICT;
