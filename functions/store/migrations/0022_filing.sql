-- Reports as offices make them: one document each, with the columns that lists need. `parent` is the unit directly above (empty for the
-- nation); `period` and the days are those of the report; `sent_at` is when it was first sent.
CREATE TABLE filing (
  num INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, unit TEXT NOT NULL REFERENCES unit(id), path TEXT NOT NULL,
  parent TEXT NOT NULL, version INTEGER NOT NULL, definition TEXT NOT NULL, occasion TEXT NOT NULL, period TEXT NOT NULL,
  from_day TEXT NOT NULL, to_day TEXT NOT NULL, title TEXT NOT NULL, state TEXT NOT NULL, editions INTEGER NOT NULL,
  sent_at TEXT, drafted_by TEXT NOT NULL, updated_at INTEGER NOT NULL, document TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX filing_once ON filing(unit, definition, period) WHERE occasion = 'dinh-ky';
CREATE INDEX filing_by_unit ON filing(unit, num);
CREATE INDEX filing_by_parent ON filing(parent, definition, period, unit) WHERE occasion = 'dinh-ky';
CREATE INDEX filing_sent_up ON filing(parent, num) WHERE sent_at IS NOT NULL;
CREATE INDEX filing_waiting_above ON filing(parent, num) WHERE state = 'da-gui';

-- Append-only, in a chain of its own, as case_event is.
CREATE TABLE filing_event (
  position INTEGER PRIMARY KEY, filing_num INTEGER NOT NULL REFERENCES filing(num), seq INTEGER NOT NULL, at INTEGER NOT NULL,
  officer TEXT NOT NULL, kind TEXT NOT NULL, event TEXT NOT NULL, hash BLOB NOT NULL, UNIQUE (filing_num, seq)
) STRICT;
CREATE TABLE filing_chain_head (only INTEGER PRIMARY KEY CHECK (only = 0), position INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
INSERT INTO filing_chain_head VALUES (0, 0, zeroblob(32));
CREATE TRIGGER filing_event_moves_chain_head AFTER INSERT ON filing_event
  BEGIN UPDATE filing_chain_head SET position = new.position, hash = new.hash WHERE only = 0; END;
CREATE TRIGGER filing_event_is_append_only_update BEFORE UPDATE ON filing_event
  BEGIN SELECT RAISE(ABORT, 'filing_event is append-only'); END;
CREATE TRIGGER filing_event_is_append_only_delete BEFORE DELETE ON filing_event
  BEGIN SELECT RAISE(ABORT, 'filing_event is append-only'); END;
