//! Exhibits in custody in the demo: the leaders of two teams have seized the goods of their youngest cases that wait for a decision, so
//! that custody, its value and its end have something to show.
//!
//! Written after the cases, so that those are told as they would be without it.

use super::force::Force;
use super::rng;
use crate::cases::{ListFilter, execute, list, load};
use crate::{Database, Env, StoreError};
use domain::calendar::{from_local, shift};
use domain::case::procedure::{Answer, Answers, PickedExhibit};
use domain::case::{CaseFile, Command, Stage};
use domain::officer::Role;
use domain::unit::UnitId;
use jiff::Timestamp;
use jiff::civil::Date;

/// Teams whose leaders have seized something.
const TEAMS: [&str; 2] = ["33-02", "33-05"];

/// Cases of each.
const CASES: usize = 3;

/// Seizes, on the evening of each case's last event, what its record lists; answers how many there are.
pub(super) async fn write(db: &dyn Database, today: Date, force: &Force) -> Result<usize, StoreError> {
    let mut seized = 0;
    for team in TEAMS {
        let unit = UnitId(team.to_owned());
        let Some(leader) = force.of(Role::TeamLeader, &unit).first().copied() else { continue };
        for stage in [Stage::ViolationRecorded, Stage::SanctionProposed] {
            let filter = ListFilter { stage: Some(stage), ..ListFilter::default() };
            for row in list(db, leader, &filter, None, CASES).await?.rows {
                let (case, _) = load(db, leader, row.id).await?;
                let at = row.updated_at.as_millisecond() + 60 * 60 * 1000;
                let last = from_local(shift(today, -1).at(21, 0, 0, 0));
                let now = Timestamp::from_millisecond(at).map_or(last, |at| at.min(last));
                let env = Env::new(now, rng::fill);
                match execute(db, &env, leader, case.id, case.version, seizure(&case)).await {
                    Ok(_) => seized += 1,
                    // What the law refuses, a value above his competence, stays where it is.
                    Err(StoreError::Refused(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
    }
    Ok(seized)
}

fn seizure(case: &CaseFile) -> Command {
    let text = |words: &str| Answer::Text { text: words.to_owned() };
    let choice = |key: &str, label: &str| Answer::Choice { key: key.to_owned(), label: label.to_owned() };
    let all = case.exhibits_now().into_iter().enumerate();
    let list =
        all.map(|(index, exhibit)| PickedExhibit { index, quantity: exhibit.quantity, unit_price: None }).collect();
    let answers = [
        ("why", choice("xac-minh", "để xác minh tình tiết làm căn cứ ra quyết định xử phạt")),
        ("reason", text("Xác minh nguồn gốc, xuất xứ hàng hóa")),
        ("exhibits", Answer::Exhibits { list }),
        ("sealing", choice("co", "có niêm phong")),
        ("keeper", text("Đội Quản lý thị trường")),
        ("stored_at", text("Kho tang vật của Đội")),
    ];
    let answers = answers.into_iter().map(|(key, answer)| (key.to_owned(), answer)).collect();
    Command::Proceed { key: "tam-giu".to_owned(), answers: Answers(answers) }
}
