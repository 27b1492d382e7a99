use super::engine::{Db, Filled};
use crate::database::{Database, Value};
use crate::native::block_on;
use std::collections::BTreeMap;

#[test]
#[ignore = "temporary"]
fn corpus() {
    let dir = tempfile::tempdir().unwrap();
    let db = Db::new(dir.path(), Filled::Staffed);
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let text = std::fs::read_to_string("/tmp/corpus.tsv").unwrap();
    let mut n = 0;
    block_on(async {
        let mut c = db.open().await.unwrap();
        c.execute("SET plan_cache_mode = force_generic_plan", &[]).await.unwrap();
        for line in text.lines() {
            let (kinds, sql) = line.split_once('\t').unwrap();
            if ["PRAGMA", "EXPLAIN", "CREATE", "VACUUM", "BEGIN", "COMMIT", "ROLLBACK", "DROP", "ALTER"].iter().any(|w| sql.starts_with(w)) || sql.contains("sqlite_master") || sql.contains("pragma_") || sql.contains("_search(") {
                continue;
            }
            let params: Vec<Value> = kinds.chars().map(|k| match k { 'n' => Value::Null, 'i' => Value::Integer(1), 'r' => Value::Real(1.0), 't' => Value::Text("[]".into()), _ => Value::Blob(vec![1]) }).collect();
            n += 1;
            let made = crate::dialect::translate(sql, &params);
            let prep = format!("/*as it is*/ PREPARE p_{n} AS {}", made.sql);
            if let Err(e) = c.execute(&prep, &[]).await {
                found.entry(e.to_string()).or_default().push(format!("{kinds} {}", made.sql));
            } else { c.execute(&format!("DEALLOCATE p_{n}"), &[]).await.unwrap(); }
        }
    });
    for (e, list) in &found {
        println!("## {} x{}", e, list.len());
        for s in list.iter().take(3) { println!("    {}", s.chars().take(900).collect::<String>()); }
    }
    println!("{n} statements, {} errors", found.values().map(Vec::len).sum::<usize>());
}
