//! The file of an establishment, and its form.

use super::book::{parameter, status_tone};
use super::common::{document_title, done_notice, form_head, opt_query, query, reading, shown};
use crate::api::place::{PlaceForm, PlaceView, SubmitNote, SubmitPlace};
use crate::components::{
    Actions, Button, ButtonKind, ButtonLink, Cell, Choice, Column, DataTable, DateField, Fieldset, MoneyField,
    NumberField, PageTitle, Row, SelectField, SummaryList, SummaryRow, Tag, TextField, TextareaField, Timeline,
    TimelineEvent, Tone, Width,
};
use crate::forms::{Draft, Fields};
use crate::islands::answers;
use crate::routes;
use domain::calendar::{format_date, format_short};
use domain::case::UploadOutcome;
use domain::establishment::{
    EstablishmentFile, INDUSTRIES, Kind, LicenceKind, LicenceState, Status, completeness, freshness, industry,
};
use jiff::civil::Date;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The file of an establishment.
#[component]
pub fn PlacePage() -> impl IntoView {
    let id = parameter("id");
    let (draft, upload) = (opt_query(routes::DRAFT), opt_query(routes::UPLOAD));
    let place = reading(
        move || (id.get(), draft.get(), upload.get()),
        |(id, draft, upload)| async move {
            let outcome = super::attachments::outcome(&routes::place(&id), upload).await?;
            Ok((crate::api::place::read_place(id, draft).await?, outcome))
        },
    );
    shown(place, |(view, outcome)| page(view, outcome))
}

fn page(view: PlaceView, outcome: Option<UploadOutcome>) -> AnyView {
    let file = &view.file;
    let id = file.place.id.0.to_string();
    let fresh = freshness(file.status, file.reviewed_on, view.today);
    let complete = completeness(file, &view.party);
    let edit = view.may_keep.then(|| {
        view! { <ButtonLink href=routes::place_edit(&id) text="Sửa, rà soát" kind=ButtonKind::Primary /> }.into_any()
    });
    let missing = (!complete.missing.is_empty()).then(|| {
        view! { <p>{format!("Còn thiếu: {}.", complete.missing.join(", "))}</p> }
    });
    let tone = if fresh.is_due() { Tone::Warning } else { Tone::Success };
    let draft = view.draft.clone().unwrap_or_default();
    let note = view.may_keep.then(|| note_form(&id, view.today, draft.clone()));
    let notes = (!view.notes.is_empty()).then(|| {
        let events = view.notes.iter().map(|note| {
            TimelineEvent::new(format_date(note.on), note.on.to_string(), note.officer.clone(), note.text.clone())
        });
        view! { <Timeline events=events.collect() label="Ghi nhận" /> }
    });
    let told = super::attachments::told(outcome.as_ref());
    let photos = super::place_photo::section(&view, outcome);
    view! {
        {document_title(&file.place.name, Some(&draft))}
        {form_head(Some(&draft))}
        {told}
        {done_notice()}
        <PageTitle title=file.place.name.clone() caption=file.kind.label() actions=edit />
        <div class="cluster">
            <Tag tone=status_tone(file.status) text=file.status.label() />
            <Tag tone=tone text=fresh.label() />
            <Tag text=format!("hồ sơ đầy đủ {} %", complete.percent) />
        </div>
        {missing}
        <SummaryList rows=summary(&view) heading="Cơ sở" />
        {licences(file, view.today)}
        {photos}
        <section class="stack">
            <h2>"Ghi nhận khi nắm địa bàn"</h2>
            {notes}
            {note}
        </section>
        {changes(&view)}
    }
    .into_any()
}

fn summary(view: &PlaceView) -> Vec<SummaryRow> {
    let file = &view.file;
    let party = routes::party(&view.party.id.0.to_string());
    let number = |number: Option<u32>, unit: &str| {
        number.map(|number| format!("{} {unit}", domain::money::group(i64::from(number)))).unwrap_or_default()
    };
    let industries: Vec<String> = file
        .industries
        .iter()
        .map(|code| industry(code).map_or_else(|| code.clone(), |line| format!("{code} {}", line.name)))
        .collect();
    let (area, officer) = view.area.as_ref().map_or((String::new(), String::new()), |line| {
        (line.area.name.clone(), line.officer.clone().unwrap_or_default())
    });
    let rows = [
        ("Địa chỉ", file.place.address.clone()),
        ("Xã, phường", view.commune.clone()),
        ("Thuộc chợ, trung tâm", file.within.clone()),
        ("Tọa độ", file.position.map(|point| point.to_string()).unwrap_or_default()),
        ("Địa bàn", area),
        ("Công chức phụ trách", officer),
        ("Đơn vị giữ sổ", view.unit_name.clone()),
        ("Điện thoại", file.phone.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("Mặt hàng", file.place.business.clone()),
        ("Mã ngành (VSIC)", industries.join("; ")),
        ("Diện tích", number(file.scale.square_metres, "m²")),
        ("Lao động", number(file.scale.workers, "người")),
        ("Doanh thu ước", file.scale.turnover.map(|sum| format!("{} đồng/năm", sum.digits())).unwrap_or_default()),
        ("Kênh trực tuyến, biển số", file.channels.join("; ")),
        ("Nhà cung cấp chính", file.suppliers.clone()),
        ("Rà soát gần nhất", file.reviewed_on.map(format_date).unwrap_or_default()),
    ];
    let owner = SummaryRow::link("Của", view.party.name.clone(), party);
    let known = rows.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| SummaryRow::new(key, value));
    std::iter::once(owner).chain(known).collect()
}

