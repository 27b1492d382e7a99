//! The rules, statement by statement.

use super::{APART, EACH_TIME, schema, translate, with_settings};
use crate::database::Value;

fn made(sql: &str, params: &[Value]) -> String {
    translate(sql, params).sql
}

/// What SQLite takes, and what is made of it without parameters.
const TABLE: &[(&str, &str)] = &[
    ("SELECT a FROM t INDEXED BY t_by_a WHERE a = 1", "SELECT a FROM t WHERE a = 1"),
    ("SELECT a FROM t NOT INDEXED", "SELECT a FROM t"),
    (
        "INSERT OR IGNORE INTO t (a) SELECT a FROM u RETURNING a",
        "INSERT INTO t (a) SELECT a FROM u ON CONFLICT DO NOTHING RETURNING a",
    ),
    ("SELECT 1 FROM a CROSS JOIN b ON a.x = b.x WHERE a.y = 1", "SELECT 1 FROM a JOIN b ON a.x = b.x WHERE a.y = 1"),
    ("SELECT 1 FROM a CROSS JOIN b USING (x, y)", "SELECT 1 FROM a JOIN b USING (x, y)"),
    ("SELECT 1 FROM a CROSS JOIN b WHERE true", "SELECT 1 FROM a CROSS JOIN b WHERE true"),
    ("SELECT 1 FROM a JOIN b WHERE a.x = b.x", "SELECT 1 FROM a CROSS JOIN b WHERE a.x = b.x"),
    ("SELECT 1 FROM a LEFT JOIN b ON a.x = b.x", "SELECT 1 FROM a LEFT JOIN b ON a.x = b.x"),
    ("SELECT x FROM (SELECT 1 AS x) WHERE x = 1", "SELECT x FROM (SELECT 1 AS x) AS query_1 WHERE x = 1"),
    ("SELECT x FROM (SELECT 1 AS x) q", "SELECT x FROM (SELECT 1 AS x) q"),
    ("SELECT 1 WHERE a IS b AND c IS NOT d", "SELECT 1 WHERE a IS NOT DISTINCT FROM b AND c IS DISTINCT FROM d"),
    ("SELECT 1 WHERE a IS NULL OR b IS NOT NULL", "SELECT 1 WHERE a IS NULL OR b IS NOT NULL"),
    (
        "INSERT INTO t (k, n) VALUES (1, 2) ON CONFLICT (k) DO UPDATE SET n = n + excluded.n WHERE n > 0 RETURNING n",
        "INSERT INTO t (k, n) VALUES (1, 2) ON CONFLICT (k) DO UPDATE SET n = t.n + excluded.n WHERE t.n > 0 RETURNING n",
    ),
    ("SELECT max(a, 0), min(b), sum(c = 1)", "SELECT ins.larger(a, 0), min(b), ins.sum(c = 1)"),
    ("SELECT value ->> 'id' FROM json_each(a)", "SELECT value ->> 'id' FROM ins.json_rows(a)"),
    ("SELECT CAST(a AS INTEGER) == b", "SELECT CAST(a AS BIGINT) = b"),
    ("UPDATE chain_head SET a = 1 WHERE only = 0", "UPDATE chain_head SET a = 1 WHERE \"only\" = 0"),
    ("SELECT 'IS a', \"only\" -- IS b\n, 2", "SELECT 'IS a', \"only\" , 2"),
    (
        "SELECT c.x FROM json_each(a) n CROSS JOIN c ON c.x = n.value WHERE c.y = 1 LIMIT 2",
        "SELECT c.x FROM ins.json_each(a) n JOIN c ON c.x = n.value WHERE c.y = 1 ORDER BY n.key LIMIT 2",
    ),
    (
        "SELECT c.x FROM (SELECT x FROM t ORDER BY x LIMIT 3) n CROSS JOIN c ON c.x = n.x",
        "SELECT c.x FROM (SELECT row_number() OVER () AS nth_of_first, ordered.* FROM (SELECT x FROM t ORDER BY x LIMIT 3) AS ordered) n \
         JOIN c ON c.x = n.x ORDER BY n.nth_of_first",
    ),
    (
        "INSERT INTO t (k) SELECT p.k FROM json_each(a) r CROSS JOIN p ON p.k = r.value WHERE true ON CONFLICT DO NOTHING RETURNING 1",
        "INSERT INTO t (k) SELECT p.k FROM ins.json_each(a) r JOIN p ON p.k = r.value WHERE true \
         ORDER BY r.key ON CONFLICT DO NOTHING RETURNING 1",
    ),
    (
        "SELECT a, count(*) FROM json_each(b) n CROSS JOIN c ON c.x = n.value GROUP BY 1",
        "SELECT a, count(*) FROM ins.json_each(b) n JOIN c ON c.x = n.value GROUP BY 1",
    ),
    ("SELECT x WHERE 1 GROUP BY 1", "SELECT x WHERE true GROUP BY 1"),
];

#[test]
fn each_rule_makes_what_postgresql_takes() {
    for (sqlite, postgres) in TABLE {
        assert_eq!(made(sqlite, &[]), *postgres, "{sqlite}");
    }
}

