//! The violation record with the law's answer beside it, and the explanation.

use super::inspection::{representative, signature};
use super::law::{Question, answer};
use super::{StepForm, answers, prefilled, step_form};
use crate::api::case::CaseView;
use crate::components::{
    Actions, Button, ButtonKind, Checkbox, Choice, DateField, Fieldset, MoneyField, NumberField, RadioGroup,
    SelectField, TextField, TextareaField, TimeField, Width,
};
use crate::forms::violation::inputs_so_far;
use crate::forms::{Draft, Fields};
use domain::calendar::{format_date, parse_date, parse_time};
use domain::case::ExplanationKind;
use domain::catalogue::{Base, Catalogue};
use domain::law::competence::Needs;
use domain::law::fine::Offender;
use domain::money::Dong;
use domain::party::PartyKind;
use jiff::civil::DateTime;
use leptos::prelude::*;

/// The violation record.
pub fn record(view: &CaseView, draft: Option<Draft>) -> StepForm {
    let case = &view.case;
    let today = format_date(view.now.date());
    let inspected = case.inspection_record.as_ref().map(|record| &record.content);
    let draft = prefilled(
        draft,
        &[
            ("made_date", today.clone()),
            ("made_time", format!("{:02}:{:02}", view.now.hour(), view.now.minute())),
            (
                "place",
                inspected.map_or(case.inspection.place.clone(), |record| record.place.clone()),
            ),
            (
                "representative",
                inspected.map_or(representative(&case.inspection.party), |record| {
                    record.representative.clone()
                }),
            ),
            (
                "birth_date",
                case.inspection.party.birth_date.map(format_date).unwrap_or_default(),
            ),
            (
                "acts.0.committed_on",
                inspected.map_or(today, |record| format_date(record.announced_at.date())),
            ),
        ],
    );
    let person = case.inspection.party.kind != PartyKind::Organisation;
    let base = case.inspection.party.offender();
    let now = view.now;
    let question = RwSignal::new(question(&draft.fields, base, now));
    let (body, draft_for_form) = (form(view, &draft, person, base, now, question), draft);
    StepForm {
        title: "Biên bản vi phạm hành chính",
        caption: case.code.clone(),
        body: view! {
            <div class="split">
                {step_form(view, "bien-ban-vi-pham", Some(&draft_for_form), body)}
                <aside class="stack" aria-label="Căn cứ pháp luật">{move || question.with(answer)}</aside>
            </div>
        }
        .into_any(),
    }
}

/// What the law is asked while the record is being written.
fn question(fields: &Fields, base: Offender, now: DateTime) -> Question {
    let inputs = inputs_so_far(fields, Catalogue::embedded());
    let birth_date = parse_date(fields.get("birth_date")).ok().or(base.birth_date);
    let made = parse_date(fields.get("made_date"))
        .ok()
        .zip(parse_time(fields.get("made_time")).ok());
    let value: i64 = inputs
        .iter()
        .filter(|input| {
            Catalogue::embedded()
                .behaviour(&input.behaviour_id)
                .is_some_and(|found| found.base == Base::ExhibitValue)
        })
        .filter_map(|input| input.amount)
        .sum();
    Question {
        offender: Offender { birth_date, ..base },
        inputs,
        confiscation: (value > 0).then_some(Dong(value)),
        needs: Needs::default(),
        made_at: made.map_or(now, |(date, time)| date.to_datetime(time)),
        now,
    }
}

