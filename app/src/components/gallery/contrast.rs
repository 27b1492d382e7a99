//! Every pair of colours that carries text or a needed shape has the contrast of WCAG 2.2 AA, in both themes.

use std::collections::BTreeMap;

use super::{read, style_dir};

/// Relative luminance after WCAG 2.2.
fn luminance(hex: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn tokens(block: &str) -> BTreeMap<String, String> {
    block
        .lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(": ")?;
            Some((name.to_owned(), value.trim_end_matches(';').to_owned()))
        })
        .filter(|(_, value)| value.starts_with('#') && value.len() == 7)
        .collect()
}

#[test]
fn colours_have_contrast_in_both_themes() {
    let settings = read(&style_dir().join("settings.css"));
    let (light, dark) = settings.split_once("@media (prefers-color-scheme: dark)").unwrap();
    let light = tokens(light);
    let mut both = light.clone();
    both.extend(tokens(dark));
    let text = [
        ("ink", "bg"),
        ("ink", "surface"),
        ("ink", "sunken"),
        ("muted", "bg"),
        ("muted", "surface"),
        ("muted", "sunken"),
        ("link", "bg"),
        ("link", "surface"),
        ("link", "sunken"),
        ("on-brand", "brand"),
        ("on-brand", "brand-hover"),
        ("accent-ink", "surface"),
        ("accent-ink", "accent-soft"),
        ("brand", "surface"),
        ("on-header", "header"),
        ("on-header", "header-deep"),
        ("on-header-muted", "header"),
        ("on-header-muted", "header-deep"),
        ("ok", "ok-bg"),
        ("warn", "warn-bg"),
        ("bad", "bad-bg"),
        ("info", "info-bg"),
        ("ok", "surface"),
        ("warn", "surface"),
        ("bad", "surface"),
        ("bad", "bg"),
        ("ink", "ok-bg"),
        ("ink", "warn-bg"),
        ("ink", "bad-bg"),
        ("ink", "info-bg"),
    ];
    let shapes = [
        ("line-strong", "surface"),
        ("line-strong", "bg"),
        ("focus", "surface"),
        ("focus", "bg"),
        ("header-accent", "header"),
        ("header-accent", "header-deep"),
        ("bad-line", "surface"),
        ("ok-line", "surface"),
        ("warn-line", "surface"),
        ("brand", "sunken"),
    ];
    for (theme, tokens) in [("light", &light), ("dark", &both)] {
        for (pairs, least) in [(&text[..], 4.5), (&shapes[..], 3.0)] {
            for (fore, back) in pairs {
                let ratio = contrast(&tokens[*fore], &tokens[*back]);
                assert!(ratio >= least, "{theme}: {fore} on {back} is {ratio:.2}, at least {least} is needed");
            }
        }
    }
}