#[test]
fn parameters_say_their_type_and_null_stands_in_the_text() {
    let values = [Value::Null, Value::from(7_i64), Value::from("x"), Value::Real(0.5), Value::Blob(vec![1])];
    let made = translate("SELECT ?3, ?1, ?2, ?3, ?4, ?5", &values);
    assert_eq!(made.sql, "SELECT $1::text, NULL, $2::bigint, $1::text, $3::double precision, $4::bytea");
    assert_eq!(made.taken(&values), [2, 1, 3, 4].map(|place: usize| values[place].clone()));
}

#[test]
fn a_word_index_is_asked_for_its_words() {
    let sql = "SELECT party_search.rowid FROM party_search WHERE party_search MATCH ?1 AND x = 1";
    assert_eq!(
        made(sql, &[Value::from("a")]),
        "SELECT party_search.rowid FROM party_search WHERE party_search.words @@ (SELECT $1::text::tsquery) AND x = 1"
    );
    let sql = "SELECT num FROM t WHERE ts_match_vq(t.words, word_query(?1)) AND name = ?1";
    let (asked, values) = (translate(sql, &[Value::from("x")]), [Value::from("\"a\"")]);
    assert_eq!(
        asked.sql,
        "SELECT num FROM t WHERE ts_match_vq(t.words, (SELECT $1::text::tsquery)) AND name = $2::text"
    );
    assert_eq!(asked.taken(&values), [Value::from("'a'"), Value::from("\"a\"")]);
}

#[test]
fn a_statement_says_for_either_engine_that_it_is_planned_each_time() {
    let sql = format!("{EACH_TIME}SELECT a FROM t WHERE b = ?1 LIMIT 1");
    assert_eq!(made(&sql, &[Value::from("a")]), format!("{EACH_TIME}SELECT a FROM t WHERE b = $1::text LIMIT 1"));
}

#[test]
fn tables_and_triggers_take_the_forms_of_the_engine() {
    let one = |sql: &str| schema(sql).into_iter().map(|made| made.replace("/*as it is*/ ", "")).collect::<Vec<_>>();
    assert_eq!(
        one("CREATE TABLE t (num INTEGER PRIMARY KEY, b BLOB NOT NULL, c REAL) STRICT, WITHOUT ROWID"),
        [
            "CREATE TABLE t (num BIGINT PRIMARY KEY DEFAULT ins.next_number('t', 'num'), b BYTEA NOT NULL, c DOUBLE PRECISION)"
        ]
    );
    assert_eq!(
        one("CREATE TRIGGER x BEFORE UPDATE OF a ON t WHEN old.a IS NOT NULL BEGIN SELECT RAISE(ABORT, 'kept'); END"),
        [
            "CREATE TRIGGER x BEFORE UPDATE OF a ON t FOR EACH ROW WHEN (old.a IS NOT NULL) EXECUTE FUNCTION ins.refuse('kept')"
        ]
    );
    assert_eq!(
        one("CREATE TRIGGER x AFTER INSERT ON t BEGIN UPDATE h SET a = new.a WHERE only = 0; END"),
        [
            "CREATE OR REPLACE FUNCTION ins.x() RETURNS trigger LANGUAGE plpgsql AS \
             $body$ BEGIN UPDATE h SET a = new.a WHERE \"only\" = 0; RETURN NULL; END $body$",
            "CREATE TRIGGER x AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION ins.x()",
        ]
    );
    let index = "CREATE VIRTUAL TABLE t_search USING fts5(search, content = 't', content_rowid = 'num')";
    let made = one(index);
    assert_eq!(
        made[..4],
        [
            "CREATE TABLE ins.t_search_rows (num bigint PRIMARY KEY, words tsvector NOT NULL)",
            &format!("ALTER TABLE ins.t_search_rows {APART}"),
            "CREATE INDEX t_search_words ON ins.t_search_rows USING gin (words) WITH (fastupdate = on, gin_pending_list_limit = 64)",
            "CREATE VIEW t_search AS SELECT num AS rowid, words FROM ins.t_search_rows",
        ]
    );
    assert!(
        made[4]
            .contains("INSERT INTO ins.t_search_rows (num, words) VALUES (new.num, ins.words_of(new.search, new.num))"),
        "{made:?}"
    );
    assert!(made[5].contains("SELECT num, ins.words_of(search, num) FROM t ORDER BY num"), "{made:?}");
    assert_eq!(
        one(
            "CREATE TRIGGER t_search_update AFTER UPDATE OF search ON t WHEN old.search <> new.search BEGIN SELECT 1; END"
        ),
        ["CREATE TRIGGER t_search_update AFTER UPDATE OF search ON t FOR EACH ROW WHEN (old.search <> new.search) \
             EXECUTE FUNCTION ins.t_search_kept()"]
    );
}

#[test]
fn settings_stand_in_the_address_unless_it_has_some() {
    let url = with_settings("postgres://ins:a@db.example.vn/ins?sslmode=require");
    assert!(
        url.starts_with("postgres://ins:a@db.example.vn/ins?sslmode=require&options=-c%20lock_timeout%3D15s%20"),
        "{url}"
    );
    assert!(with_settings("postgres://db/ins").contains("ins?options=-c%20"));
    assert!(with_settings("host=db user=ins").starts_with("host=db user=ins options='-c lock_timeout=15s"));
    for own in ["postgres://db/ins?options=-c%20a%3Db", "host=db options='-c a=b'"] {
        assert_eq!(with_settings(own), own);
    }
}
