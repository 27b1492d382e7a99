-- Files of several offenders in one matter.
CREATE TABLE case_link (
  parent INTEGER NOT NULL REFERENCES case_file(num), child INTEGER NOT NULL REFERENCES case_file(num),
  PRIMARY KEY (parent, child)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_link_by_child ON case_link(child);

-- Paper books may begin at a number of their own.
ALTER TABLE number_series ADD COLUMN first INTEGER NOT NULL DEFAULT 1;

-- Every number that was given: on which paper, in whose series, and whether that paper still holds. A spoilt number has a
-- reason and no case. `owner` is a unit, or an officer who decides in his own power.
CREATE TABLE paper (
  owner TEXT NOT NULL, series TEXT NOT NULL, year INTEGER NOT NULL, serial INTEGER NOT NULL, number TEXT NOT NULL,
  name TEXT NOT NULL, unit TEXT NOT NULL, unit_name TEXT NOT NULL, case_num INTEGER REFERENCES case_file(num),
  position INTEGER, signed_at TEXT NOT NULL, signer TEXT NOT NULL, check_code TEXT, state TEXT NOT NULL, reason TEXT,
  PRIMARY KEY (owner, series, year, serial)
) STRICT, WITHOUT ROWID;
CREATE INDEX paper_by_case ON paper(case_num) WHERE case_num IS NOT NULL;
CREATE UNIQUE INDEX paper_by_check ON paper(check_code) WHERE check_code IS NOT NULL;
CREATE INDEX paper_by_unit ON paper(unit, year, signed_at);
