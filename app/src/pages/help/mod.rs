//! Help on every page: what it is for, the steps, the legal ground, common errors; one entry for each family of pages.
//!
//! The texts are data, a file for each part of the work. A page's footer links to the entry of its address ([`link`]). Nobody needs to be
//! signed in to read them: they hold no data. Must not know who reads.

mod cases;
mod figures;
mod leading;
mod office;
mod sources;

use super::common::{document_title, problem};
use crate::components::{Button, ButtonKind, PageTitle};
use crate::error::AppError;
use crate::routes;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

/// One entry.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// Key in addresses, and of the form in counts of what was not accepted.
    pub key: &'static str,
    pub title: &'static str,
    /// Addresses of its pages; `:x` stands for any part. What lies below an address belongs to it unless another entry names it.
    pub pages: &'static [&'static str],
    /// What the page is for.
    pub purpose: &'static str,
    pub steps: &'static [&'static str],
    /// Where the work stands in the law; empty where the law says nothing.
    pub ground: &'static str,
    /// What goes wrong, and what to do.
    pub errors: &'static [(&'static str, &'static str)],
}

/// Headings with their entries, in the order of the work.
const PARTS: [(&str, &[Entry]); 5] = [
    ("Hồ sơ vụ việc", cases::ENTRIES),
    ("Địa bàn, thông tin, kế hoạch", sources::ENTRIES),
    ("Số liệu", figures::ENTRIES),
    ("Chỉ đạo, điều hành", leading::ENTRIES),
    ("Tài khoản và quản trị", office::ENTRIES),
];

/// Every entry.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    PARTS.into_iter().flat_map(|(_, entries)| entries)
}

/// How well an address fits a page of an entry: how many parts are equal and how many it has; nothing where it does not.
fn fit(path: &str, page: &str) -> Option<(usize, usize)> {
    let mut own = path.split('/').filter(|part| !part.is_empty());
    // The start page has nothing below it.
    if page == routes::HOME {
        return own.next().is_none().then_some((0, 0));
    }
    let mut fit = (0, 0);
    for part in page.split('/').filter(|part| !part.is_empty()) {
        let here = own.next()?;
        if part == here {
            fit.1 += 1;
        } else if !part.starts_with(':') {
            return None;
        }
        fit.0 += 1;
    }
    Some(fit)
}

/// The entry of an address; nothing for one no entry knows.
pub fn entry_of(path: &str) -> Option<&'static Entry> {
    let path = path.split('?').next().unwrap_or_default();
    let all = entries().flat_map(|entry| entry.pages.iter().filter_map(move |page| Some((fit(path, page)?, entry))));
    all.max_by_key(|(fit, _)| *fit).map(|(_, entry)| entry)
}

/// Address of the help of a page; of all help where no entry knows it.
pub fn link(path: &str) -> String {
    entry_of(path).map_or_else(|| routes::HELP.to_owned(), |entry| routes::help(entry.key))
}

/// The list of all entries.
#[component]
pub fn HelpPage() -> impl IntoView {
    let parts = PARTS.map(|(heading, entries)| {
        let items = entries
            .iter()
            .map(|entry| view! { <li><a href=routes::help(entry.key)>{entry.title}</a></li> })
            .collect::<Vec<_>>();
        view! { <section><h2>{heading}</h2><ul>{items}</ul></section> }
    });
    view! {
        {document_title("Trợ giúp", None)}
        <PageTitle title="Trợ giúp" caption="Cuối mỗi trang có liên kết “Trợ giúp trang này”" />
        <div class="columns">{parts.into_iter().collect::<Vec<_>>()}</div>
        {guide_again()}
    }
}

/// The button that brings the first steps back.
fn guide_again() -> Option<AnyView> {
    crate::server::me().map(|_| {
        view! {
            <form method="post" action=crate::api::guide::SubmitGuide::url()>
                <Button text="Hiện lại các bước đầu tiên trên trang chính" kind=ButtonKind::Secondary />
            </form>
        }
        .into_any()
    })
}

