//! The form of any step of a lead or a measure, from its row in the table: one page for all of them.

use super::common::{document_title, form_head, opt_query, query, reading, shown};
use crate::api::dossier::{DossierFormView, SubmitDossier, SubmitDossierStep};
use crate::components::{
    Actions, Breadcrumb, Button, ButtonKind, ButtonLink, Cell, CheckboxGroup, Choice, Column, Crumb, DataTable, Notice,
    NoticeKind, PageTitle, Row, TextField, TextareaField,
};
use crate::forms::Draft;
use crate::islands::answers;
use crate::routes;
use crate::steps::control_of;
use domain::authority::{Action, role_may};
use domain::calendar::format_date;
use domain::case::procedure::{Answer, Kind, Source};
use domain::dossier::{Ask, Dossier, INTAKE, Sort, Step, find, openings, why_not};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

/// Takes information in.
#[component]
pub fn LeadNew() -> impl IntoView {
    let (party, text, draft) = (query("doi-tuong"), query("q"), opt_query(routes::DRAFT));
    let view = reading(
        move || (party.get(), text.get(), draft.get()),
        |(party, text, draft)| {
            let (id, lead) = (String::new(), String::new());
            crate::api::dossier::read_dossier_form(INTAKE.to_owned(), id, lead, party, text, draft)
        },
    );
    shown(view, page)
}

/// Plans a measure: first which, then how.
#[component]
pub fn MeasureNew() -> impl IntoView {
    let (kind, lead) = (query(routes::MEASURE_KIND), query(routes::LEAD));
    let (party, text, draft) = (query("doi-tuong"), query("q"), opt_query(routes::DRAFT));
    let view = reading(
        move || (kind.get(), lead.get(), party.get(), text.get(), draft.get()),
        |(kind, lead, party, text, draft)| async move {
            if kind.is_empty() {
                let role = crate::api::work::read_my_work().await?.role;
                return Ok((None, lead, role_may(role, Action::WorkMeasure)));
            }
            let id = String::new();
            let form = crate::api::dossier::read_dossier_form(kind, id, lead.clone(), party, text, draft).await?;
            Ok((Some(form), lead, true))
        },
    );
    shown(view, |(form, lead, may)| match form {
        Some(form) => page(form),
        None => choose(&lead, may),
    })
}

/// Which measure.
fn choose(lead: &str, may: bool) -> AnyView {
    let links = openings(Sort::Measure)
        .map(|step| {
            let href = routes::measure_new(step.key, lead);
            let place = step.place;
            view! { <li><a href=href>{step.noun}</a><span class="small muted">" – "{place}</span></li> }
        })
        .collect::<Vec<_>>();
    let body = if may {
        view! { <ul>{links}</ul> }.into_any()
    } else {
        view! { <p>"Chức danh của đồng chí không lập biện pháp nghiệp vụ trên hệ thống này."</p> }.into_any()
    };
    view! {
        {document_title("Lập biện pháp nghiệp vụ", None)}
        <PageTitle title="Lập biện pháp nào?" caption="Biện pháp nghiệp vụ, bước 1 trong 2" />
        {body}
    }
    .into_any()
}

/// A step of a dossier.
#[component]
pub fn DossierStepPage() -> impl IntoView {
    let params = use_params_map();
    let keys =
        Memo::new(move |_| params.with(|map| (map.get("id").unwrap_or_default(), map.get("step").unwrap_or_default())));
    let (party, text, draft) = (query("doi-tuong"), query("q"), opt_query(routes::DRAFT));
    let view = reading(
        move || (keys.get(), party.get(), text.get(), draft.get()),
        |((id, step), party, text, draft)| {
            crate::api::dossier::read_dossier_form(step, id, String::new(), party, text, draft)
        },
    );
    shown(view, page)
}

