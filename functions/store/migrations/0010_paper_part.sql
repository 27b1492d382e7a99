-- A paper made over several violators stands once in `paper`, under the file of the first; here is each file that has it, and how
-- its part stands. A paper of one has no row.
CREATE TABLE paper_part (
  owner TEXT NOT NULL, series TEXT NOT NULL, year INTEGER NOT NULL, serial INTEGER NOT NULL,
  case_num INTEGER NOT NULL REFERENCES case_file(num), number TEXT NOT NULL, state TEXT NOT NULL,
  PRIMARY KEY (owner, series, year, serial, case_num)
) STRICT, WITHOUT ROWID;
CREATE INDEX paper_part_by_case ON paper_part(case_num, number);
