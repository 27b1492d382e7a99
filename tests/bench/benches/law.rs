//! The law engine, answer by answer: what an officer's keystroke and every command of a case ask of it.
//!
//! `cargo bench -p ins-bench`; `cargo xtask bench` runs it too.

use criterion::{Criterion, criterion_group, criterion_main};
use domain::calendar::WorkCalendar;
use domain::catalogue::Catalogue;
use domain::law::competence::{Needs, who_may_sign};
use domain::law::deadline::{DecisionFacts, decision_period};
use domain::law::fine::{ActInput, Offender, OffenderKind, assess};
use domain::law::repeat::{NewAct, Outcome, Past, PastAct, judge};
use domain::money::{Dong, in_words};
use domain::statute::{Aggravating, Mitigating};
use domain::text::{fold, name_key};
use jiff::civil::date;
use std::hint::black_box;

/// Acts of different behaviours of the shipped catalogue, committed on one day by somebody with goods worth eight million.
fn acts(count: usize) -> Vec<ActInput> {
    let behaviours = Catalogue::embedded().behaviour.iter();
    let act = |id: &str| ActInput {
        behaviour_id: id.to_owned(),
        committed_on: date(2026, 3, 2),
        amount: Some(8_000_000),
        doubled: false,
        mitigating: Mitigating::ALL.iter().take(1).copied().collect(),
        aggravating: Aggravating::ALL.iter().take(1).copied().collect(),
    };
    behaviours.map(|behaviour| act(&behaviour.id)).take(count).collect()
}

/// An offender's earlier matters, sanctioned one a month over a year and again.
fn history(count: i8) -> Vec<Past> {
    let behaviours: Vec<_> = Catalogue::embedded().behaviour.iter().take(3).collect();
    let past = |number: i8| {
        let behaviour = behaviours.get(number.unsigned_abs() as usize % 3);
        let on = date(2025, 1 + number % 12, 3);
        Past {
            file: format!("33-01/2025/{number:05}"),
            unit: "Đội Quản lý thị trường số 1".to_owned(),
            acts: vec![PastAct {
                behaviour_id: behaviour.map(|row| row.id.clone()).unwrap_or_default(),
                title: behaviour.map(|row| row.title.clone()).unwrap_or_default(),
                place: "khoản 1 Điều 15 Nghị định 98/2020/NĐ-CP".to_owned(),
                committed_on: on,
                sanction_until: date(2027, 1, 3),
            }],
            outcome: Outcome::Sanctioned {
                number: format!("{number:02}/QĐ-XPHC"),
                decided_on: on,
                warning: false,
                executed_on: Some(on),
            },
        }
    };
    (0..count).map(past).collect()
}

fn law(criterion: &mut Criterion) {
    let (catalogue, calendar) = (Catalogue::embedded(), WorkCalendar::embedded());
    let offender = Offender { kind: OffenderKind::Organisation, birth_date: None };
    let on = date(2026, 3, 20);
    for count in [1, 3] {
        let inputs = acts(count);
        criterion.bench_function(&format!("fine of {count} acts"), |bench| {
            bench.iter(|| assess(catalogue, &offender, black_box(&inputs), on));
        });
        let assessed = assess(catalogue, &offender, &inputs, on);
        assert!(assessed.is_ok(), "{assessed:?}");
        let Ok(assessed) = assessed else { return };
        let needs = Needs { suspension: false, remedies: true };
        criterion.bench_function(&format!("who may sign the decision of {count} acts"), |bench| {
            let confiscation = Some(Dong(8_000_000));
            bench.iter(|| who_may_sign(on, black_box(&assessed), OffenderKind::Organisation, confiscation, needs));
        });
    }
    criterion.bench_function("period of a decision, over Tết", |bench| {
        let made = date(2026, 2, 10).at(9, 30, 0, 0);
        bench.iter(|| decision_period(black_box(made), DecisionFacts::default(), calendar));
    });
    let act = catalogue.behaviour.first().map(|row| NewAct {
        behaviour_id: row.id.clone(),
        title: row.title.clone(),
        place: "khoản 1 Điều 15 Nghị định 98/2020/NĐ-CP".to_owned(),
    });
    for count in [3, 60] {
        let past = history(count);
        criterion.bench_function(&format!("repeat offence, {count} earlier matters"), |bench| {
            bench.iter(|| judge(black_box(&past), act.as_ref(), on));
        });
    }
    criterion.bench_function("amount in words", |bench| bench.iter(|| in_words(black_box(Dong(1_234_567_890)))));
    let name = "Hộ kinh doanh Nguyễn Thị Hồng Nhung – Cửa hàng tạp hóa số 3";
    criterion.bench_function("name without marks", |bench| bench.iter(|| fold(black_box(name))));
    criterion.bench_function("key by which names are compared", |bench| bench.iter(|| name_key(black_box(name))));
}

criterion_group!(benches, law);
criterion_main!(benches);
