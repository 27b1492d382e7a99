-- Who took over the files of a unit that ended (decision 0020). A unit is never moved in the tree.
CREATE TABLE unit_heir (
  unit TEXT PRIMARY KEY REFERENCES unit(id), heir TEXT NOT NULL REFERENCES unit(id)
) STRICT, WITHOUT ROWID;
