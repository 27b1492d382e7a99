//! Records that may be of the same party: found while registering, the list of work, side by side, and what was merged.

use super::common::{document_title, done_notice, form_head, opt_query, query, reading, shown};
use crate::api::party::MemberLine;
use crate::api::registry::{
    AlikeLine, GOING_ON, MatchLine, PairView, PairsView, Side, SubmitCompare, SubmitMerge, SubmitSplit,
    SubmitTellApart, WaitingView,
};
use crate::components::{
    Actions, Button, ButtonKind, Cell, Checkbox, Choice, ChosenFilter, Column, DataTable, EmptyState, Fieldset,
    Filters, Notice, NoticeKind, PageTitle, Pager, RadioGroup, Row, SelectField, TextField, TextareaField,
};
use crate::forms::Draft;
use crate::islands::answers;
use crate::routes;
use domain::money::group;
use domain::registry::matching::Strength;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Query keys of the list.
const STATE: &str = "tinh-trang";
const STRENGTH: &str = "muc";
const AFTER: &str = "sau";

/// The list of work.
#[component]
pub fn Duplicates() -> impl IntoView {
    let (state, strength, after) = (query(STATE), query(STRENGTH), query(AFTER));
    let going_on = query(GOING_ON);
    let list = reading(
        move || (state.get(), strength.get(), after.get()),
        |(state, strength, after)| async move { crate::api::registry::read_pairs(state, strength, after).await },
    );
    shown(list, move |view| pairs(view, !going_on.get_untracked().is_empty()))
}

/// States by key, in words.
const STATES: [(&str, &str); 3] =
    [("open", "Chưa xem xét"), ("different", "Đã ghi là khác nhau"), ("merged", "Đã gộp")];

fn pairs(view: PairsView, going_on: bool) -> AnyView {
    let states = STATES.into_iter().map(|(key, label)| Choice::new(key, label)).collect();
    let strengths: Vec<Choice> =
        Strength::ALL.into_iter().map(|strength| Choice::new(strength.key(), strength.label())).collect();
    let mut chosen = Vec::new();
    let with = |state: &str, strength: &str| {
        let path = if state == "open" {
            routes::DUPLICATES.to_owned()
        } else {
            routes::with_query(routes::DUPLICATES, STATE, state)
        };
        if strength.is_empty() { path } else { routes::with_query(&path, STRENGTH, strength) }
    };
    if let Some((_, label)) = STATES.into_iter().find(|(key, _)| *key == view.state && *key != "open") {
        chosen.push(ChosenFilter::new(label, with("open", &view.strength)));
    }
    if let Some(strength) = Strength::from_key(&view.strength) {
        chosen.push(ChosenFilter::new(strength.label(), with(&view.state, "")));
    }
    let body = if view.rows.is_empty() {
        view! { <EmptyState title="Không có cặp hồ sơ nào" text="Cặp mới được thêm khi đăng ký, sửa hoặc nhập hồ sơ tổ chức, cá nhân." /> }.into_any()
    } else {
        let rows: Vec<Row> = view
            .rows
            .into_iter()
            .map(|pair| {
                let reasons = pair.reasons.join(" ");
                let note = pair.decision.map_or(reasons.clone(), |decision| format!("{reasons} {decision}"));
                vec![
                    Cell::link(routes::duplicate(&pair.num.to_string()), pair.one),
                    Cell::text(pair.other),
                    Cell::noted(pair.strength, note),
                ]
            })
            .collect();
        let columns = vec![Column::new("Hồ sơ"), Column::new("Có thể trùng với"), Column::new("Vì sao")];
        view! { <DataTable caption="Hồ sơ có thể trùng" columns=columns rows=rows hide_caption=true /> }.into_any()
    };
    let next = view.next.map(|cursor| routes::with_query(&with(&view.state, &view.strength), AFTER, &cursor));
    let pager = next.map(|next| view! { <Pager summary="Còn cặp khác" next=next /> });
    view! {
        {document_title("Hồ sơ có thể trùng", None)}
        {done_notice()}
        <PageTitle title="Hồ sơ có thể trùng" caption="Hệ thống chỉ đề xuất; công chức đối chiếu và quyết định" />
        {view.waiting.map(|waiting| compare_form(waiting, going_on))}
        <Filters action=routes::DUPLICATES chosen=chosen>
            <SelectField name=STATE label="Tình trạng" options=states value=view.state />
            <SelectField name=STRENGTH label="Mức" options=strengths value=view.strength optional=true />
        </Filters>
        {body}
        {pager}
    }
    .into_any()
}

