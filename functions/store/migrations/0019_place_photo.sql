-- Photos of establishments: `document` is a photo as its events left it; the bytes lie under their hash in the key-value store.
CREATE TABLE place_photo (
  establishment TEXT NOT NULL REFERENCES establishment(id), seq INTEGER NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (establishment, seq)
) STRICT, WITHOUT ROWID;

-- What was done with them. Append-only, in a chain of its own, as case_event is.
CREATE TABLE place_event (
  position INTEGER PRIMARY KEY, establishment TEXT NOT NULL, at INTEGER NOT NULL, officer TEXT NOT NULL, kind TEXT NOT NULL,
  event TEXT NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE INDEX place_event_by_establishment ON place_event(establishment, position);
CREATE TABLE place_chain_head (only INTEGER PRIMARY KEY CHECK (only = 0), position INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
INSERT INTO place_chain_head VALUES (0, 0, zeroblob(32));
CREATE TRIGGER place_event_moves_chain_head AFTER INSERT ON place_event
  BEGIN UPDATE place_chain_head SET position = new.position, hash = new.hash WHERE only = 0; END;
CREATE TRIGGER place_event_is_append_only_update BEFORE UPDATE ON place_event
  BEGIN SELECT RAISE(ABORT, 'place_event is append-only'); END;
CREATE TRIGGER place_event_is_append_only_delete BEFORE DELETE ON place_event
  BEGIN SELECT RAISE(ABORT, 'place_event is append-only'); END;
