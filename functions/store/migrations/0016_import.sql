-- Imports of spreadsheets: one batch for a file, its rows as the file has them, and what became of each.
CREATE TABLE import_batch (
  num INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, unit TEXT NOT NULL REFERENCES unit(id), path TEXT NOT NULL,
  officer TEXT NOT NULL REFERENCES officer(id), file_name TEXT NOT NULL, kind TEXT NOT NULL, sha256 TEXT NOT NULL,
  size INTEGER NOT NULL, told TEXT NOT NULL, unicode INTEGER NOT NULL, encoding TEXT NOT NULL, confidence INTEGER NOT NULL,
  settings TEXT NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL, rows INTEGER NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX import_batch_by_unit ON import_batch(unit, num);
CREATE INDEX import_batch_by_path ON import_batch(path, num);
CREATE INDEX import_batch_by_sha256 ON import_batch(sha256, unit);

-- `line` is the row's place in the file. `record`, `problems`, `notes` and the identifiers come from the check; `same` is the party
-- that has the identifier, `same_line` the row; `party` and `place` are what the row made or was added to, `told` why it stayed.
CREATE TABLE import_row (
  batch INTEGER NOT NULL REFERENCES import_batch(num), line INTEGER NOT NULL, cells TEXT NOT NULL, state TEXT NOT NULL,
  noted INTEGER NOT NULL, tax_code TEXT, citizen_id TEXT, record TEXT, problems TEXT, notes TEXT, same TEXT,
  same_line INTEGER, choice TEXT, party TEXT, place TEXT, told TEXT, PRIMARY KEY (batch, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_row_by_state ON import_row(batch, state, line, noted);
CREATE INDEX import_row_by_tax_code ON import_row(batch, tax_code, line) WHERE tax_code IS NOT NULL;
CREATE INDEX import_row_by_citizen_id ON import_row(batch, citizen_id, line) WHERE citizen_id IS NOT NULL;
CREATE INDEX import_row_by_party ON import_row(party) WHERE party IS NOT NULL;

-- How an officer, and his unit, read a file with these headings the last time.
CREATE TABLE import_mapping (
  unit TEXT NOT NULL REFERENCES unit(id), officer TEXT NOT NULL REFERENCES officer(id), fingerprint TEXT NOT NULL,
  columns TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (unit, fingerprint, officer)
) STRICT, WITHOUT ROWID;

-- Append-only, in a chain of its own, as case_event is.
CREATE TABLE import_event (
  position INTEGER PRIMARY KEY, batch INTEGER NOT NULL REFERENCES import_batch(num), at INTEGER NOT NULL,
  officer TEXT NOT NULL, kind TEXT NOT NULL, event TEXT NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE INDEX import_event_by_batch ON import_event(batch, position);
CREATE TABLE import_chain_head (only INTEGER PRIMARY KEY CHECK (only = 0), position INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
INSERT INTO import_chain_head VALUES (0, 0, zeroblob(32));
CREATE TRIGGER import_event_moves_chain_head AFTER INSERT ON import_event
  BEGIN UPDATE import_chain_head SET position = new.position, hash = new.hash WHERE only = 0; END;
CREATE TRIGGER import_event_is_append_only_update BEFORE UPDATE ON import_event
  BEGIN SELECT RAISE(ABORT, 'import_event is append-only'); END;
CREATE TRIGGER import_event_is_append_only_delete BEFORE DELETE ON import_event
  BEGIN SELECT RAISE(ABORT, 'import_event is append-only'); END;

-- An import that is undone takes its parties out of the search again.
CREATE TRIGGER party_search_delete AFTER DELETE ON party
  BEGIN INSERT INTO party_search(party_search, rowid, search) VALUES ('delete', old.num, old.search); END;