fn licences(file: &EstablishmentFile, today: Date) -> AnyView {
    if file.licences.is_empty() {
        return ().into_any();
    }
    let rows: Vec<Row> = file
        .licences
        .iter()
        .map(|licence| {
            let state = match licence.state(today) {
                LicenceState::Valid => Cell::tag(Tone::Success, "Còn hạn"),
                LicenceState::EndsSoon => Cell::tag(Tone::Warning, "Sắp hết hạn"),
                LicenceState::Expired => Cell::tag(Tone::Danger, "Hết hạn"),
            };
            let day = |day: Option<Date>, none: &str| day.map_or_else(|| none.to_owned(), format_date);
            vec![
                Cell::text(licence.kind.label()),
                Cell::noted(licence.number.clone(), licence.issued_by.clone()),
                Cell::text(day(licence.issued_on, "–")),
                Cell::text(day(licence.expires_on, "không thời hạn")),
                state,
            ]
        })
        .collect();
    let columns = ["Loại", "Số, nơi cấp", "Ngày cấp", "Hết hạn", "Trạng thái"].map(Column::new).to_vec();
    view! { <h2>"Giấy phép"</h2><DataTable caption="Giấy phép" columns=columns rows=rows hide_caption=true /> }
        .into_any()
}

fn note_form(id: &str, today: Date, mut draft: Draft) -> AnyView {
    if draft.fields.filled("seen_on").is_none() {
        draft.fields.set("seen_on", format_date(today));
    }
    let (value, error) = answers(&draft);
    view! {
        <form method="post" action=SubmitNote::url() class="stack" novalidate>
            <input type="hidden" name="id" value=id.to_owned() />
            <DateField name="seen_on" label="Ngày" value=value("seen_on") error=error("seen_on") />
            <TextareaField name="note" label="Đã thấy, nghe được" value=value("note") error=error("note") />
            <Actions><Button text="Ghi nhận" kind=ButtonKind::Secondary /></Actions>
        </form>
    }
    .into_any()
}

fn changes(view: &PlaceView) -> AnyView {
    let events = view.changes.iter().map(|(version, at, who, words)| {
        let what = if *version == 1 { "Vào sổ".to_owned() } else { format!("Bản {version}") };
        let event = TimelineEvent::new(format_short(*at), at.to_string(), who.clone(), what);
        if words.is_empty() { event } else { event.details(words.join("\n")) }
    });
    view! {
        <details>
            <summary>"Lịch sử sửa đổi"</summary>
            <Timeline events=events.collect() label="Lịch sử sửa đổi" />
        </details>
    }
    .into_any()
}

/// The form of a file that is there.
#[component]
pub fn PlaceEdit() -> impl IntoView {
    let id = parameter("id");
    let draft = opt_query(routes::DRAFT);
    let form = reading(
        move || (id.get(), draft.get()),
        |(id, draft)| crate::api::place::read_place_form(id, String::new(), draft),
    );
    shown(form, self::form)
}

/// The form of another place of a party.
#[component]
pub fn PlaceNew() -> impl IntoView {
    let party = query("doi-tuong");
    let draft = opt_query(routes::DRAFT);
    let form = reading(
        move || (party.get(), draft.get()),
        |(party, draft)| crate::api::place::read_place_form(String::new(), party, draft),
    );
    shown(form, self::form)
}

/// Blank rows for licences besides those that are there.
const BLANK: usize = 2;

