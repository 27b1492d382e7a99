//! Judging acts: which band, whose frame, which warnings.

use super::later;
use super::proposal::{net, propose};
use super::{ActAssessment, ActInput, Assessment, ExplanationRight, Frame, Limitation, Offender, OffenderKind, Step};
use crate::calendar::{add_months, format_date};
use crate::catalogue::{Base, Behaviour, Catalogue, Mark, StatedFor};
use crate::law::LawRefusal;
use crate::money::{Dong, MAX_DONG};
use crate::statute::{
    Aggravating, CIRCUMSTANCES_2025, Citation, EXPLANATION_INDIVIDUAL, EXPLANATION_ORGANISATION, FieldGroup,
    Mitigating, Remedy, Supplementary, SupplementaryKind, When,
};
use jiff::civil::Date;
use std::borrow::Cow;

/// From this age on a person is sanctioned like everybody (Luật XLVPHC Điều 134).
const ADULT: i16 = 18;

/// What a minor may be sanctioned with; a licence is not taken from him, nor his activity suspended.
const MINORS_ONLY: &str = "Người chưa thành niên chỉ bị cảnh cáo, phạt tiền, tịch thu tang vật, phương tiện; biện pháp khắc phục hậu quả chỉ gồm khôi phục tình trạng ban đầu, khắc phục ô nhiễm, lây lan dịch bệnh, tiêu hủy hàng hóa gây hại, nộp lại số lợi bất hợp pháp (Điều 135 Luật Xử lý vi phạm hành chính).";

/// Whether a line of the catalogue names a remedial measure that also a minor may be ordered (Luật XLVPHC Điều 135).
fn minors_too(text: &str) -> bool {
    matches!(
        Remedy::read(text),
        Some(Remedy::RestoreState | Remedy::StopPollution | Remedy::DestroyHarmful | Remedy::ReturnGain)
    )
}

/// Whether a line of the catalogue takes a licence or suspends an activity.
fn is_suspension(text: &str) -> bool {
    Supplementary::read(text).is_some_and(|found| found.kind == SupplementaryKind::Suspension)
}

/// Age in whole years on a day.
pub fn age(born: Date, on: Date) -> i16 {
    let had_birthday = (on.month(), on.day()) >= (born.month(), born.day());
    on.year() - born.year() - i16::from(!had_birthday)
}

/// Whether a person was not of age on a day (Luật XLVPHC Điều 134).
pub fn is_minor(born: Date, on: Date) -> bool {
    age(born, on) < ADULT
}

/// Judges one act: by the law of the day it was committed, as of the day of the decision.
///
/// # Errors
/// A [`LawRefusal`] when the behaviour is unknown or was not law on the day, when its value or quantity is missing, absurd or
/// outside every band, when the decision would be older than the act, or when the person was under 14.
pub fn assess_act(
    catalogue: &Catalogue,
    input: &ActInput,
    offender: &Offender,
    decided_on: Date,
) -> Result<ActAssessment, LawRefusal> {
    let behaviour = catalogue.behaviour(&input.behaviour_id).ok_or_else(|| {
        LawRefusal::new(
            "unknown-behaviour",
            "Hành vi không có trong danh mục. Chọn lại hành vi từ danh sách.",
            Citation::law("khoản 1 Điều 2", Mark::Recalled),
        )
    })?;
    check_dates(behaviour, input.committed_on, decided_on)?;
    let judged = judge(behaviour, input, offender, decided_on)?;
    Ok(later::lighter(catalogue, behaviour, judged, input, decided_on, |newer| {
        judge(newer, input, offender, decided_on)
    }))
}