fn page(view: DossierFormView) -> AnyView {
    let Some(step) = find(&view.key) else { return ().into_any() };
    let here = address(&view, step);
    let first = view.draft.is_none();
    let mut draft = view.draft.clone().unwrap_or_default();
    if first {
        prefill(&mut draft, step, &view);
    }
    let list = routes::dossiers(step.sort);
    let mut crumbs = vec![Crumb::link(list, step.sort.label())];
    let back = match &view.dossier {
        Some(dossier) => {
            let href = routes::dossier(step.sort, &dossier.id.to_string());
            crumbs.push(Crumb::link(href.clone(), dossier.code.clone()));
            href
        }
        None => list.to_owned(),
    };
    crumbs.push(Crumb::here(step.title));
    let caption = match (&view.dossier, &view.lead) {
        (Some(dossier), _) => format!("{} · {}", dossier.title(), dossier.code),
        (None, Some(lead)) => format!("Cho nguồn thông tin {}", lead.code),
        (None, None) => step.sort.label().to_owned(),
    };
    let blocked = view.dossier.as_ref().and_then(|dossier| why_not(dossier, step)).map(|refusal| {
        let why = refusal.message();
        view! { <Notice kind=NoticeKind::Warning title="Chưa thể thực hiện bước này"><p>{why}</p></Notice> }
    });
    let paper = step
        .paper
        .filter(|paper| !paper.symbol.is_empty())
        .map(|paper| format!("Bước này lập văn bản ký hiệu {}; số được cấp khi ký.", paper.symbol));
    let fields = step.fields.iter().filter_map(|field| control_of(field, &draft)).collect::<Vec<_>>();
    let withheld = draft.withheld.then(|| {
        view! {
            <Notice kind=NoticeKind::Warning title="Nhân thân người cung cấp thông tin không được lưu tạm: nhập lại phần niêm phong">
                <p>"Các mục khác có nhân thân cũng đã được xóa khỏi bản lưu tạm (Điều 37 Thông tư 27/2020/TT-BCT)."</p>
            </Notice>
        }
    });
    let sealed = (step.key == INTAKE).then(|| sealed(&draft));
    let (action, hidden) = target(&view, step, &draft);
    let button =
        if step.paper.is_some() && step.who == domain::dossier::Who::Head { "Ký ban hành" } else { step.title };
    view! {
        <Breadcrumb items=crumbs />
        {document_title(step.title, Some(&draft))}
        {form_head(Some(&draft))}
        {withheld}
        <PageTitle title=step.title caption=caption />
        {blocked}
        <p class="muted">{format!("Căn cứ: {}. ", step.place)}{paper}</p>
        {party(&view, step, &draft, &here)}
        <form method="post" action=action class="stack-lg" novalidate>
            {hidden}
            {officers(&view, step, &draft)}
            {fields}
            {sealed}
            <Actions>
                <Button text=button />
                <ButtonLink href=back text="Quay lại" kind=ButtonKind::Plain />
            </Actions>
        </form>
    }
    .into_any()
}

/// The address of this form, without what is chosen on it.
fn address(view: &DossierFormView, step: &Step) -> String {
    match &view.dossier {
        Some(dossier) => routes::dossier_step(step.sort, &dossier.id.to_string(), step.key),
        None if step.key == INTAKE => routes::LEAD_NEW.to_owned(),
        None => {
            let lead = view.lead.as_ref().map(|lead| lead.id.to_string()).unwrap_or_default();
            routes::measure_new(step.key, &lead)
        }
    }
}

/// Where the form goes, and its hidden fields.
fn target(view: &DossierFormView, step: &Step, draft: &Draft) -> (String, AnyView) {
    let party = view.party.as_ref().filter(|_| step.party != Ask::No);
    let party = party.map(|party| view! { <input type="hidden" name="party" value=party.id.0.to_string() /> });
    let step_field = view! { <input type="hidden" name="step" value=step.key /> };
    match &view.dossier {
        Some(dossier) => {
            let typed = draft.fields.filled("version").map(str::to_owned);
            let version = typed.unwrap_or_else(|| dossier.version.to_string());
            let id = dossier.id.to_string();
            let hidden = view! {
                <input type="hidden" name="dossier" value=id />
                <input type="hidden" name="version" value=version />
                {step_field}{party}
            };
            (SubmitDossierStep::url().to_owned(), hidden.into_any())
        }
        None => {
            let lead = view.lead.as_ref().map(|lead| {
                view! { <input type="hidden" name="lead" value=lead.id.to_string() /> }
            });
            let hidden = view! {
                <input type="hidden" name="dossier" value=view.new_id.clone() />
                {step_field}{lead}{party}
            };
            (SubmitDossier::url().to_owned(), hidden.into_any())
        }
    }
}

