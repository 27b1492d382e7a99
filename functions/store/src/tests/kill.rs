//! A writer killed in the middle of its work: everything it acknowledged is there, and all of it is proven.

use super::*;
use crate::verify;
use std::io::{BufRead, BufReader};
use std::process::{Command as Process, Stdio};

const PLACE: &str = "STORE_TEST_KILL_PLACE";

/// The writer: started by the test below as a process of its own; does nothing otherwise.
#[test]
fn writer() {
    let Ok(place) = std::env::var(PLACE) else {
        return;
    };
    let db = Db::at(&place);
    let db = db.as_ref();
    let officer = block_on(province::actor(db, "ksv1")).unwrap();
    let leader = block_on(province::actor(db, "doitruong1")).unwrap();
    for _ in 0..2000 {
        let env = env(MORNING);
        let id = CaseId(env.uuid());
        block_on(store::create(db, &env, &officer, id, inspection(&officer, MORNING))).unwrap();
        eprintln!("acknowledged {id} 1");
        block_on(store::execute(db, &env, &leader, id, 1, Command::SignInspectionDecision)).unwrap();
        eprintln!("acknowledged {id} 2");
    }
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    let world = World::new();
    let mut child = Process::new(std::env::current_exe().unwrap())
        .args(["--exact", "tests::kill::writer", "--nocapture"])
        .env(PLACE, world.db.place(&world.directory))
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let mut acknowledged = Vec::new();
    for line in lines {
        if let Some(told) = line.strip_prefix("acknowledged ") {
            let (id, version) = told.split_once(' ').unwrap();
            acknowledged.push((id.to_owned(), version.parse::<i64>().unwrap()));
        }
        if acknowledged.len() == 60 {
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    assert!((60..4000).contains(&acknowledged.len()), "killed in the middle: {}", acknowledged.len());
    for (id, version) in &acknowledged {
        let kept = world.number(&format!("SELECT version FROM case_file WHERE id = '{id}'"));
        assert!(kept >= *version, "{id} is at {kept}, acknowledged {version}");
    }
    assert_eq!(block_on(verify::run(&world.db)).unwrap().problems, Vec::<String>::new());
}
