//! The law's answers of the deployed server, word by word against the domain compiled for this machine: a thousand random acts
//! asked through the form of the violation record, as an officer without scripts asks. (The browser's are compared byte by byte
//! in `tests/browser/same-law.test.mjs`.)
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use domain::calendar::{WorkCalendar, format_date, parse_date, shift};
use domain::catalogue::{Base, Catalogue};
use domain::law::competence::{Needs, Position, may_sign_sanction, who_may_sign};
use domain::law::deadline::{DecisionFacts, decision_period, explanation_written};
use domain::law::fine::{ActAssessment, ActInput, Assessment, Offender, OffenderKind, assess};
use domain::money::{Dong, group, in_words, thousandths};
use ins_tests::http::Visitor;
use ins_tests::officers::sign_in;
use jiff::civil::{Date, date};

/// Forms of ten acts for each kind of offender: more than a thousand acts.
const FORMS: u64 = 34;
const ACTS: u64 = 10;

/// A small generator (SplitMix64): the same questions on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % below.max(1)
    }

    fn days(&mut self, below: u64) -> i64 {
        i64::try_from(self.roll(below)).expect("a few days")
    }

    /// One act, and what an officer types for it.
    fn act(&mut self, today: Date) -> (ActInput, String) {
        let rows = &Catalogue::embedded().behaviour;
        let row = &rows[usize::try_from(self.roll(rows.len() as u64)).expect("a row")];
        // One in forty lies ahead of the day it is judged on.
        let committed_on =
            if self.roll(40) == 0 { shift(today, 1) } else { shift(date(2020, 9, 1), self.days(2250)).min(today) };
        let top = 10_u64.pow(u32::try_from(self.roll(11)).expect("a power"));
        let amount = i64::try_from(self.roll(top * 2)).expect("an amount");
        let amount = (row.base != Base::Fixed && self.roll(12) > 0).then_some(amount);
        let typed = match (row.base, amount) {
            (Base::Quantity, Some(quantity)) => thousandths(quantity),
            (_, Some(value)) => group(value),
            (_, None) => String::new(),
        };
        let doubled = self.roll(4) == 0;
        let (mitigating, aggravating) = (Vec::new(), Vec::new());
        (ActInput { behaviour_id: row.id.clone(), committed_on, amount, doubled, mitigating, aggravating }, typed)
    }
}

/// What a page says of an act, in the order in which it says it.
fn of_act(
    act: &ActAssessment,
    alone: &Assessment,
    kind: OffenderKind,
    value: Option<Dong>,
    today: Date,
) -> Vec<String> {
    let barred = act.limitation.time_barred;
    let words = match (barred, act.warning_only) {
        (true, _) => "Hết thời hiệu: không phạt tiền".to_owned(),
        (false, true) => "Phạt cảnh cáo".to_owned(),
        (false, false) => in_words(act.proposed.amount),
    };
    let fine = if barred { Dong(0) } else { act.proposed.amount };
    let mut told = vec![act.citation.to_string(), act.title.clone(), fine.to_string(), words];
    told.extend([act.frame.min.to_string(), act.frame.max.to_string()]);
    told.extend(act.steps.iter().flat_map(|step| [step.text.clone(), step.citation.to_string()]));
    for position in [Position::Controller, Position::TeamLeader, Position::ProvincialHead, Position::NationalDirector] {
        let title = position.title_on(today);
        told.push(title.to_owned());
        match may_sign_sanction(Some(position), today, alone, kind, value, Needs::default()) {
            Ok(able) => {
                told.extend(able.reasons.iter().map(|reason| below(reason, title)));
                told.push("Đúng thẩm quyền".to_owned());
            }
            Err(refusal) => {
                told.extend([below(&refusal.message, title), refusal.citation.to_string()]);
                told.push("Vượt thẩm quyền".to_owned());
            }
        }
    }
    told.extend(act.supplementary.iter().chain(&act.remedies).cloned());
    told.push(format!("đến hết {} ({})", format_date(act.limitation.until), act.limitation.citation));
    told.extend(act.warnings.iter().cloned());
    told
}

/// A reason below the title it begins with: the page leaves the title out and begins with a capital.
fn below(reason: &str, title: &str) -> String {
    let rest = reason.strip_prefix(title).map_or(reason, |rest| rest.trim_start_matches([':', ' ']));
    rest.chars().skip(1).collect()
}

/// Everything a page must say of some acts.
fn answers(offender: Offender, inputs: &[ActInput], made: Date, today: Date) -> Vec<String> {
    let catalogue = Catalogue::embedded();
    let by_value =
        |input: &&ActInput| catalogue.behaviour(&input.behaviour_id).is_some_and(|row| row.base == Base::ExhibitValue);
    let sum: i64 = inputs.iter().filter(by_value).filter_map(|input| input.amount).sum();
    let value = (sum > 0).then_some(Dong(sum));
    let mut told = Vec::new();
    let mut known = Vec::new();
    for input in inputs {
        match assess(catalogue, &offender, std::slice::from_ref(input), today) {
            Ok(one) => {
                told.extend(one.acts.iter().flat_map(|act| of_act(act, &one, offender.kind, value, today)));
                known.push(input.clone());
            }
            Err(refusal) => told.extend([refusal.message, refusal.citation.to_string()]),
        }
    }
    let all = assess(catalogue, &offender, &known, today).expect("each was judged");
    if all.acts.len() > 1 {
        told.extend([all.total_proposed.to_string(), in_words(all.total_proposed)]);
        told.extend(all.warnings.iter().cloned());
    }
    if all.acts.is_empty() {
        return told;
    }
    let (at, calendar) = (made.at(9, 30, 0, 0), WorkCalendar::embedded());
    if let Some(right) = &all.explanation_right {
        let window = explanation_written(at, calendar);
        told.extend([right.reason.clone(), right.citation.to_string(), window.length]);
        told.push(format_date(window.due.date()));
    }
    let lowest = who_may_sign(today, &all, offender.kind, value, Needs::default()).into_iter().next();
    let facts = DecisionFacts {
        transferred: lowest.is_some_and(|lowest| lowest > Position::TeamLeader),
        ..DecisionFacts::default()
    };
    let period = decision_period(at, facts, calendar);
    told.extend([period.name, period.length, format_date(period.due.date()), period.citation.to_string()]);
    told
}

