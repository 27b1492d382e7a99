//! A case as it stands, told as the record of one of its decisions.

use super::Standing;
use super::decisions::{Decided, Paper, has};
use super::record::*;
use crate::case::procedure::{Done, Effect, Fact, FormKind, Group};
use crate::case::{CaseFile, ExecutionPart, Exhibit, SanctionDecision, Stage};
use crate::law::fine::{ActAssessment, is_minor};
use crate::party::{Party, PartyKind, Sex};
use crate::statute::Aggravating;
use jiff::civil::Date;

pub(super) fn standing(case: &CaseFile, decided: &Decided<'_>) -> Standing {
    Standing { place: decided.place.clone(), cancelled: decided.cancelled, content: content(case, decided) }
}

fn content(case: &CaseFile, decided: &Decided<'_>) -> Content {
    let acts = acts(case, decided);
    let steps = Steps { case, decided };
    Content {
        vu_viec: case_ref(case, decided),
        doi_tuong: subject(case, decided, acts.iter().filter_map(|act| act.ngay).min()),
        bien_ban: decided.record.map(|record| Minutes {
            so: record.frame.number.text.clone(),
            ngay: record.content.made_at.date(),
            noi_lap: record.content.place.clone(),
            nguoi_lap: record.frame.signer.full_name.clone(),
            chuc_vu: record.frame.signer.title.clone(),
        }),
        hanh_vi: acts,
        quyet_dinh: decision(decided),
        hinh_thuc: sanctions(case, decided),
        khac_phuc: match decided.paper {
            Paper::Sanction(decision) => decision.content.remedies.clone(),
            Paper::Step(done) => done.answers.text("remedies").unwrap_or_default().lines().map(str::to_owned).collect(),
        },
        ngan_chan: steps.preventive(),
        thi_hanh: execution(case, decided, &steps),
        cuong_che: steps.of(Group::Enforcement),
        khieu_nai_khoi_kien: steps.complaints(),
        sua_doi: steps.amendments(),
        chuyen_to_tung: steps.prosecution(),
    }
}

fn case_ref(case: &CaseFile, decided: &Decided<'_>) -> CaseRef {
    let joint = match decided.paper {
        Paper::Sanction(decision) => decision.joint.iter().map(|part| part.code.clone()).collect(),
        Paper::Step(_) => Vec::new(),
    };
    CaseRef {
        ma_vu_viec: case.code.clone(),
        ma_ho_so: case.id.to_string(),
        don_vi_ma: decided.frame.issuer.id.0.clone(),
        don_vi_ten: decided.frame.issuer.name.clone(),
        chung_voi: joint,
    }
}

fn subject(case: &CaseFile, decided: &Decided<'_>, acted: Option<Date>) -> Subject {
    let party = &case.inspection.party;
    let kind = match party.kind {
        _ if case.inspection.owner_unknown || party.is_unknown() && party.address.is_empty() => SubjectKind::Unknown,
        PartyKind::Individual => SubjectKind::Person,
        PartyKind::HouseholdBusiness => SubjectKind::Household,
        PartyKind::Organisation => SubjectKind::Organisation,
    };
    let born = decided.record.and_then(|record| record.content.offender.birth_date).or(party.birth_date);
    let acted = acted.unwrap_or(decided.frame.at.date());
    Subject {
        loai: kind,
        chua_thanh_nien: kind == SubjectKind::Person && born.is_some_and(|born| is_minor(born, acted)),
        ca_nhan: matches!(kind, SubjectKind::Person | SubjectKind::Household).then(|| person(party, born)),
        to_chuc: matches!(kind, SubjectKind::Organisation | SubjectKind::Household).then(|| organisation(party)),
    }
}

fn person(party: &Party, born: Option<Date>) -> Person {
    let owner = party.kind == PartyKind::HouseholdBusiness && !party.representative.is_empty();
    Person {
        ho_ten: if owner { party.representative.clone() } else { party.name.clone() },
        ngay_sinh: born,
        gioi_tinh: party.sex.map(|sex| match sex {
            Sex::Male => SexKey::Male,
            Sex::Female => SexKey::Female,
        }),
        quoc_tich: party.nationality.clone(),
        dan_toc: None,
        so_dinh_danh: party.citizen_id.as_ref().map(ToString::to_string),
        ho_chieu: filled(&party.passport),
        ngay_cap: None,
        noi_cap: None,
        nghe_nghiep: party.occupation.clone(),
        noi_cu_tru: party.address.clone(),
        ma_xa: party.commune.as_ref().map(|commune| commune.0.clone()),
    }
}