/// Records that wait to be compared: how many, and the form that goes on with them, by itself once it was pressed.
fn compare_form(waiting: WaitingView, going_on: bool) -> AnyView {
    let told = format!(
        "Còn {} hồ sơ chưa được so với các hồ sơ có trước, nên danh sách dưới đây chưa đủ. Đó là hồ sơ được nạp hàng loạt hoặc có từ phiên bản trước.",
        waiting.count
    );
    let form = waiting.may.then(|| {
        let text = format!("So khớp tiếp {} hồ sơ chưa so", group(waiting.next.into()));
        let pause = going_on.then(|| {
            view! {
                <p class="small">
                    "Trang tự làm tiếp từng phần; nếu trình duyệt tắt tập lệnh, bấm nút. Mất mạng hay đóng trang không mất phần đã làm. "
                    <a href=routes::DUPLICATES>"Tạm dừng"</a>
                </p>
            }
        });
        view! {
            <form method="post" action=SubmitCompare::url() data-continues=going_on.then_some("")>
                <Actions><Button text=text kind=ButtonKind::Secondary /></Actions>
            </form>
            {pause}
        }
    });
    view! {
        <section class="card stack" aria-live="polite">
            <h2>"Hồ sơ chưa so khớp"</h2>
            <p>{told}</p>
            {form}
        </section>
    }
    .into_any()
}

/// Two records side by side.
#[component]
pub fn DuplicatePage() -> impl IntoView {
    let (num, draft) = (super::book::parameter("num"), opt_query(routes::DRAFT));
    let pair = reading(
        move || (num.get(), draft.get()),
        |(num, draft)| async move { crate::api::registry::read_pair(num, draft).await },
    );
    shown(pair, pair_page)
}

fn about(side: &Side) -> String {
    format!("{}: {} lần kiểm tra, {} quyết định xử phạt, tính mọi đơn vị", side.unit, side.history.0, side.history.1)
}

fn pair_page(view: PairView) -> AnyView {
    let reasons = view.reasons.iter().map(|reason| view! { <li>{reason.clone()}</li> }).collect::<Vec<_>>();
    let decision = view.decision.clone().map(|decision| view! { <Notice kind=NoticeKind::Info title=decision /> });
    let masked = view.masked.then(|| {
        view! { <Notice kind=NoticeKind::Info title="Số định danh, điện thoại và nơi ở không hiện với vai trò của đồng chí; việc gộp do công chức có quyền xem thực hiện." /> }
    });
    let rows: Vec<Row> = view
        .differences
        .iter()
        .map(|item| {
            vec![
                Cell::text(item.label.clone()),
                Cell::text(shown_value(&item.one)),
                Cell::text(shown_value(&item.other)),
            ]
        })
        .collect();
    let columns = vec![
        Column::new("Thông tin khác nhau"),
        Column::new(format!("Hồ sơ 1: {}", view.one.name)),
        Column::new(format!("Hồ sơ 2: {}", view.other.name)),
    ];
    let merging = (view.open && (view.one.may_keep || view.other.may_keep)).then(|| merge_form(&view));
    let apart = (view.open && view.may_tell_apart).then(|| apart_form(&view));
    let links = [(1, &view.one), (2, &view.other)].map(|(place, side)| {
        view! { <li><a href=routes::party(&side.id)>{format!("Hồ sơ {place}: {}", side.name)}</a>" "{about(side)}</li> }
    });
    view! {
        {document_title("Đối chiếu hai hồ sơ", view.draft.as_ref())}
        {done_notice()}
        {form_head(view.draft.as_ref())}
        <PageTitle title="Đối chiếu hai hồ sơ" caption=view.strength.clone() />
        {decision}
        {masked}
        <ul>{Vec::from(links)}</ul>
        <h2>"Vì sao có thể trùng"</h2>
        <ul>{reasons}</ul>
        <h2>"Khác nhau ở"</h2>
        <DataTable caption="Khác nhau ở" columns=columns rows=rows hide_caption=true />
        {merging}
        {apart}
        <p><a href=routes::DUPLICATES>"Danh sách hồ sơ có thể trùng"</a></p>
    }
    .into_any()
}

