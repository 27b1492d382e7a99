//! Leads and measures from the first word to the open case, every row of the table, and every way a step is refused.

mod chronicle;

use super::*;
use crate::authority::Actor;
use crate::calendar::from_local;
use crate::case::procedure::{Answer, Answers, Field, Kind, parse_fields};
use crate::case::{FieldError, InspectionKind, PaperNumber};
use crate::officer::{OfficerId, OfficerSnapshot, Role};
use crate::party::PartyId;
use crate::plan::PlannedParty;
use crate::unit::{UnitId, UnitPath, UnitSnapshot};
use jiff::civil::{DateTime, date};
use std::collections::BTreeMap;
use uuid::Uuid;

const TEAM: &str = "TW/33/33-03";

fn actor(id: &str, role: Role, path: &str) -> Actor {
    Actor {
        officer: OfficerSnapshot {
            id: OfficerId(id.to_owned()),
            full_name: format!("Công chức {id}"),
            title: role.title().to_owned(),
            badge: format!("QT33-{id}"),
            card: None,
        },
        role,
        unit: UnitPath(path.to_owned()).leaf(),
        path: UnitPath(path.to_owned()),
        delegations: Vec::new(),
    }
}

fn officer() -> Actor {
    actor("01", Role::Controller, TEAM)
}

fn colleague() -> Actor {
    actor("02", Role::Controller, TEAM)
}

fn leader() -> Actor {
    actor("03", Role::TeamLeader, TEAM)
}

fn office() -> UnitSnapshot {
    UnitSnapshot {
        id: UnitId("33-03".to_owned()),
        superior: "Chi cục Quản lý thị trường tỉnh Hưng Yên".to_owned(),
        name: "Đội Quản lý thị trường số 3".to_owned(),
        place: "Hưng Yên".to_owned(),
        treasury: String::new(),
        address: String::new(),
    }
}

fn party(id: u128) -> PlannedParty {
    PlannedParty {
        id: PartyId(Uuid::from_u128(id)),
        name: format!("Hộ kinh doanh số {id}"),
        address: "Phường Phố Hiến, tỉnh Hưng Yên".to_owned(),
    }
}

/// A dossier told step by step; whatever a step asks is answered with the label of the question.
struct Story {
    dossier: Option<Dossier>,
    history: Vec<DossierEvent>,
    now: DateTime,
}

