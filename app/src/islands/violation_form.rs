//! The violation record as a form: rows of acts and goods, and the law's answer beside them.

use super::law::{Question, answer};
use super::{Target, answers, ask, ask_on_waking};
use crate::components::{
    Actions, Button, ButtonKind, Checkbox, Choice, DateField, Fieldset, MoneyField, NumberField, RadioGroup,
    SelectField, TextField, TextareaField, TimeField, Width,
};
use crate::forms::together;
use crate::forms::violation::inputs_so_far;
use crate::forms::{Draft, Fields};
use crate::law::Law;
use domain::calendar::{parse_date, parse_time};
use domain::catalogue::{Base, Catalogue};
use domain::law::competence::Needs;
use domain::law::fine::Offender;
use domain::money::Dong;
use jiff::civil::{Date, DateTime};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What the form needs of its case.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ViolationData {
    pub target: Target,
    pub draft: Draft,
    pub offender: Offender,
    /// Whether the offender is a person, whose age matters.
    pub person: bool,
    pub now: DateTime,
    pub law: Law,
    /// Other files of the matter where the same record is due; `None` where the file stands alone.
    pub others: Option<Vec<OtherFile>>,
}

/// Another file of the matter, as the form offers it for one common record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherFile {
    pub id: String,
    pub version: u32,
    /// Reference and name: `33-01/2026/0002 – Ông Vũ Văn Hùng`.
    pub title: String,
    /// What was prepared for him; nothing while nothing is.
    pub prepared: Option<String>,
    /// Where his part is written.
    pub href: String,
}

/// The violation record as a form.
///
/// - Server: the whole form with its rows and the law's answer to what is filled in.
/// - In the browser: the answer is to what stands in the form, also what was typed before; rows are added in place, and the answer
///   follows every change.
/// - Without scripts: “add a line” and “show the answer” are submissions that keep what was typed.
pub fn violation_form(data: ViolationData) -> impl IntoView {
    let ViolationData { target, draft, offender, person, now, law, others } = data;
    let law = Arc::new(law);
    let asked = RwSignal::new(question(&draft.fields, offender, now, &law));
    let kept = StoredValue::new(law.clone());
    let typed = move |fields: &Fields| kept.with_value(|law| question(fields, offender, now, law));
    let live = move |event: leptos::ev::Event| ask(&event, asked, typed);
    let form = NodeRef::new();
    ask_on_waking(form, asked, typed);
    let acts = RwSignal::new(rows(&draft.fields, "acts", 1));
    let exhibits = RwSignal::new(rows(&draft.fields, "exhibits", 2));
    let press = move |event: leptos::ev::MouseEvent| {
        #[cfg(feature = "browser")]
        if let Some(what) = crate::browser::pressed(&event, "again") {
            event.prevent_default();
            let add = |rows: &mut Vec<usize>| rows.push(rows.last().map_or(0, |last| last + 1));
            match what.as_str() {
                "acts" => acts.update(add),
                "exhibits" => exhibits.update(add),
                _ => {}
            }
        }
        #[cfg(not(feature = "browser"))]
        let _ = event;
    };
    let action = target.action.clone();
    let fields = fields(&draft, person, behaviours(law.catalogue(), now.date()), acts, exhibits);
    let end = end(&draft, others);
    view! {
        <div class="split">
            <form node_ref=form method="post" action=action class="stack-lg" novalidate on:input=live on:change=live on:click=press>
                {target.hidden()}
                {fields}
                {end}
            </form>
            <aside class="stack" aria-label="Căn cứ pháp luật">{move || asked.with(answer)}</aside>
        </div>
    }
}

/// The rows shown: those that were posted, at least so many.
fn rows(fields: &Fields, prefix: &str, least: usize) -> Vec<usize> {
    let mut rows = fields.indices(prefix);
    while rows.len() < least {
        rows.push(rows.last().map_or(0, |last| last + 1));
    }
    rows
}