/// Judges one act by one row of the catalogue, whatever its dates.
fn judge(
    behaviour: &Behaviour,
    input: &ActInput,
    offender: &Offender,
    decided_on: Date,
) -> Result<ActAssessment, LawRefusal> {
    sensible(behaviour, input.amount)?;
    let band = behaviour.band(input.amount).ok_or_else(|| missing_amount(behaviour, input.amount))?;
    let citation = Citation::new(behaviour.place(band), behaviour.place_mark(band));
    let group = FieldGroup::of_behaviour(behaviour);
    let stated = Frame { min: Dong(band.min), max: Dong(band.max) };
    let mut steps = vec![Step { text: band_text(behaviour, input.amount, stated), citation: citation.clone() }];

    let (frame, individual_frame) = frame_for(behaviour, input, offender.kind, stated, citation.mark, &mut steps);
    let (limit, sure) = group.maximum();
    let cap = Dong(limit.saturating_mul(offender.kind.factor()));
    let (mut frame, mut individual_frame) = (frame, individual_frame);
    let capped = frame.max > cap;
    if capped {
        frame = frame.capped(cap);
        individual_frame = individual_frame.capped(Dong(limit));
        steps.push(Step {
            text: format!("Không vượt mức tối đa trong lĩnh vực {}: {frame}", group.label()),
            citation: Citation::law("Điều 24", sure),
        });
    }
    let mut warnings = Vec::new();
    if capped && sure == Mark::Unsure {
        warnings.push(format!(
            "Mức tối đa {} trong lĩnh vực {} chưa được đối chiếu văn bản.",
            Dong(limit),
            group.label()
        ));
    }
    let mut warning_only = false;
    let (mut supplementary, mut remedies) = (behaviour.supplementary.clone(), behaviour.remedies.clone());
    if !offender.kind.is_organisation()
        && let Some(born) = offender.birth_date
    {
        let years = age(born, input.committed_on);
        (frame, warning_only) = frame_by_age(years, frame, &mut steps, &mut warnings)?;
        if years < ADULT {
            supplementary.retain(|text| !is_suspension(text));
            remedies.retain(|text| minors_too(text));
            warnings.push(MINORS_ONLY.to_owned());
        }
    }
    // Where only a warning is possible there is no fine to compute, and no step of it to show.
    let mut nothing = Vec::new();
    let shown = if warning_only { &mut nothing } else { &mut steps };
    let counted = counted(behaviour, input, shown);
    let proposed = propose(frame, &counted, decided_on, shown);
    let warning_possible = band.warning && !warning_only && net(&counted) < 0;
    if warning_possible {
        steps.push(Step {
            text: "Có thể phạt cảnh cáo thay phạt tiền: văn bản cho phép và có tình tiết giảm nhẹ".to_owned(),
            citation: Citation::law("Điều 22", Mark::Recalled),
        });
    }
    add_warnings(behaviour, input, behaviour.mark(band), decided_on, &mut warnings);
    let needs_confirmation = steps.iter().any(|step| step.citation.mark == Mark::Unsure);
    let until = add_months(input.committed_on, behaviour.limitation_years * 12);
    Ok(ActAssessment {
        behaviour_id: behaviour.id.clone(),
        title: behaviour.title.clone(),
        field: behaviour.field,
        group,
        frame,
        individual_frame,
        mean: frame.mean(),
        proposed,
        steps,
        supplementary,
        remedies,
        limitation: Limitation {
            years: behaviour.limitation_years,
            until,
            time_barred: decided_on > until,
            citation: Citation::law("khoản 1 Điều 6", Mark::Recalled),
        },
        warning_only,
        warning_possible,
        needs_confirmation,
        warnings,
        citation,
    })
}

fn check_dates(behaviour: &Behaviour, committed_on: Date, decided_on: Date) -> Result<(), LawRefusal> {
    if decided_on < committed_on {
        return Err(LawRefusal::new(
            "decision-before-act",
            format!(
                "Ngày xử lý {} trước ngày vi phạm {}. Kiểm tra lại ngày vi phạm.",
                format_date(decided_on),
                format_date(committed_on)
            ),
            Citation::law("khoản 1 Điều 2", Mark::Recalled),
        ));
    }
    if behaviour.in_force(committed_on) {
        return Ok(());
    }
    let span = match behaviour.in_force_to {
        Some(to) => format!("từ {} đến {}", format_date(behaviour.in_force_from), format_date(to)),
        None => format!("từ {}", format_date(behaviour.in_force_from)),
    };
    Err(LawRefusal::new(
        "not-in-force",
        format!(
            "{} (khung này) có hiệu lực {span}; hành vi ngày {} phải áp dụng văn bản có hiệu lực ngày đó. Chọn hành vi theo văn bản đó.",
            behaviour.decree(),
            format_date(committed_on)
        ),
        Citation::new("Điều 156 Luật Ban hành văn bản quy phạm pháp luật", Mark::Recalled),
    ))
}

