-- Units, officers, sessions.
CREATE TABLE unit (
  id TEXT PRIMARY KEY, parent TEXT REFERENCES unit(id), path TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
  name TEXT NOT NULL, short_name TEXT NOT NULL, province TEXT, agency_code TEXT NOT NULL, unit_code TEXT NOT NULL,
  place TEXT NOT NULL, treasury TEXT NOT NULL, address TEXT NOT NULL, in_force_from TEXT NOT NULL, in_force_to TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE officer (
  id TEXT PRIMARY KEY, account TEXT NOT NULL UNIQUE, full_name TEXT NOT NULL, badge TEXT NOT NULL, card TEXT,
  unit TEXT NOT NULL REFERENCES unit(id), role TEXT NOT NULL, active INTEGER NOT NULL DEFAULT 1,
  password_hash TEXT, failures INTEGER NOT NULL DEFAULT 0, locked_until INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX officer_by_unit ON officer(unit, id);

-- Tokens are kept as SHA-256 only: a copy of the database signs nobody in.
CREATE TABLE session (
  token_hash TEXT PRIMARY KEY, officer TEXT NOT NULL REFERENCES officer(id),
  created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_officer ON session(officer);
CREATE INDEX session_by_created ON session(created_at);

CREATE TABLE one_time_link (
  token_hash TEXT PRIMARY KEY, expires_at INTEGER NOT NULL, used_at INTEGER
) STRICT, WITHOUT ROWID;

-- What was typed, while it waits for a correction or for a new sign-in.
CREATE TABLE form_draft (
  id TEXT PRIMARY KEY, officer TEXT, path TEXT NOT NULL, fields TEXT NOT NULL, errors TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX form_draft_by_created ON form_draft(created_at);

-- Organisations, individuals and their places of business.
CREATE TABLE party (
  num INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL,
  tax_code TEXT, citizen_id TEXT, phone TEXT, address TEXT NOT NULL, unit TEXT NOT NULL REFERENCES unit(id),
  version INTEGER NOT NULL, document TEXT NOT NULL
) STRICT;
CREATE INDEX party_by_tax_code ON party(tax_code) WHERE tax_code IS NOT NULL;
CREATE INDEX party_by_citizen_id ON party(citizen_id) WHERE citizen_id IS NOT NULL;
CREATE INDEX party_by_phone ON party(phone) WHERE phone IS NOT NULL;
CREATE INDEX party_by_name ON party(folded);
CREATE VIRTUAL TABLE party_search USING fts5(text, tokenize = 'trigram', detail = 'full');

CREATE TABLE establishment (
  id TEXT PRIMARY KEY, party TEXT NOT NULL REFERENCES party(id), name TEXT NOT NULL, address TEXT NOT NULL,
  business TEXT NOT NULL, unit TEXT NOT NULL REFERENCES unit(id)
) STRICT, WITHOUT ROWID;
CREATE INDEX establishment_by_party ON establishment(party, name);

-- A case is one document with the columns that lists need; `num` grows with the time of opening.
CREATE TABLE case_file (
  num INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, code TEXT NOT NULL, unit TEXT NOT NULL REFERENCES unit(id),
  path TEXT NOT NULL, province TEXT NOT NULL, version INTEGER NOT NULL, stage TEXT NOT NULL, party TEXT NOT NULL,
  party_name TEXT NOT NULL, establishment TEXT NOT NULL, place TEXT NOT NULL, responsible TEXT NOT NULL,
  responsible_name TEXT NOT NULL, awaiting_officer TEXT, awaiting_role TEXT, field TEXT, opened_on TEXT NOT NULL,
  next_due TEXT, next_due_name TEXT, fine INTEGER, owed INTEGER NOT NULL, document TEXT NOT NULL
) STRICT;
CREATE INDEX case_by_unit ON case_file(unit, num);
CREATE INDEX case_by_unit_stage ON case_file(unit, stage, num);
CREATE INDEX case_by_province ON case_file(province, num);
CREATE INDEX case_by_province_stage ON case_file(province, stage, num);
CREATE INDEX case_by_stage ON case_file(stage, num);
CREATE INDEX case_by_party ON case_file(party, num);
CREATE INDEX case_by_officer_due ON case_file(awaiting_officer, next_due, num) WHERE awaiting_officer IS NOT NULL;
CREATE INDEX case_by_role_due ON case_file(awaiting_role, province, unit, next_due, num) WHERE awaiting_role IS NOT NULL;
CREATE VIRTUAL TABLE case_search USING fts5(text, tokenize = 'trigram', detail = 'full');

-- Append-only. `position` is the place in the one chain of the whole database: each hash covers the one before.
CREATE TABLE case_event (
  position INTEGER PRIMARY KEY, case_num INTEGER NOT NULL REFERENCES case_file(num), case_id TEXT NOT NULL,
  seq INTEGER NOT NULL, at INTEGER NOT NULL, officer TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL,
  hash TEXT NOT NULL, UNIQUE (case_num, seq)
) STRICT;
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
CREATE INDEX report_entry_by_unit ON report_entry(unit, day, field, case_num);
CREATE INDEX report_entry_by_province ON report_entry(province, day, field, case_num);

CREATE TABLE report_cell (
  scope TEXT NOT NULL, grain TEXT NOT NULL, start TEXT NOT NULL, field TEXT NOT NULL,
  kiem_tra INTEGER NOT NULL, vi_pham INTEGER NOT NULL, xu_ly INTEGER NOT NULL, hanh_vi INTEGER NOT NULL,
  to_chuc INTEGER NOT NULL, ca_nhan INTEGER NOT NULL, phat_tien INTEGER NOT NULL, phat_tien_nop INTEGER NOT NULL,
  tri_gia_tang_vat INTEGER NOT NULL, tri_gia_tich_thu INTEGER NOT NULL,
  PRIMARY KEY (scope, grain, start, field)
) STRICT, WITHOUT ROWID;
