//! Who may do what to whose: every role at its place, every action, units near and far, as one file a person can read.
//!
//! By the state of a case the same is read back in `domain/tests/golden/commands.md`. To accept a change: `INS_ACCEPT=1 cargo test -p
//! ins-tests --test authority`, and read the difference.

use domain::authority::{Action, Actor, Denial, authorise};
use domain::officer::{OfficerId, OfficerSnapshot, Role};
use domain::unit::UnitPath;
use ins_tests::root;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const RESOURCES: [(&str, &str); 7] = [
    ("own team", "TW/33/33-01"),
    ("other team", "TW/33/33-02"),
    ("section", "TW/33/33-PC"),
    ("province", "TW/33"),
    ("team elsewhere", "TW/31/31-01"),
    ("province elsewhere", "TW/31"),
    ("force", "TW"),
];

/// Where officers of a role sit.
const fn seat(role: Role) -> &'static str {
    match role {
        Role::Controller | Role::TeamLeader | Role::TeamDeputy => "TW/33/33-01",
        Role::ProvincialHead | Role::ProvincialDeputy => "TW/33",
        Role::LegalSection | Role::ReportingSection => "TW/33/33-PC",
        Role::National | Role::Administrator => "TW",
    }
}

fn actor(role: Role) -> Actor {
    let path = UnitPath(seat(role).to_owned());
    Actor {
        officer: OfficerSnapshot {
            id: OfficerId("a".to_owned()),
            full_name: "A".to_owned(),
            title: role.title().to_owned(),
            badge: String::new(),
            card: None,
        },
        role,
        unit: path.leaf(),
        path,
        delegations: Vec::new(),
    }
}

#[test]
fn role_by_action_by_resource_is_the_golden_file() {
    let mut out = String::from(
        "# role × action × resource: yes; role (his role does not do it); hidden (for him it does not exist)\n\
         # By the state of a case: domain/tests/golden/commands.md.\n",
    );
    for role in Role::ALL {
        writeln!(out, "\n{} at {}", role.key(), seat(role)).expect("text");
        write!(out, "  {:<24}", "").expect("text");
        for (name, _) in RESOURCES {
            write!(out, " {name:<18}").expect("text");
        }
        out = out.trim_end().to_owned();
        out.push('\n');
        for action in Action::ALL {
            write!(out, "  {:<24}", format!("{action:?}")).expect("text");
            for (_, path) in RESOURCES {
                let word = match authorise(&actor(role), action, &UnitPath(path.to_owned())) {
                    Ok(()) => "yes",
                    Err(Denial::Hidden) => "hidden",
                    Err(Denial::Role { .. }) => "role",
                    Err(Denial::Province { .. }) => "province",
                    Err(Denial::Office { .. }) => "office",
                };
                write!(out, " {word:<18}").expect("text");
            }
            out = out.trim_end().to_owned();
            out.push('\n');
        }
    }
    let golden = root().join("tests/golden/authority.out");
    if std::env::var_os("INS_ACCEPT").is_some() {
        std::fs::write(&golden, &out).expect("the golden file");
    }
    let kept = std::fs::read_to_string(&golden).unwrap_or_default();
    assert!(out == kept, "who may do what has changed; if that is meant, accept it:\n{out}");
}

/// Records of parties are one database for the whole force (decision 0011); who reads a person's file is written down.
const NATIONWIDE: [Action; 3] = [Action::ReadParty, Action::SaveParty, Action::ReadPersonal];

/// Nobody does anything else outside of his province but the national body and the administrator of the whole force.
#[test]
fn nothing_of_another_province_is_within_reach() {
    for role in Role::ALL {
        if seat(role) == "TW" {
            continue;
        }
        for action in Action::ALL.into_iter().filter(|action| !NATIONWIDE.contains(action)) {
            for path in ["TW/31/31-01", "TW/31"] {
                let answer = authorise(&actor(role), action, &UnitPath(path.to_owned()));
                assert!(answer.is_err(), "{role:?} may {action:?} at {path}");
            }
        }
    }
}

/// Every action is somebody's, and nobody has all of them.
#[test]
fn every_action_is_somebodys() {
    let mut used = BTreeSet::new();
    for role in Role::ALL {
        let own: Vec<Action> =
            Action::ALL.into_iter().filter(|action| domain::authority::role_may(role, *action)).collect();
        assert!(!own.is_empty() && own.len() < Action::ALL.len(), "{role:?} has {} actions", own.len());
        used.extend(own.iter().map(|action| format!("{action:?}")));
    }
    for action in Action::ALL {
        assert!(used.contains(&format!("{action:?}")), "nobody may {action:?}");
    }
}