fn band_text(behaviour: &Behaviour, amount: Option<i64>, stated: Frame) -> String {
    match (behaviour.base, amount) {
        (Base::Fixed, _) | (_, None) => format!("Khung phạt: {stated}"),
        (Base::ExhibitValue, Some(value)) => format!("Trị giá tang vật {}: khung phạt {stated}", Dong(value)),
        (Base::Quantity, Some(quantity)) => format!(
            "Số lượng {} {}: khung phạt {stated}",
            crate::money::thousandths(quantity),
            behaviour.unit.as_deref().unwrap_or_default()
        ),
    }
}

/// The frame for this kind of offender, and for an individual of age. The doubling clause works on the frame before
/// the organisation factor: counterfeit food of a company is fined fourfold.
fn frame_for(
    behaviour: &Behaviour,
    input: &ActInput,
    kind: OffenderKind,
    stated: Frame,
    mark: Mark,
    steps: &mut Vec<Step>,
) -> (Frame, Frame) {
    let mut frame = stated;
    if input.doubled && !behaviour.doubled_if.is_empty() {
        frame = frame.times(behaviour.doubled_factor);
        let (place, own) = behaviour.doubling_place();
        steps.push(Step {
            text: format!("Phạt gấp {} ({}): {frame}", times(behaviour.doubled_factor), behaviour.doubled_if),
            citation: Citation::new(place, own.max(mark)),
        });
    }
    let place = if behaviour.instrument.contains("98/2020/NĐ-CP") {
        format!("Điều 4 {}", behaviour.decree())
    } else {
        format!("quy định về mức phạt đối với tổ chức, {}", behaviour.decree())
    };
    let mut step = |text: String| steps.push(Step { text, citation: Citation::new(place.clone(), Mark::Recalled) });
    match (kind.is_organisation(), behaviour.fine_stated_for) {
        (true, StatedFor::Individual) => {
            let doubled = frame.times(behaviour.organisation_factor);
            if behaviour.organisation_factor > 1 {
                step(format!("Tổ chức: gấp {} lần mức của cá nhân: {doubled}", behaviour.organisation_factor));
            }
            (doubled, frame)
        }
        (true, StatedFor::Organisation) => {
            step(format!("Mức phạt đã quy định cho tổ chức: {frame}"));
            (frame, frame.halved())
        }
        (false, StatedFor::Individual) => {
            if kind == OffenderKind::HouseholdBusiness {
                step("Hộ kinh doanh: áp dụng mức phạt của cá nhân".to_owned());
            }
            (frame, frame)
        }
        (false, StatedFor::Organisation) => {
            let halved = frame.halved();
            step(format!("Cá nhân, hộ kinh doanh: bằng một nửa mức của tổ chức: {halved}"));
            (halved, halved)
        }
    }
}

/// The act with the circumstances that count: where the value or the quantity has chosen the frame, it does not aggravate a
/// second time (Luật XLVPHC Điều 10 khoản 2).
fn counted<'a>(behaviour: &Behaviour, input: &'a ActInput, steps: &mut Vec<Step>) -> Cow<'a, ActInput> {
    if behaviour.base == Base::Fixed || !input.aggravating.contains(&Aggravating::A11) {
        return Cow::Borrowed(input);
    }
    steps.push(Step {
        text: format!("Không tính “{}”: trị giá hoặc số lượng đã quyết định khung phạt", Aggravating::A11.label()),
        citation: Citation::law("khoản 2 Điều 10", Mark::Recalled),
    });
    let aggravating = input.aggravating.iter().copied().filter(|item| *item != Aggravating::A11).collect();
    Cow::Owned(ActInput { aggravating, ..input.clone() })
}

/// Minors (Luật XLVPHC Điều 5, 22, 134): the frame, and whether only a warning is possible.
fn frame_by_age(
    age: i16,
    frame: Frame,
    steps: &mut Vec<Step>,
    warnings: &mut Vec<String>,
) -> Result<(Frame, bool), LawRefusal> {
    let minors = || Citation::law("khoản 3 Điều 134", Mark::Recalled);
    match age {
        ..=13 => Err(LawRefusal::new(
            "under-fourteen",
            "Người dưới 14 tuổi không bị xử phạt vi phạm hành chính. Kiểm tra lại ngày sinh; nếu đúng, không lập biên bản xử phạt.",
            Citation::law("điểm a khoản 1 Điều 5", Mark::Recalled),
        )),
        14 | 15 => {
            steps.push(Step {
                text: "Từ đủ 14 đến dưới 16 tuổi: chỉ phạt cảnh cáo, không phạt tiền".to_owned(),
                citation: minors(),
            });
            warnings
                .push("Từ đủ 14 đến dưới 16 tuổi chỉ bị xử phạt khi cố ý vi phạm: biên bản phải nêu rõ.".to_owned());
            Ok((Frame::ZERO, true))
        }
        16 | 17 => {
            let halved = frame.halved();
            steps.push(Step {
                text: format!("Từ đủ 16 đến dưới 18 tuổi: không quá một nửa mức của người thành niên: {halved}"),
                citation: minors(),
            });
            warnings.push(
                "Người chưa thành niên không có tiền nộp phạt thì cha mẹ hoặc người giám hộ nộp thay.".to_owned(),
            );
            Ok((halved, false))
        }
        18.. => Ok((frame, false)),
    }
}

