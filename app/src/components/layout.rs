//! The frame of every screen: header with search and navigation, main content, footer.
//! Must not know which pages exist or who may see them: the caller hands over the links that this officer may follow.

use leptos::prelude::*;

/// Who is signed in, as the header shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Full name of the officer.
    pub officer: String,
    /// Role in words, for example “Đội trưởng”.
    pub role: String,
    /// Name of the unit.
    pub unit: String,
}

/// One link of the main navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    href: String,
    label: String,
    count: Option<String>,
}

impl NavItem {
    /// A link with its words.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into(), count: None }
    }

    /// Adds a figure behind the words, for example the number of files that wait.
    #[must_use]
    pub fn count(mut self, count: impl Into<String>) -> Self {
        self.count = Some(count.into());
        self
    }
}

/// One step of the way back; the last one is the page itself and carries no link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    href: Option<String>,
    label: String,
}

impl Crumb {
    /// A step with a link.
    pub fn link(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: Some(href.into()), label: label.into() }
    }

    /// The page that is open.
    pub fn here(label: impl Into<String>) -> Self {
        Self { href: None, label: label.into() }
    }
}

/// The way back to the pages above this one.
///
/// - Server: an ordered list of links in a labelled `<nav>`.
/// - Hydrate: links become client-side navigation when a router is present.
/// - Without scripts: plain links.
#[component]
pub fn Breadcrumb(items: Vec<Crumb>) -> AnyView {
    if items.is_empty() {
        return ().into_any();
    }
    let items = items
        .into_iter()
        .map(|crumb| match crumb.href {
            Some(href) => view! { <li><a href=href>{crumb.label}</a></li> }.into_any(),
            None => view! { <li><span aria-current="page">{crumb.label}</span></li> }.into_any(),
        })
        .collect::<Vec<_>>();
    view! { <nav class="breadcrumb" aria-label="Đường dẫn"><ol>{items}</ol></nav> }.into_any()
}

/// The whole screen around a page.
///
/// - Server: skip link, header, `<main id="noi-dung">`, footer; the phone's menu is a `<details>`.
/// - Hydrate: `aria-current` follows `path`; `data-shortcut` marks the search box for the shortcut handler.
/// - Without scripts: the menu opens and closes, search is a GET form, sign-out is the form handed in.
#[component]
pub fn Layout(
    /// The signed-in officer; none on the sign-in page, which then has neither search nor navigation.
    #[prop(optional_no_strip)]
    user: Option<SignedIn>,
    /// The links this officer may follow.
    #[prop(optional)]
    nav: Vec<NavItem>,
    /// Path of the open page: the link that equals it, or is above it, is the current one.
    #[prop(optional, into)]
    path: Signal<String>,
    /// The way back, shown above the page.
    #[prop(optional)]
    breadcrumb: Vec<Crumb>,
    /// Where the search form goes.
    #[prop(default = "/tim-kiem".to_owned(), into)]
    search_action: String,
    /// Words that were searched, kept in the box.
    #[prop(optional, into)]
    query: String,
    /// The help of the open page.
    #[prop(optional, into)]
    help: String,
    /// A form with one button that signs out.
    #[prop(optional)]
    sign_out: Option<AnyView>,
    /// Where practice is reached; not shown in practice itself.
    #[prop(default = "/tap-huan".to_owned(), into)]
    practise: String,
    /// What stands above everything in an installation of practice.
    #[prop(optional_no_strip)]
    practice: Option<AnyView>,
    /// A narrow column, for sign-in and single questions.
    #[prop(optional)]
    narrow: bool,
    children: Children,
) -> AnyView {
    let help = (!help.is_empty()).then(|| view! { <p class="no-print"><a href=help>"Trợ giúp trang này"</a></p> });
    let practise = (user.is_some() && practice.is_none())
        .then(|| view! { <p class="no-print"><a href=practise>"Tập huấn"</a></p> });
    let shortcuts = user.as_ref().map(|_| view! { <p class="no-print">"Phím tắt: "<kbd>"/"</kbd>" tìm kiếm"</p> });
    let signed_in = user.map(|user| {
        view! {
            <details class="menu"><summary>"Menu"</summary></details>
            {search_form(search_action, query)}
            <div class="who">
                <p>
                    <span class="who__name">{user.officer}" · "{user.role}</span>
                    <span class="who__unit">{user.unit}</span>
                </p>
                {sign_out}
            </div>
            {navigation(nav, path)}
        }
    });
    view! {
        <a class="skip-link" href="#noi-dung">"Chuyển đến nội dung chính"</a>
        {practice}
        <header class="header">
            <div class="container header__inner">
                <a class="brand" href="/">
                    {mark()}
                    <span class="brand__name">"INS"</span>
                    <span class="brand__full">"Hệ thống xử\u{a0}lý vi\u{a0}phạm\u{a0}hành\u{a0}chính"</span>
                </a>
                {signed_in}
            </div>
        </header>
        <div class="container"><Breadcrumb items=breadcrumb /></div>
        <main id="noi-dung" class="container main" class:main--narrow=narrow tabindex="-1">
            {children()}
        </main>
        <footer class="footer">
            <div class="container footer__inner">
                <p>"INS – Hệ thống xử lý vi phạm hành chính của lực lượng Quản lý thị trường"</p>
                {help}
                {practise}
                {shortcuts}
            </div>
        </footer>
    }
    .into_any()
}

