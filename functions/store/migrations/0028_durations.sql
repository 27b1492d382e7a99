-- How long the steps of cases take (decision 0028): each ended step of an event, and the sums kept of them for every unit on the path of
-- the case, by half-month segment ('s') and reporting year ('y'). `judged`: 0 late, 1 within the period of the law, 2 without one.
-- b0 … are counts between fixed bounds. All of it follows from the events.
CREATE TABLE pace_fact (
  position INTEGER NOT NULL, line INTEGER NOT NULL, case_num INTEGER NOT NULL, unit TEXT NOT NULL, province TEXT NOT NULL,
  step TEXT NOT NULL, half TEXT NOT NULL, day TEXT NOT NULL, judged INTEGER NOT NULL, minutes INTEGER NOT NULL,
  officer TEXT NOT NULL,
  PRIMARY KEY (position, line)
) STRICT, WITHOUT ROWID;
-- The slowest first, in every part of the tree.
CREATE INDEX pace_fact_by_unit ON pace_fact(unit, step, half, judged, minutes, case_num);
CREATE INDEX pace_fact_by_province ON pace_fact(province, step, half, judged, minutes, case_num);
CREATE INDEX pace_fact_by_step ON pace_fact(step, half, judged, minutes, case_num);
CREATE TABLE pace_cell (
  scope TEXT NOT NULL, grain TEXT NOT NULL, step TEXT NOT NULL, start TEXT NOT NULL,
  within INTEGER NOT NULL, late INTEGER NOT NULL, minutes INTEGER NOT NULL,
  b0 INTEGER NOT NULL, b1 INTEGER NOT NULL, b2 INTEGER NOT NULL, b3 INTEGER NOT NULL, b4 INTEGER NOT NULL, b5 INTEGER
  NOT NULL, b6 INTEGER NOT NULL, b7 INTEGER NOT NULL, b8 INTEGER NOT NULL, b9 INTEGER NOT NULL, b10 INTEGER NOT NULL,
  b11 INTEGER NOT NULL, b12 INTEGER NOT NULL, b13 INTEGER NOT NULL, b14 INTEGER NOT NULL, b15 INTEGER NOT NULL, b16
  INTEGER NOT NULL, b17 INTEGER NOT NULL, b18 INTEGER NOT NULL, b19 INTEGER NOT NULL, b20 INTEGER NOT NULL, b21 INTEGER
  NOT NULL, b22 INTEGER NOT NULL, b23 INTEGER NOT NULL, b24 INTEGER NOT NULL, b25 INTEGER NOT NULL, b26 INTEGER NOT
  NULL, b27 INTEGER NOT NULL, b28 INTEGER NOT NULL, b29 INTEGER NOT NULL, b30 INTEGER NOT NULL, b31 INTEGER NOT NULL,
  b32 INTEGER NOT NULL, b33 INTEGER NOT NULL, b34 INTEGER NOT NULL,
  PRIMARY KEY (scope, grain, step, start)
) STRICT, WITHOUT ROWID;
-- What each officer did, by reporting week ('w': Thursday–Wednesday) and half-month segment ('s').
CREATE TABLE officer_work (
  officer TEXT NOT NULL, grain TEXT NOT NULL, start TEXT NOT NULL,
  steps INTEGER NOT NULL, opened INTEGER NOT NULL, papers INTEGER NOT NULL,
  PRIMARY KEY (officer, grain, start)
) STRICT, WITHOUT ROWID;