fn add_warnings(behaviour: &Behaviour, input: &ActInput, mark: Mark, decided_on: Date, warnings: &mut Vec<String>) {
    let mut warn = |text: String| warnings.push(text);
    if mark != Mark::Unsure && behaviour.place_confidence == Some(Mark::Unsure) {
        warn("Số điều, khoản, điểm chưa được đối chiếu: mở văn bản, ghi đúng số trước khi áp dụng.".to_owned());
    }
    if mark == Mark::Unsure {
        warn(
            "Khung phạt này chưa được đối chiếu văn bản: chỉ là gợi ý, phải đối chiếu Công báo trước khi áp dụng."
                .to_owned(),
        );
    }
    if !behaviour.doubled_if.is_empty() && !input.doubled {
        warn(format!("Phạt gấp {} nếu: {}.", times(behaviour.doubled_factor), behaviour.doubled_if));
    }
    if input.doubled && behaviour.doubled_if.contains("gấp bốn") {
        warn("Đã tính gấp hai lần; nền tảng số lớn bị phạt gấp bốn lần: đối chiếu văn bản.".to_owned());
    }
    if behaviour.base != Base::Fixed && input.aggravating.contains(&Aggravating::A11) {
        warn("Trị giá hoặc số lượng đã quyết định khung phạt thì không được tính thêm là tình tiết tăng nặng (khoản 2 Điều 10 Luật Xử lý vi phạm hành chính): hệ thống không tính tình tiết này.".to_owned());
    }
    if input.committed_on < CIRCUMSTANCES_2025 && decided_on >= CIRCUMSTANCES_2025 && net(input) != 0 {
        warn(format!(
            "Hành vi trước ngày {}, xử lý sau ngày đó: quy định về tình tiết được chọn theo ngày vi phạm, hoặc quy định mới nếu nhẹ hơn; điều khoản chuyển tiếp của Nghị định 68/2025/NĐ-CP chưa đối chiếu.",
            format_date(CIRCUMSTANCES_2025)
        ));
    }
    if input.mitigating.contains(&Mitigating::M8) {
        warn(
            "Tình tiết giảm nhẹ khác chỉ áp dụng khi nghị định của Chính phủ có quy định: ghi rõ điều, khoản."
                .to_owned(),
        );
    }
    if behaviour.in_force_to.is_some_and(|to| to < decided_on) {
        warn(
            "Khung này đã hết hiệu lực ngày xử lý: nếu văn bản mới quy định nhẹ hơn thì áp dụng văn bản mới."
                .to_owned(),
        );
    }
    if !behaviour.note.is_empty() {
        warn(format!("Lưu ý: {}.", behaviour.note.trim_end_matches('.')));
    }
}

/// How many times, in words.
fn times(factor: i64) -> String {
    match factor {
        2 => "hai lần".to_owned(),
        4 => "bốn lần".to_owned(),
        other => format!("{other} lần"),
    }
}

/// A value or quantity that can be meant, where the frame depends on one.
fn sensible(behaviour: &Behaviour, amount: Option<i64>) -> Result<(), LawRefusal> {
    let given = amount.filter(|amount| behaviour.base != Base::Fixed && !(0..=MAX_DONG).contains(amount));
    let Some(given) = given else { return Ok(()) };
    let message = if given < 0 {
        "Trị giá hoặc số lượng không thể âm. Nhập số từ 0 trở lên."
    } else {
        "Trị giá hoặc số lượng lớn không hợp lý. Kiểm tra lại số chữ số."
    };
    Err(LawRefusal::new("amount-absurd", message, Citation::new(behaviour.place_of(""), behaviour.confidence)))
}