fn form(form: PlaceForm) -> AnyView {
    let mut draft = form.draft.clone().unwrap_or_default();
    let typed = draft.has_errors() || draft.refusal.is_some() || draft.stale.is_some();
    if !typed {
        draft.fields = match &form.file {
            Some((file, _)) => crate::forms::book::fill(file),
            None => {
                let mut fields = Fields::default();
                fields.set("status", Status::Active.key());
                fields.set("address", form.party.address.clone());
                fields
            }
        };
    }
    let rows = draft.fields.indices("licences").last().map_or(0, |last| last + 1) + BLANK;
    let (value, error) = answers(&draft);
    let licence = |place: usize| {
        let name = |field: &str| format!("licences.{place}.{field}");
        let kinds = LicenceKind::ALL.map(|kind| Choice::new(kind.key(), kind.label())).to_vec();
        let (kind, number, issued, by, expires) =
            (name("kind"), name("number"), name("issued_on"), name("issued_by"), name("expires_on"));
        view! {
            <Fieldset legend=format!("Giấy phép {}", place + 1)>
                <SelectField name=kind.clone() label="Loại" options=kinds value=value(&kind) error=error(&kind) prompt="Không có" optional=true />
                <TextField name=number.clone() label="Số" value=value(&number) error=error(&number) width=Width::W20 optional=true />
                <DateField name=issued.clone() label="Ngày cấp" value=value(&issued) error=error(&issued) optional=true />
                <TextField name=by.clone() label="Nơi cấp" value=value(&by) error=error(&by) optional=true />
                <DateField name=expires.clone() label="Hết hạn" hint="Ngày cuối còn hiệu lực; để trống nếu không thời hạn" value=value(&expires) error=error(&expires) optional=true />
            </Fieldset>
        }
        .into_any()
    };
    let licences = (0..rows).map(licence).collect_view();
    let kinds = Kind::ALL.map(|kind| Choice::new(kind.key(), kind.label())).to_vec();
    let states = Status::ALL.map(|status| Choice::new(status.key(), status.label())).to_vec();
    let communes = form.communes.iter().map(|(code, name)| Choice::new(code, name)).collect();
    let codes =
        INDUSTRIES.iter().map(|line| view! { <li>{format!("{} – {}", line.code, line.name)}</li> }).collect_view();
    let (title, back) = match &form.file {
        Some((file, _)) => (format!("Sửa: {}", file.place.name), routes::place(&form.id)),
        None => (format!("Thêm cơ sở của {}", form.party.name), routes::party(&form.party.id.0.to_string())),
    };
    let version = form.file.as_ref().map(|(_, version)| version.to_string());
    view! {
        {document_title("Hồ sơ cơ sở", Some(&draft))}
        {form_head(Some(&draft))}
        <PageTitle title=title caption="Sổ địa bàn" />
        <form method="post" action=SubmitPlace::url() class="stack-lg" novalidate>
            <input type="hidden" name="id" value=form.id.clone() />
            <input type="hidden" name="party" value=form.party.id.0.to_string() />
            {version.map(|version| view! { <input type="hidden" name="version" value=version /> })}
            <SelectField name="kind" label="Loại cơ sở" options=kinds value=value("kind") error=error("kind") />
            <SelectField name="status" label="Trạng thái" options=states value=value("status") error=error("status") />
            <TextField name="name" label="Tên cơ sở, biển hiệu" value=value("name") error=error("name") />
            <TextField name="address" label="Địa chỉ" hint="Số nhà, đường hoặc thôn; xã, phường; tỉnh. Ghi theo tên cũ cũng được" value=value("address") error=error("address") />
            <SelectField name="commune" label="Xã, phường" hint="Để trống thì đọc từ địa chỉ" options=communes value=value("commune") error=error("commune") prompt="Đọc từ địa chỉ" optional=true />
            <TextField name="within" label="Trong chợ, trung tâm thương mại" value=value("within") error=error("within") optional=true />
            <TextField name="position" label="Tọa độ" hint="Vĩ độ, kinh độ, chép từ bản đồ trên điện thoại, ví dụ 20.6464, 106.0511" value=value("position") error=error("position") width=Width::W20 optional=true />
            <TextField name="phone" label="Điện thoại" value=value("phone") error=error("phone") width=Width::W20 inputmode="tel" optional=true />
            <Fieldset legend="Kinh doanh" section=true>
                <TextField name="business" label="Ngành, mặt hàng kinh doanh" value=value("business") error=error("business") optional=true />
                <TextField name="industries" label="Mã ngành (VSIC cấp 4)" hint="Cách nhau bằng dấu phẩy, ví dụ 4711, 4724" value=value("industries") error=error("industries") optional=true />
                <details><summary>"Mã ngành thường gặp"</summary><ul class="small">{codes}</ul></details>
                <NumberField name="square_metres" label="Diện tích (m²)" value=value("square_metres") error=error("square_metres") width=Width::W6 optional=true />
                <NumberField name="workers" label="Số lao động" value=value("workers") error=error("workers") width=Width::W6 optional=true />
                <MoneyField name="turnover" label="Doanh thu ước một năm" value=value("turnover") error=error("turnover") optional=true />
                <TextareaField name="channels" label="Website, gian hàng, tài khoản mạng xã hội, biển số xe" hint="Mỗi dòng một kênh" value=value("channels") error=error("channels") optional=true />
                <TextareaField name="suppliers" label="Nhà cung cấp chính" value=value("suppliers") error=error("suppliers") optional=true />
            </Fieldset>
            <Fieldset legend="Giấy phép, giấy chứng nhận" section=true hint="Bỏ trống các dòng không dùng">{licences}</Fieldset>
            <DateField name="reviewed_on" label="Ngày rà soát" hint="Ngày đối chiếu hồ sơ này tại cơ sở hoặc với giấy tờ" value=value("reviewed_on") error=error("reviewed_on") optional=true />
            <Actions>
                <Button text="Lưu vào sổ" />
                <ButtonLink href=back text="Quay lại" kind=ButtonKind::Plain />
            </Actions>
        </form>
    }
    .into_any()
}