fn shown_value(text: &str) -> String {
    if text.is_empty() { "(trống)".to_owned() } else { text.to_owned() }
}

/// Which record stays, and which value of each difference.
fn merge_form(view: &PairView) -> AnyView {
    let draft = view.draft.clone().unwrap_or_default();
    let (value, error) = answers(&draft);
    let sides: Vec<Choice> = [("one", &view.one, 1), ("other", &view.other, 2)]
        .into_iter()
        .filter(|(_, side, _)| side.may_keep)
        .map(|(key, side, place)| Choice::new(key, format!("Hồ sơ {place}: {}", side.name)).hint(about(side)))
        .collect();
    let only = if view.one.may_keep { "one" } else { "other" };
    let survivor = Some(value("survivor")).filter(|kept| !kept.is_empty()).unwrap_or(only.to_owned());
    let fields = view
        .differences
        .iter()
        .map(|item| {
            let name = format!("field.{}", item.key);
            let choices = vec![
                Choice::new("one", format!("Hồ sơ 1: {}", shown_value(&item.one))),
                Choice::new("other", format!("Hồ sơ 2: {}", shown_value(&item.other))),
            ];
            // What one of them does not say is taken from the other.
            let first =
                if item.one.is_empty() || (only == "other" && !item.other.is_empty()) { "other" } else { "one" };
            let chosen = Some(value(&name)).filter(|kept| !kept.is_empty()).unwrap_or(first.to_owned());
            let wrong = error(&name);
            view! { <RadioGroup name=name legend=item.label.clone() options=choices value=chosen error=wrong /> }
        })
        .collect::<Vec<_>>();
    view! {
        <h2>"Gộp hai hồ sơ"</h2>
        <form method="post" action=SubmitMerge::url() class="stack-lg" novalidate>
            <input type="hidden" name="pair" value=view.num.to_string() />
            <input type="hidden" name="one" value=view.one.id.clone() />
            <input type="hidden" name="one_version" value=view.one.version.to_string() />
            <input type="hidden" name="other" value=view.other.id.clone() />
            <input type="hidden" name="other_version" value=view.other.version.to_string() />
            <RadioGroup name="survivor" legend="Hồ sơ được giữ" hint="Hồ sơ kia vẫn lưu nguyên; có thể tách lại" options=sides value=survivor error=error("survivor") />
            <Fieldset legend="Giá trị được giữ" section=true hint="Giá trị đã chọn là một bản ghi mới của hồ sơ được giữ">{fields}</Fieldset>
            <TextareaField name="reason" label="Lý do gộp" hint="Giấy tờ nào đã đối chiếu" value=value("reason") error=error("reason") rows=2 />
            <Actions><Button text="Gộp" /></Actions>
        </form>
    }
    .into_any()
}

