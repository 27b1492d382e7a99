-- What leaders ask cases for (decision 0024). One narrow row a case, derived from its document: `case_file` is wide, and a filter
-- over many cases would read all of it. `scopes` are the units on its path, `marks` what it is counted as: [kind, day, key, amount].
CREATE TABLE case_facts (
  num INTEGER PRIMARY KEY REFERENCES case_file(num), unit TEXT NOT NULL, province TEXT NOT NULL, stage TEXT NOT NULL,
  open INTEGER NOT NULL, field TEXT, party TEXT NOT NULL, party_kind TEXT NOT NULL, responsible TEXT NOT NULL,
  opened_on TEXT NOT NULL, decided_on TEXT, due TEXT, fine INTEGER, owed INTEGER NOT NULL, goods INTEGER NOT NULL,
  held_until TEXT, behaviours TEXT NOT NULL, scopes TEXT NOT NULL, marks TEXT NOT NULL
) STRICT;
-- Each is one order a list is read in; the others of a question are then asked of the row. Those over few cases are partial.
CREATE INDEX facts_by_opened ON case_facts(opened_on, num);
CREATE INDEX facts_by_province ON case_facts(province, opened_on, num);
CREATE INDEX facts_by_unit ON case_facts(unit, opened_on, num);
CREATE INDEX facts_by_decided ON case_facts(decided_on, num) WHERE decided_on IS NOT NULL;
CREATE INDEX facts_by_province_decided ON case_facts(province, decided_on, num) WHERE decided_on IS NOT NULL;
CREATE INDEX facts_by_unit_decided ON case_facts(unit, decided_on, num) WHERE decided_on IS NOT NULL;
CREATE INDEX facts_by_due ON case_facts(due, num) WHERE due IS NOT NULL;
CREATE INDEX facts_by_province_due ON case_facts(province, due, num) WHERE due IS NOT NULL;
CREATE INDEX facts_by_unpaid ON case_facts(decided_on, num, owed) WHERE owed > 0;
CREATE INDEX facts_by_province_unpaid ON case_facts(province, decided_on, num, owed) WHERE owed > 0;
CREATE INDEX facts_by_held ON case_facts(held_until, num) WHERE held_until IS NOT NULL;
CREATE INDEX facts_by_province_held ON case_facts(province, held_until, num) WHERE held_until IS NOT NULL;
CREATE INDEX facts_by_stage ON case_facts(stage, opened_on, num, open) WHERE open = 1;
CREATE INDEX facts_by_province_stage ON case_facts(province, stage, opened_on, num, open) WHERE open = 1;
CREATE INDEX facts_by_fine ON case_facts(fine, num) WHERE fine IS NOT NULL;
CREATE INDEX facts_by_province_fine ON case_facts(province, fine, num) WHERE fine IS NOT NULL;
CREATE INDEX facts_by_goods ON case_facts(goods, num) WHERE goods > 0;
CREATE INDEX facts_by_province_goods ON case_facts(province, goods, num) WHERE goods > 0;
CREATE INDEX facts_by_field ON case_facts(field, opened_on, num) WHERE field IS NOT NULL;
CREATE INDEX facts_by_party ON case_facts(party, opened_on, num);
CREATE INDEX facts_by_responsible ON case_facts(responsible, opened_on, num);

-- Cases by the behaviours of their records. Follows from `case_facts.behaviours`.
CREATE TABLE case_behaviour (
  behaviour TEXT NOT NULL, opened_on TEXT NOT NULL, num INTEGER NOT NULL, PRIMARY KEY (behaviour, opened_on, num)
) STRICT, WITHOUT ROWID;

