//! Every component in every state on one page, with the style sheet inlined. The tests read the markup back: ids meet
//! their references, headings do not skip, colours have contrast, the style sheet keeps its budget.
//! The page is written beside the build output as `gallery.html`, for people and for accessibility tools.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use leptos::prelude::*;
use leptos::tachys::view::RenderHtml;

use super::*;

mod contrast;
mod papers;
mod screens;

fn style_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../style")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The parts of the style sheet in their order, as the build concatenates them.
fn style_parts() -> Vec<(String, String)> {
    let dir = style_dir();
    let mut components: Vec<String> = std::fs::read_dir(dir.join("components"))
        .unwrap()
        .map(|entry| format!("components/{}", entry.unwrap().file_name().to_string_lossy()))
        .collect();
    components.sort();
    let mut names: Vec<String> = ["settings.css", "base.css", "objects.css"].map(str::to_owned).into();
    names.append(&mut components);
    names.push("print.css".to_owned());
    names.into_iter().map(|name| (name.clone(), read(&dir.join(name)))).collect()
}

fn style() -> String {
    style_parts().into_iter().map(|(_, text)| text).collect()
}

fn html(view: impl FnOnce() -> AnyView) -> String {
    Owner::new().with(|| view().to_html())
}

fn pages() -> Vec<(&'static str, String)> {
    vec![
        ("man-hinh", html(screens::case_file)),
        ("bieu-mau", html(screens::form)),
        ("danh-sach", html(screens::list)),
        ("dang-nhap", html(screens::sign_in)),
        ("van-ban", html(papers::papers)),
    ]
}

fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let needle = format!(" {attribute}=\"");
    html.match_indices(&needle).filter_map(|(at, _)| html[at + needle.len()..].split('"').next()).collect()
}

#[test]
fn ids_are_unique_and_references_meet() {
    for (name, html) in pages() {
        let ids = values(&html, "id");
        let set: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), set.len(), "{name}: an id is used twice: {ids:?}");
        for attribute in ["for", "aria-describedby", "aria-labelledby", "aria-controls"] {
            for reference in values(&html, attribute).into_iter().flat_map(str::split_whitespace) {
                assert!(set.contains(reference), "{name}: {attribute} points to no element: {reference}");
            }
        }
        for link in values(&html, "href").into_iter().filter_map(|href| href.strip_prefix('#')) {
            assert!(set.contains(link), "{name}: link to no element: #{link}");
        }
    }
}

#[test]
fn headings_do_not_skip_a_level() {
    for (name, html) in pages() {
        // An error summary stands above the h1, as the first thing that is read.
        let mut last = 1;
        for (at, _) in html.match_indices("<h") {
            let Some(level) = html[at + 2..].chars().next().and_then(|c| c.to_digit(10)) else {
                continue;
            };
            assert!(
                level <= last + 1,
                "{name}: h{level} after h{last}: {}",
                &html[at..].chars().take(90).collect::<String>()
            );
            last = level;
        }
        assert!(html.contains("<h1"), "{name}: no main heading");
    }
}

#[test]
fn nothing_needs_inline_styles_or_scripts() {
    for (name, html) in pages() {
        for word in [" style=\"", "<script", " onclick=", "javascript:", " disabled"] {
            assert!(!html.contains(word), "{name}: contains {word}");
        }
    }
}

#[test]
fn an_empty_textarea_is_empty() {
    let html = html(|| view! { <TextareaField name="y-kien" label="Ý kiến" /> }.into_any());
    assert!(html.contains("></textarea>"), "{html}");
    let html = super::gallery::html(|| {
        view! { <TextareaField name="y-kien" label="Ý kiến" value="</textarea><b>" /> }.into_any()
    });
    assert!(html.contains("&lt;/textarea>&lt;b></textarea>"), "{html}");
}

#[test]
fn a_password_is_never_sent_back() {
    let html =
        html(|| view! { <TextField name="mat-khau" label="Mật khẩu" kind="password" value="bi-mat-123" /> }.into_any());
    assert!(!html.contains("bi-mat-123"), "{html}");
}

#[test]
fn a_wrong_value_is_kept_with_its_error() {
    let html = html(|| {
        view! { <DateField name="ngay.lap" label="Ngày lập" value="31/02/2026" error="Tháng 2 không có ngày 31" /> }
            .into_any()
    });
    for part in [
        r#"id="ngay-lap""#,
        r#"name="ngay.lap""#,
        r#"value="31/02/2026""#,
        r#"aria-invalid="true""#,
        r#"aria-describedby="ngay-lap-goi-y ngay-lap-loi""#,
        "Tháng 2 không có ngày 31",
    ] {
        assert!(html.contains(part), "missing {part} in {html}");
    }
}

#[test]
fn every_style_sheet_is_listed_and_has_its_component() {
    let listed: Vec<String> = read(&style_dir().join("main.css"))
        .lines()
        .filter_map(|line| line.strip_prefix("@import \"")?.strip_suffix("\";").map(str::to_owned))
        .collect();
    let found: Vec<String> = style_parts().into_iter().map(|(name, _)| name).collect();
    assert_eq!(listed, found);
    let components = style_dir().join("../app/src/components");
    for name in found.iter().filter_map(|name| name.strip_prefix("components/")?.strip_suffix(".css")) {
        assert!(components.join(format!("{name}.rs")).exists(), "{name}.css has no component");
    }
}

#[test]
fn style_sheet_keeps_its_budget() {
    let size = style().len();
    // 42 KiB as written are about 8 KB on the wire.
    assert!(size <= 43_008, "the style sheet has {size} bytes, 43 008 are allowed");
}

#[test]
fn every_class_of_the_markup_is_styled() {
    let style = style();
    let plain = [
        "tag--neutral",
        "deadline--neutral",
        "law__total",
        "entry",
        "national__superior",
        "choice",
        "notice__body",
        "group__body",
        "sign__block",
        "paper-title__subject",
        "tasks__mark",
        "page-title__text",
        "deadline--neutral",
        "chart__figure",
    ];
    for (name, html) in pages() {
        for class in values(&html, "class").into_iter().flat_map(str::split_whitespace) {
            assert!(style.contains(&format!(".{class}")) || plain.contains(&class), "{name}: no style for .{class}");
        }
    }
}

#[test]
fn write_the_gallery() {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"), PathBuf::from)
        .join("gallery");
    std::fs::create_dir_all(target.join("fonts")).unwrap();
    for font in std::fs::read_dir(style_dir().join("fonts")).unwrap() {
        let font = font.unwrap();
        std::fs::copy(font.path(), target.join("fonts").join(font.file_name())).unwrap();
    }
    let style = style();
    for (name, body) in pages() {
        let page = format!(
            "<!doctype html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>{name}</title>\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><style>{style}</style></head><body>{body}</body></html>"
        );
        assert!(page.len() > style.len());
        std::fs::write(target.join(format!("{name}.html")), page).unwrap();
    }
}