fn missing_amount(behaviour: &Behaviour, amount: Option<i64>) -> LawRefusal {
    let message = match (behaviour.base, amount) {
        (Base::Quantity, None) => format!(
            "Khung phạt của hành vi này theo số lượng. Nhập số lượng ({}).",
            behaviour.unit.as_deref().unwrap_or("đơn vị tính")
        ),
        (Base::ExhibitValue | Base::Fixed, None) => {
            "Khung phạt của hành vi này theo trị giá tang vật. Ghi tang vật kèm đơn giá, hoặc nhập trị giá.".to_owned()
        }
        (_, Some(_)) => {
            "Trị giá hoặc số lượng này không thuộc khung phạt nào của hành vi. Kiểm tra lại số đã nhập.".to_owned()
        }
    };
    LawRefusal::new("amount-needed", message, Citation::new(behaviour.place_of(""), behaviour.confidence))
}

/// Judges all acts of one offender.
///
/// # Errors
/// The first act's [`LawRefusal`].
pub fn assess(
    catalogue: &Catalogue,
    offender: &Offender,
    inputs: &[ActInput],
    decided_on: Date,
) -> Result<Assessment, LawRefusal> {
    let acts =
        inputs.iter().map(|input| assess_act(catalogue, input, offender, decided_on)).collect::<Result<Vec<_>, _>>()?;
    let fined = acts.iter().filter(|act| !act.limitation.time_barred);
    let total = fined.fold(Dong(0), |sum, act| sum.plus(act.proposed.amount));
    let explanation_right =
        acts.iter().zip(inputs).find_map(|(act, input)| explanation_right(act, input, offender.kind));
    let mut warnings = Vec::new();
    if let Some(act) = acts.iter().find(|act| act.limitation.time_barred) {
        warnings.push(format!(
            "Hành vi “{}” đã hết thời hiệu xử phạt từ {}: không phạt, chỉ còn tịch thu và khắc phục hậu quả.",
            act.title,
            format_date(act.limitation.until)
        ));
    }
    if acts.iter().any(|act| act.group != acts.first().map_or(act.group, |first| first.group)) {
        warnings.push("Các hành vi thuộc nhiều lĩnh vực: thẩm quyền được xét theo từng lĩnh vực.".to_owned());
    }
    if counts_twice(inputs) {
        warnings.push(format!(
            "Vi phạm nhiều lần mà bị xử phạt về từng lần thì không tính tình tiết “{}”, trừ khi tái phạm (điểm b khoản 1 Điều 10 Luật Xử lý vi phạm hành chính).",
            Aggravating::A2.label()
        ));
    }
    Ok(Assessment { acts, total_proposed: total, explanation_right, warnings })
}

/// Whether one behaviour is sanctioned for each time it was done and aggravated by having been done several times as well.
fn counts_twice(inputs: &[ActInput]) -> bool {
    let times = |id: &str| inputs.iter().filter(|input| input.behaviour_id == id).count();
    inputs.iter().any(|input| input.aggravating.contains(&Aggravating::A2) && times(&input.behaviour_id) > 1)
}

/// Whether one act opens the right to explain (Luật XLVPHC Điều 61): by the maximum of the frame, not the proposal, or
/// because the act carries a suspension.
fn explanation_right(act: &ActAssessment, input: &ActInput, kind: OffenderKind) -> Option<ExplanationRight> {
    let threshold = Dong(if kind.is_organisation() { EXPLANATION_ORGANISATION } else { EXPLANATION_INDIVIDUAL });
    let maximum = act.statutory_maximum();
    if maximum >= threshold {
        return Some(ExplanationRight {
            reason: format!("mức tối đa của khung {maximum} từ {threshold} trở lên"),
            citation: Citation::law("khoản 1 Điều 61", Mark::Seen),
        });
    }
    let repeated = input.aggravating.contains(&Aggravating::A2);
    act.supplementary.iter().filter_map(|text| Supplementary::read(text)).find_map(|found| {
        let (applies, mark) = match found.when {
            When::Always => (true, Mark::Seen),
            When::OnRepeat => (repeated, Mark::Seen),
            When::InSomeCases => (true, Mark::Unsure),
        };
        (found.kind == SupplementaryKind::Suspension && applies).then(|| ExplanationRight {
            reason: "hành vi có hình thức tước quyền sử dụng giấy phép hoặc đình chỉ hoạt động".to_owned(),
            citation: Citation::law("khoản 1 Điều 61", mark),
        })
    })
}