fn apart_form(view: &PairView) -> AnyView {
    let draft = view.draft.clone().unwrap_or_default();
    let (value, error) = answers(&draft);
    view! {
        <h2>"Không phải cùng một"</h2>
        <form method="post" action=SubmitTellApart::url() class="stack-lg" novalidate>
            <input type="hidden" name="pair" value=view.num.to_string() />
            <TextareaField name="different_reason" label="Vì sao là hai đối tượng khác nhau" value=value("different_reason") error=error("different_reason") rows=2 />
            <Actions><Button text="Ghi là khác nhau" kind=ButtonKind::Secondary /></Actions>
        </form>
    }
    .into_any()
}

/// Those a party that is being registered may be already, with the confirmation that it is another one.
pub(super) fn found_while_typing(draft: &Draft, matches: Vec<MatchLine>) -> AnyView {
    let (value, error) = answers(draft);
    view! {
        <Fieldset legend="Có thể đã có hồ sơ" section=true hint="Mở từng hồ sơ để đối chiếu; những gì đã nhập bên dưới vẫn còn">
            {match_list(matches)}
            <Checkbox name="confirmed" label="Đã đối chiếu: đây là đối tượng khác, vẫn đăng ký mới" hint="Quyết định này được ghi lại ở danh sách hồ sơ có thể trùng" error=error("confirmed") />
            <TextField name="different_reason" label="Vì sao là đối tượng khác" value=value("different_reason") error=error("different_reason") optional=true />
        </Fieldset>
    }
    .into_any()
}

/// The list of them; each tells the form that it was seen.
fn match_list(matches: Vec<MatchLine>) -> AnyView {
    let lines = matches
        .into_iter()
        .map(|one| {
            let seen = format!("shown.{}", one.id);
            view! { <li><input type="hidden" name=seen value="1" />{match_words(one)}</li> }
        })
        .collect::<Vec<_>>();
    view! { <ul>{lines}</ul> }.into_any()
}

/// Places of business of a party that may be one, and what to do where they are.
pub(super) fn alike_places(pairs: Vec<AlikeLine>) -> Option<AnyView> {
    if pairs.is_empty() {
        return None;
    }
    let lines = pairs
        .into_iter()
        .map(|pair| {
            let why = format!(": {}. {}", pair.strength, pair.reasons.join(" "));
            view! {
                <li>
                    <a href=routes::place(&pair.one.0)>{pair.one.1}</a>
                    " và "
                    <a href=routes::place(&pair.other.0)>{pair.other.1}</a>
                    {why}
                </li>
            }
        })
        .collect::<Vec<_>>();
    Some(
        view! {
            <h3>"Cơ sở có thể trùng"</h3>
            <p class="small">
                "Nếu là một cơ sở: giữ hồ sơ đủ thông tin hơn, ở hồ sơ kia đặt tình trạng “Chấm dứt” và ghi nhận là nhập trùng. Hồ sơ vụ việc đã lập không đổi."
            </p>
            <ul>{lines}</ul>
        }
        .into_any(),
    )
}

/// Who it may be and why, with his file in a page of its own: what is typed in this one stays.
fn match_words(one: MatchLine) -> AnyView {
    let why = format!(" ({}). {}, vì: {}", one.about, one.strength, one.reasons.join(" "));
    view! {
        <a href=routes::party(&one.id) target="_blank" rel="noopener">
            {one.name}<span class="visually-hidden">" (mở trang mới)"</span>
        </a>
        {why}
    }
    .into_any()
}

/// The same list while the form is still being typed, as a piece of the page; empty where nobody is alike. It tells the form nothing:
/// what was only shown beside it was not decided about.
pub(crate) fn so_far(matches: Vec<MatchLine>, more: bool) -> String {
    use leptos::tachys::view::RenderHtml;
    if matches.is_empty() {
        return String::new();
    }
    let lines = matches.into_iter().map(|one| view! { <li>{match_words(one)}</li> }).collect::<Vec<_>>();
    let more = more.then(|| view! { <p class="small">"Còn hồ sơ khác gần giống; nhập thêm để thu hẹp."</p> });
    view! {
        <Notice kind=NoticeKind::Warning title="Có thể đã có trong sổ:">
            <ul>{lines}</ul>
            {more}
            <p class="small">"Mở hồ sơ để đối chiếu trước khi đăng ký; những gì đang nhập vẫn còn."</p>
        </Notice>
    }
    .to_html()
}