/// What is known already: now, today, and what was said before.
fn prefill(draft: &mut Draft, step: &Step, view: &DossierFormView) {
    let before: Option<&Dossier> = view.dossier.as_ref().filter(|_| step.carries).or(view.lead.as_ref());
    for field in step.fields {
        let key = field.key;
        // A reason and an opinion are of their own step.
        let said = before.filter(|_| !matches!(key, "reason" | "opinion")).and_then(|before| before.answer(key));
        match said {
            Some(Answer::Date { date }) if *date >= view.now.date() || !field.ahead => {
                draft.fields.set(key, format_date(*date));
            }
            Some(Answer::Date { .. }) => {}
            Some(answer @ (Answer::Text { .. } | Answer::Count { .. } | Answer::Money { .. })) => {
                draft.fields.set(key, answer.words());
            }
            Some(Answer::Choice { key: chosen, .. }) => draft.fields.set(key, chosen.clone()),
            Some(Answer::Moment { .. } | Answer::Exhibits { .. } | Answer::Paper { .. }) | None => {}
        }
        match field.source {
            Source::Today => draft.fields.set(key, format_date(view.now.date())),
            Source::Now if field.kind == Kind::Moment => {
                draft.fields.set(format!("{key}_date"), format_date(view.now.date()));
                draft.fields.set(format!("{key}_time"), format!("{:02}:{:02}", view.now.hour(), view.now.minute()));
            }
            Source::Nothing | Source::Now | Source::Place | Source::Representative | Source::Officer | Source::Owed => {
            }
        }
    }
    if step.key == "de-xuat-kiem-tra" {
        let lead = view.dossier.as_ref();
        let grounds = lead.map(|lead| format!("Nguồn thông tin {}: {}", lead.code, lead.words("content")));
        draft.fields.set("grounds", grounds.unwrap_or_default());
        if draft.fields.filled("site").is_none() {
            draft.fields.set("site", lead.map(|lead| lead.words("area")).unwrap_or_default());
        }
    }
    if step.opens && step.officers != Ask::No {
        draft.fields.set(format!("officers.{}", view.me), "1");
        for officer in view.lead.iter().flat_map(|lead| &lead.named) {
            draft.fields.set(format!("officers.{}", officer.id), "1");
        }
    }
}

/// Whom it concerns: chosen already, or searched for before the form is filled in.
fn party(view: &DossierFormView, step: &Step, draft: &Draft, here: &str) -> AnyView {
    if step.party == Ask::No {
        return ().into_any();
    }
    if let Some(party) = &view.party {
        let title = format!("Đối tượng: {}", party.name);
        let address = party.address.clone();
        return view! { <Notice title=title><p>{address}</p></Notice> }.into_any();
    }
    let rows: Vec<Row> = view
        .found
        .iter()
        .map(|party| {
            let href = routes::with_query(here, "doi-tuong", &party.id.0.to_string());
            vec![Cell::link_noted(href, party.name.clone(), party.kind.label()), Cell::text(party.address.clone())]
        })
        .collect();
    let found = if rows.is_empty() {
        let words = match (view.text.is_empty(), step.party) {
            (false, _) => "Không tìm thấy. Thử một phần của tên, không cần dấu.",
            (true, Ask::Required) => "Chọn đối tượng trước khi nhập các mục dưới đây.",
            (true, Ask::Optional | Ask::No) => {
                "Chọn trước khi nhập các mục dưới đây; bỏ qua nếu chưa có trong cơ sở dữ liệu."
            }
        };
        view! { <p class="muted">{words}</p> }.into_any()
    } else {
        let columns = vec![Column::new("Chọn"), Column::new("Địa chỉ")];
        view! { <DataTable caption="Chọn đối tượng" columns=columns rows=rows hide_caption=true /> }.into_any()
    };
    // A form that is sent with GET keeps nothing of the address it is sent to: what is in it is carried along.
    let (path, kept) = here.split_once('?').unwrap_or((here, ""));
    let carried = kept
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| view! { <input type="hidden" name=name.to_owned() value=value.to_owned() /> })
        .collect::<Vec<_>>();
    let path = path.to_owned();
    let missing = draft.error("party").map(|message| view! { <p class="field__error" id="party">{message}</p> });
    view! {
        <section class="stack">
            <h2>"Đối tượng trong cơ sở dữ liệu"</h2>
            {missing}
            <form method="get" action=path class="field-row">
                {carried}
                <TextField name="q" label="Tên, mã số thuế, số căn cước, điện thoại" value=view.text.clone() optional=true />
                <Button text="Tìm" kind=ButtonKind::Secondary />
            </form>
            {found}
        </section>
    }
    .into_any()
}

