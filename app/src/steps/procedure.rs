//! The form of any procedure, from its row in the table: one page for all of them.

use super::{PREVIEW, StepForm, StepView, step_form};
use crate::components::{
    Actions, Button, ButtonKind, ButtonLink, Checkbox, Choice, DateField, Desk, Fieldset, MoneyField, Notice,
    NoticeKind, NumberField, RadioGroup, SelectField, TextField, TextareaField, TimeField, Width,
};
use crate::forms::Draft;
use crate::islands::answers;
use crate::papers::DocumentSheet;
use domain::calendar::format_date;
use domain::case::procedure::{self, ExhibitStanding, Field, Kind, Procedure, Signer, Source};
use domain::money::group;
use domain::paper::Document;
use domain::paper::words::capital;
use leptos::prelude::*;

/// Above this many choices a list is easier than radio buttons.
const FEW: usize = 6;

/// The form of a procedure, or nothing for a key that is none.
pub fn form(view: &StepView<'_>, key: &str) -> Option<StepForm> {
    let procedure = procedure::find(key)?;
    let first = view.draft.is_none();
    let mut draft = view.draft.clone().unwrap_or_default();
    if first {
        prefill(&mut draft, procedure, view);
    }
    let standing = procedure::standing(view.case);
    let fields = procedure.questions().map(|field| control(field, &draft, &standing, view)).collect::<Vec<_>>();
    let ground = format!("Căn cứ: {}.", procedure.place);
    let paper = procedure.form.filter(|form| !form.symbol.is_empty()).map(|form| {
        let code = if form.code.is_empty() { String::new() } else { format!(" (mẫu {})", form.code) };
        format!("Bước này lập văn bản ký hiệu {}{code}; số được cấp khi ký.", form.symbol)
    });
    let signs = match procedure.signer {
        Signer::Officer => "Lập và ký",
        Signer::InspectionHead | Signer::SanctionHead | Signer::Seizer => "Ký ban hành",
    };
    let button = if procedure.form.is_some() { signs } else { "Ghi nhận" };
    let see = procedure.form.is_some().then(|| {
        view! { <Button text="Xem dự thảo" kind=ButtonKind::Secondary name="again" value=PREVIEW /> }
    });
    let blocked = procedure::why_not(view.case, procedure).map(|refusal| {
        let why = refusal.message();
        view! { <Notice kind=NoticeKind::Warning title="Chưa thể thực hiện bước này"><p>{why}</p></Notice> }
    });
    let content = view! {
        {view.preview.is_some().then(|| again(button))}
        {blocked}
        <p class="muted">{ground}" "{paper}</p>
        {fields}
        <Actions>
            <Button text=button />
            {see}
        </Actions>
    };
    let paper = view.preview.clone().map(|paper| preview(paper, &draft, button));
    let form = step_form(view, procedure.key, Some(&draft), content.into_any());
    Some(StepForm { title: procedure.title, caption: view.case.code.clone(), body: view! { {paper}{form} }.into_any() })
}

/// The paper as it would be signed, above the form that makes it: what was typed stays below, to change or to sign.
fn preview(paper: Document, draft: &Draft, button: &'static str) -> AnyView {
    let missing = draft.errors.len();
    let state = if missing == 0 {
        format!("Đã đủ các mục phải ghi. Bấm “{button}” để ký, hoặc sửa lại.")
    } else {
        format!("Còn {missing} mục thiếu hoặc sai, liệt kê ở đầu trang; bản dự thảo chưa có các mục đó.")
    };
    view! {
        <h2>"Dự thảo văn bản"</h2>
        <p>{state}" Chưa ghi gì vào hồ sơ, chưa cấp số."</p>
        <Desk><DocumentSheet document=paper /></Desk>
    }
    .into_any()
}

/// Below a preview: sign at once, or go on to what was typed.
fn again(button: &'static str) -> AnyView {
    view! {
        <Actions>
            <Button text=button />
            <ButtonLink href="#noi-dung-nhap" text="Sửa" />
        </Actions>
        <h2 id="noi-dung-nhap" tabindex="-1">"Nội dung đã nhập"</h2>
    }
    .into_any()
}

/// What is known already.
fn prefill(draft: &mut Draft, procedure: &Procedure, view: &StepView<'_>) {
    let case = view.case;
    for field in procedure.questions() {
        let key = field.key;
        match field.source {
            Source::Nothing => {}
            Source::Today => draft.fields.set(key, format_date(view.now.date())),
            Source::Now => {
                draft.fields.set(format!("{key}_date"), format_date(view.now.date()));
                draft.fields.set(format!("{key}_time"), format!("{:02}:{:02}", view.now.hour(), view.now.minute()));
            }
            Source::Place => draft.fields.set(key, case.inspection.place.clone()),
            Source::Representative => {
                let party = &case.inspection.party;
                let name = match &case.violation {
                    Some(record) if !record.content.representative.is_empty() => &record.content.representative,
                    _ if party.representative.is_empty() => &party.name,
                    _ => &party.representative,
                };
                draft.fields.set(key, name.clone());
            }
            Source::Officer => draft.fields.set(key, case.responsible().full_name.clone()),
            Source::Owed => draft.fields.set(key, case.owed().digits()),
        }
        if matches!(field.kind, Kind::Exhibits | Kind::PricedExhibits) {
            for (index, exhibit) in procedure::standing(case).iter().enumerate() {
                draft.fields.set(format!("{key}.{index}.take"), "1");
                draft.fields.set(format!("{key}.{index}.quantity"), group(i64::from(exhibit.quantity)));
                if field.kind == Kind::PricedExhibits {
                    draft.fields.set(format!("{key}.{index}.price"), exhibit.unit_price.digits());
                }
            }
        }
    }
}

