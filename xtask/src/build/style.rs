//! One style sheet from the files under `style/`, and the fonts it names.

use super::Files;
use crate::workspace;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::PathBuf;

/// Adds the sheet of the field application alone; answers its name.
pub fn field_sheet(files: &mut Files) -> Result<String> {
    let source = workspace::root().join("style/fieldwork.css");
    let css = fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))?;
    files.add(super::FIELD, "css", shrink(&css).as_bytes())
}

/// Concatenates, shrinks and adds the sheet with its fonts; answers its name.
pub fn sheet(files: &mut Files) -> Result<String> {
    let style = workspace::root().join("style");
    let mut sources: Vec<PathBuf> = ["settings.css", "base.css", "objects.css"].map(|name| style.join(name)).to_vec();
    let mut components: Vec<PathBuf> = fs::read_dir(style.join("components"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<_>>()?;
    components.retain(|path| path.extension().is_some_and(|extension| extension == "css"));
    components.sort();
    sources.extend(components);
    sources.push(style.join("print.css"));
    let mut css = String::new();
    for source in &sources {
        css += &fs::read_to_string(source).with_context(|| format!("cannot read {}", source.display()))?;
        css.push('\n');
    }
    let css = shrink(&name_fonts(&css, files)?);
    files.add("ins", "css", css.as_bytes())
}

/// Replaces `url("fonts/x.woff2")` by the name that carries the font's hash, and adds the font.
fn name_fonts(css: &str, files: &mut Files) -> Result<String> {
    const OPEN: &str = "url(\"fonts/";
    let mut out = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let Some((name, tail)) = after.split_once("\")") else { bail!("style: url( without its end") };
        let path = workspace::root().join("style/fonts").join(name);
        let font = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let (stem, extension) = name.rsplit_once('.').context("a font has an extension")?;
        out += before;
        out += &format!("url(\"{}\")", files.add(stem, extension, &font)?);
        rest = tail;
    }
    Ok(out + rest)
}

/// Drops comments and needless white space; strings stay as they are.
fn shrink(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut characters = css.chars().peekable();
    let mut quote = None;
    while let Some(character) = characters.next() {
        if let Some(end) = quote {
            out.push(character);
            match character {
                '\\' => out.extend(characters.next()),
                other if other == end => quote = None,
                _ => {}
            }
            continue;
        }
        match character {
            '"' | '\'' => {
                quote = Some(character);
                out.push(character);
            }
            '/' if characters.peek() == Some(&'*') => {
                let mut previous = ' ';
                characters.next();
                for inner in characters.by_ref() {
                    if previous == '*' && inner == '/' {
                        break;
                    }
                    previous = inner;
                }
            }
            space if space.is_whitespace() => {
                if !out.is_empty() && !out.ends_with([' ', '{', '}', ';', ',']) {
                    out.push(' ');
                }
            }
            '{' | '}' | ';' | ',' => {
                while out.ends_with(' ') {
                    out.pop();
                }
                if character == '}' && out.ends_with(';') {
                    out.pop();
                }
                out.push(character);
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::shrink;

    #[test]
    fn shrinks_without_changing_meaning() {
        let cases = [
            ("a  { color : red ; }\n\n.b { }", "a{color : red}.b{}"),
            (".a :hover, .b:hover { x: calc(1px + 2px) }", ".a :hover,.b:hover{x: calc(1px + 2px)}"),
            (
                "a::before { content: \"{ /* ; }  \"; } /* gone */ b { c: d }",
                "a::before{content: \"{ /* ; }  \"}b{c: d}",
            ),
            ("a { content: '\\'  ;' }", "a{content: '\\'  ;'}"),
        ];
        for (css, expected) in cases {
            assert_eq!(shrink(css).trim(), expected);
        }
    }
}
