-- Tasks given down the hierarchy: one document each, with the columns that lists need. `open` tells that a part is not over.
CREATE TABLE task (
  num INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, code TEXT NOT NULL UNIQUE, unit TEXT NOT NULL REFERENCES unit(id),
  path TEXT NOT NULL, province TEXT NOT NULL, version INTEGER NOT NULL, kind TEXT NOT NULL, due TEXT NOT NULL,
  open INTEGER NOT NULL, giver TEXT NOT NULL, search TEXT NOT NULL, updated_at INTEGER NOT NULL, document TEXT NOT NULL
) STRICT;
CREATE INDEX task_by_unit ON task(unit, num);
CREATE INDEX task_by_province ON task(province, num);

-- One row for each addressee, `unit:33-03` or `officer:…`; `turn` says whom the part waits for.
CREATE TABLE task_part (
  task_num INTEGER NOT NULL REFERENCES task(num), part INTEGER NOT NULL, addressee TEXT NOT NULL, state TEXT NOT NULL,
  turn TEXT NOT NULL, due TEXT NOT NULL, from_unit TEXT NOT NULL, giver TEXT NOT NULL, PRIMARY KEY (task_num, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX task_part_by_addressee ON task_part(addressee, task_num);
CREATE INDEX task_part_to_do ON task_part(addressee, turn, due);
CREATE INDEX task_part_to_judge ON task_part(from_unit, turn, due, giver);

-- Append-only, in a chain of its own, as case_event is.
CREATE TABLE task_event (
  position INTEGER PRIMARY KEY, task_num INTEGER NOT NULL REFERENCES task(num), seq INTEGER NOT NULL,
  at INTEGER NOT NULL, officer TEXT NOT NULL, kind TEXT NOT NULL, event TEXT NOT NULL, hash BLOB NOT NULL,
  UNIQUE (task_num, seq)
) STRICT;
CREATE TABLE task_chain_head (only INTEGER PRIMARY KEY CHECK (only = 0), position INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
INSERT INTO task_chain_head VALUES (0, 0, zeroblob(32));
CREATE TRIGGER task_event_moves_chain_head AFTER INSERT ON task_event
  BEGIN UPDATE task_chain_head SET position = new.position, hash = new.hash WHERE only = 0; END;
CREATE TRIGGER task_event_is_append_only_update BEFORE UPDATE ON task_event
  BEGIN SELECT RAISE(ABORT, 'task_event is append-only'); END;
CREATE TRIGGER task_event_is_append_only_delete BEFORE DELETE ON task_event
  BEGIN SELECT RAISE(ABORT, 'task_event is append-only'); END;

-- Comments on cases: beside the file, in a chain of their own. `due` is far away where none was set, so that it sorts last.
CREATE TABLE case_comment (
  num INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, case_num INTEGER NOT NULL REFERENCES case_file(num),
  unit TEXT NOT NULL, state TEXT NOT NULL, due TEXT NOT NULL, asked_by TEXT NOT NULL, version INTEGER NOT NULL,
  updated_at INTEGER NOT NULL, document TEXT NOT NULL
) STRICT;
CREATE INDEX case_comment_by_case ON case_comment(case_num, num);
CREATE INDEX case_comment_to_answer ON case_comment(unit, due, case_num, asked_by, state) WHERE state = 'cho-tra-loi';
CREATE INDEX case_comment_to_read ON case_comment(asked_by, due, state) WHERE state = 'da-tra-loi';
CREATE TABLE comment_event (
  position INTEGER PRIMARY KEY, comment_num INTEGER NOT NULL REFERENCES case_comment(num), seq INTEGER NOT NULL,
  at INTEGER NOT NULL, officer TEXT NOT NULL, kind TEXT NOT NULL, event TEXT NOT NULL, hash BLOB NOT NULL,
  UNIQUE (comment_num, seq)
) STRICT;
CREATE TABLE comment_chain_head (only INTEGER PRIMARY KEY CHECK (only = 0), position INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
INSERT INTO comment_chain_head VALUES (0, 0, zeroblob(32));
CREATE TRIGGER comment_event_moves_chain_head AFTER INSERT ON comment_event
  BEGIN UPDATE comment_chain_head SET position = new.position, hash = new.hash WHERE only = 0; END;
CREATE TRIGGER comment_event_is_append_only_update BEFORE UPDATE ON comment_event
  BEGIN SELECT RAISE(ABORT, 'comment_event is append-only'); END;
CREATE TRIGGER comment_event_is_append_only_delete BEFORE DELETE ON comment_event
  BEGIN SELECT RAISE(ABORT, 'comment_event is append-only'); END;