fn organisation(party: &Party) -> Organisation {
    Organisation {
        ten: party.name.clone(),
        dia_chi: party.address.clone(),
        ma_xa: party.commune.as_ref().map(|commune| commune.0.clone()),
        ma_so: party.tax_code.as_ref().map(ToString::to_string),
        so_giay_phep: party.registration.clone(),
        ngay_cap: party.registered_on,
        noi_cap: party.registered_at.clone(),
        nguoi_dai_dien: party.representative.clone(),
        chuc_danh: party.representative_title.clone(),
    }
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// The acts a decision is on: those it fines, or those of the record where it fines none.
fn acts(case: &CaseFile, decided: &Decided<'_>) -> Vec<Act> {
    let recorded = decided.record.map(|record| record.content.acts.as_slice()).unwrap_or_default();
    let tell = |index: usize, assessed: &ActAssessment| {
        let found = recorded.get(index);
        let place = &assessed.citation.place;
        Act {
            ten: assessed.title.clone(),
            mo_ta: found.map(|act| act.description.clone()).unwrap_or_default(),
            ngay: found.map(|act| act.input.committed_on),
            dia_diem: found.map_or_else(|| case.inspection.place.clone(), |act| act.place.clone()),
            linh_vuc: assessed.field.key().to_owned(),
            can_cu: place.clone(),
            van_ban: instrument(place),
            dieu: part(place, "điều "),
            khoan: part(place, "khoản "),
            diem: part(place, "điểm "),
            tien_phat: 0,
            giam_nhe: Vec::new(),
            tang_nang: Vec::new(),
            tai_pham: false,
        }
    };
    match decided.paper {
        Paper::Sanction(decision) => {
            let chosen = decision.content.fines.iter().filter_map(|fine| {
                let assessed = decision.assessment.acts.get(fine.act)?;
                let mut act = tell(fine.act, assessed);
                act.tien_phat = fine.fine.0;
                act.giam_nhe = fine.mitigating.iter().map(|found| found.key().to_owned()).collect();
                act.tang_nang = fine.aggravating.iter().map(|found| found.key().to_owned()).collect();
                act.tai_pham = fine.aggravating.contains(&Aggravating::A2);
                if let Some(spot) = on_the_spot(case, decision) {
                    act.ngay = spot.answers.date("committed_on").or(act.ngay);
                    act.mo_ta = spot.answers.text("description").unwrap_or_default().to_owned();
                }
                Some(act)
            });
            chosen.collect()
        }
        Paper::Step(_) => {
            let assessed = decided.record.map(|record| record.content.assessment.acts.as_slice()).unwrap_or_default();
            assessed.iter().enumerate().map(|(index, assessed)| tell(index, assessed)).collect()
        }
    }
}

fn on_the_spot<'a>(case: &'a CaseFile, decision: &SanctionDecision) -> Option<&'a Done> {
    let same = |done: &&Done| done.frame.as_ref().is_some_and(|frame| frame.number == decision.frame.number);
    case.steps.iter().filter(|done| has(done, Effect::OnTheSpot)).find(same)
}

/// The word behind another one: `15` of `Điều 15 khoản 1`.
fn part(place: &str, before: &str) -> Option<String> {
    let folded = place.to_lowercase();
    let rest = folded.split_once(before)?.1;
    filled(&rest.chars().take_while(|sign| sign.is_alphanumeric()).collect::<String>())
}

/// The number of a decree: `98/2020/NĐ-CP`.
fn instrument(place: &str) -> Option<String> {
    let words = place.split_whitespace().map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric()));
    let mut numbers = words.filter(|word| word.matches('/').count() == 2);
    numbers.next().map(str::to_owned)
}

fn decision(decided: &Decided<'_>) -> Decision {
    let frame = decided.frame;
    Decision {
        loai: decided.kind,
        so: frame.number.text.clone(),
        ngay: frame.at.date(),
        ngay_hieu_luc: frame.at.date(),
        nguoi_ky: frame.signer.full_name.clone(),
        chuc_vu: frame.signer.title.clone(),
        co_quan: frame.issuer.name.clone(),
        giao_quyen: frame.delegation.as_ref().map(|given| given.number.clone()),
        noi_dung: match decided.paper {
            Paper::Sanction(decision) => decision.content.grounds.clone(),
            Paper::Step(done) => told(done),
        },
    }
}