fn form(
    view: &CaseView,
    draft: &Draft,
    person: bool,
    base: Offender,
    now: DateTime,
    asked: RwSignal<Question>,
) -> AnyView {
    let (value, error) = answers(&draft);
    let rows = |prefix: &str, least: usize| {
        let mut rows = draft.fields.indices(prefix);
        let mut next = rows.last().map_or(0, |last| last + 1);
        while rows.len() < least {
            rows.push(next);
            next += 1;
        }
        rows
    };
    let choices = behaviours(view.now.date());
    let acts = rows("acts", 1)
        .into_iter()
        .enumerate()
        .map(|(index, row)| act(draft, row, index, choices.clone()))
        .collect::<Vec<_>>();
    let exhibits = rows("exhibits", 2)
        .into_iter()
        .enumerate()
        .map(|(index, row)| exhibit(draft, row, index))
        .collect::<Vec<_>>();
    let birth = person.then(|| {
        view! { <DateField name="birth_date" label="Ngày sinh người vi phạm" hint="Để áp dụng đúng với người chưa thành niên" value=value("birth_date") error=error("birth_date") optional=true /> }
    });
    let live = move |_event: leptos::ev::Event| {
        #[cfg(feature = "hydrate")]
        if let Some(fields) = crate::browser::fields_of(&_event) {
            let next = question(&fields, base, now);
            if asked.with_untracked(|current| *current != next) {
                asked.set(next);
            }
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (base, now, asked);
    };
    view! {
        <div class="stack-lg" on:input=live.clone() on:change=live>
            <Fieldset legend="Thời điểm lập biên bản">
                <DateField name="made_date" label="Ngày lập" value=value("made_date") error=error("made_date") />
                <TimeField name="made_time" label="Giờ lập" value=value("made_time") error=error("made_time") />
            </Fieldset>
            <TextField name="place" label="Nơi lập biên bản" value=value("place") error=error("place") />
            <TextField name="representative" label="Người vi phạm hoặc người đại diện" hint="Họ tên, chức vụ" value=value("representative") error=error("representative") />
            {birth}
            {acts}
            <Actions><Button text="Thêm hành vi" kind=ButtonKind::Secondary small=true name="again" value="acts" /></Actions>
            <Fieldset legend="Tang vật, phương tiện" section=true hint="Trị giá làm căn cứ khung phạt được cộng từ các dòng này">
                {exhibits}
                <Actions>
                    <Button text="Thêm dòng tang vật" kind=ButtonKind::Secondary small=true name="again" value="exhibits" />
                    <Button text="Xem đề xuất của hệ thống" kind=ButtonKind::Secondary small=true name="again" value="law" />
                </Actions>
            </Fieldset>
            <TextareaField name="party_opinion" label="Ý kiến của người vi phạm" value=value("party_opinion") error=error("party_opinion") optional=true />
            <TextField name="witness" label="Người chứng kiến" hint="Họ tên, địa chỉ, số định danh" value=value("witness") error=error("witness") optional=true />
            {signature(draft)}
            <Actions><Button text="Lập biên bản vi phạm hành chính" /></Actions>
        </div>
    }
    .into_any()
}

/// All behaviours that are law on a day, with their article in front.
fn behaviours(on: jiff::civil::Date) -> Vec<Choice> {
    Catalogue::embedded()
        .in_force(on)
        .map(|row| {
            Choice::new(
                row.id.clone(),
                format!("{} {} – {}", row.article, row.instrument, row.title),
            )
        })
        .collect()
}

fn act(draft: &Draft, row: usize, index: usize, choices: Vec<Choice>) -> AnyView {
    let (typed, wrong) = answers(draft);
    let name = move |part: &str| format!("acts.{row}.{part}");
    let value = move |part: &str| typed(&name(part));
    let error = move |part: &str| wrong(&name(part));
    let doubled = draft.fields.filled(&name("doubled")).is_some();
    view! {
        <Fieldset legend=format!("Hành vi {}", index + 1) section=true>
            <SelectField name=name("behaviour") label="Hành vi vi phạm" hint="Theo danh mục, có điểm, khoản, điều" options=choices value=value("behaviour") error=error("behaviour") />
            <TextareaField name=name("description") label="Mô tả hành vi" value=value("description") error=error("description") />
            <DateField name=name("committed_on") label="Ngày vi phạm" value=value("committed_on") error=error("committed_on") />
            <TextField name=name("place") label="Nơi vi phạm" hint="Để trống nếu là nơi lập biên bản" value=value("place") error=error("place") optional=true />
            <TextField name=name("amount") label="Trị giá hoặc số lượng" hint="Chỉ khi khung phạt theo số lượng, hoặc không ghi từng dòng tang vật" value=value("amount") error=error("amount") width=Width::W20 inputmode="decimal" optional=true />
            <Checkbox name=name("doubled") label="Thuộc trường hợp phạt gấp hai lần theo nghị định" checked=doubled />
        </Fieldset>
    }
    .into_any()
}

fn exhibit(draft: &Draft, row: usize, index: usize) -> AnyView {
    let (typed, wrong) = answers(draft);
    let name = move |part: &str| format!("exhibits.{row}.{part}");
    let value = move |part: &str| typed(&name(part));
    let error = move |part: &str| wrong(&name(part));
    let act = Some(value("act"))
        .filter(|act| !act.is_empty())
        .unwrap_or("1".to_owned());
    view! {
        <Fieldset legend=format!("Tang vật {}", index + 1)>
            <TextField name=name("name") label="Tên hàng, nhãn hiệu, quy cách" value=value("name") error=error("name") />
            <div class="field-row">
                <TextField name=name("unit") label="Đơn vị tính" value=value("unit") error=error("unit") width=Width::W6 />
                <NumberField name=name("quantity") label="Số lượng" value=value("quantity") error=error("quantity") width=Width::W6 />
                <MoneyField name=name("unit_price") label="Đơn giá" value=value("unit_price") error=error("unit_price") width=Width::W10 />
                <NumberField name=name("act") label="Thuộc hành vi số" value=act error=error("act") width=Width::W4 />
            </div>
            <div class="field-row">
                <TextField name=name("origin") label="Xuất xứ" value=value("origin") error=error("origin") width=Width::W20 optional=true />
                <TextField name=name("condition") label="Tình trạng" value=value("condition") error=error("condition") width=Width::W20 optional=true />
            </div>
        </Fieldset>
    }
    .into_any()
}

/// Explanation, oral request or waiver.
pub fn explain(view: &CaseView, draft: Option<Draft>) -> StepForm {
    let draft = prefilled(draft, &[("received_on", format_date(view.now.date()))]);
    let (value, error) = answers(&draft);
    let kinds = ExplanationKind::ALL
        .into_iter()
        .map(|kind| Choice::new(kind.key(), kind.label()))
        .collect();
    let right = view
        .case
        .violation
        .as_ref()
        .and_then(|record| record.content.assessment.explanation_right.as_ref())
        .map(|right| view! { <p>{format!("Có quyền giải trình vì {} ({}).", right.reason, right.citation)}</p> });
    let content = view! {
        {right}
        <RadioGroup name="kind" legend="Hình thức" options=kinds value=value("kind") error=error("kind") />
        <DateField name="received_on" label="Ngày nhận" value=value("received_on") error=error("received_on") />
        <TextareaField name="content" label="Nội dung" value=value("content") error=error("content") />
        <Actions><Button text="Ghi nhận giải trình" /></Actions>
    };
    StepForm {
        title: "Giải trình",
        caption: view.case.code.clone(),
        body: step_form(view, "giai-trinh", Some(&draft), content.into_any()),
    }
}