/// One entry.
#[component]
pub fn HelpEntryPage() -> impl IntoView {
    let params = use_params_map();
    move || {
        let key = params.with(|map| map.get("key")).unwrap_or_default();
        match entries().find(|entry| entry.key == key) {
            Some(entry) => shown(entry),
            None => missing(),
        }
    }
}

fn missing() -> AnyView {
    #[cfg(feature = "ssr")]
    crate::server::set_status(404);
    problem(&AppError::NotFound)
}

fn shown(entry: &'static Entry) -> AnyView {
    let steps = entry.steps.iter().map(|step| view! { <li>{*step}</li> }).collect::<Vec<_>>();
    let errors = entry
        .errors
        .iter()
        .map(|(wrong, fix)| view! { <li><strong>{*wrong}</strong>" – "{*fix}</li> })
        .collect::<Vec<_>>();
    let ground = (!entry.ground.is_empty()).then(|| view! { <h2>"Căn cứ"</h2><p>{entry.ground}</p> });
    let errors = (!errors.is_empty()).then(|| view! { <h2>"Lỗi thường gặp"</h2><ul>{errors}</ul> });
    view! {
        {document_title(entry.title, None)}
        <PageTitle title=entry.title caption="Trợ giúp" />
        <p>{entry.purpose}</p>
        <h2>"Các bước"</h2>
        <ol>{steps}</ol>
        {ground}
        {errors}
        <p><a href=routes::HELP>"Tất cả mục trợ giúp"</a></p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The routes as the application lists them.
    fn routes() -> Vec<String> {
        let source = include_str!("../../app.rs");
        let paths = source.split("<Route path=path!(\"").skip(1).filter_map(|rest| rest.split('"').next());
        paths.map(str::to_owned).collect()
    }

    #[test]
    fn every_family_of_pages_has_an_entry() {
        let routes = routes();
        assert!(routes.len() > 40, "{routes:?}");
        let without: Vec<&String> = routes.iter().filter(|route| entry_of(route).is_none()).collect();
        assert!(without.is_empty(), "pages without help: {without:?}");
    }

    #[test]
    fn every_entry_names_its_pages_and_says_enough() {
        let mut keys = BTreeSet::new();
        for entry in entries() {
            assert!(keys.insert(entry.key), "{} stands twice", entry.key);
            assert!(entry.purpose.chars().count() > 40 && entry.steps.len() >= 2, "{} says too little", entry.key);
            assert!(!entry.pages.is_empty() && entry.pages.iter().all(|page| page.starts_with('/')), "{}", entry.key);
        }
    }

    #[test]
    fn the_nearest_entry_is_found() {
        for (path, key) in [
            ("/", "viec-cua-toi"),
            ("/ho-so", "ho-so"),
            ("/ho-so?buoc=x", "ho-so"),
            ("/ho-so/mo", "mo-ho-so"),
            ("/ho-so/0199", "mot-ho-so"),
            ("/ho-so/0199/bien-ban-vi-pham", "bien-ban-vi-pham"),
            ("/ho-so/0199/niem-phong", "thu-tuc"),
            ("/ho-so/0199/giay/quyet-dinh-xu-phat", "van-ban-in"),
            ("/doi-tuong/0199/sua", "mot-doi-tuong"),
            ("/doi-tuong/trung/3", "doi-tuong-trung"),
            ("/quan-tri/lich", "lich-lam-viec"),
            ("/dang-nhap/ma", "dang-nhap"),
            ("/tai-khoan/ma-xac-thuc", "tai-khoan"),
            ("/tai-khoan/lich", "lich-ca-nhan"),
            ("/bao-cao/vu-viec", "bao-cao"),
        ] {
            assert_eq!(entry_of(path).map(|entry| entry.key), Some(key), "{path}");
        }
        assert_eq!(entry_of("/khong-co"), None);
        assert_eq!(link("/khong-co"), routes::HELP);
    }
}