/// The product's sign: the ring of an official seal around a ruled page.
fn mark() -> AnyView {
    view! {
        <svg class="brand__mark" width="34" height="34" viewBox="0 0 34 34" fill="none" stroke="currentColor" aria-hidden="true">
            <circle cx="17" cy="17" r="15.5" stroke-width="2" />
            <circle cx="17" cy="17" r="12" stroke-width="1" stroke-dasharray="1.5 2.27" />
            <path d="M11.5 12.5h11M11.5 17h6" stroke-width="2" stroke-linecap="round" />
            <path d="m14.5 21.2 2.7 2.6 5.8-6.6" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" />
        </svg>
    }
    .into_any()
}

fn search_form(action: String, query: String) -> AnyView {
    view! {
        <form class="search" role="search" method="get" action=action>
            <label class="visually-hidden" for="tim-kiem">
                "Tìm hồ sơ, tổ chức, cá nhân theo tên, số giấy tờ, mã số thuế"
            </label>
            <input
                class="search__input"
                id="tim-kiem"
                name="q"
                type="search"
                value=query
                placeholder="Tên, CCCD, mã số thuế, số hồ sơ"
                autocomplete="off"
                spellcheck="false"
                data-shortcut="/"
            />
            <button class="search__button" type="submit" aria-label="Tìm kiếm">
                <svg width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">
                    <circle cx="8.5" cy="8.5" r="5.5" />
                    <path d="m13 13 4.5 4.5" stroke-linecap="round" />
                </svg>
            </button>
        </form>
    }
    .into_any()
}

fn navigation(items: Vec<NavItem>, path: Signal<String>) -> AnyView {
    let items = items
        .into_iter()
        .map(|item| {
            let target = item.href.clone();
            let current = move || path.with(|path| current(path, &target));
            let count = item.count.map(|count| view! { <span class="nav__count">{count}</span> });
            view! {
                <li><a class="nav__link" href=item.href aria-current=current>{item.label}{count}</a></li>
            }
        })
        .collect::<Vec<_>>();
    view! { <nav class="nav" aria-label="Chính"><ul class="nav__list">{items}</ul></nav> }.into_any()
}

/// `page` for the open page, `true` for a section above it.
fn current(path: &str, href: &str) -> Option<&'static str> {
    if path == href {
        return Some("page");
    }
    let below = path.strip_prefix(href)?;
    (href != "/" && below.starts_with('/')).then_some("true")
}

#[cfg(test)]
mod tests {
    use super::current;

    #[test]
    fn current_link() {
        for (path, href, expect) in [
            ("/ho-so", "/ho-so", Some("page")),
            ("/ho-so/17", "/ho-so", Some("true")),
            ("/ho-so-cu", "/ho-so", None),
            ("/ho-so", "/", None),
            ("/", "/", Some("page")),
        ] {
            assert_eq!(current(path, href), expect, "{path} under {href}");
        }
    }
}