/// An answer to every question, as posted; `given` goes before.
fn said(step: &Step, now: DateTime, given: &[(&str, &str)]) -> Said {
    let mut posted: BTreeMap<String, String> = BTreeMap::new();
    let day = |days| crate::calendar::format_date(crate::calendar::shift(now.date(), days));
    for field in step.fields {
        let value = match field.kind {
            Kind::Date if field.key == "until" || field.key == "ends" || field.key == "valid_until" => day(20),
            Kind::Date => day(0),
            Kind::Choice(list) => list[0].0.to_owned(),
            Kind::Moment => {
                posted.insert(format!("{}_date", field.key), day(0));
                posted.insert(format!("{}_time", field.key), "07:30".to_owned());
                continue;
            }
            _ => field.label.to_owned(),
        };
        posted.insert(field.key.to_owned(), value);
    }
    posted.extend(given.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
    let answers = parse_fields(step.fields.iter(), |name| posted.get(name).cloned().unwrap_or_default()).unwrap();
    let officers = match step.officers {
        Ask::No => Vec::new(),
        Ask::Optional | Ask::Required => vec![officer().officer, colleague().officer],
    };
    let party = (step.party != Ask::No).then(|| party(7));
    Said { answers, party, officers }
}

impl Story {
    fn begin(who: &Actor, kind: &str, given: &[(&str, &str)]) -> Self {
        let mut story = Self { dossier: None, history: Vec::new(), now: date(2026, 11, 16).at(8, 0, 0, 0) };
        let step = opening(kind).unwrap();
        let event = story.try_open(who, &new(kind), &said(step, story.now, given)).unwrap();
        story.take(event);
        story
    }

    fn context<T>(&self, who: &Actor, key: &str, ask: impl FnOnce(&DossierContext<'_>) -> T) -> T {
        let series = required_series(who, key, self.now.year());
        let number = series.map(|series| match series.officer {
            Some(_) => PaperNumber::of_officer(1, &series.symbol, &who.officer.badge),
            None => PaperNumber::of_unit("33", "03", 1, &series.symbol),
        });
        let issuer = office();
        ask(&DossierContext { actor: who, now: from_local(self.now), issuer: &issuer, number: number.as_ref() })
    }

    fn try_open(&self, who: &Actor, new: &NewDossier, said: &Said) -> Result<DossierEvent, Refusal> {
        self.context(who, &new.kind, |context| open(new, said, context))
    }

    fn try_to(&self, who: &Actor, key: &str, given: &[(&str, &str)]) -> Result<DossierEvent, Refusal> {
        let said = said(find(key).unwrap(), self.now, given);
        self.context(who, key, |context| proceed(self.it(), key, &said, context))
    }

    fn done(&mut self, who: &Actor, key: &str, given: &[(&str, &str)]) -> &mut Self {
        let event = self.try_to(who, key, given).unwrap_or_else(|refusal| panic!("{key}: {}", refusal.message()));
        self.take(event);
        self
    }

    fn take(&mut self, event: DossierEvent) {
        match &mut self.dossier {
            None => self.dossier = Dossier::open(&event),
            Some(dossier) => dossier.apply(&event),
        }
        self.history.push(event);
        assert_eq!(Dossier::replay(&self.history).as_ref(), self.dossier.as_ref(), "events tell the whole dossier");
    }

    fn it(&self) -> &Dossier {
        self.dossier.as_ref().unwrap()
    }

    fn link(&mut self, measure: &Story) {
        let event = self.context(&officer(), "", |context| link::linked(self.it(), measure.it(), context)).unwrap();
        self.take(event);
    }

    fn hear(&mut self, measure: &Story) {
        let event = self.context(&leader(), "", |context| {
            let number = PaperNumber::of_officer(4, "ĐX-KT", "QT33-01");
            link::concluded(self.it(), measure.it(), Some(&number), context)
        });
        self.take(event.unwrap());
    }
}

fn new(kind: &str) -> NewDossier {
    let lead = kind == INTAKE;
    NewDossier {
        id: Uuid::from_u128(if lead { 1 } else { 2 }),
        code: if lead { "TT-33-03/2026/001" } else { "BP-33-03/2026/001" }.to_owned(),
        kind: kind.to_owned(),
        unit: UnitId("33-03".to_owned()),
        path: UnitPath(TEAM.to_owned()),
        province: UnitId("33".to_owned()),
        issuer: office(),
        lead: (kind == "tham-tra-xac-minh")
            .then(|| DossierRef { id: Uuid::from_u128(1), code: "TT-33-03/2026/001".to_owned() }),
        informant: lead.then(|| "NG-7K2M".to_owned()),
    }
}

fn code(answer: Result<DossierEvent, Refusal>) -> String {
    match answer {
        Err(Refusal::Law { refusal }) => refusal.code,
        Err(Refusal::Fields { errors }) => errors[0].field.clone(),
        Err(Refusal::Role { .. }) => "role".to_owned(),
        Err(Refusal::Hidden) => "hidden".to_owned(),
        Err(Refusal::NumberMissing) => "number".to_owned(),
        other => panic!("{other:?}"),
    }
}

/// A measure that has run and was reported with a proposal, or without.
fn reported(kind: &str, outcome: &str) -> Story {
    let mut measure = Story::begin(&officer(), kind, &[]);
    measure.done(&leader(), "giao-thuc-hien", &[]).done(&colleague(), "nhat-ky", &[]);
    measure.done(&officer(), "bao-cao-ket-qua", &[("outcome", outcome)]);
    measure
}

#[test]
fn a_tip_is_verified_proposed_and_becomes_a_case() {
    let mut lead = Story::begin(&officer(), INTAKE, &[("source", "e")]);
    assert!(lead.it().must_be_verified() && !lead.it().is_urgent());
    assert_eq!(code(lead.try_to(&officer(), PROPOSAL, &[])), "not-verified");
    assert_eq!(code(lead.try_to(&leader(), "thong-bao-khong-dau-hieu", &[])), "not-verified");
    let mut measure = reported("tham-tra-xac-minh", "co");
    lead.link(&measure);
    assert_eq!((lead.it().state, lead.it().named.len()), (State::Verifying, 2), "who verifies knows of the lead");
    assert_eq!(code(lead.try_to(&officer(), PROPOSAL, &[])), "dossier-state");
    measure.done(&leader(), "ket-luan-co-dau-hieu", &[]);
    lead.hear(&measure);
    assert_eq!(lead.it().state, State::Proposed, "{:?}", lead.it().measures);
    let proposal = lead.it().last(PROPOSAL).unwrap();
    assert_eq!(proposal.by.id.0, "01", "who reported proposes");
    assert_eq!(code(lead.try_to(&officer(), "duyet-de-xuat", &[])), "role");
    assert!(lead.it().basis().unwrap().contains("khẩn cấp"), "no method yet");
    lead.done(&leader(), "duyet-de-xuat", &[]).done(&leader(), METHOD, &[]);
    assert_eq!(lead.it().state, State::Ready);
    let basis = lead.it().basis().unwrap();
    assert_eq!(
        basis,
        "Đề xuất kiểm tra số 0004/ĐX-KT-QT33-01 ngày 16 tháng 11 năm 2026 của Công chức 01; Phương án kiểm tra đột xuất số 33030001/PA-KT ngày 16 tháng 11 năm 2026"
    );
    let opened = OpenedCase { id: Uuid::from_u128(9), code: "33-03/2026/0009".to_owned() };
    let event = lead.context(&officer(), "", |context| link::case_opened(lead.it(), opened, context));
    lead.take(event);
    assert!(lead.it().state.is_over() && lead.it().state.turn() == Turn::Nobody);
}

#[test]
fn what_cannot_wait_skips_verification_and_method() {
    let mut lead = Story::begin(&officer(), INTAKE, &[("source", "e"), ("urgency", "khan-cap")]);
    assert!(lead.it().is_urgent());
    lead.done(&officer(), PROPOSAL, &[]).done(&leader(), "duyet-de-xuat", &[]);
    assert_eq!(lead.it().state, State::Ready);
    assert_eq!(code(lead.try_to(&leader(), METHOD, &[])), "dossier-state");
    assert!(lead.it().basis().unwrap().ends_with("trường hợp khẩn cấp theo khoản 2 Điều 12 Thông tư 27/2020/TT-BCT"));
}

#[test]
fn an_order_from_above_needs_no_verification_and_a_refused_proposal_comes_back() {
    let mut lead = Story::begin(&officer(), INTAKE, &[("source", "a")]);
    lead.done(&officer(), PROPOSAL, &[]).done(&leader(), "khong-duyet-de-xuat", &[]);
    assert_eq!(lead.it().state, State::Received, "nothing was verified");
    lead.done(&leader(), "phan-cong", &[]).done(&leader(), "thong-bao-khong-dau-hieu", &[]);
    assert_eq!(lead.it().state, State::NoSign);
    let measure = Story::begin(&officer(), "tham-tra-xac-minh", &[]);
    let late = lead.context(&officer(), "", |context| link::linked(lead.it(), measure.it(), context));
    assert_eq!(code(late), "lead-not-verifiable");
}

#[test]
fn measures_end_in_four_ways_and_the_lead_hears_of_it() {
    let lead = || Story::begin(&officer(), INTAKE, &[("source", "d")]);
    for (outcome, conclusion, state, after) in [
        ("khong", "ket-luan-khong-dau-hieu", State::NoSign, State::Verified),
        ("chuyen", "chuyen-thong-tin", State::PassedOn, State::Verified),
    ] {
        let mut measure = reported("tham-tra-xac-minh", outcome);
        let mut lead = lead();
        lead.link(&measure);
        assert_eq!(code(measure.try_to(&leader(), "ket-luan-co-dau-hieu", &[])), "no-proposal");
        measure.done(&leader(), conclusion, &[]);
        lead.hear(&measure);
        assert_eq!((measure.it().state, lead.it().state), (state, after), "{conclusion}");
    }
    let mut stopped = Story::begin(&officer(), "tham-tra-xac-minh", &[]);
    let (mut lead, other) = (lead(), reported("tham-tra-xac-minh", "co"));
    lead.link(&stopped);
    stopped.done(&leader(), "dung-thuc-hien", &[]);
    lead.hear(&stopped);
    assert_eq!((stopped.it().state, lead.it().state), (State::Stopped, State::Received));
    lead.done(&leader(), "chuyen-co-quan-khac", &[]);
    lead.hear(&other);
    assert_eq!(lead.it().state, State::PassedOn, "what is over stays over");
    assert!(lead.it().last(PROPOSAL).is_none());
}

/// A measure without a lead that finds signs begins one: the officer's own proposal.
#[test]
fn signs_found_without_a_lead_begin_one() {
    let mut measure = reported("giam-sat", "co");
    measure.done(&leader(), "ket-luan-co-dau-hieu", &[]);
    let mut lead = Story { dossier: None, history: Vec::new(), now: measure.now };
    let event = measure.context(&leader(), "", |context| {
        link::lead_of(measure.it(), Uuid::from_u128(5), "TT-33-03/2026/002".to_owned(), context)
    });
    lead.take(event);
    assert_eq!((lead.it().source(), lead.it().must_be_verified()), (Some("b"), false));
    assert_eq!(lead.it().subject(), "Hộ kinh doanh số 7");
    lead.hear(&measure);
    assert_eq!((lead.it().state, lead.it().named.len()), (State::Proposed, 2));
    let mut told = measure.it().clone();
    told.party = None;
    let event = measure.context(&leader(), "", |context| link::lead_of(&told, Uuid::nil(), String::new(), context));
    assert_eq!(Dossier::open(&event).unwrap().subject(), "Đối tượng", "what was said of it is carried on");
}

#[test]
fn deadlines_follow_the_order_the_extension_and_the_new_order() {
    let mut measure = Story::begin(&officer(), "giam-sat", &[]);
    assert_eq!(measure.it().due(), None, "not ordered yet");
    measure.done(&leader(), "giao-thuc-hien", &[("until", "30/11/2026")]);
    assert_eq!(measure.it().due(), Some(date(2026, 11, 30)));
    assert_eq!(code(measure.try_to(&leader(), "gia-han", &[("until", "30/11/2026")])), "until");
    measure.done(&leader(), "gia-han", &[("until", "10/12/2026")]);
    assert_eq!(measure.it().due(), Some(date(2026, 12, 10)));
    measure.done(&officer(), "bao-cao-ket-qua", &[]);
    assert_eq!(measure.it().due(), None);
    measure.done(&leader(), "yeu-cau-lam-tiep", &[("until", "20/12/2026")]);
    assert_eq!(measure.it().due(), Some(date(2026, 12, 20)));
}

#[test]
fn a_plan_is_returned_mended_and_manned() {
    let lone = Said { officers: vec![officer().officer], ..said(opening("giam-sat").unwrap(), MONDAY, &[]) };
    let mut measure = Story::begin(&leader(), "giam-sat", &[]);
    assert_eq!(measure.it().named.len(), 2, "a head who plans is not named: {:?}", measure.it().named);
    let event = measure.try_open(&leader(), &new("giam-sat"), &lone).unwrap();
    let few = Dossier::open(&event).unwrap();
    assert!(few.warnings()[0].message.contains("mới có 1 công chức"), "{:?}", few.warnings());
    assert!(measure.it().warnings().is_empty());
    measure.done(&leader(), "tra-lai-phuong-an", &[]);
    assert_eq!(measure.it().state.turn(), Turn::Officers);
    measure.done(&officer(), "trinh-lai-phuong-an", &[("work", "Phương án sửa")]);
    assert_eq!(measure.it().words("work"), "Phương án sửa");
    measure.done(&leader(), "giao-thuc-hien", &[]).done(&leader(), "bo-sung-cong-chuc", &[]);
    assert_eq!(measure.it().state, State::Running);
    let third = actor("09", Role::Controller, TEAM);
    let event = measure.try_open(&third, &new("giam-sat"), &lone).unwrap();
    assert_eq!(Dossier::open(&event).unwrap().named[0].id.0, "09", "who plans it carries it out");
}

#[test]
fn commitments_are_counted_once_a_business() {
    let mut measure = Story::begin(&officer(), "van-dong-cam-ket", &[]);
    measure.done(&leader(), "giao-thuc-hien", &[]);
    assert!(measure.it().party.is_none());
    measure.done(&officer(), "ky-cam-ket", &[]);
    assert_eq!((measure.it().pledges(), measure.it().party.is_none()), (1, true), "it is not about one business");
    assert_eq!(code(measure.try_to(&officer(), "ky-cam-ket", &[])), "party");
    let without = Said { party: None, ..said(find("ky-cam-ket").unwrap(), MONDAY, &[]) };
    let refused = measure.context(&officer(), "", |context| proceed(measure.it(), "ky-cam-ket", &without, context));
    assert_eq!(code(refused), "party");
    let mut other = Story::begin(&officer(), "giam-sat", &[]);
    other.done(&leader(), "giao-thuc-hien", &[]);
    assert_eq!(code(other.try_to(&officer(), "ky-cam-ket", &[])), "hidden", "of another kind");
}

const MONDAY: DateTime = date(2026, 11, 16).at(8, 0, 0, 0);

#[test]
fn every_wrong_answer_is_told_at_its_field() {
    let story = Story { dossier: None, history: Vec::new(), now: MONDAY };
    let intake = opening(INTAKE).unwrap();
    let good = said(intake, MONDAY, &[]);
    let without = |keys: &[&str]| {
        let mut said = good.clone();
        keys.iter().for_each(|key| {
            said.answers.0.remove(*key);
        });
        said
    };
    let nobody = Said { party: None, ..without(&["subject"]) };
    let urgent = said(intake, MONDAY, &[("urgency", "khan-cap"), ("urgent_reason", "")]);
    let ahead = said(intake, MONDAY, &[("received_date", "17/11/2026")]);
    let watch = opening("giam-sat").unwrap();
    let unnamed = Said { party: None, ..said(watch, MONDAY, &[("subject", "")]) };
    let lonely = Said { officers: Vec::new(), ..said(watch, MONDAY, &[]) };
    let backwards = said(watch, MONDAY, &[("begins", "30/11/2026"), ("until", "20/11/2026")]);
    for (kind, said, field) in [
        (INTAKE, without(&["content"]), "content"),
        (INTAKE, nobody, "subject"),
        (INTAKE, urgent, "urgent_reason"),
        (INTAKE, ahead, "received_date"),
        ("giam-sat", unnamed, "subject"),
        ("giam-sat", lonely, "officers"),
        ("giam-sat", backwards, "until"),
    ] {
        assert_eq!(code(story.try_open(&officer(), &new(kind), &said)), field, "{kind}");
    }
    let measure = {
        let mut measure = Story::begin(&officer(), "giam-sat", &[]);
        measure.done(&leader(), "giao-thuc-hien", &[]);
        measure
    };
    let asked = measure.try_to(&officer(), "bao-cao-ket-qua", &[("outcome", "co"), ("site", ""), ("force", "")]);
    let Err(Refusal::Fields { errors }) = asked else { panic!("{asked:?}") };
    let fields: Vec<&str> = errors.iter().map(|error: &FieldError| error.field.as_str()).collect();
    assert_eq!(fields, ["site", "force"], "all at once");
    let early = measure.try_to(&officer(), "nhat-ky", &[("at_date", "01/11/2026")]);
    assert_eq!(code(early), "at_date", "before the file was opened");
}

#[test]
fn who_may_not_is_refused_and_who_may_not_know_sees_nothing() {
    let story = Story { dossier: None, history: Vec::new(), now: MONDAY };
    let watch = said(opening("giam-sat").unwrap(), MONDAY, &[]);
    let legal = actor("10", Role::LegalSection, "TW/33/33-PC");
    let admin = actor("11", Role::Administrator, "TW");
    let beside = actor("12", Role::TeamLeader, "TW/33/33-04");
    let other = actor("13", Role::Controller, TEAM);
    let deputy = actor("14", Role::TeamDeputy, TEAM);
    assert_eq!(code(story.try_open(&legal, &new("giam-sat"), &watch)), "role");
    assert_eq!(code(story.try_open(&admin, &new(INTAKE), &watch)), "role");
    assert_eq!(code(story.try_open(&beside, &new("giam-sat"), &watch)), "hidden");
    assert_eq!(code(story.try_open(&officer(), &new("nhat-ky"), &watch)), "hidden", "no opening");
    let mut measure = Story::begin(&officer(), "giam-sat", &[]);
    for (who, expected) in [(&beside, "hidden"), (&admin, "hidden"), (&other, "hidden"), (&officer(), "role")] {
        assert_eq!(code(measure.try_to(who, "giao-thuc-hien", &[])), expected, "{:?}", who.role);
    }
    // A deputy without a delegation knows of it and signs nothing.
    let refused = measure.try_to(&deputy, "giao-thuc-hien", &[]);
    assert!(matches!(&refused, Err(Refusal::Law { .. })), "{refused:?}");
    measure.done(&leader(), "giao-thuc-hien", &[]);
    for key in ["giam-sat", "phan-cong", "khong-co"] {
        let said = Said::default();
        let refused = measure.context(&leader(), "", |context| proceed(measure.it(), key, &said, context));
        assert_eq!(code(refused), "hidden", "{key}");
    }
    let said = said(find("gia-han").unwrap(), MONDAY, &[("until", "31/12/2026")]);
    let unnumbered = measure.context(&leader(), "", |context| proceed(measure.it(), "gia-han", &said, context));
    assert_eq!(code(unnumbered), "number");
    let lead = Story::begin(&officer(), INTAKE, &[]);
    let done = {
        let mut done = reported("giam-sat", "co");
        done.done(&leader(), "ket-luan-co-dau-hieu", &[]);
        done
    };
    assert_eq!(
        code(lead.context(&leader(), "", |context| link::concluded(lead.it(), done.it(), None, context))),
        "number"
    );
    let series = link::proposal_series(lead.it(), done.it(), 2026).unwrap();
    assert_eq!((series.officer, series.symbol.as_str()), (Some(officer().officer.id), "ĐX-KT"));
    assert_eq!(link::proposal_series(lead.it(), measure.it(), 2026), None, "nothing was reported");
}

#[test]
fn a_proposal_opens_one_case_of_its_own() {
    let mut lead = Story::begin(&officer(), INTAKE, &[("source", "a"), ("urgency", "khan-cap")]);
    let mut draft = crate::case::tests::draft_for_dossiers();
    let ask =
        |lead: &Story, draft: &crate::case::InspectionDraft, who: &Actor| match lead.it().check_opening(draft, who) {
            Ok(()) => "ok".to_owned(),
            Err(Refusal::Law { refusal }) => refusal.code,
            Err(Refusal::Fields { errors }) => {
                errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>().join(",")
            }
            Err(other) => panic!("{other:?}"),
        };
    assert_eq!(ask(&lead, &draft, &officer()), "proposal-not-ready");
    lead.done(&officer(), PROPOSAL, &[]).done(&leader(), "duyet-de-xuat", &[]);
    draft.kind = InspectionKind::Periodic;
    assert_eq!(ask(&lead, &draft, &officer()), "party,kind");
    draft.kind = InspectionKind::Unplanned;
    draft.party.id = party(7).id;
    assert_eq!(ask(&lead, &draft, &actor("20", Role::Controller, "TW/33/33-04")), "proposal-other-unit");
    assert_eq!(ask(&lead, &draft, &officer()), "ok");
    let opened = OpenedCase { id: Uuid::from_u128(9), code: "33-03/2026/0009".to_owned() };
    let event = lead.context(&officer(), "", |context| link::case_opened(lead.it(), opened, context));
    lead.take(event);
    assert_eq!(ask(&lead, &draft, &officer()), "proposal-opened");
    assert_eq!(Story::begin(&officer(), INTAKE, &[]).it().basis(), None);
    // A proposal whose paper has no number is cited by its day.
    let mut unnumbered = lead.it().clone();
    unnumbered.entries.iter_mut().for_each(|entry| entry.frame = None);
    assert!(unnumbered.basis().unwrap().starts_with("Đề xuất kiểm tra ngày 16/11/2026 của"));
}

/// The vault's rule: to another, who may know of the lead.
#[test]
fn an_informant_is_handed_on_to_who_may_know() {
    let path = UnitPath(TEAM.to_owned());
    let named = [officer().officer.id, colleague().officer.id];
    let ask = |to: &Actor| hand_over(&officer(), to, &path, &named).is_ok();
    assert!(ask(&colleague()) && ask(&leader()));
    assert!(!ask(&officer()) && !ask(&actor("30", Role::Controller, TEAM)));
}

#[test]
fn an_informant_never_shows_himself() {
    let informant =
        Informant {
            name: "Người Cung Cấp Thử".to_owned(), contact: "0900 000 123".to_owned(), ..Informant::default()
        };
    assert_eq!(format!("{informant:?}"), "Informant(…)");
    assert!(Informant::default().is_empty() && !informant.is_empty());
    for (text, named) in [
        ("nguoi cung cap thu báo tin", true),
        ("Gọi 0900.000.123 khi cần", true),
        ("Cửa hàng bán thuốc lá lậu", false),
        ("Người cung cấp giấu tên", false),
    ] {
        assert_eq!(informant.is_named_in(text), named, "{text}");
    }
    let mail = Informant { contact: "bao.tin@thu.example".to_owned(), ..Informant::default() };
    assert!(mail.is_named_in("gửi BAO.TIN@thu.example") && !mail.is_named_in("gửi thư"));
    for act in VaultAct::ALL {
        assert_eq!(VaultAct::from_key(act.key()), Some(act));
        assert!(!act.label().is_empty());
    }
}

#[test]
fn keys_read_back() {
    for state in State::ALL {
        assert_eq!(State::from_key(state.key()), Some(state));
        assert!(Sort::ALL.into_iter().any(|sort| State::of(sort).any(|of| of == state)), "{state:?}");
    }
    for sort in Sort::ALL {
        assert_eq!(Sort::from_key(sort.key()), Some(sort));
        assert!(openings(sort).all(|step| step.to.is_some_and(|to| State::of(sort).any(|of| of == to))));
    }
    assert_eq!((openings(Sort::Lead).count(), openings(Sort::Measure).count()), (1, 5));
}

/// The table holds together: keys are one of a kind, states belong to their sort, every state but the last has a way out, and
/// every paper says who signs.
#[test]
fn the_table_holds_together() {
    let mut keys = std::collections::BTreeSet::new();
    for step in steps() {
        assert!(keys.insert(step.key), "{} twice", step.key);
        assert!(!step.place.is_empty() && !step.title.is_empty(), "{}", step.key);
        assert_eq!(step.opens, step.from.is_empty(), "{}", step.key);
        assert_eq!(step.opens, !step.noun.is_empty(), "{}", step.key);
        for state in step.from.iter().chain(&step.to) {
            assert!(State::of(step.sort).any(|of| of == *state), "{}: {state:?}", step.key);
        }
        if let Some(paper) = step.paper {
            assert_eq!(paper.signs.is_empty(), step.who == Who::Head, "{}", step.key);
            assert!(step.who == Who::Officers || !paper.symbol.is_empty(), "{}: a head's paper has a number", step.key);
        }
        let mut asked = std::collections::BTreeSet::new();
        assert!(step.fields.iter().all(|field: &Field| asked.insert(field.key)), "{}: asked twice", step.key);
    }
    for state in State::ALL.into_iter().filter(|state| state.turn() != Turn::Nobody) {
        let leads_on = state == State::Ready || steps().any(|step| step.from.contains(&state) && step.to.is_some());
        assert!(leads_on, "{state:?} has no way out");
    }
}

/// An answer of another kind than asked is no answer.
#[test]
fn answers_of_the_wrong_kind_are_missing() {
    let story = Story { dossier: None, history: Vec::new(), now: MONDAY };
    let mut wrong = said(opening(INTAKE).unwrap(), MONDAY, &[]);
    wrong.answers.0.insert("content".to_owned(), Answer::Count { count: 1 });
    assert_eq!(code(story.try_open(&officer(), &new(INTAKE), &wrong)), "content");
    assert_eq!(Answers::default().get("content"), None);
}
