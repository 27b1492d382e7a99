//! The demo province proves itself: everything in it went through the use cases.

use super::engine::{Db, Filled};
use crate::native::block_on;
use crate::{demo, verify};
use jiff::civil::date;

#[test]
fn the_demo_province_is_complete_and_proven() {
    let directory = tempfile::tempdir().unwrap();
    let db = Db::new(directory.path(), Filled::Migrated);
    block_on(async {
        let loaded = demo::load(&db, date(2026, 11, 23)).await.unwrap();
        assert_eq!((loaded.parties, loaded.cases), (demo::PARTIES, demo::CASES));
        let verified = verify::run(&db).await.unwrap();
        assert_eq!(verified.problems, Vec::<String>::new());
        assert_eq!(verified.events, loaded.events as u64);
        let head = demo::actor(&db, "chicuctruong").await.unwrap();
        let counts = crate::cases::stage_counts(&db, &head).await.unwrap();
        let now = date(2026, 11, 23).at(8, 0, 0, 0);
        let loads = crate::cases::unit_loads(&db, &head, now).await.unwrap();
        let overdue: i64 = loads.iter().map(|load| load.overdue).sum();
        assert!((2..20).contains(&overdue), "{overdue} overdue");
        let nation = demo::actor(&db, "trunguong").await.unwrap();
        let root = domain::unit::UnitId("TW".into());
        let mut total = domain::report::Measures::default();
        for year in [2025, 2026] {
            let year = domain::calendar::Period::year(year).unwrap();
            total.add(&crate::reports::table(&db, &nation, &root, &year).await.unwrap().total);
        }
        use domain::report::Measure;
        for (unit, period) in
            ["TW", "33", "33-01"].iter().flat_map(|unit| ["2026-11", "2026-03", "2026"].map(|period| (*unit, period)))
        {
            let (unit, period) =
                (domain::unit::UnitId(unit.to_owned()), domain::calendar::Period::from_key(period).unwrap());
            let basis = domain::organisation::Basis::AsOn(date(2026, 11, 23));
            let wanted = crate::reports::Wanted { unit: &unit, period: &period, basis, measures: &Measure::ALL };
            let table = crate::reports::table_of(&db, &nation, &wanted).await.unwrap();
            let summary = crate::reports::summary_of(&db, &nation, &wanted).await.unwrap();
            assert_eq!((summary.by_unit, summary.by_field), (table.by_unit, table.by_field), "{unit} {period:?}");
        }
        let later = [Measure::Decisions, Measure::Executed, Measure::Unexecuted, Measure::Owed, Measure::Pending];
        for measure in Measure::ALL.into_iter().take(10).chain(later) {
            assert!(total.get(measure) > 0, "no {} in the whole story", measure.key());
        }
        assert_eq!((loaded.dossiers, verified.dossiers, verified.vault_events), (8, 8, 2), "leads and measures");
        assert_eq!((loaded.tasks, verified.tasks, verified.comments), (5, 5, 1), "tasks and a comment");
        let late = crate::dossiers::DossierFilter { late: true, ..Default::default() };
        let measures = domain::dossier::Sort::Measure;
        let found = crate::dossiers::list(&db, &head, measures, &late, None, now.date()).await.unwrap();
        assert_eq!(found.rows.len(), 1, "one measure is late: {:?}", found.rows);
        assert_eq!((verified.plans, verified.planned_cases > 8), (2, true), "{verified:?}");
        let plans = crate::plans::list(&db, &head, 2026, None, now.date()).await.unwrap();
        let progress = plans.rows.iter().map(|row| row.progress).find(|progress| progress.planned > 0).unwrap();
        assert!(progress.inspected > 8 && progress.concluded > 4 && progress.overdue > 0, "{progress:?}");
        assert_eq!(plans.teams.len(), 5, "every team has a part in it");
        assert!(
            plans.teams.iter().all(|(_, team)| team.opened < team.planned),
            "and something left: {:?}",
            plans.teams
        );
        let signed =
            crate::accounts::sign_in_plainly(&db, &super::env(now), "doitruong1", demo::PASSWORD).await.unwrap();
        assert!(!crate::cases::my_work(&db, &signed.actor, now).await.unwrap().is_empty(), "the leader has work");
        assert_eq!(counts.len(), 8, "every open stage is there to be shown: {counts:?}");
    });
}