-- Standing cases counted by unit, province and nation. Follows from `case_facts.marks`; a count that falls to nothing goes.
CREATE TABLE case_cell (
  scope TEXT NOT NULL, kind TEXT NOT NULL, day TEXT NOT NULL, key TEXT NOT NULL, cases INTEGER NOT NULL,
  amount INTEGER NOT NULL, PRIMARY KEY (scope, kind, day, key)
) STRICT, WITHOUT ROWID;
-- Parties sanctioned more than once in a reporting year.
CREATE INDEX case_cell_repeated ON case_cell(scope, day, cases, amount, key) WHERE kind = 'dt' AND cases > 1;
CREATE TRIGGER case_cell_ends AFTER UPDATE ON case_cell WHEN new.cases = 0
  BEGIN
    DELETE FROM case_cell WHERE scope = new.scope AND kind = new.kind AND day = new.day AND key = new.key;
  END;
CREATE TRIGGER case_facts_added AFTER INSERT ON case_facts
  BEGIN
    INSERT INTO case_behaviour (behaviour, opened_on, num)
      SELECT b.value, new.opened_on, new.num FROM json_each(new.behaviours) b;
    INSERT INTO case_cell (scope, kind, day, key, cases, amount)
      SELECT s.value, json_extract(m.value, '$[0]'), json_extract(m.value, '$[1]'), json_extract(m.value, '$[2]'), 1,
        CAST(json_extract(m.value, '$[3]') AS INTEGER) FROM json_each(new.scopes) s CROSS JOIN json_each(new.marks) m WHERE 1
      ON CONFLICT (scope, kind, day, key) DO UPDATE SET cases = cases + excluded.cases, amount = amount + excluded.amount;
  END;
CREATE TRIGGER case_facts_act_otherwise AFTER UPDATE OF behaviours, opened_on ON case_facts
  WHEN old.behaviours <> new.behaviours OR old.opened_on <> new.opened_on
  BEGIN
    DELETE FROM case_behaviour WHERE num = old.num AND opened_on = old.opened_on
      AND behaviour IN (SELECT value FROM json_each(old.behaviours));
    INSERT INTO case_behaviour (behaviour, opened_on, num)
      SELECT b.value, new.opened_on, new.num FROM json_each(new.behaviours) b;
  END;
CREATE TRIGGER case_facts_count_otherwise AFTER UPDATE OF marks, scopes ON case_facts
  WHEN old.marks <> new.marks OR old.scopes <> new.scopes
  BEGIN
    INSERT INTO case_cell (scope, kind, day, key, cases, amount)
      SELECT scope, kind, day, key, sum(sign), sum(sign * amount) FROM (
        SELECT s.value AS scope, json_extract(m.value, '$[0]') AS kind, json_extract(m.value, '$[1]') AS day,
          json_extract(m.value, '$[2]') AS key, CAST(json_extract(m.value, '$[3]') AS INTEGER) AS amount, 1 AS sign
          FROM json_each(new.scopes) s CROSS JOIN json_each(new.marks) m
        UNION ALL
        SELECT s.value, json_extract(m.value, '$[0]'), json_extract(m.value, '$[1]'), json_extract(m.value, '$[2]'),
          CAST(json_extract(m.value, '$[3]') AS INTEGER), -1 FROM json_each(old.scopes) s CROSS JOIN json_each(old.marks) m
      ) WHERE 1 GROUP BY 1, 2, 3, 4 HAVING sum(sign) <> 0 OR sum(sign * amount) <> 0
      ON CONFLICT (scope, kind, day, key) DO UPDATE SET cases = cases + excluded.cases, amount = amount + excluded.amount;
  END;

-- Questions an account keeps; shared ones are seen by the unit of the one who shares them, and by those below it.
CREATE TABLE saved_view (
  id INTEGER PRIMARY KEY, officer TEXT NOT NULL REFERENCES officer(id), unit TEXT NOT NULL REFERENCES unit(id),
  shared INTEGER NOT NULL, name TEXT NOT NULL, question TEXT NOT NULL, created_at INTEGER NOT NULL,
  UNIQUE (officer, name)
) STRICT;
CREATE INDEX saved_view_shared ON saved_view(unit, id) WHERE shared = 1;