/// Who carries it out.
fn officers(view: &DossierFormView, step: &Step, draft: &Draft) -> AnyView {
    if step.officers == Ask::No {
        return ().into_any();
    }
    let options = view.officers.iter().map(|(id, words)| Choice::new(id.clone(), words.clone())).collect();
    let ticked: Vec<String> = draft.fields.keys("officers").into_iter().map(str::to_owned).collect();
    let error = draft.error("officers");
    let optional = step.officers == Ask::Optional;
    view! { <CheckboxGroup name="officers" legend="Công chức thực hiện" hint="Nên có từ 2 công chức trở lên" options=options values=ticked error=error optional=optional /> }
        .into_any()
}

/// Who gave the information: sealed apart from everything else.
fn sealed(draft: &Draft) -> AnyView {
    let (value, error) = answers(draft);
    view! {
        <section class="card stack">
            <h2>"Niêm phong: người cung cấp thông tin"</h2>
            <p>"Chỉ đồng chí mở xem được, cho đến khi bàn giao (Điều 37 Thông tư 27/2020/TT-BCT). Hồ sơ, danh sách, tìm kiếm, báo cáo và bản in chỉ có mã nguồn. Để trống nếu người cung cấp giấu tên. Phần này không được lưu tạm: nếu có mục phải sửa, nhập lại."</p>
            <TextField name="informant_name" label="Họ và tên" value=value("informant_name") error=error("informant_name") optional=true />
            <TextField name="informant_contact" label="Điện thoại, thư điện tử" value=value("informant_contact") error=error("informant_contact") optional=true />
            <TextField name="informant_address" label="Nơi ở" value=value("informant_address") error=error("informant_address") optional=true />
            <TextareaField name="informant_note" label="Ghi chú về cách liên hệ" value=value("informant_note") error=error("informant_note") optional=true />
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::papers::fixture;
    use jiff::civil::date;
    use leptos::tachys::view::RenderHtml;

    fn html(view: impl FnOnce() -> AnyView) -> String {
        Owner::new().with(|| {
            leptos_meta::provide_meta_context();
            view().to_html()
        })
    }

    fn view(key: &str, on: bool, draft: Option<Draft>) -> DossierFormView {
        DossierFormView {
            key: key.into(),
            dossier: on.then(|| fixture::lead().0),
            new_id: "1".into(),
            lead: None,
            party: None,
            text: String::new(),
            found: Vec::new(),
            officers: vec![("ksv1".into(), "Nguyễn Thị Hải Yến".into())],
            me: "ksv1".into(),
            now: date(2026, 11, 16).at(9, 5, 0, 0),
            draft,
        }
    }

    /// The intake asks for the moment, seals who told it, and says when that has to be typed again.
    #[test]
    fn the_intake_seals_the_informant() {
        let fresh = html(|| page(view(INTAKE, false, None)));
        for words in ["16/11/2026", "09:05", "name=\"informant_name\"", "Niêm phong", "name=\"dossier\" value=\"1\""] {
            assert!(fresh.contains(words), "{words}: {fresh}");
        }
        assert!(!fresh.contains("không được lưu tạm: nhập lại phần"), "{fresh}");
        let mut refused =
            Draft::fresh([("content", "Hàng lậu"), ("informant_name", "Người Thử Giả")].into_iter().collect());
        refused.forget_secrets();
        let again = html(|| page(view(INTAKE, false, Some(refused))));
        assert!(again.contains("không được lưu tạm: nhập lại phần") && again.contains("Hàng lậu"), "{again}");
        assert!(!again.contains("Người Thử Giả"), "{again}");
    }

    #[test]
    fn a_step_carries_on_what_is_known() {
        let proposal = html(|| page(view("de-xuat-kiem-tra", true, None)));
        for words in
            ["Chưa thể thực hiện bước này", "ĐX-KT", "Chợ Văn Giang", "name=\"version\" value=\"1\"", "Bán thuốc lá"]
        {
            assert!(proposal.contains(words), "{words}: {proposal}");
        }
        let measure = html(|| page(view("giam-sat", false, None)));
        assert!(measure.contains("name=\"officers.ksv1\"") && measure.contains("checked"), "{measure}");
        assert!(html(|| choose("", true)).contains("/bien-phap/lap?loai=van-dong-cam-ket"));
        assert!(!html(|| choose("", false)).contains("loai="));
    }
}
