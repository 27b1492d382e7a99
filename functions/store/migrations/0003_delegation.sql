-- Powers that a head gives his deputy in writing (giao quyền). A row is never changed but for its end.
CREATE TABLE delegation (
  id INTEGER PRIMARY KEY, deputy TEXT NOT NULL REFERENCES officer(id), head TEXT NOT NULL REFERENCES officer(id),
  unit TEXT NOT NULL REFERENCES unit(id), power TEXT NOT NULL, number TEXT NOT NULL, created_at INTEGER NOT NULL,
  ended_at INTEGER, document TEXT NOT NULL
) STRICT;
CREATE INDEX delegation_by_deputy ON delegation(deputy, ended_at);
CREATE INDEX delegation_by_unit ON delegation(unit, id);
CREATE UNIQUE INDEX delegation_by_number ON delegation(unit, number, power, deputy);
CREATE TRIGGER delegation_is_kept_update
  BEFORE UPDATE OF id, deputy, head, unit, power, number, created_at, document ON delegation
  BEGIN SELECT RAISE(ABORT, 'a delegation is never changed'); END;
CREATE TRIGGER delegation_is_kept_delete BEFORE DELETE ON delegation
  BEGIN SELECT RAISE(ABORT, 'a delegation is never deleted'); END;
