-- Search. What is searched is text of words, each without marks and, where it has any, with them; written anew for every row when
-- this runs.

-- Places of business by their words. `num` gives the index its row numbers.
CREATE TABLE establishment_words (
  num INTEGER PRIMARY KEY, establishment TEXT NOT NULL UNIQUE REFERENCES establishment(id), party TEXT NOT NULL,
  unit TEXT NOT NULL, search TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE establishment_search USING fts5(
  search, content = 'establishment_words', content_rowid = 'num', detail = 'none', columnsize = 0, prefix = '2 3 4 5',
  tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TRIGGER establishment_search_insert AFTER INSERT ON establishment_words
  BEGIN INSERT INTO establishment_search(rowid, search) VALUES (new.num, new.search); END;
CREATE TRIGGER establishment_search_update AFTER UPDATE OF search ON establishment_words WHEN old.search <> new.search
  BEGIN
    INSERT INTO establishment_search(establishment_search, rowid, search) VALUES ('delete', old.num, old.search);
    INSERT INTO establishment_search(rowid, search) VALUES (new.num, new.search);
  END;
CREATE TRIGGER establishment_search_delete AFTER DELETE ON establishment_words
  BEGIN INSERT INTO establishment_search(establishment_search, rowid, search) VALUES ('delete', old.num, old.search); END;

-- Words of letters in names and addresses, without marks; and each of them under every word it becomes by losing one letter, so
-- that words one letter apart meet.
CREATE TABLE search_word (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE search_near (near TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (near, word)) STRICT, WITHOUT ROWID;

-- Hits are told by kind, province, field and year from these alone.
DROP INDEX case_by_num;
CREATE INDEX case_by_num ON case_file(num, stage, field, opened_on, province);
CREATE INDEX party_by_num ON party(num, kind, unit);
CREATE INDEX establishment_words_by_num ON establishment_words(num, unit);

-- Numbers that stand in no case: spoilt ones, and papers of plans, leads and measures. Those of cases are among their words.
CREATE INDEX paper_without_case ON paper(number) WHERE case_num IS NULL;
