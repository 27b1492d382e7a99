-- Area books. Beside what cases carry of an establishment, `document` is its file (null: registered before files were kept), and
-- the columns after it what lists ask for. A file belongs to the area of its unit that has its commune.
ALTER TABLE establishment ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE establishment ADD COLUMN kind TEXT NOT NULL DEFAULT 'shop';
ALTER TABLE establishment ADD COLUMN status TEXT NOT NULL DEFAULT 'active';
ALTER TABLE establishment ADD COLUMN commune TEXT;
ALTER TABLE establishment ADD COLUMN area TEXT;
ALTER TABLE establishment ADD COLUMN reviewed_on TEXT;
ALTER TABLE establishment ADD COLUMN first_expiry TEXT;
ALTER TABLE establishment ADD COLUMN document TEXT;
CREATE INDEX establishment_by_unit ON establishment(unit, name, id, status, area, kind, reviewed_on, first_expiry);

-- Every version of a file with who wrote it and when.
CREATE TABLE establishment_change (
  establishment TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, officer TEXT NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (establishment, version)
) STRICT, WITHOUT ROWID;

-- What officers saw and heard in their areas; append-only.
CREATE TABLE establishment_note (
  num INTEGER PRIMARY KEY, establishment TEXT NOT NULL REFERENCES establishment(id), at INTEGER NOT NULL,
  officer TEXT NOT NULL, seen_on TEXT NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE INDEX establishment_note_by_establishment ON establishment_note(establishment, num);
CREATE TRIGGER establishment_note_is_append_only_update BEFORE UPDATE ON establishment_note
  BEGIN SELECT RAISE(ABORT, 'establishment_note is append-only'); END;
CREATE TRIGGER establishment_note_is_append_only_delete BEFORE DELETE ON establishment_note
  BEGIN SELECT RAISE(ABORT, 'establishment_note is append-only'); END;

CREATE TABLE area (
  id TEXT PRIMARY KEY, unit TEXT NOT NULL REFERENCES unit(id), version INTEGER NOT NULL, document TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX area_by_unit ON area(unit);

-- Every version of an area: who laid it out, to whom it was given, and why it changed hands.
CREATE TABLE area_change (
  area TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, officer TEXT NOT NULL, reason TEXT NOT NULL,
  document TEXT NOT NULL, PRIMARY KEY (area, version)
) STRICT, WITHOUT ROWID;

-- What weighs how much, by the unit whose leader set it; the newest row of a unit counts. Append-only.
CREATE TABLE risk_weights (
  num INTEGER PRIMARY KEY, unit TEXT NOT NULL REFERENCES unit(id), at INTEGER NOT NULL, officer TEXT NOT NULL,
  document TEXT NOT NULL
) STRICT;
CREATE INDEX risk_weights_by_unit ON risk_weights(unit, num);

-- Who read the file of a person, and when; append-only.
CREATE TABLE party_reading (
  num INTEGER PRIMARY KEY, party TEXT NOT NULL, officer TEXT NOT NULL, at INTEGER NOT NULL, unmasked INTEGER NOT NULL
) STRICT;
CREATE INDEX party_reading_by_party ON party_reading(party, num);
CREATE TRIGGER party_reading_is_append_only_update BEFORE UPDATE ON party_reading
  BEGIN SELECT RAISE(ABORT, 'party_reading is append-only'); END;
CREATE TRIGGER party_reading_is_append_only_delete BEFORE DELETE ON party_reading
  BEGIN SELECT RAISE(ABORT, 'party_reading is append-only'); END;

-- Why a record of a party was corrected.
ALTER TABLE party_change ADD COLUMN reason TEXT NOT NULL DEFAULT '';

-- Whom a lead or a measure concerns, to count the open ones of a place.
ALTER TABLE dossier ADD COLUMN party TEXT;
UPDATE dossier SET party = json_extract(document, '$.party.id');
CREATE INDEX dossier_by_party ON dossier(party, turn) WHERE party IS NOT NULL;
