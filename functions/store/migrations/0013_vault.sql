-- The vault of informants (TT 27/2020/TT-BCT Điều 37: bí mật, đơn tuyến): the only table that holds an identity. It is read by
-- the officer in charge (`keeper`) alone, joined with nothing, and in no list, search, report or export.
CREATE TABLE informant_vault (
  code TEXT PRIMARY KEY, dossier_num INTEGER NOT NULL UNIQUE REFERENCES dossier(num),
  keeper TEXT NOT NULL REFERENCES officer(id), identity TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Every sealing, reading and hand-over, without a word of the identity; append-only, in a chain of its own.
CREATE TABLE vault_event (
  position INTEGER PRIMARY KEY, dossier_num INTEGER NOT NULL REFERENCES dossier(num), at INTEGER NOT NULL,
  officer TEXT NOT NULL, act TEXT NOT NULL, event TEXT NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE INDEX vault_event_by_dossier ON vault_event(dossier_num, position);
CREATE TABLE vault_chain_head (only INTEGER PRIMARY KEY CHECK (only = 0), position INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
INSERT INTO vault_chain_head VALUES (0, 0, zeroblob(32));
CREATE TRIGGER vault_event_moves_chain_head AFTER INSERT ON vault_event
  BEGIN UPDATE vault_chain_head SET position = new.position, hash = new.hash WHERE only = 0; END;
CREATE TRIGGER vault_event_is_append_only_update BEFORE UPDATE ON vault_event
  BEGIN SELECT RAISE(ABORT, 'vault_event is append-only'); END;
CREATE TRIGGER vault_event_is_append_only_delete BEFORE DELETE ON vault_event
  BEGIN SELECT RAISE(ABORT, 'vault_event is append-only'); END;