/// What the law is asked while the record is being written.
fn question(fields: &Fields, base: Offender, now: DateTime, law: &Arc<Law>) -> Question {
    let inputs = inputs_so_far(fields, law.catalogue());
    let birth_date = parse_date(fields.get("birth_date")).ok().or(base.birth_date);
    let made = parse_date(fields.get("made_date")).ok().zip(parse_time(fields.get("made_time")).ok());
    let value: i64 = inputs
        .iter()
        .filter(|input| {
            law.catalogue().behaviour(&input.behaviour_id).is_some_and(|found| found.base == Base::ExhibitValue)
        })
        .filter_map(|input| input.amount)
        .sum();
    Question {
        law: Arc::clone(law),
        offender: Offender { birth_date, ..base },
        inputs,
        confiscation: (value > 0).then_some(Dong(value)),
        needs: Needs::default(),
        made_at: made.map_or(now, |(date, time)| date.to_datetime(time)),
        now,
    }
}

fn fields(
    draft: &Draft,
    person: bool,
    choices: Vec<Choice>,
    acts: RwSignal<Vec<usize>>,
    exhibits: RwSignal<Vec<usize>>,
) -> AnyView {
    let (value, error) = answers(draft);
    let kept = StoredValue::new(draft.clone());
    let choices = StoredValue::new(choices);
    let birth = person.then(|| {
        view! { <DateField name="birth_date" label="Ngày sinh người vi phạm" hint="Để áp dụng đúng với người chưa thành niên" value=value("birth_date") error=error("birth_date") optional=true /> }
    });
    let act_row =
        move |row: usize| kept.with_value(|draft| choices.with_value(|choices| act(draft, row, choices.clone())));
    let exhibit_row = move |row: usize| kept.with_value(|draft| exhibit(draft, row));
    let signature = signature(draft);
    view! {
        <Fieldset legend="Thời điểm lập biên bản">
            <DateField name="made_date" label="Ngày lập" value=value("made_date") error=error("made_date") />
            <TimeField name="made_time" label="Giờ lập" value=value("made_time") error=error("made_time") />
        </Fieldset>
        <TextField name="place" label="Nơi lập biên bản" value=value("place") error=error("place") />
        <TextField name="representative" label="Người vi phạm hoặc người đại diện" hint="Họ tên, chức vụ" value=value("representative") error=error("representative") />
        {birth}
        <For each=move || acts.get() key=|row| *row children=act_row />
        <Actions><Button text="Thêm hành vi" kind=ButtonKind::Secondary small=true name="again" value="acts" /></Actions>
        <For each=move || exhibits.get() key=|row| *row children=exhibit_row />
        <Actions>
            <Button text="Thêm dòng tang vật" kind=ButtonKind::Secondary small=true name="again" value="exhibits" />
            <Button text="Xem đề xuất của hệ thống" kind=ButtonKind::Secondary small=true name="again" value="law" />
        </Actions>
        <TextareaField name="party_opinion" label="Ý kiến của người vi phạm" value=value("party_opinion") error=error("party_opinion") optional=true />
        <TextField name="witness" label="Người chứng kiến" hint="Họ tên, địa chỉ, số định danh" value=value("witness") error=error("witness") optional=true />
        {signature}
    }
    .into_any()
}

/// The buttons; where the matter has other files, first which of them the record is made over too.
fn end(draft: &Draft, others: Option<Vec<OtherFile>>) -> AnyView {
    let record = "Lập biên bản vi phạm hành chính";
    let Some(others) = others else {
        return view! { <Actions><Button text=record /></Actions> }.into_any();
    };
    let files = others.into_iter().map(|file| {
        let name = together::name(&file.id);
        let checked = draft.fields.filled(&name).is_some();
        match file.prepared {
            Some(words) => {
                view! { <Checkbox name=name label=file.title value=file.version.to_string() hint=words checked=checked /> }
                    .into_any()
            }
            None => view! {
                <p>{file.title}": chưa chuẩn bị. "<a href=file.href>"Nhập phần của người này"</a></p>
            }
            .into_any(),
        }
    });
    let files = files.collect::<Vec<_>>();
    view! {
        <Fieldset legend="Lập chung một biên bản với" section=true>
            <p class="muted">"Một số, một thời điểm, một nơi lập, một người chứng kiến như ghi ở trên; mỗi người vi phạm giữ hành vi, tang vật, ý kiến, chữ ký và hồ sơ của mình (Điều 58 Luật Xử lý vi phạm hành chính)."</p>
            {files}
        </Fieldset>
        <Actions>
            <Button text=record />
            <Button text="Chuẩn bị để lập chung" kind=ButtonKind::Secondary name="prepare" value="1" />
        </Actions>
    }
    .into_any()
}

