//! Rust sources taken apart into code, comments and strings, so that a rule looks at the part it means.

use crate::root;
use std::fs;
use std::path::{Path, PathBuf};

/// One source file.
#[derive(Debug)]
pub struct Source {
    /// Path from the root, with `/`.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// The text with comments and string contents blanked; lines stay where they are.
    pub code: String,
    /// The string literals, each with its line.
    pub strings: Vec<(usize, String)>,
}

impl Source {
    /// Reads and takes apart one file.
    pub fn read(path: &Path) -> std::io::Result<Self> {
        let text = fs::read_to_string(path)?;
        let name = path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/");
        let (code, strings) = take_apart(&text);
        Ok(Self { path: name, text, code, strings })
    }

    /// The code without its test modules, which by convention stand at the end of a file.
    pub fn product_code(&self) -> &str {
        self.code.split("#[cfg(test)]").next().unwrap_or_default()
    }
}

/// All files with an extension below a folder of the root, sorted; build outputs and packages are left out.
pub fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(&root().join(folder), extension, &mut found);
    found.sort();
    found
}

/// All Rust sources below a folder of the root.
pub fn rust(folder: &str) -> Vec<Source> {
    files(folder, "rs").iter().filter_map(|path| Source::read(path).ok()).collect()
}

fn walk(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            if !name.starts_with('.') && !["target", "node_modules", "dist", "state", "artifacts"].contains(&&*name) {
                walk(&path, extension, found);
            }
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
}

/// Blanks comments and strings, and gathers the strings.
fn take_apart(text: &str) -> (String, Vec<(usize, String)>) {
    let characters: Vec<char> = text.chars().collect();
    let at = |index: usize| characters.get(index).copied().unwrap_or('\0');
    let mut code = String::with_capacity(text.len());
    let mut strings = Vec::new();
    let mut line = 1;
    let mut index = 0;
    while index < characters.len() {
        let character = at(index);
        match character {
            '/' if at(index + 1) == '/' => {
                while index < characters.len() && at(index) != '\n' {
                    index += 1;
                }
            }
            '/' if at(index + 1) == '*' => {
                while index < characters.len() && !(at(index) == '*' && at(index + 1) == '/') {
                    if at(index) == '\n' {
                        code.push('\n');
                        line += 1;
                    }
                    index += 1;
                }
                index += 2;
            }
            'r' if !is_word(at(index.wrapping_sub(1))) && raw_hashes(&characters, index).is_some() => {
                let hashes = raw_hashes(&characters, index).unwrap_or(0);
                let end: String = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
                let start = index + 2 + hashes;
                let rest: String = characters.get(start..).unwrap_or_default().iter().collect();
                let body = rest.split(&end).next().unwrap_or_default().to_owned();
                let lines = body.matches('\n').count();
                index = start + body.chars().count() + end.len();
                strings.push((line, body));
                code.push_str("\"\"");
                code.extend(std::iter::repeat_n('\n', lines));
                line += lines;
            }
            '"' => {
                let first = line;
                let mut body = String::new();
                index += 1;
                while index < characters.len() && at(index) != '"' {
                    if at(index) == '\\' {
                        body.push(at(index));
                        index += 1;
                    }
                    if at(index) == '\n' {
                        code.push('\n');
                        line += 1;
                    }
                    body.push(at(index));
                    index += 1;
                }
                index += 1;
                strings.push((first, body));
                code.push_str("\"\"");
            }
            // A character literal, but not a lifetime.
            '\'' if at(index + 1) == '\\' => {
                index += 3;
                while index < characters.len() && at(index) != '\'' {
                    index += 1;
                }
                index += 1;
                code.push_str("' '");
            }
            '\'' if at(index + 2) == '\'' => {
                index += 3;
                code.push_str("' '");
            }
            other => {
                if other == '\n' {
                    line += 1;
                }
                code.push(other);
                index += 1;
            }
        }
    }
    (code, strings)
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// How many hashes open a raw string at `index`, if one opens there.
fn raw_hashes(characters: &[char], index: usize) -> Option<usize> {
    let hashes = characters.get(index + 1..)?.iter().take_while(|character| **character == '#').count();
    (characters.get(index + 1 + hashes) == Some(&'"')).then_some(hashes)
}

#[cfg(test)]
mod tests {
    use super::take_apart;

    #[test]
    fn takes_a_source_apart() {
        let text = "let a = \"SELECT \\\" x\"; // SELECT\nlet b = r#\"FROM \"y\"\n\"#; /* UPDATE\n */ let c = '\"'; fn d<'a>() {}";
        let (code, strings) = take_apart(text);
        assert!(!code.contains("SELECT") && !code.contains("FROM") && !code.contains("UPDATE"), "{code}");
        assert!(code.contains("fn d<'a>() {}"), "{code}");
        assert_eq!(code.matches('\n').count(), text.matches('\n').count());
        assert_eq!(strings, [(1, "SELECT \\\" x".to_owned()), (2, "FROM \"y\"\n".to_owned())]);
    }
}
