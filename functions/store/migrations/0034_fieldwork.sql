-- Field work: devices that were given a kit, numbers reserved for them, and every command that came from one.
CREATE TABLE field_device (
  id TEXT PRIMARY KEY, officer TEXT NOT NULL REFERENCES officer(id), unit TEXT NOT NULL REFERENCES unit(id), name TEXT NOT NULL,
  registered_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, ended_at INTEGER, ended_by TEXT, reason TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX field_device_by_officer ON field_device(officer, registered_at);
CREATE INDEX field_device_by_unit ON field_device(unit, registered_at);

-- Consecutive numbers of one series of a unit, reserved for one device. `series` is the key of the series, `symbol` what is printed.
CREATE TABLE number_block (
  num INTEGER PRIMARY KEY, device TEXT NOT NULL REFERENCES field_device(id), owner TEXT NOT NULL, series TEXT NOT NULL, symbol TEXT NOT NULL,
  year INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, reserved_at INTEGER NOT NULL
) STRICT;
CREATE INDEX number_block_by_device ON number_block(device, num);

-- Numbers of blocks that are no longer out: on a paper (`position` of its event), or not used, with the reason.
CREATE TABLE number_gone (
  block INTEGER NOT NULL REFERENCES number_block(num), serial INTEGER NOT NULL, at INTEGER NOT NULL, position INTEGER, reason TEXT,
  PRIMARY KEY (block, serial)
) STRICT, WITHOUT ROWID;

-- What became of each command, under the key its device gave it; `body` is the command as it came, `position` its event.
CREATE TABLE field_command (
  key TEXT PRIMARY KEY, device TEXT NOT NULL, officer TEXT NOT NULL, unit TEXT NOT NULL, case_id TEXT NOT NULL, step TEXT NOT NULL,
  received_at INTEGER NOT NULL, decided_at INTEGER NOT NULL, digest TEXT NOT NULL, standing TEXT NOT NULL, outcome TEXT NOT NULL,
  body TEXT NOT NULL, position INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX field_command_open ON field_command(unit, received_at, key) WHERE standing IN ('conflict', 'refused', 'waits');
CREATE TRIGGER field_command_stays_done BEFORE UPDATE ON field_command WHEN old.standing IN ('accepted', 'already')
  BEGIN SELECT RAISE(ABORT, 'a command that is in a case stays as it is'); END;
CREATE TRIGGER field_command_stays BEFORE DELETE ON field_command
  BEGIN SELECT RAISE(ABORT, 'field_command keeps every command'); END;

-- Forms that are not filed yet, for the officer's other devices and his desk.
CREATE TABLE field_draft (
  officer TEXT NOT NULL, case_id TEXT NOT NULL, step TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, fields TEXT NOT NULL,
  PRIMARY KEY (officer, case_id, step)
) STRICT, WITHOUT ROWID;
CREATE INDEX field_draft_by_age ON field_draft(at);
