-- What SQLite has and PostgreSQL has not, under the same names with the same meaning. Runs before every migration, on PostgreSQL only.
CREATE SCHEMA IF NOT EXISTS ins;

-- Attached files in pieces, where several hosts share one database.
CREATE TABLE IF NOT EXISTS ins.blob (key text PRIMARY KEY, value bytea NOT NULL);

-- A table that numbers its rows itself goes on after the highest number, as SQLite does: what was undone leaves no gap. Whoever inserts without
-- a transaction that has the turn of the writers waits for it here.
CREATE OR REPLACE FUNCTION ins.next_number(named text, numbered text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE highest bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(4806227);
  EXECUTE format('SELECT max(%I) FROM %I', numbered, named) INTO highest;
  RETURN coalesce(highest, 0) + 1;
END $$;

CREATE OR REPLACE FUNCTION ins.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$;

CREATE OR REPLACE AGGREGATE ins.sum(bigint) (SFUNC = pg_catalog.int8pl, STYPE = bigint, COMBINEFUNC = pg_catalog.int8pl, PARALLEL = SAFE);
CREATE OR REPLACE AGGREGATE ins.sum(double precision) (SFUNC = pg_catalog.float8pl, STYPE = double precision);
CREATE OR REPLACE FUNCTION ins.add(one bigint, other integer) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT CASE WHEN other IS NULL THEN one ELSE coalesce(one, 0) + other END $$;
CREATE OR REPLACE AGGREGATE ins.sum(integer) (SFUNC = ins.add, STYPE = bigint, COMBINEFUNC = pg_catalog.int8pl, PARALLEL = SAFE);
CREATE OR REPLACE FUNCTION ins.add(one bigint, other boolean) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT CASE WHEN other IS NULL THEN one ELSE coalesce(one, 0) + other::integer END $$;
CREATE OR REPLACE AGGREGATE ins.sum(boolean) (SFUNC = ins.add, STYPE = bigint, COMBINEFUNC = pg_catalog.int8pl, PARALLEL = SAFE);

-- The greater and the smaller of two values, and NULL where one of them is NULL.
CREATE OR REPLACE FUNCTION ins.larger(anycompatible, anycompatible) RETURNS anycompatible LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL ELSE greatest($1, $2) END $$;
CREATE OR REPLACE FUNCTION ins.smaller(anycompatible, anycompatible) RETURNS anycompatible LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL ELSE least($1, $2) END $$;

CREATE OR REPLACE FUNCTION ins.joined(one text, other text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT CASE WHEN one IS NULL THEN other WHEN other IS NULL THEN one ELSE one || ',' || other END $$;
CREATE OR REPLACE FUNCTION ins.joined(one text, other bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT ins.joined(one, other::text) $$;
CREATE OR REPLACE AGGREGATE ins.group_concat(text) (SFUNC = ins.joined, STYPE = text);
CREATE OR REPLACE AGGREGATE ins.group_concat(bigint) (SFUNC = ins.joined, STYPE = text);

CREATE OR REPLACE FUNCTION ins.hex(bytea) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT upper(encode($1, 'hex')) $$;
CREATE OR REPLACE FUNCTION ins.zeroblob(integer) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT decode(repeat('00', $1), 'hex') $$;
CREATE OR REPLACE FUNCTION ins.substr(text, bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT substr($1, $2::integer) $$;
CREATE OR REPLACE FUNCTION ins.substr(text, bigint, bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT substr($1, $2::integer, greatest($3, 0)::integer) $$;
CREATE OR REPLACE FUNCTION ins.typeof(anyelement) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT CASE pg_typeof($1)::text WHEN 'bytea' THEN 'blob' WHEN 'bigint' THEN 'integer' WHEN 'double precision' THEN 'real' ELSE 'text' END $$;
CREATE OR REPLACE FUNCTION ins.instr(text, text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT strpos($1, $2)::bigint $$;

-- JSON: arrays row by row, a whole document value by value, one value by its path.
CREATE OR REPLACE FUNCTION ins.json_each(list text) RETURNS TABLE (key bigint, value text) LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 100
  AS $$ SELECT e.place - 1, e.value FROM json_array_elements_text(list::json) WITH ORDINALITY AS e (value, place) $$;
CREATE OR REPLACE FUNCTION ins.json_rows(list text) RETURNS TABLE (key bigint, value jsonb) LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 100
  AS $$ SELECT e.place - 1, e.value FROM jsonb_array_elements(list::jsonb) WITH ORDINALITY AS e (value, place) $$;
CREATE OR REPLACE FUNCTION ins.json_tree(document text) RETURNS TABLE (value text, type text) LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 100
  AS $$
  WITH RECURSIVE part (value) AS (
    SELECT document::jsonb
    UNION ALL
    SELECT below.value FROM part CROSS JOIN LATERAL (
      SELECT o.value FROM jsonb_each(CASE jsonb_typeof(part.value) WHEN 'object' THEN part.value ELSE '{}' END) AS o
      UNION ALL
      SELECT a.value FROM jsonb_array_elements(CASE jsonb_typeof(part.value) WHEN 'array' THEN part.value ELSE '[]' END) AS a
    ) AS below
  )
  SELECT part.value #>> '{}', CASE jsonb_typeof(part.value) WHEN 'string' THEN 'text' ELSE jsonb_typeof(part.value) END FROM part $$;
CREATE OR REPLACE FUNCTION ins.json_extract(document text, path text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT document::json #>> string_to_array(ltrim(translate(path, '[]', '.'), '$.'), '.') $$;
CREATE OR REPLACE FUNCTION ins.added(bigint[], bigint) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT $1 || $2 $$;
CREATE OR REPLACE FUNCTION ins.as_json(bigint[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT array_to_json($1)::text $$;
CREATE OR REPLACE AGGREGATE ins.json_group_array(bigint) (SFUNC = ins.added, STYPE = bigint[], FINALFUNC = ins.as_json, INITCOND = '{}');

-- Words for the search: letters of every language and digits, whatever the locale of the database. Beside each word stand its beginnings of
-- two to five letters, so that the beginning of a word is found as a word is; but not those of words that are ours alone. And the words of
-- the stretches that a record stands in, of 4,096, 32,768 and 262,144 records, by which the newest are looked through first; and each of those
-- words together with the unit and the province of the record, so that the newest of a part of the tree are one short list of the index.
CREATE OR REPLACE FUNCTION ins.words_of(searched text, num bigint) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  word text[] := array_remove(regexp_split_to_array(lower(searched), '[\x01-\x2F\x3A-\x40\x5B-\x60\x7B-\x7F]+'), '');
BEGIN
  RETURN array_to_tsvector(ARRAY(
    SELECT w FROM unnest(word) AS w
    UNION ALL SELECT '^' || left(w, n) FROM unnest(word) AS w CROSS JOIN generate_series(2, 5) AS n
      WHERE char_length(w) >= n AND left(w, 2) NOT IN ('ww', 'pp', 'uu', 'ff', 'yy')
    UNION ALL SELECT stretch || part
      FROM unnest(ARRAY['zx' || (num >> 12), 'zy' || (num >> 15), 'zz' || (num >> 18)]) AS stretch
      CROSS JOIN (SELECT '' AS part UNION ALL SELECT w FROM unnest(word) AS w WHERE left(w, 2) IN ('pp', 'uu')) AS p));
END $$;

