-- Versions of the catalogue of violations. What was imported is never changed, only put into use from a day, once; a
-- shipped one has no importer. Documents stand last: reading the columns before them does not read them.
CREATE TABLE catalogue_version (
  id INTEGER PRIMARY KEY, label TEXT NOT NULL, source TEXT NOT NULL, digest TEXT NOT NULL, behaviours INTEGER NOT NULL,
  imported_at INTEGER, imported_by TEXT, active_from TEXT, activated_at INTEGER, activated_by TEXT,
  document TEXT NOT NULL
) STRICT;
CREATE INDEX catalogue_version_in_use ON catalogue_version(active_from, activated_at, id, digest) WHERE active_from IS NOT NULL;
CREATE INDEX catalogue_version_by_digest ON catalogue_version(digest);
CREATE TRIGGER catalogue_version_is_kept_update
  BEFORE UPDATE OF id, label, source, digest, behaviours, imported_at, imported_by, document ON catalogue_version
  BEGIN SELECT RAISE(ABORT, 'a catalogue version is never changed'); END;
CREATE TRIGGER catalogue_version_is_used_once
  BEFORE UPDATE OF active_from, activated_at, activated_by ON catalogue_version WHEN old.active_from IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'a catalogue version is put into use once'); END;
CREATE TRIGGER catalogue_version_is_kept_delete BEFORE DELETE ON catalogue_version
  BEGIN SELECT RAISE(ABORT, 'a catalogue version is never deleted'); END;

-- Days off of the years an administrator has entered; they stand before the shipped ones.
CREATE TABLE calendar_year (
  year INTEGER PRIMARY KEY, version INTEGER NOT NULL, digest TEXT NOT NULL, source TEXT NOT NULL,
  changed_at INTEGER NOT NULL, changed_by TEXT NOT NULL, document TEXT NOT NULL
) STRICT;
CREATE INDEX calendar_year_in_use ON calendar_year(year, digest);

-- Who changed which part of this law as data, and when: append-only. `subject` is the catalogue version or the year.
CREATE TABLE law_change (
  num INTEGER PRIMARY KEY, at INTEGER NOT NULL, officer TEXT NOT NULL, kind TEXT NOT NULL, subject INTEGER NOT NULL,
  detail TEXT NOT NULL, document TEXT
) STRICT;
CREATE TRIGGER law_change_is_append_only_update BEFORE UPDATE ON law_change
  BEGIN SELECT RAISE(ABORT, 'law_change is append-only'); END;
CREATE TRIGGER law_change_is_append_only_delete BEFORE DELETE ON law_change
  BEGIN SELECT RAISE(ABORT, 'law_change is append-only'); END;