/// All behaviours that are law on a day, with their article in front.
fn behaviours(catalogue: &Catalogue, on: Date) -> Vec<Choice> {
    catalogue
        .in_force(on)
        .map(|row| Choice::new(row.id.clone(), format!("{} {} – {}", row.article, row.instrument, row.title)))
        .collect()
}

fn act(draft: &Draft, row: usize, choices: Vec<Choice>) -> AnyView {
    let (typed, wrong) = answers(draft);
    let name = move |part: &str| format!("acts.{row}.{part}");
    let value = move |part: &str| typed(&name(part));
    let error = move |part: &str| wrong(&name(part));
    let doubled = draft.fields.filled(&name("doubled")).is_some();
    view! {
        <Fieldset legend=format!("Hành vi {}", row + 1) section=true>
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

fn exhibit(draft: &Draft, row: usize) -> AnyView {
    let (typed, wrong) = answers(draft);
    let name = move |part: &str| format!("exhibits.{row}.{part}");
    let value = move |part: &str| typed(&name(part));
    let error = move |part: &str| wrong(&name(part));
    let act = Some(value("act")).filter(|act| !act.is_empty()).unwrap_or("1".to_owned());
    view! {
        <Fieldset legend=format!("Tang vật {}", row + 1)>
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

/// Whether the party signs, or why not.
pub fn signature(draft: &Draft) -> AnyView {
    let (value, error) = answers(draft);
    let options = vec![Choice::new("signed", "Đã ký biên bản"), Choice::new("refused", "Không ký hoặc không thể ký")];
    view! {
        <Fieldset legend="Ký biên bản" section=true>
            <RadioGroup name="signature" legend="Người vi phạm hoặc đại diện cơ sở" options=options value=value("signature") error=error("signature") />
            <TextField name="refusal_reason" label="Lý do không ký" hint="Chỉ khi không ký" value=value("refusal_reason") error=error("refusal_reason") optional=true />
            <TextField name="refusal_witness" label="Người chứng kiến hoặc đại diện UBND cấp xã ký thay" hint="Chỉ khi không ký (Điều 58 Luật Xử lý vi phạm hành chính)" value=value("refusal_witness") error=error("refusal_witness") optional=true />
        </Fieldset>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::tachys::view::RenderHtml;

    fn html(draft: &Draft, others: Option<Vec<OtherFile>>) -> String {
        Owner::new().with(|| end(draft, others).to_html())
    }

    fn file(id: &str, prepared: Option<&str>) -> OtherFile {
        OtherFile {
            id: id.to_owned(),
            version: 3,
            title: "33-01/2026/0002 – Ông Vũ Văn Hùng".to_owned(),
            prepared: prepared.map(str::to_owned),
            href: "/ho-so/b/bien-ban-vi-pham".to_owned(),
        }
    }

    #[test]
    fn a_file_of_its_own_has_one_button() {
        let page = html(&Draft::default(), None);
        assert!(page.contains("Lập biên bản vi phạm hành chính") && !page.contains("Chuẩn bị"), "{page}");
    }

    #[test]
    fn prepared_files_can_be_ticked_and_the_rest_say_what_is_missing() {
        let others = vec![file("a", Some("1 hành vi; đã ký")), file("b", None)];
        let page = html(&Draft::default(), Some(others.clone()));
        for words in
            ["name=\"joint.a\"", "value=\"3\"", "1 hành vi; đã ký", "name=\"prepare\"", "Nhập phần của người này"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("joint.b") && !page.contains("checked"), "{page}");
        let ticked = Draft::fresh([("joint.a", "2")].into_iter().collect());
        let page = html(&ticked, Some(others));
        assert!(page.contains("checked") && page.contains("value=\"3\""), "kept, against what is shown now: {page}");
    }
}