fn sanctions(case: &CaseFile, decided: &Decided<'_>) -> Sanctions {
    let exhibits = decided.record.map_or_else(Vec::new, |record| {
        let until = if decided.seq() == 0 { u32::MAX } else { decided.seq() };
        case.exhibits_of(record, until)
    });
    let none = Sanctions {
        canh_cao: false,
        tien_phat: 0,
        tuoc_dinh_chi: Vec::new(),
        tich_thu: Vec::new(),
        tri_gia_tich_thu: 0,
        tieu_huy: Vec::new(),
    };
    match decided.paper {
        Paper::Sanction(decision) => {
            let warned =
                |act: &ActAssessment| (act.warning_only || act.warning_possible) && !act.limitation.time_barred;
            let mut fines = decision.content.fines.iter();
            let taken = decision.content.confiscate;
            Sanctions {
                canh_cao: fines
                    .any(|fine| fine.fine.0 == 0 && decision.assessment.acts.get(fine.act).is_some_and(warned)),
                tien_phat: decision.total_fine.0,
                tuoc_dinh_chi: decision.content.supplementary.clone(),
                tich_thu: if taken {
                    exhibits.iter().map(|line| goods(line, line.quantity)).collect()
                } else {
                    Vec::new()
                },
                tri_gia_tich_thu: if taken { decision.confiscation_value.0 } else { 0 },
                ..none
            }
        }
        Paper::Step(done) => {
            let picked = done.answers.exhibits().iter().filter_map(|picked| {
                let line = exhibits.get(picked.index)?;
                Some(goods(line, picked.quantity))
            });
            let picked: Vec<Goods> = picked.collect();
            match decided.kind {
                DecisionKind::Confiscation => {
                    let value = picked.iter().fold(0_i64, |sum, line| sum.saturating_add(line.tri_gia));
                    Sanctions { tich_thu: picked, tri_gia_tich_thu: value, ..none }
                }
                DecisionKind::Destruction => Sanctions { tieu_huy: picked, ..none },
                DecisionKind::Sanction
                | DecisionKind::OnTheSpot
                | DecisionKind::Remedies
                | DecisionKind::Prosecution => none,
            }
        }
    }
}

fn goods(line: &Exhibit, quantity: u32) -> Goods {
    Goods {
        ten: line.name.clone(),
        don_vi_tinh: line.unit.clone(),
        so_luong: quantity,
        don_gia: line.unit_price.0,
        tri_gia: line.unit_price.0.saturating_mul(i64::from(quantity)),
    }
}

fn execution(case: &CaseFile, decided: &Decided<'_>, steps: &Steps<'_>) -> Execution {
    // What was paid counts for the decision that stands: a cancelled one has nothing to carry out.
    let current = matches!(decided.paper, Paper::Sanction(_)) && !decided.cancelled;
    let service = case.service.as_ref().filter(|_| current);
    let payments = if current { case.payments.as_slice() } else { &[] };
    let carried = if current { case.executions.as_slice() } else { &[] };
    Execution {
        tinh_trang: state(case, decided),
        ngay_giao: service.map(|service| service.received_on),
        da_nop: payments.iter().fold(0_i64, |sum, paid| sum.saturating_add(paid.amount.0)),
        con_phai_nop: if current { case.owed().0 } else { 0 },
        giam_mien: if current { case.relieved.0 } else { 0 },
        nop_phat: payments
            .iter()
            .map(|paid| Paid { ngay: paid.paid_on, so_tien: paid.amount.0, chung_tu: paid.receipt.clone() })
            .collect(),
        quyet_dinh_khac: steps.beside(),
        da_thi_hanh: carried
            .iter()
            .filter(|done| done.part != ExecutionPart::Fine)
            .map(|done| Carried { phan: done.part.key().to_owned(), ngay: done.done_on, ghi_chu: done.note.clone() })
            .collect(),
    }
}

fn state(case: &CaseFile, decided: &Decided<'_>) -> ExecutionState {
    if decided.cancelled {
        return ExecutionState::Cancelled;
    }
    let sanction = matches!(decided.paper, Paper::Sanction(_));
    if decided.kind == DecisionKind::Prosecution || (sanction && case.stage == Stage::Criminal) {
        ExecutionState::Prosecution
    } else if case.closed.is_some() || (sanction && case.service.is_some() && case.open_parts().is_empty()) {
        ExecutionState::Done
    } else if sanction && case.service.is_none() {
        ExecutionState::NotServed
    } else if case.holds(Fact::Stayed) {
        ExecutionState::Stayed
    } else if sanction && case.holds(Fact::Deferred) {
        ExecutionState::Deferred
    } else if case.holds(Fact::Enforcing) && decided.kind != DecisionKind::Destruction {
        ExecutionState::Enforcing
    } else {
        ExecutionState::Running
    }
}