/// A party of that kind in the officer's register.
fn party(officer: &mut Visitor, kind: &str) -> String {
    let answer = officer.post(
        "/api/dang-ky-doi-tuong",
        &[
            ("kind", kind),
            ("name", "Bên được hỏi luật"),
            ("address", "Phố Hiến, Hưng Yên"),
            ("representative", "Trần Văn B"),
            ("tax_code", "0100109106"),
            ("citizen_id", "033080001234"),
            ("confirmed", "1"),
        ],
    );
    let location = answer.header("location").to_owned();
    let id = location.split(['/', '?']).find(|part| part.len() == 36);
    id.unwrap_or_else(|| panic!("{kind}: {} {location} {}", answer.status, answer.text())).to_owned()
}

/// A case of it, found today without an inspection.
fn case(officer: &mut Visitor, party: &str, seed: u64, today: &str) -> String {
    let id = format!("00000000-0000-4000-8000-{seed:012x}");
    let answer = officer.post(
        "/api/trinh-quyet-dinh-kiem-tra",
        &[
            ("case_id", &id),
            ("party", party),
            ("kind", "khong-qua-kiem-tra"),
            ("place", "Chợ Phố Hiến"),
            ("scope_from", today),
            ("basis", "Phát hiện khi tuần tra"),
            ("contents", "Hàng hóa"),
            ("leader", "ksv1"),
        ],
    );
    let location = answer.header("location");
    assert!(location.starts_with(&format!("/ho-so/{id}")), "{} {location} {}", answer.status, answer.text());
    id
}

/// The value of a field of a page.
fn value(page: &str, name: &str) -> String {
    let field = page.split(&format!("name=\"{name}\"")).nth(1).expect(name);
    field.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect(name).to_owned()
}

/// Text as it stands in HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[test]
fn the_deployed_law_says_what_the_domain_says() {
    let mut officer = sign_in("ksv1");
    let shown =
        value(&officer.get("/ho-so/mo?doi-tuong=chua-xac-dinh&hinh-thuc=khong-qua-kiem-tra").text(), "scope_from");
    let today = parse_date(&shown).expect("a day");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a clock");
    let seed = u64::try_from(now.as_micros()).expect("a moment") & 0xffff_ffff_ff00;
    let mut asked = 0;
    for (nth, (key, kind)) in (0_u64..).zip([
        ("individual", OffenderKind::Individual),
        ("household-business", OffenderKind::HouseholdBusiness),
        ("organisation", OffenderKind::Organisation),
    ]) {
        let party = party(&mut officer, key);
        let id = case(&mut officer, &party, seed + nth, &shown);
        let form = officer.get(&format!("/ho-so/{id}/bien-ban-vi-pham"));
        assert_eq!(form.status, 200, "{key}: {}", form.text());
        let version = value(&form.text(), "version");
        for number in 0..FORMS {
            let mut dice = Dice(nth * FORMS + number);
            let birth_date = (kind != OffenderKind::Organisation && dice.roll(4) == 0)
                .then(|| shift(date(2004, 1, 1), dice.days(5000)));
            let made = shift(today, -dice.days(300));
            let acts: Vec<(ActInput, String)> = (0..ACTS).map(|_| dice.act(today)).collect();
            let mut fields: Vec<(String, String)> = [
                ("case", id.clone()),
                ("version", version.clone()),
                ("step", "bien-ban-vi-pham".to_owned()),
                ("again", "law".to_owned()),
                ("made_date", format_date(made)),
                ("made_time", "09:30".to_owned()),
                ("birth_date", birth_date.map(format_date).unwrap_or_default()),
            ]
            .map(|(name, value)| (name.to_owned(), value))
            .to_vec();
            for (row, (input, typed)) in acts.iter().enumerate() {
                let mut field = |part: &str, value: String| fields.push((format!("acts.{row}.{part}"), value));
                field("behaviour", input.behaviour_id.clone());
                field("committed_on", format_date(input.committed_on));
                field("amount", typed.clone());
                if input.doubled {
                    field("doubled", "1".to_owned());
                }
            }
            let posted: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let answer = officer.post("/api/buoc", &posted);
            assert_eq!(answer.status, 303, "{key} {number}: {}", answer.text());
            let page = officer.get(answer.header("location")).text();
            let mut rest = page.split("aria-label=\"Căn cứ pháp luật\"").nth(1).expect("the law's side of the form");
            let inputs: Vec<ActInput> = acts.into_iter().map(|(input, _)| input).collect();
            for words in answers(Offender { kind, birth_date }, &inputs, made, today) {
                let words = escaped(&words);
                let at = rest.find(&words);
                rest = at.map_or_else(
                    || panic!("{key} {number}: “{words}” does not follow in:\n{rest}"),
                    |at| &rest[at + words.len()..],
                );
            }
            asked += inputs.len();
        }
    }
    assert!(asked >= 1000, "{asked}");
}
