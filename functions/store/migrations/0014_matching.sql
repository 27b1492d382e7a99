-- Keys under which records of parties that may be the same meet: hashes, several of each record.
CREATE TABLE party_key (key INTEGER NOT NULL, party INTEGER NOT NULL REFERENCES party(num), PRIMARY KEY (key, party)) STRICT, WITHOUT ROWID;

-- The record that stands for this one since they were merged; null where it stands for itself. Follows from `party_merge`.
ALTER TABLE party ADD COLUMN head INTEGER REFERENCES party(num);
CREATE INDEX party_by_head ON party(head) WHERE head IS NOT NULL;

-- Which record was merged into which; `undone` once it was split again. `before` and `after` are versions of the survivor.
CREATE TABLE party_merge (
  num INTEGER PRIMARY KEY, absorbed INTEGER NOT NULL REFERENCES party(num), survivor INTEGER NOT NULL REFERENCES party(num),
  before INTEGER NOT NULL, after INTEGER NOT NULL, taken TEXT NOT NULL, undone INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX party_merge_by_absorbed ON party_merge(absorbed) WHERE undone = 0;
CREATE INDEX party_merge_by_survivor ON party_merge(survivor);

-- Pairs that may be the same, for officers to look at: `state` is open, different or merged. A pair is in the lists of both
-- provinces; the second is null where it is the same.
CREATE TABLE party_pair (
  num INTEGER PRIMARY KEY, low INTEGER NOT NULL REFERENCES party(num), high INTEGER NOT NULL REFERENCES party(num),
  strength INTEGER NOT NULL, reasons TEXT NOT NULL, state TEXT NOT NULL, province TEXT NOT NULL, other_province TEXT,
  found_at INTEGER NOT NULL, decided_by TEXT, decided_at INTEGER, decision TEXT, UNIQUE (low, high)
) STRICT;
CREATE INDEX party_pair_by_high ON party_pair(high);
CREATE INDEX party_pair_by_state ON party_pair(state, strength, num);
CREATE INDEX party_pair_by_province ON party_pair(province, state, strength, num);
CREATE INDEX party_pair_by_other_province ON party_pair(other_province, state, strength, num) WHERE other_province IS NOT NULL;

-- What one party is of another, as officers entered it with its source; `ended_at` once it is so no more.
CREATE TABLE party_link (
  num INTEGER PRIMARY KEY, source_party INTEGER NOT NULL REFERENCES party(num), target_party INTEGER NOT NULL REFERENCES party(num),
  kind TEXT NOT NULL, source TEXT NOT NULL, officer TEXT NOT NULL, at INTEGER NOT NULL, ended_at INTEGER, ended_reason TEXT
) STRICT;
CREATE UNIQUE INDEX party_link_standing ON party_link(source_party, target_party, kind) WHERE ended_at IS NULL;
CREATE INDEX party_link_by_target ON party_link(target_party);

-- Append-only, in a chain of its own, as case_event is.
CREATE TABLE party_event (
  position INTEGER PRIMARY KEY, party_num INTEGER NOT NULL REFERENCES party(num), other_num INTEGER NOT NULL REFERENCES party(num),
  at INTEGER NOT NULL, officer TEXT NOT NULL, kind TEXT NOT NULL, event TEXT NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE INDEX party_event_by_party ON party_event(party_num);
CREATE INDEX party_event_by_other ON party_event(other_num);
CREATE TABLE party_chain_head (only INTEGER PRIMARY KEY CHECK (only = 0), position INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
INSERT INTO party_chain_head VALUES (0, 0, zeroblob(32));
CREATE TRIGGER party_event_moves_chain_head AFTER INSERT ON party_event
  BEGIN UPDATE party_chain_head SET position = new.position, hash = new.hash WHERE only = 0; END;
CREATE TRIGGER party_event_is_append_only_update BEFORE UPDATE ON party_event
  BEGIN SELECT RAISE(ABORT, 'party_event is append-only'); END;
CREATE TRIGGER party_event_is_append_only_delete BEFORE DELETE ON party_event
  BEGIN SELECT RAISE(ABORT, 'party_event is append-only'); END;
