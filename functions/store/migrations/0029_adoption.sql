-- What stood in the way of officers: forms that were not accepted, counted for every unit on the path of the officer by half-month, form and
-- reason; no person, no file and nothing that was typed.
CREATE TABLE refusal_count (
  scope TEXT NOT NULL, half TEXT NOT NULL, form TEXT NOT NULL, reason TEXT NOT NULL, times INTEGER NOT NULL,
  PRIMARY KEY (scope, half, form, reason)
) STRICT, WITHOUT ROWID;
-- Who has put the first steps on his start page away.
CREATE TABLE guide_hidden (officer TEXT PRIMARY KEY REFERENCES officer(id), at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
