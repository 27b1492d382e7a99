//! The parts of official papers after Nghị định 30/2020/NĐ-CP and the annex layout. Prints from the browser as A4.
//!
//! Must not know any form: which parts, in which order and with which words is the pages' business. A paper is a snapshot;
//! nothing here looks anything up.

mod goods;
mod signatures;

use leptos::prelude::*;

use super::OptionalText;
pub use goods::RuledTable;
pub use signatures::{Recipients, SignatureBlock, Signatures};

/// Whether the paper counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SheetState {
    /// Signed, in force.
    #[default]
    Signed,
    /// Not signed yet: marked “Dự thảo”.
    Draft,
    /// Number taken, paper spoilt: marked “Đã hủy”.
    Cancelled,
    /// Written without a network and without a number: marked “Bản nháp”.
    Unbooked,
}

/// The grey desk that papers lie on; hidden in print.
///
/// - Server: a scrollable area around the sheets.
/// - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn Desk(children: Children) -> AnyView {
    view! { <div class="desk" role="region" aria-label="Bản xem trước khi in" tabindex="0">{children()}</div> }
        .into_any()
}

/// One paper; several sheets on one page print on separate pages.
///
/// - Server: an `<article>` with the form code at its top right, and a mark across drafts and cancelled papers.
/// - Hydrate: nothing changes.
/// - Without scripts: prints with the browser's own print command.
#[component]
pub fn Sheet(
    /// What the paper is, for screen readers.
    #[prop(into)]
    label: String,
    /// Code of the form, for example “MBB01”.
    #[prop(optional, into)]
    code: OptionalText,
    #[prop(optional)] state: SheetState,
    /// Of practice: never of any value, whatever its state.
    #[prop(optional)]
    practice: bool,
    /// The last line, for example how to check that the paper is authentic.
    #[prop(optional, into)]
    foot: OptionalText,
    /// The mark by which the paper can be checked, beside the last line.
    #[prop(optional_no_strip)]
    mark: Option<AnyView>,
    /// The same in words, below the last line.
    #[prop(optional_no_strip)]
    check: Option<AnyView>,
    children: Children,
) -> AnyView {
    let across = match state {
        SheetState::Signed => None,
        SheetState::Draft => Some(("DỰ THẢO", "Dự thảo – chưa ký, chưa có giá trị thi hành")),
        SheetState::Cancelled => Some(("ĐÃ HỦY", "Đã hủy – không có giá trị thi hành")),
        SheetState::Unbooked => Some(("BẢN NHÁP", "Bản nháp – chưa vào sổ")),
    };
    let drawn = if practice { Some("TẬP HUẤN") } else { across.map(|(mark, _)| mark) };
    let practice = practice.then(|| view! { <p class="sheet__state">{domain::practice::MARK}</p> });
    let end = (foot.0.is_some() || check.is_some()).then(|| {
        view! { <div class="sheet__end">{mark}<div>{foot.0.map(|foot| view! { <p>{foot}</p> })}{check}</div></div> }
    });
    view! {
        <article class="sheet" aria-label=label data-mark=drawn>
            {code.0.map(|code| view! { <p class="sheet__code">{code}</p> })}
            {practice}
            {across.map(|(_, words)| view! { <p class="sheet__state">{words}</p> })}
            {children()}
            {end}
        </article>
    }
    .into_any()
}

/// Issuing agency with the number on the left, quốc hiệu and tiêu ngữ with place and date on the right.
///
/// - Server: two columns; the number is a ruled blank until it is taken. Of a draft whose issuer is not known yet, the
///   left column is empty.
/// - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn NationalHeader(
    /// The agency above, for example “Chi cục Quản lý thị trường tỉnh Hưng Yên”.
    #[prop(into)]
    superior: String,
    /// The issuing agency or unit.
    #[prop(into)]
    agency: String,
    /// The number, for example “17030042”; absent before it is taken.
    #[prop(optional, into)]
    number: OptionalText,
    /// The symbol behind the number, for example “QĐ-XPHC”.
    #[prop(into)]
    symbol: String,
    /// Place and date, for example “Hưng Yên, ngày 05 tháng 01 năm 2026”; records leave it out.
    #[prop(optional, into)]
    place_date: OptionalText,
) -> AnyView {
    let number = number.0.unwrap_or_else(|| "…………".to_owned());
    let issuer = (!superior.is_empty() || !agency.is_empty()).then(|| {
        view! {
            <p class="national__superior">{superior}</p>
            <p class="national__agency">{agency}</p>
            <p>"Số: "{number}"/"{symbol}</p>
        }
    });
    view! {
        <header class="national">
            <div>{issuer}</div>
            <div>
                <p class="national__state">"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"</p>
                <p class="national__motto">"Độc lập - Tự do - Hạnh phúc"</p>
                {place_date.0.map(|place_date| view! { <p class="national__place">{place_date}</p> })}
            </div>
        </header>
    }
    .into_any()
}

/// Name of the paper and its subject.
///
/// - Server: `<h1>` in capitals and a bold line below.
/// - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn PaperTitle(
    /// For example “Quyết định”.
    #[prop(into)]
    title: String,
    /// For example “Xử phạt vi phạm hành chính”.
    #[prop(optional, into)]
    subject: OptionalText,
) -> AnyView {
    view! {
        <div class="paper-title">
            <h1>{title}</h1>
            {subject.0.map(|subject| view! { <p class="paper-title__subject">{subject}</p> })}
        </div>
    }
    .into_any()
}

/// The legal grounds, one italic line each (“Căn cứ …;”).
///
/// - Server: paragraphs.
/// - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn Grounds(lines: Vec<String>) -> AnyView {
    lines.into_iter().map(|line| view! { <p class="grounds">{line}</p> }).collect::<Vec<_>>().into_any()
}

/// The centred “QUYẾT ĐỊNH:”.
///
/// - Server: one bold line.
/// - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn Order(#[prop(default = "QUYẾT ĐỊNH:".to_owned(), into)] text: String) -> AnyView {
    view! { <p class="paper-order">{text}</p> }.into_any()
}

/// A running paragraph with an indented first line.
///
/// - Server: one paragraph.
/// - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn Para(children: Children) -> AnyView {
    view! { <p class="para">{children()}</p> }.into_any()
}

/// A numbered article (“Điều 1. …”) with its content.
///
/// - Server: a section; the heading stays with the text after it in print.
/// - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn Article(
    /// The number, for example “1”.
    #[prop(into)]
    number: String,
    /// The words after “Điều 1.”; the article may also begin in its body.
    #[prop(optional, into)]
    title: OptionalText,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    view! {
        <section class="article">
            <p><b class="article__head">"Điều "{number}"."</b>{title.0.map(|title| format!(" {title}"))}</p>
            {children.map(|children| view! { <div>{children()}</div> })}
        </section>
    }
    .into_any()
}

/// One line of a form, filled in: “Họ và tên: **Nguyễn Văn A**; giới tính: **Nam**”. What has no value is left out with
/// its label; without any value there is no line.
///
/// - Server: labels and bold values.
/// - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn Entry(
    /// Labels and values, in order.
    lines: Vec<(String, String)>,
) -> AnyView {
    let known = lines.into_iter().filter(|(_, value)| !value.is_empty());
    let spans = known
        .enumerate()
        .map(|(index, (label, value))| {
            let before = (index > 0).then_some("; ");
            view! { {before}{label}": "<span class="entry__value">{value}</span> }
        })
        .collect::<Vec<_>>();
    (!spans.is_empty()).then(|| view! { <p class="entry">{spans}</p> }).into_any()
}
