-- Parties that were not yet compared with those before them: written in bulk, or before there were keys. Comparing takes them out.
CREATE TABLE party_uncompared (party INTEGER PRIMARY KEY REFERENCES party(num)) STRICT;
INSERT INTO party_uncompared (party) SELECT num FROM party;

-- A party that goes takes its keys with it, and nothing else is looked through for that.
CREATE INDEX party_key_by_party ON party_key(party);
