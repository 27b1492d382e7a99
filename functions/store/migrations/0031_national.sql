-- Events that may have changed what is told of a decision to the national database, in the order of the chain.
CREATE TABLE national_change (position INTEGER PRIMARY KEY, case_num INTEGER NOT NULL, seq INTEGER NOT NULL) STRICT;
CREATE TRIGGER national_change_is_append_only_update BEFORE UPDATE ON national_change
  BEGIN SELECT RAISE(ABORT, 'national_change is append-only'); END;
CREATE TRIGGER national_change_is_append_only_delete BEFORE DELETE ON national_change
  BEGIN SELECT RAISE(ABORT, 'national_change is append-only'); END;

-- What the receiver said of a version it was given.
CREATE TABLE national_receipt (
  num INTEGER PRIMARY KEY, api_key INTEGER NOT NULL REFERENCES api_key(num), at INTEGER NOT NULL, case_num INTEGER NOT NULL,
  province TEXT NOT NULL, record TEXT NOT NULL, version INTEGER NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL,
  UNIQUE (record, version, verdict, reason)
) STRICT;
CREATE INDEX national_receipt_by_verdict ON national_receipt(verdict, num);
CREATE INDEX national_receipt_by_province ON national_receipt(province, verdict, num);
CREATE TRIGGER national_receipt_is_append_only_update BEFORE UPDATE ON national_receipt
  BEGIN SELECT RAISE(ABORT, 'national_receipt is append-only'); END;
CREATE TRIGGER national_receipt_is_append_only_delete BEFORE DELETE ON national_receipt
  BEGIN SELECT RAISE(ABORT, 'national_receipt is append-only'); END;
