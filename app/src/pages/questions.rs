//! Questions over the cases: filters beside the list, what is chosen as tags, the state in the address, and questions kept under a name.

use super::cases::case_table;
use super::common::{document_title, done_notice, form_head, reading, shown};
use crate::api::question::{AFTER, Answers, Kept, QuestionView, SubmitForget, SubmitKeep};
use crate::components::{
    Button, ButtonKind, Checkbox, Choice, ChosenFilter, DateField, EmptyState, ErrorSummary, FieldError, Filters,
    MoneyField, PageTitle, Pager, SelectField, TextField, Width,
};
use crate::forms::Fields;
use crate::islands::answers;
use crate::routes;
use domain::case::Stage;
use domain::catalogue::Field;
use domain::oversight::{CaseQuery, Due, Held, KEYS};
use domain::party::PartyKind;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

/// A question with what it finds.
#[component]
pub fn QuestionsPage() -> impl IntoView {
    let map = use_query_map();
    let asked = Memo::new(move |_| {
        map.with(|map| {
            let keys = KEYS.into_iter().chain([AFTER, routes::DRAFT]);
            keys.filter_map(|key| Some((key, map.get(key).filter(|value| !value.is_empty())?))).collect::<Fields>()
        })
    });
    shown(reading(move || asked.get(), crate::api::question::read_question), page)
}

fn how_many(answers: &Answers) -> String {
    let count = domain::money::group(i64::from(answers.count));
    if answers.capped { format!("hơn {count} hồ sơ") } else { format!("{count} hồ sơ") }
}

fn page(view: QuestionView) -> AnyView {
    let count = view.answers.as_ref().map_or("Chưa tra cứu".to_owned(), how_many);
    let title = if view.errors.is_empty() { "Tra cứu hồ sơ" } else { "Lỗi: Tra cứu hồ sơ" };
    let errors = view.errors.iter().map(|error| FieldError::new(error.field.clone(), error.message.clone())).collect();
    let without = |key: &str| {
        let left: Vec<&str> =
            view.question.split('&').filter(|pair| pair.split_once('=').is_none_or(|(name, _)| name != key)).collect();
        routes::question(&left.join("&"))
    };
    let tags: Vec<ChosenFilter> =
        view.chosen.iter().map(|(key, words)| ChosenFilter::new(words.clone(), without(key))).collect();
    let (fields, saved) = (filters(&view), kept(&view));
    let body = match &view.answers {
        None => ().into_any(),
        Some(answers) => found(&view, answers),
    };
    view! {
        {document_title(title, view.draft.as_ref())}
        {form_head(view.draft.as_ref())}
        {done_notice()}
        <ErrorSummary errors=errors />
        <PageTitle title="Tra cứu hồ sơ" caption=count />
        <div class="split split--left">
            <div class="stack">
                <Filters action=routes::QUESTIONS chosen=tags>{fields}</Filters>
                {saved}
            </div>
            <div>{body}</div>
        </div>
    }
    .into_any()
}

fn found(view: &QuestionView, answers: &Answers) -> AnyView {
    let base = routes::question(&view.question);
    let next = answers.next.as_ref().map(|next| routes::with_query(&base, AFTER, next));
    let cut = answers.cut.then(|| {
        view! { <p class="muted">"Còn hồ sơ chưa xem đến: bấm “Trang sau” để tìm tiếp, hoặc chọn thêm bộ lọc."</p> }
    });
    if answers.rows.is_empty() {
        let pager = next.map(|next| view! { <Pager summary=how_many(answers) next=next /> });
        return view! {
            <EmptyState title="Không có hồ sơ nào trong phần đã xem" text="Bỏ bớt bộ lọc, hoặc nới khoảng ngày, khoảng tiền." />
            {cut}
            {pager}
        }
        .into_any();
    }
    let pairs: Vec<(String, String)> = view
        .question
        .split('&')
        .filter_map(|pair| pair.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned())))
        .collect();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let summary = format!("{}, {}", how_many(answers), answers.order);
    view! {
        {case_table("Hồ sơ tìm thấy", answers.rows.clone(), view.now)}
        {cut}
        <Pager summary=summary next=next />
        {super::imports::export_links("tra-cuu", &pairs)}
    }
    .into_any()
}

