-- Inspection plans: one document each, with the columns that lists need. `revisions` counts what was approved; without one
-- nothing is in force. `amending` tells an amendment under way.
CREATE TABLE plan (
  num INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, code TEXT NOT NULL UNIQUE, unit TEXT NOT NULL REFERENCES unit(id),
  path TEXT NOT NULL, province TEXT NOT NULL, version INTEGER NOT NULL, kind TEXT NOT NULL, year INTEGER NOT NULL,
  title TEXT NOT NULL, state TEXT NOT NULL, amending INTEGER NOT NULL, revisions INTEGER NOT NULL,
  drafted_by TEXT NOT NULL, updated_at INTEGER NOT NULL, document TEXT NOT NULL
) STRICT;
CREATE INDEX plan_by_year ON plan(year, num);
CREATE INDEX plan_by_province ON plan(province, year, num);
CREATE INDEX plan_by_unit ON plan(unit, year, num);

-- The items of what is in force, so that nobody is planned twice and progress is counted; written anew with each approval.
-- `contents` is a list of folded contents.
CREATE TABLE plan_item (
  plan_num INTEGER NOT NULL REFERENCES plan(num), item TEXT NOT NULL, year INTEGER NOT NULL, unit TEXT NOT NULL,
  province TEXT NOT NULL, party TEXT NOT NULL, last_month INTEGER NOT NULL, cancelled INTEGER NOT NULL,
  contents TEXT NOT NULL, PRIMARY KEY (plan_num, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX plan_item_by_party ON plan_item(party, year);
CREATE INDEX plan_item_by_unit ON plan_item(unit, year, plan_num);
CREATE INDEX plan_item_by_province ON plan_item(province, year, plan_num);
CREATE INDEX plan_item_by_year ON plan_item(year, plan_num);

-- Which case carries out which item; at most one each (Pháp lệnh Quản lý thị trường Điều 20 khoản 1).
CREATE TABLE plan_case (
  case_num INTEGER PRIMARY KEY REFERENCES case_file(num), plan_num INTEGER NOT NULL REFERENCES plan(num),
  item TEXT NOT NULL, UNIQUE (plan_num, item)
) STRICT;

-- Append-only, in a chain of its own, as case_event is.
CREATE TABLE plan_event (
  position INTEGER PRIMARY KEY, plan_num INTEGER NOT NULL REFERENCES plan(num), seq INTEGER NOT NULL,
  at INTEGER NOT NULL, officer TEXT NOT NULL, kind TEXT NOT NULL, event TEXT NOT NULL, hash BLOB NOT NULL,
  UNIQUE (plan_num, seq)
) STRICT;
CREATE TABLE plan_chain_head (only INTEGER PRIMARY KEY CHECK (only = 0), position INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
INSERT INTO plan_chain_head VALUES (0, 0, zeroblob(32));
CREATE TRIGGER plan_event_moves_chain_head AFTER INSERT ON plan_event
  BEGIN UPDATE plan_chain_head SET position = new.position, hash = new.hash WHERE only = 0; END;
CREATE TRIGGER plan_event_is_append_only_update BEFORE UPDATE ON plan_event
  BEGIN SELECT RAISE(ABORT, 'plan_event is append-only'); END;
CREATE TRIGGER plan_event_is_append_only_delete BEFORE DELETE ON plan_event
  BEGIN SELECT RAISE(ABORT, 'plan_event is append-only'); END;
