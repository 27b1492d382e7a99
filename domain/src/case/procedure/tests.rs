//! The table is whole: every word of a form has a source, every matter can begin and end, every deadline is known.

use super::print::NAMES;
use super::*;
use crate::statute::DEADLINES;
use std::collections::{BTreeMap, BTreeSet};

fn placeholders(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
}

#[test]
fn keys_are_unique_and_fit_into_an_address() {
    let mut seen = BTreeSet::new();
    for procedure in all() {
        assert!(seen.insert(procedure.key), "{} twice", procedure.key);
        assert!(procedure.key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", procedure.key);
        assert!(!procedure.title.is_empty() && !procedure.place.is_empty(), "{}", procedure.key);
        assert!(!procedure.stages.is_empty(), "{} can never be taken", procedure.key);
    }
    assert!(seen.len() > 80, "{}", seen.len());
}

#[test]
fn every_placeholder_has_a_source() {
    for procedure in all() {
        let Some(form) = procedure.form else { continue };
        let questions: BTreeSet<&str> = procedure.questions().map(|field| field.key).collect();
        let texts = form.grounds.iter().chain(form.body).chain([&form.subject]);
        for name in texts.flat_map(|text| placeholders(text)) {
            let known = questions.contains(name) || NAMES.contains(&name) || find(name).is_some();
            assert!(known, "{}: {{{name}}}", procedure.key);
        }
    }
}

/// What an officer is asked is on the paper: typed once, printed.
#[test]
fn every_answer_prints() {
    for procedure in all() {
        let Some(form) = procedure.form else { continue };
        let all: Vec<&str> =
            form.grounds.iter().chain(form.body).chain([&form.subject]).flat_map(|text| placeholders(text)).collect();
        for field in procedure.fields {
            let shown = all.contains(&field.key)
                || form.body.contains(&"@answers")
                || (matches!(field.kind, Kind::Exhibits | Kind::PricedExhibits) && form.body.contains(&"@exhibits"))
                // Stands in the list of exhibits.
                || (field.key == "condition" && form.body.contains(&"@exhibits"));
            let silent = matches!(
                (procedure.key, field.key),
                // The code of the form, at its top.
                ("cuong-che", "form")
                    | ("xu-phat-khong-lap-bien-ban", "behaviour" | "committed_on" | "amount" | "technical" | "reason")
                    | ("tiep-nhan-khieu-nai", "hindrance")
            );
            assert!(shown || silent, "{}: {} is asked and never printed", procedure.key, field.key);
        }
    }
}

#[test]
fn every_deadline_is_in_the_table_of_the_law() {
    for procedure in all() {
        for id in procedure.opens.iter().chain(procedure.closes) {
            assert!(DEADLINES.iter().any(|rule| rule.id == *id), "{}: {id}", procedure.key);
        }
    }
}

/// Whatever a procedure needs, another one or the main line can bring about; what must end before closing can end.
#[test]
fn every_matter_can_begin_and_end() {
    let main_line = [
        Fact::HasExhibits,
        Fact::Decided,
        Fact::Served,
        Fact::Owing,
        Fact::ConfiscationOrdered,
        Fact::OwnerUnknown,
        Fact::RecordMade,
    ];
    let set: BTreeSet<Fact> = all().flat_map(|procedure| procedure.sets.iter().copied()).chain(main_line).collect();
    let cleared: BTreeSet<Fact> = all().flat_map(|procedure| procedure.clears.iter().copied()).collect();
    for procedure in all() {
        for fact in procedure.needs {
            assert!(set.contains(fact), "{} needs {fact:?}, which nothing brings about", procedure.key);
        }
    }
    for (fact, todo) in Fact::OPEN {
        assert!(set.contains(&fact) && cleared.contains(&fact), "{fact:?}: {todo}");
    }
}

/// Two forms with one symbol draw from one series: their numbers stay apart. A symbol names the same kind of paper.
#[test]
fn a_symbol_stands_for_one_kind_of_paper() {
    let mut kinds: BTreeMap<&str, FormKind> = BTreeMap::new();
    for procedure in all() {
        let Some(form) = procedure.form.filter(|form| !form.symbol.is_empty()) else { continue };
        let kind = kinds.entry(form.symbol).or_insert(form.kind);
        assert_eq!(*kind, form.kind, "{}", form.symbol);
        let prefix = form.symbol.split('-').next().unwrap();
        let fits = match form.kind {
            FormKind::Record => prefix == "BB",
            FormKind::Decision => prefix == "QĐ",
            FormKind::Letter => matches!(prefix, "TB" | "BC" | "CV" | "TTr" | "PA" | "GM"),
        };
        assert!(fits, "{}: {} {:?}", procedure.key, form.symbol, form.kind);
    }
}

/// Every record and decision of the annex of NĐ 118/2021/NĐ-CP that the force makes in a case, and where.
#[test]
fn the_forms_of_the_annex_are_there() {
    let texts: String = all()
        .map(|procedure| {
            let choices: String = procedure
                .fields
                .iter()
                .map(|field| match field.kind {
                    Kind::Choice(list) => list.iter().map(|(_, label)| format!(" {label}")).collect::<String>(),
                    _ => String::new(),
                })
                .collect();
            let form = procedure.form.map_or(String::new(), |form| format!("{} {}", form.code, form.subject));
            format!("{form}{choices}\n")
        })
        .collect();
    // MBB01 and MQĐ02 belong to the main line; MQĐ06 is not the force's; MQĐ34–37 are delegations.
    for number in 2..=30 {
        assert!(texts.contains(&format!("MBB{number:02}")), "MBB{number:02}");
    }
    for number in (1..=42).filter(|number| !matches!(number, 2 | 6 | 34..=37)) {
        assert!(texts.contains(&format!("MQĐ{number:02}")), "MQĐ{number:02}");
    }
}