/// The fields of the question, with what was typed.
fn filters(view: &QuestionView) -> AnyView {
    let value = |name: &str| view.asked.get(name).to_owned();
    let error = |name: &str| view.errors.iter().find(|error| error.field == name).map(|error| error.message.clone());
    let date = |name: &'static str, label: &'static str| {
        // An address carries a day as 2026-11-23; the form shows it as it is written.
        let typed = value(name);
        let typed = typed.parse().map_or(typed, domain::calendar::format_date);
        let hint = None::<String>;
        view! { <DateField name=name label=label value=typed error=error(name) hint=hint /> }
    };
    let money = |name: &'static str, label: &'static str| {
        let typed = value(name);
        let typed = typed.parse().map_or(typed, domain::money::group);
        view! { <MoneyField name=name label=label value=typed error=error(name) width=Width::W20 /> }
    };
    let listed = |name: &'static str, label: &'static str, options: Vec<Choice>| {
        view! { <SelectField name=name label=label options=options value=value(name) error=error(name) prompt="Tất cả" /> }
    };
    let named = |all: &[(String, String)]| all.iter().map(|(id, name)| Choice::new(id.clone(), name.clone())).collect();
    let years = view.years.iter().map(|year| Choice::new(year.to_string(), format!("Năm {year}"))).collect();
    let officers = (!view.officers.is_empty()).then(|| listed("can-bo", "Công chức thụ lý", named(&view.officers)));
    let carried = ["doi-tuong", "can-bo"]
        .into_iter()
        .filter(|name| !value(name).is_empty() && (*name != "can-bo" || view.officers.is_empty()))
        .map(|name| view! { <input type="hidden" name=name value=value(name) /> })
        .collect::<Vec<_>>();
    view! {
        {listed("don-vi", "Đơn vị", named(&view.units))}
        {listed("han", "Thời hạn", Due::ALL.map(|due| Choice::new(due.key(), due.label())).to_vec())}
        {listed("tinh-trang", "Tình trạng", CaseQuery::states().map(|(key, label)| Choice::new(key, label)).to_vec())}
        {listed("buoc", "Bước", Stage::ALL.map(|stage| Choice::new(stage.key(), stage.label())).to_vec())}
        {listed("linh-vuc", "Lĩnh vực", Field::all().map(|field| Choice::new(field.key(), field.label())).collect())}
        {listed("hanh-vi", "Hành vi", named(&view.acts))}
        {listed("loai", "Loại đối tượng", PartyKind::ALL.map(|kind| Choice::new(kind.key(), kind.label())).to_vec())}
        {officers}
        <Checkbox name="con-no" label="Chưa nộp đủ tiền phạt" checked=!value("con-no").is_empty() />
        {listed("tam-giu", "Tạm giữ tang vật", Held::ALL.map(|held| Choice::new(held.key(), held.label())).to_vec())}
        {listed("vi-pham-lai", "Đối tượng bị xử phạt từ 2 lần trong năm", years)}
        {date("mo-tu", "Mở hồ sơ từ ngày")}
        {date("mo-den", "Mở hồ sơ đến ngày")}
        {date("qd-tu", "Quyết định xử phạt từ ngày")}
        {date("qd-den", "Quyết định xử phạt đến ngày")}
        {money("hang-tu", "Trị giá tang vật từ")}
        {money("hang-den", "Trị giá tang vật đến")}
        {money("phat-tu", "Tiền phạt từ")}
        {money("phat-den", "Tiền phạt đến")}
        {carried}
    }
    .into_any()
}

/// Questions kept under a name, and the form that keeps this one.
fn kept(view: &QuestionView) -> AnyView {
    let list = view.kept.iter().map(|one| line(view, one)).collect::<Vec<_>>();
    let list = (!list.is_empty()).then(|| view! { <ul class="stack">{list}</ul> });
    let empty = (view.kept.is_empty() && view.question.is_empty()).then(
        || view! { <p class="small muted">"Chọn bộ lọc rồi bấm Áp dụng; sau đó có thể lưu lại để dùng lần sau."</p> },
    );
    let draft = view.draft.clone().unwrap_or_default();
    let (typed, error) = answers(&draft);
    let shared = draft.fields.has("shared");
    let form = (!view.question.is_empty()).then(|| {
        let share = view.may_share.then(|| {
            view! { <Checkbox name="shared" label="Chia sẻ với đơn vị và các đơn vị cấp dưới" checked=shared error=error("shared") /> }
        });
        view! {
            <form method="post" action=SubmitKeep::url() class="stack" novalidate>
                <input type="hidden" name="question" value=view.question.clone() />
                <TextField name="name" label="Lưu bộ lọc này với tên" value=typed("name") error=error("name") />
                {share}
                <Button text="Lưu bộ lọc" kind=ButtonKind::Secondary />
            </form>
        }
    });
    view! {
        <section class="card stack" aria-labelledby="bo-loc-da-luu">
            <h2 id="bo-loc-da-luu">"Bộ lọc đã lưu"</h2>
            {list}
            {empty}
            {form}
        </section>
    }
    .into_any()
}

fn line(view: &QuestionView, one: &Kept) -> AnyView {
    let href = routes::question(&one.question);
    let note = match (one.own, one.shared) {
        (true, false) => None,
        (true, true) => Some("đang chia sẻ".to_owned()),
        (false, _) => Some(format!("{} chia sẻ", one.keeper)),
    };
    let note = note.map(|note| view! { <span class="small muted">{note}</span> });
    let delete = one.own.then(|| {
        view! {
            <form method="post" action=SubmitForget::url()>
                <input type="hidden" name="id" value=one.id.to_string() />
                <input type="hidden" name="question" value=view.question.clone() />
                <button class="button button--link button--small" type="submit" aria-label=format!("Xóa bộ lọc {}", one.name)>
                    "Xóa"
                </button>
            </form>
        }
    });
    view! { <li class="cluster"><a href=href>{one.name.clone()}</a>{note}{delete}</li> }.into_any()
}