/// What the steps of the case tell of one decision.
struct Steps<'a> {
    case: &'a CaseFile,
    decided: &'a Decided<'a>,
}

impl Steps<'_> {
    /// Whether what is carried out, enforced and complained of is of this decision, and not of one beside it.
    fn main(&self) -> bool {
        !matches!(self.decided.kind, DecisionKind::Destruction | DecisionKind::Prosecution)
    }

    fn told(&self, wanted: impl Fn(&Done) -> bool) -> Vec<Step> {
        self.case.steps.iter().filter(|done| wanted(done)).map(step).collect()
    }

    fn names(&self, done: &Done) -> bool {
        done.answers.text("paper") == Some(self.decided.frame.number.text.as_str())
    }

    fn of(&self, group: Group) -> Vec<Step> {
        self.told(|done| self.main() && self.decided.owns(done.seq) && in_group(done, group))
    }

    /// Decisions that hold things or persons, up to the end of this decision.
    fn preventive(&self) -> Vec<Step> {
        self.told(|done| {
            let decides =
                done.procedure().and_then(|found| found.form).is_some_and(|form| form.kind == FormKind::Decision);
            let urgent = done.key == "tam-giu-khan-cap";
            done.seq <= self.decided.span.1
                && (decides || urgent)
                && (in_group(done, Group::Seizure) || in_group(done, Group::Search))
        })
    }

    fn complaints(&self) -> Vec<Step> {
        self.told(|done| {
            let owned = self.decided.owns(done.seq) && in_group(done, Group::Complaint);
            owned && (self.main() || self.names(done))
        })
    }

    /// Papers that correct, amend or cancel this one.
    fn amendments(&self) -> Vec<Step> {
        self.told(|done| (has(done, Effect::AmendPaper) || has(done, Effect::CancelPaper)) && self.names(done))
    }

    /// Deferral, relief, instalments, stay: what changes how the fine is carried out.
    fn beside(&self) -> Vec<Step> {
        const KEYS: [&str; 8] = [
            "hoan",
            "het-hoan",
            "giam-mien",
            "nop-nhieu-lan",
            "cham-dut-nop-nhieu-lan",
            "thi-hanh-mot-phan",
            "tam-dinh-chi",
            "cham-dut-tam-dinh-chi",
        ];
        self.told(|done| self.main() && self.decided.owns(done.seq) && KEYS.contains(&done.key.as_str()))
    }

    /// The hand-over to the criminal authorities and what they did.
    fn prosecution(&self) -> Vec<Step> {
        const KEYS: [&str; 5] =
            ["chuyen-dau-hieu-toi-pham", "ban-giao-ho-so", "nhan-lai-ho-so", "nhan-lai-chua-lap-bien-ban", "khoi-to"];
        let own = self.decided.seq();
        let itself = |done: &Done| self.decided.kind == DecisionKind::Prosecution && done.seq == own;
        self.told(|done| KEYS.contains(&done.key.as_str()) && (self.decided.owns(done.seq) || itself(done)))
    }
}

fn in_group(done: &Done, group: Group) -> bool {
    done.procedure().is_some_and(|procedure| procedure.group == group)
}

fn step(done: &Done) -> Step {
    let found = done.procedure();
    let on = found.and_then(|found| done.answers.date(found.adds.on));
    Step {
        ma: done.key.clone(),
        ten: found.map_or_else(|| done.key.clone(), |found| found.title.to_owned()),
        so: done.frame.as_ref().map(|frame| frame.number.text.clone()),
        ngay: on.unwrap_or(done.at.date()),
        noi_dung: told(done),
    }
}

/// The answers of a step in words, each behind its question.
fn told(done: &Done) -> String {
    let fields = done.procedure().map(|found| found.fields).unwrap_or_default();
    let answers = fields.iter().filter(|field| field.key != "paper").filter_map(|field| {
        let words = done.answers.get(field.key)?.words();
        Some(format!("{}: {}", field.label, words.lines().collect::<Vec<_>>().join(" ")))
    });
    answers.collect::<Vec<_>>().join("; ")
}
