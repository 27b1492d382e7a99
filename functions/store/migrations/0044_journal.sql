-- What is done beside the chains of cases, plans, reports and the rest; append-only, in a chain of its own, as case_event is.
CREATE TABLE journal (
  position INTEGER PRIMARY KEY, at INTEGER NOT NULL, officer TEXT NOT NULL, path TEXT NOT NULL, deed TEXT NOT NULL,
  subject TEXT NOT NULL, entry TEXT NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE INDEX journal_by_officer ON journal(officer, position);
CREATE INDEX journal_by_path ON journal(path, position);
CREATE TABLE journal_chain_head (only INTEGER PRIMARY KEY CHECK (only = 0), position INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
INSERT INTO journal_chain_head VALUES (0, 0, zeroblob(32));
CREATE TRIGGER journal_moves_chain_head AFTER INSERT ON journal
  BEGIN UPDATE journal_chain_head SET position = new.position, hash = new.hash WHERE only = 0; END;
CREATE TRIGGER journal_is_append_only_update BEFORE UPDATE ON journal
  BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;
CREATE TRIGGER journal_is_append_only_delete BEFORE DELETE ON journal
  BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;

-- Histories that were only added to are kept so.
CREATE TRIGGER party_change_is_append_only_update BEFORE UPDATE ON party_change
  BEGIN SELECT RAISE(ABORT, 'party_change is append-only'); END;
CREATE TRIGGER party_change_is_append_only_delete BEFORE DELETE ON party_change
  BEGIN SELECT RAISE(ABORT, 'party_change is append-only'); END;
CREATE TRIGGER establishment_change_is_append_only_update BEFORE UPDATE ON establishment_change
  BEGIN SELECT RAISE(ABORT, 'establishment_change is append-only'); END;
CREATE TRIGGER establishment_change_is_append_only_delete BEFORE DELETE ON establishment_change
  BEGIN SELECT RAISE(ABORT, 'establishment_change is append-only'); END;
CREATE TRIGGER area_change_is_append_only_update BEFORE UPDATE ON area_change
  BEGIN SELECT RAISE(ABORT, 'area_change is append-only'); END;
CREATE TRIGGER area_change_is_append_only_delete BEFORE DELETE ON area_change
  BEGIN SELECT RAISE(ABORT, 'area_change is append-only'); END;
CREATE TRIGGER sign_in_log_is_append_only_update BEFORE UPDATE ON sign_in_log
  BEGIN SELECT RAISE(ABORT, 'sign_in_log is append-only'); END;
CREATE TRIGGER sign_in_log_is_append_only_delete BEFORE DELETE ON sign_in_log
  BEGIN SELECT RAISE(ABORT, 'sign_in_log is append-only'); END;
