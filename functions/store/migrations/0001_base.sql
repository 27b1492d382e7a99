-- Units, officers, sessions.
CREATE TABLE unit (
  id TEXT PRIMARY KEY, parent TEXT REFERENCES unit(id), path TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
  name TEXT NOT NULL, short_name TEXT NOT NULL, province TEXT, agency_code TEXT NOT NULL, unit_code TEXT NOT NULL,
  place TEXT NOT NULL, treasury TEXT NOT NULL, address TEXT NOT NULL, in_force_from TEXT NOT NULL, in_force_to TEXT
) STRICT, WITHOUT ROWID;

-- `account` is the sign-in name as written, `account_key` the same folded.
CREATE TABLE officer (
  id TEXT PRIMARY KEY, account TEXT NOT NULL, account_key TEXT NOT NULL UNIQUE, full_name TEXT NOT NULL,
  badge TEXT NOT NULL, card TEXT, unit TEXT NOT NULL REFERENCES unit(id), role TEXT NOT NULL, active INTEGER NOT NULL,
  password_hash TEXT, must_change INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX officer_by_unit ON officer(unit, id);

-- Tokens are kept as SHA-256 only: a copy of the database signs nobody in.
CREATE TABLE session (
  token_hash BLOB PRIMARY KEY, officer TEXT NOT NULL REFERENCES officer(id),
  created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_officer ON session(officer);
CREATE INDEX session_by_created ON session(created_at);

CREATE TABLE one_time_link (
  token_hash BLOB PRIMARY KEY, officer TEXT NOT NULL REFERENCES officer(id), created_by TEXT,
  expires_at INTEGER NOT NULL, used_at INTEGER
) STRICT, WITHOUT ROWID;

-- Failures by folded name, whether or not such an account exists, so that a lock tells nothing about that.
CREATE TABLE sign_in_attempt (
  account_key TEXT PRIMARY KEY, failures INTEGER NOT NULL, last_at INTEGER NOT NULL, locked_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_attempt_by_last ON sign_in_attempt(last_at);

CREATE TABLE sign_in_log (
  num INTEGER PRIMARY KEY, at INTEGER NOT NULL, account_key TEXT NOT NULL, officer TEXT, outcome TEXT NOT NULL
) STRICT;
CREATE INDEX sign_in_log_by_officer ON sign_in_log(officer, num) WHERE officer IS NOT NULL;

-- What was typed, while it waits for a correction or for a new sign-in.
CREATE TABLE form_draft (
  id TEXT PRIMARY KEY, officer TEXT, path TEXT NOT NULL, body TEXT NOT NULL, created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX form_draft_by_created ON form_draft(created_at);

-- Organisations, individuals and their places of business. `search` is folded text for the index below.
CREATE TABLE party (
  num INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL, tax_code TEXT,
  citizen_id TEXT, phone TEXT, address TEXT NOT NULL, unit TEXT NOT NULL REFERENCES unit(id), version INTEGER NOT NULL,
  search TEXT NOT NULL, document TEXT NOT NULL
) STRICT;
CREATE INDEX party_by_tax_code ON party(tax_code) WHERE tax_code IS NOT NULL;
CREATE INDEX party_by_citizen_id ON party(citizen_id) WHERE citizen_id IS NOT NULL;
CREATE INDEX party_by_phone ON party(phone) WHERE phone IS NOT NULL;
CREATE VIRTUAL TABLE party_search USING fts5(
  search, content = 'party', content_rowid = 'num', detail = 'none', columnsize = 0, prefix = '2 3 4 5',
  tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TRIGGER party_search_insert AFTER INSERT ON party
  BEGIN INSERT INTO party_search(rowid, search) VALUES (new.num, new.search); END;
CREATE TRIGGER party_search_update AFTER UPDATE OF search ON party WHEN old.search <> new.search
  BEGIN
    INSERT INTO party_search(party_search, rowid, search) VALUES ('delete', old.num, old.search);
    INSERT INTO party_search(rowid, search) VALUES (new.num, new.search);
  END;

-- Every version of a party with who wrote it and when.
CREATE TABLE party_change (
  party TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, officer TEXT NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (party, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE establishment (
  id TEXT PRIMARY KEY, party TEXT NOT NULL REFERENCES party(id), name TEXT NOT NULL, address TEXT NOT NULL,
  business TEXT NOT NULL, unit TEXT NOT NULL REFERENCES unit(id)
) STRICT, WITHOUT ROWID;
CREATE INDEX establishment_by_party ON establishment(party, name);

-- A case is one document with the columns that lists need. `awaiting` names the queue it waits in, and is null once it
-- is closed; `next_due` is far away where nothing runs, so that it sorts last.
CREATE TABLE case_file (
  num INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, code TEXT NOT NULL, unit TEXT NOT NULL REFERENCES unit(id),
  path TEXT NOT NULL, province TEXT NOT NULL, version INTEGER NOT NULL, stage TEXT NOT NULL, party TEXT NOT NULL,
  party_name TEXT NOT NULL, establishment TEXT NOT NULL, place TEXT NOT NULL, responsible TEXT NOT NULL, responsible_name TEXT NOT NULL,
  awaiting TEXT, field TEXT, opened_on TEXT NOT NULL, opened_by TEXT NOT NULL, updated_at INTEGER NOT NULL,
  next_due TEXT NOT NULL, next_due_name TEXT, fine INTEGER, owed INTEGER NOT NULL, numbers TEXT NOT NULL,
  search TEXT NOT NULL, document TEXT NOT NULL
) STRICT;
-- Lists read pages of numbers from these alone, and then only the rows they show.
CREATE INDEX case_by_num ON case_file(num, stage, field, opened_on);
CREATE INDEX case_by_field ON case_file(field, num, stage, opened_on) WHERE field IS NOT NULL;
CREATE INDEX case_by_province ON case_file(province, num, stage, field, opened_on);
CREATE INDEX case_by_unit ON case_file(unit, num, stage, field, opened_on);
CREATE INDEX case_open_by_stage ON case_file(stage, num, field, opened_on, awaiting) WHERE awaiting IS NOT NULL;
CREATE INDEX case_open_by_province ON case_file(province, stage, num, field, opened_on, next_due, awaiting) WHERE awaiting IS NOT NULL;
CREATE INDEX case_open_by_unit ON case_file(unit, stage, num, field, opened_on, next_due, awaiting) WHERE awaiting IS NOT NULL;
CREATE INDEX case_by_awaiting ON case_file(awaiting, next_due, num) WHERE awaiting IS NOT NULL;
CREATE INDEX case_by_responsible ON case_file(responsible, next_due, num, awaiting) WHERE awaiting IS NOT NULL;
CREATE INDEX case_by_party ON case_file(party, num);
CREATE VIRTUAL TABLE case_search USING fts5(
  search, content = 'case_file', content_rowid = 'num', detail = 'none', columnsize = 0, prefix = '2 3 4 5',
  tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TRIGGER case_search_insert AFTER INSERT ON case_file
  BEGIN INSERT INTO case_search(rowid, search) VALUES (new.num, new.search); END;
CREATE TRIGGER case_search_update AFTER UPDATE OF search ON case_file WHEN old.search <> new.search
  BEGIN
    INSERT INTO case_search(case_search, rowid, search) VALUES ('delete', old.num, old.search);
    INSERT INTO case_search(rowid, search) VALUES (new.num, new.search);
  END;

-- Append-only. `position` is the place in the one chain of the whole database: each hash covers the one before, so that
-- a changed, moved or missing event, and a missing case, all show.
CREATE TABLE case_event (
  position INTEGER PRIMARY KEY, case_num INTEGER NOT NULL REFERENCES case_file(num), seq INTEGER NOT NULL,
  at INTEGER NOT NULL, officer TEXT NOT NULL, kind TEXT NOT NULL, event TEXT NOT NULL, hash BLOB NOT NULL,
  UNIQUE (case_num, seq)
) STRICT;
CREATE TABLE chain_head (only INTEGER PRIMARY KEY CHECK (only = 0), position INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
INSERT INTO chain_head VALUES (0, 0, zeroblob(32));
CREATE TRIGGER case_event_moves_chain_head AFTER INSERT ON case_event
  BEGIN UPDATE chain_head SET position = new.position, hash = new.hash WHERE only = 0; END;
CREATE TRIGGER case_event_is_append_only_update BEFORE UPDATE ON case_event
  BEGIN SELECT RAISE(ABORT, 'case_event is append-only'); END;
CREATE TRIGGER case_event_is_append_only_delete BEFORE DELETE ON case_event
  BEGIN SELECT RAISE(ABORT, 'case_event is append-only'); END;

CREATE TABLE number_series (
  unit TEXT NOT NULL, kind TEXT NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL,
  PRIMARY KEY (unit, kind, year)
) STRICT, WITHOUT ROWID;

-- What each event added to the reports, and the sums kept of it: by leaf unit and by province, by day ('d') and by
-- half-month segment ('s').
CREATE TABLE report_entry (
  position INTEGER NOT NULL, line INTEGER NOT NULL, case_num INTEGER NOT NULL, unit TEXT NOT NULL,
  province TEXT NOT NULL, day TEXT NOT NULL, field TEXT NOT NULL,
  kiem_tra INTEGER NOT NULL, vi_pham INTEGER NOT NULL, xu_ly INTEGER NOT NULL, hanh_vi INTEGER NOT NULL,
  to_chuc INTEGER NOT NULL, ca_nhan INTEGER NOT NULL, phat_tien INTEGER NOT NULL, phat_tien_nop INTEGER NOT NULL,
  tri_gia_tang_vat INTEGER NOT NULL, tri_gia_tich_thu INTEGER NOT NULL,
  PRIMARY KEY (position, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_entry_by_unit ON report_entry(unit, field, day, case_num);
CREATE INDEX report_entry_by_province ON report_entry(province, field, day, case_num);

CREATE TABLE report_cell (
  scope TEXT NOT NULL, grain TEXT NOT NULL, start TEXT NOT NULL, field TEXT NOT NULL,
  kiem_tra INTEGER NOT NULL, vi_pham INTEGER NOT NULL, xu_ly INTEGER NOT NULL, hanh_vi INTEGER NOT NULL,
  to_chuc INTEGER NOT NULL, ca_nhan INTEGER NOT NULL, phat_tien INTEGER NOT NULL, phat_tien_nop INTEGER NOT NULL,
  tri_gia_tang_vat INTEGER NOT NULL, tri_gia_tich_thu INTEGER NOT NULL,
  PRIMARY KEY (scope, grain, field, start)
) STRICT, WITHOUT ROWID;
