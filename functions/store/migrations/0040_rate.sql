-- How often something that is worth attacking was done in the running window. `subject` is the beginning of a SHA-256 over the rule and the
-- address or account: the table tells no way anybody went. A row is worth nothing once its window is over, and goes then.
CREATE TABLE rate_window (
  rule TEXT NOT NULL, subject BLOB NOT NULL, begun INTEGER NOT NULL, times INTEGER NOT NULL,
  PRIMARY KEY (rule, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX rate_window_by_begin ON rate_window(begun);
