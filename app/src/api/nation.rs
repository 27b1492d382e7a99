//! What the nation tells of a violator in other provinces, as a page shows it.

use super::registry::NationSaid;
use domain::calendar::{format_short, to_local};
use domain::law::repeat::Past;
use store::federation::Answered;

/// The matters of other provinces, each with the province's name beside the unit's, and how they came to be known.
pub(super) fn told(answered: Option<Answered>) -> (Vec<Past>, NationSaid) {
    let Some(Answered { told, at, problem }) = answered else {
        return (Vec::new(), NationSaid { unnumbered: true, ..NationSaid::default() });
    };
    let moment = |at| format_short(to_local(at));
    let said = NationSaid {
        at: at.map(moment).unwrap_or_default(),
        cases: told.elsewhere.len(),
        heard: told.heard.iter().map(|heard| heard.at).min().map(moment).unwrap_or_default(),
        problem,
        unnumbered: false,
    };
    let named = told.elsewhere.into_iter().flat_map(|elsewhere| {
        let name = elsewhere.province_name;
        elsewhere.past.into_iter().map(move |past| Past { unit: format!("{}, {name}", past.unit), ..past })
    });
    (named.collect(), said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::exchange::federation::{Elsewhere, Heard, Told};
    use domain::law::repeat::Outcome;
    use domain::unit::UnitId;

    #[test]
    fn a_matter_of_another_province_says_so() {
        let past = Past {
            file: "31-01/2026/0001".to_owned(),
            unit: "Đội QLTT số 1".to_owned(),
            acts: Vec::new(),
            outcome: Outcome::Recorded { number: "31010001/BB-VPHC".to_owned() },
        };
        let elsewhere = Elsewhere {
            province: UnitId("31".to_owned()),
            province_name: "Chi cục QLTT thành phố Hải Phòng".to_owned(),
            past: vec![past],
        };
        let at = |text: &str| text.parse().expect("a moment");
        let heard = ["2026-11-20T02:00:00Z", "2026-11-19T17:30:00Z"];
        let heard = heard.map(|moment| Heard { province: UnitId("31".to_owned()), at: at(moment) });
        let told_by_nation = Told { elsewhere: vec![elsewhere], heard: heard.to_vec() };
        let answered = Answered { told: told_by_nation, at: Some(at("2026-11-20T03:15:00Z")), problem: None };
        let (past, said) = told(Some(answered));
        assert_eq!(past[0].unit, "Đội QLTT số 1, Chi cục QLTT thành phố Hải Phòng");
        assert_eq!((said.cases, said.unnumbered, said.problem), (1, false, None));
        assert!(said.heard.contains("20/11") && said.heard.contains("00:30"), "the oldest: {}", said.heard);
        assert!(told(None).1.unnumbered);
    }
}
