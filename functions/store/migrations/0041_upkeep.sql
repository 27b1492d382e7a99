-- What was done to keep the system up: copies, verifications, rehearsals of an upgrade. Written by the tools on the machine, read by the
-- page where administrators look after the installation. `position` is the head of the chain then.
CREATE TABLE upkeep (
  num INTEGER PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, millis INTEGER NOT NULL, well INTEGER NOT NULL,
  position INTEGER NOT NULL, detail TEXT NOT NULL
) STRICT;
CREATE INDEX upkeep_by_kind ON upkeep(kind, num);