/// Records merged into a party, each with the form that splits it off again.
pub(super) fn members(
    survivor: &str,
    members: Vec<MemberLine>,
    may_split: bool,
    draft: Option<&Draft>,
) -> Option<AnyView> {
    if members.is_empty() {
        return None;
    }
    let draft = draft.cloned().unwrap_or_default();
    let (value, error) = answers(&draft);
    let survivor = survivor.to_owned();
    let lines = members
        .into_iter()
        .map(|member| {
            let this = value("absorbed") == member.id;
            let typed = if this { value("split_reason") } else { String::new() };
            let wrong = if this { error("split_reason") } else { None };
            let label = format!("Lý do tách “{}”", member.name);
            let form = may_split.then(|| {
                view! {
                    <details open=this>
                        <summary>"Tách lại"</summary>
                        <form method="post" action=SubmitSplit::url() class="stack" novalidate>
                            <input type="hidden" name="survivor" value=survivor.clone() />
                            <input type="hidden" name="absorbed" value=member.id.clone() />
                            <TextField name="split_reason" label=label value=typed error=wrong />
                            <Actions><Button text="Tách lại" kind=ButtonKind::Secondary /></Actions>
                        </form>
                    </details>
                }
            });
            view! { <li><strong>{member.name}</strong>{format!(" (gộp: {})", member.merged)}{form}</li> }
        })
        .collect::<Vec<_>>();
    Some(
        view! {
            <h2>"Hồ sơ đã gộp vào hồ sơ này"</h2>
            <ul class="stack">{lines}</ul>
        }
        .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::tachys::view::RenderHtml;

    fn side(id: &str, may_keep: bool) -> Side {
        Side {
            id: id.to_owned(),
            version: 3,
            name: format!("Nguyễn {id}"),
            unit: "Đội 1".to_owned(),
            history: (2, 1),
            may_keep,
        }
    }

    fn view(one: bool, other: bool, draft: Option<Draft>) -> PairView {
        let difference = |key: &str, one: &str, other: &str| crate::api::registry::DifferenceLine {
            key: key.to_owned(),
            label: key.to_owned(),
            one: one.to_owned(),
            other: other.to_owned(),
        };
        PairView {
            num: 7,
            one: side("a", one),
            other: side("b", other),
            strength: "Rất có thể trùng".to_owned(),
            reasons: vec!["Cùng tên.".to_owned()],
            differences: vec![difference("name", "A", "B"), difference("phone", "", "0900000123")],
            open: true,
            decision: None,
            may_tell_apart: true,
            masked: false,
            draft,
        }
    }

    fn html(make: impl FnOnce() -> AnyView) -> String {
        Owner::new().with(|| make().to_html())
    }

    /// Which radio button of a group is on.
    fn on(page: &str, name: &str) -> String {
        let input =
            page.split("<input").find(|part| part.contains(&format!("name=\"{name}\"")) && part.contains("checked"));
        let value = input.and_then(|input| input.split("value=\"").nth(1)).and_then(|rest| rest.split('"').next());
        value.unwrap_or_default().to_owned()
    }

    #[test]
    fn what_one_does_not_say_is_taken_from_the_other() {
        let page = html(|| merge_form(&view(true, true, None)));
        assert_eq!([on(&page, "survivor"), on(&page, "field.name"), on(&page, "field.phone")], ["one", "one", "other"]);
        for words in ["name=\"one_version\" value=\"3\"", "2 lần kiểm tra, 1 quyết định", "(trống)"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        // Where only the second may stay, its values are offered first.
        let page = html(|| merge_form(&view(false, true, None)));
        assert_eq!([on(&page, "survivor"), on(&page, "field.name")], ["other", "other"]);
        // What was chosen is kept.
        let kept =
            Draft::fresh([("survivor", "other"), ("field.phone", "one"), ("reason", "Căn cước")].into_iter().collect());
        let page = html(|| merge_form(&view(true, true, Some(kept))));
        assert_eq!([on(&page, "survivor"), on(&page, "field.phone")], ["other", "one"]);
        assert!(page.contains("Căn cước"), "{page}");
    }

    fn likely() -> MatchLine {
        MatchLine {
            id: "a".to_owned(),
            name: "Nguyễn A".to_owned(),
            about: "Cá nhân".to_owned(),
            strength: "Rất có thể trùng".to_owned(),
            reasons: vec!["Cùng tên.".to_owned()],
            stops: true,
        }
    }

    #[test]
    fn what_is_told_while_typing_decides_nothing() {
        let piece = Owner::new().with(|| so_far(vec![MatchLine { name: "A <b>".to_owned(), ..likely() }], true));
        for words in [
            "Có thể đã có trong sổ",
            "href=\"/doi-tuong/a\"",
            "target=\"_blank\"",
            "A &lt;b&gt;",
            "vì: Cùng tên.",
            "Còn hồ sơ khác",
        ] {
            assert!(piece.contains(words), "{words}: {piece}");
        }
        assert!(!piece.contains("<input"), "{piece}");
        assert!(!Owner::new().with(|| so_far(vec![likely()], false)).contains("Còn hồ sơ khác"));
        assert_eq!(so_far(Vec::new(), false), "");
    }

    #[test]
    fn who_it_may_be_is_told_with_reasons_and_a_confirmation() {
        let page = html(|| found_while_typing(&Draft::default(), vec![likely()]));
        for words in
            ["name=\"shown.a\"", "name=\"confirmed\"", "/doi-tuong/a", "Cùng tên.", "name=\"different_reason\""]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
    }

    #[test]
    fn a_merged_record_can_be_split_off_by_whom_it_is_to_decide() {
        let member =
            MemberLine {
                id: "b".to_owned(), name: "Nguyễn B".to_owned(), merged: "A, hôm qua: Căn cước".to_owned()
            };
        let shown = |may| html(|| members("a", vec![member.clone()], may, None).into_any());
        let page = shown(true);
        for words in ["Nguyễn B", "Căn cước", "name=\"absorbed\" value=\"b\"", "name=\"split_reason\""] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!shown(false).contains("split_reason"));
        assert!(members("a", Vec::new(), true, None).is_none());
    }

    #[test]
    fn what_waits_to_be_compared_goes_on_by_itself_once_it_was_pressed() {
        let waiting = |may| WaitingView { count: "1.234".to_owned(), next: 1_000, may };
        let page = html(|| compare_form(waiting(true), false));
        for words in ["Còn 1.234 hồ sơ", "So khớp tiếp 1.000 hồ sơ chưa so", "action=\"/api/so-khop-tiep\""]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("data-continues") && !page.contains("Tạm dừng"), "{page}");
        let page = html(|| compare_form(waiting(true), true));
        assert!(page.contains("data-continues") && page.contains("Tạm dừng"), "{page}");
        let page = html(|| compare_form(waiting(false), true));
        assert!(page.contains("Còn 1.234 hồ sơ") && !page.contains("<form"), "{page}");
    }

    #[test]
    fn places_that_may_be_one_are_told_with_what_to_do() {
        let pair = AlikeLine {
            one: ("a".to_owned(), "Hoa Mai".to_owned()),
            other: ("b".to_owned(), "Hoa mai".to_owned()),
            strength: "Rất có thể trùng".to_owned(),
            reasons: vec!["Cùng tên.".to_owned(), "Cùng địa chỉ.".to_owned()],
        };
        let page = html(|| alike_places(vec![pair]).into_any());
        for words in ["/co-so/a", "/co-so/b", "Rất có thể trùng. Cùng tên. Cùng địa chỉ.", "“Chấm dứt”"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(alike_places(Vec::new()).is_none());
    }
}