/// The control of a question that is answered without choosing from a case; nothing for one that is not.
pub fn control_of(field: &'static Field, draft: &Draft) -> Option<AnyView> {
    let (value, error) = answers(draft);
    let (name, label, optional) = (field.key, field.label, !field.required);
    let hint = (!field.hint.is_empty()).then(|| field.hint.to_owned());
    Some(match field.kind {
        Kind::Text => view! { <TextField name=name label=label hint=hint value=value(name) error=error(name) optional=optional /> }.into_any(),
        Kind::Lines => {
            view! { <TextareaField name=name label=label hint=hint value=value(name) error=error(name) optional=optional /> }.into_any()
        }
        Kind::Date => view! { <DateField name=name label=label value=value(name) error=error(name) optional=optional /> }.into_any(),
        Kind::Moment => {
            let (date, time) = (format!("{name}_date"), format!("{name}_time"));
            let (date_value, time_value) = (value(&date), value(&time));
            let (date_error, time_error) = (error(&date), error(&time));
            view! {
                <Fieldset legend=label>
                    <DateField name=date label="Ngày" value=date_value error=date_error />
                    <TimeField name=time label="Giờ" value=time_value error=time_error />
                </Fieldset>
            }
            .into_any()
        }
        Kind::Money => view! { <MoneyField name=name label=label hint=hint value=value(name) error=error(name) optional=optional /> }.into_any(),
        Kind::Count { .. } => {
            view! { <NumberField name=name label=label hint=hint value=value(name) error=error(name) width=Width::W6 optional=optional /> }.into_any()
        }
        Kind::Choice(list) => {
            let options: Vec<Choice> = list.iter().map(|(key, words)| Choice::new(*key, capital(words))).collect();
            if list.len() > FEW {
                view! { <SelectField name=name label=label hint=hint options=options value=value(name) error=error(name) /> }.into_any()
            } else {
                view! { <RadioGroup name=name legend=label hint=hint options=options value=value(name) error=error(name) optional=optional /> }.into_any()
            }
        }
        Kind::Paper | Kind::Exhibits | Kind::PricedExhibits => return None,
    })
}

fn control(field: &'static Field, draft: &Draft, standing: &[ExhibitStanding], view: &StepView<'_>) -> AnyView {
    if let Some(control) = control_of(field, draft) {
        return control;
    }
    let (value, error) = answers(draft);
    let hint = (!field.hint.is_empty()).then(|| field.hint.to_owned());
    match field.kind {
        Kind::Exhibits => exhibits(field, draft, standing, false),
        Kind::PricedExhibits => exhibits(field, draft, standing, true),
        Kind::Paper
        | Kind::Text
        | Kind::Lines
        | Kind::Date
        | Kind::Moment
        | Kind::Money
        | Kind::Count { .. }
        | Kind::Choice(_) => {
            let (name, label) = (field.key, field.label);
            let options: Vec<Choice> = view
                .case
                .papers()
                .into_iter()
                .filter(|paper| paper.state != domain::paper::PaperState::Cancelled)
                .map(|paper| Choice::new(paper.number.clone(), format!("{} – {}", paper.number, paper.name)))
                .collect();
            view! { <SelectField name=name label=label hint=hint options=options value=value(name) error=error(name) /> }.into_any()
        }
    }
}

/// One row an exhibit: whether it is taken, how many, and at which price.
fn exhibits(field: &Field, draft: &Draft, standing: &[ExhibitStanding], priced: bool) -> AnyView {
    let (value, error) = answers(draft);
    let rows = standing
        .iter()
        .enumerate()
        .map(|(index, exhibit)| {
            let name = |part: &str| format!("{}.{index}.{part}", field.key);
            let ticked = !value(&name("take")).is_empty();
            let label = format!("{} – {} {}", exhibit.name, group(i64::from(exhibit.quantity)), exhibit.unit);
            let mut hint = vec![exhibit.last.clone(), exhibit.place.clone()];
            hint.retain(|part| !part.is_empty());
            let hint = (!hint.is_empty()).then(|| hint.join(", "));
            let price = priced.then(|| {
                let (name, value, error) = (name("price"), value(&name("price")), error(&name("price")));
                view! { <MoneyField name=name label="Đơn giá" value=value error=error /> }
            });
            let (quantity, given, wrong) = (name("quantity"), value(&name("quantity")), error(&name("quantity")));
            view! {
                <div class="field-row">
                    <Checkbox name=name("take") label=label hint=hint checked=ticked />
                    <NumberField name=quantity label="Số lượng" value=given error=wrong width=Width::W6 />
                    {price}
                </div>
            }
        })
        .collect::<Vec<_>>();
    let wrong = error(field.key).map(|message| view! { <p class="field__error">{message}</p> });
    let legend = field.label;
    view! {
        <Fieldset legend=legend>
            {wrong}
            {rows}
        </Fieldset>
    }
    .into_any()
}
