//! A thousand questions to the law engine, the same on every machine: made from their number alone.

use domain::calendar::WorkCalendar;
use domain::catalogue::Catalogue;
use domain::law::competence::{Needs, Position, may_sign_sanction, who_may_sign};
use domain::law::deadline::{DecisionFacts, decision_period, explanation_written};
use domain::law::fine::{ActInput, Offender, OffenderKind, assess};
use domain::money::{Dong, in_words};
use domain::statute::{Aggravating, Mitigating};
use jiff::civil::{Date, date};

/// How many questions there are.
pub const COUNT: u64 = 1000;

/// A small generator (SplitMix64): questions need spread, not secrecy.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % below.max(1)
    }

    fn some<T: Copy>(&mut self, all: &[T], at_most: u64) -> Vec<T> {
        let mut left = self.roll(at_most + 1);
        let mut chosen = Vec::new();
        while left > 0 {
            let index = usize::try_from(self.roll(all.len() as u64)).unwrap_or(0);
            chosen.extend(all.get(index));
            left -= 1;
        }
        chosen
    }

    fn day(&mut self, from: Date, days: u64) -> Date {
        let days = i64::try_from(self.roll(days)).unwrap_or(0);
        from.checked_add(jiff::Span::new().days(days)).unwrap_or(from)
    }

    fn amount(&mut self) -> Option<i64> {
        let top = 10_u64.pow(u32::try_from(self.roll(11)).unwrap_or(0));
        let amount = i64::try_from(self.roll(top.saturating_mul(2))).unwrap_or(0);
        (self.roll(12) > 0).then_some(amount)
    }
}

/// Question and answer of one number as a line of JSON.
pub fn line(number: u64) -> String {
    let mut dice = Dice(number);
    let catalogue = Catalogue::embedded();
    let kind = [OffenderKind::Individual, OffenderKind::HouseholdBusiness, OffenderKind::Organisation]
        [usize::try_from(dice.roll(3)).unwrap_or(0)];
    let birth_date = (dice.roll(8) == 0).then(|| dice.day(date(2004, 1, 1), 6000));
    let offender = Offender { kind, birth_date };
    let acts = 1 + dice.roll(3);
    let inputs: Vec<ActInput> = (0..acts)
        .map(|_| {
            let rows = catalogue.behaviour.len() as u64;
            let index = usize::try_from(dice.roll(rows + 1)).unwrap_or(0);
            ActInput {
                behaviour_id: catalogue.behaviour.get(index).map_or("khong-co", |row| row.id.as_str()).to_owned(),
                committed_on: dice.day(date(2020, 9, 1), 2200),
                amount: dice.amount(),
                doubled: dice.roll(4) == 0,
                mitigating: dice.some(Mitigating::ALL, 3),
                aggravating: dice.some(Aggravating::ALL, 3),
            }
        })
        .collect();
    let last = inputs.iter().map(|act| act.committed_on).max().unwrap_or(date(2024, 1, 2));
    let made = dice.day(last, 400);
    let needs = Needs { suspension: dice.roll(3) == 0, remedies: dice.roll(2) == 0 };
    let confiscation = dice.amount().map(Dong);
    let calendar = WorkCalendar::embedded();
    let answer = assess(catalogue, &offender, &inputs, made).map(|all| {
        let able = who_may_sign(made, &all, kind, confiscation, needs);
        let each: Vec<_> = Position::LINE
            .into_iter()
            .map(|position| may_sign_sanction(Some(position), made, &all, kind, confiscation, needs))
            .collect();
        let words = in_words(all.total_proposed);
        (all, words, able, each)
    });
    let at = made.at(9, 30, 0, 0);
    let deadlines = (decision_period(at, DecisionFacts::default(), calendar), explanation_written(at, calendar));
    serde_json::to_string(&(number, inputs, answer, deadlines)).unwrap_or_else(|error| error.to_string())
}

/// All of them, one a line.
pub fn lines() -> String {
    (0..COUNT).fold(String::new(), |text, number| text + &line(number) + "\n")
}
