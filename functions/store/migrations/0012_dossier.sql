-- Leads and professional measures (TT 27/2020/TT-BCT Điều 8–14, 34–36): one document each, with the columns that lists need.
-- Nothing here names an informant: a lead holds a code.
CREATE TABLE dossier (
  num INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, code TEXT NOT NULL UNIQUE, sort TEXT NOT NULL, kind TEXT NOT NULL,
  unit TEXT NOT NULL REFERENCES unit(id), path TEXT NOT NULL, province TEXT NOT NULL, version INTEGER NOT NULL,
  state TEXT NOT NULL, turn TEXT NOT NULL, due TEXT, urgent INTEGER NOT NULL, lead TEXT, search TEXT NOT NULL,
  opened_by TEXT NOT NULL, opened_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, document TEXT NOT NULL
) STRICT;
CREATE INDEX dossier_by_unit ON dossier(unit, sort, num);
CREATE INDEX dossier_by_province ON dossier(province, sort, num);
CREATE INDEX dossier_by_sort ON dossier(sort, num);
CREATE INDEX dossier_by_turn ON dossier(unit, turn, num);

-- Who is named on which dossier: besides the heads above, only they know of it.
CREATE TABLE dossier_officer (
  officer TEXT NOT NULL REFERENCES officer(id), dossier_num INTEGER NOT NULL REFERENCES dossier(num),
  PRIMARY KEY (officer, dossier_num)
) STRICT, WITHOUT ROWID;
CREATE INDEX dossier_officer_by_dossier ON dossier_officer(dossier_num);

-- Which case was opened from which proposal; at most one each.
CREATE TABLE dossier_case (
  case_num INTEGER PRIMARY KEY REFERENCES case_file(num), dossier_num INTEGER NOT NULL UNIQUE REFERENCES dossier(num)
) STRICT;

-- Append-only, in a chain of its own, as case_event is.
CREATE TABLE dossier_event (
  position INTEGER PRIMARY KEY, dossier_num INTEGER NOT NULL REFERENCES dossier(num), seq INTEGER NOT NULL,
  at INTEGER NOT NULL, officer TEXT NOT NULL, kind TEXT NOT NULL, event TEXT NOT NULL, hash BLOB NOT NULL,
  UNIQUE (dossier_num, seq)
) STRICT;
CREATE TABLE dossier_chain_head (only INTEGER PRIMARY KEY CHECK (only = 0), position INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
INSERT INTO dossier_chain_head VALUES (0, 0, zeroblob(32));
CREATE TRIGGER dossier_event_moves_chain_head AFTER INSERT ON dossier_event
  BEGIN UPDATE dossier_chain_head SET position = new.position, hash = new.hash WHERE only = 0; END;
CREATE TRIGGER dossier_event_is_append_only_update BEFORE UPDATE ON dossier_event
  BEGIN SELECT RAISE(ABORT, 'dossier_event is append-only'); END;
CREATE TRIGGER dossier_event_is_append_only_delete BEFORE DELETE ON dossier_event
  BEGIN SELECT RAISE(ABORT, 'dossier_event is append-only'); END;
