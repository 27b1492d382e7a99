//! A statement as its words, numbers, texts and signs.
//!
//! Must not know: what any of them means.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword or a name.
    Word,
    /// A name in double quotes, with them.
    Quoted,
    /// A text in single quotes, with them; also X'…'.
    Text,
    Number,
    /// A parameter, with its number.
    Param(usize),
    /// The same where it is a query of a word index.
    Query(usize),
    Sign,
}

/// One token, and whether there was a gap before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    pub text: String,
    pub gap: bool,
}

impl Token {
    pub fn new(kind: Kind, text: &str) -> Self {
        Self { kind, text: text.to_owned(), gap: true }
    }

    pub fn word(text: &str) -> Self {
        Self::new(Kind::Word, text)
    }

    /// A sign that stands close to what is before it.
    pub fn close(text: &str) -> Self {
        Self { kind: Kind::Sign, text: text.to_owned(), gap: false }
    }

    /// Whether it is this keyword.
    pub fn is(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it is this sign.
    pub fn sign(&self, sign: &str) -> bool {
        self.kind == Kind::Sign && self.text == sign
    }
}

/// Signs of more than one character, the longer ones first.
const LONG: [&str; 9] = ["->>", "->", "||", "<>", "<=", ">=", "==", "!=", "::"];

fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// The end of what begins and ends with a quote, where two quotes are one.
fn quoted(bytes: &[u8], from: usize) -> usize {
    let quote = bytes.get(from).copied().unwrap_or(b'\'');
    let mut at = from + 1;
    while let Some(byte) = bytes.get(at) {
        if *byte == quote {
            if bytes.get(at + 1) == Some(&quote) {
                at += 1;
            } else {
                return at + 1;
            }
        }
        at += 1;
    }
    bytes.len()
}

fn run(bytes: &[u8], from: usize, belongs: impl Fn(u8) -> bool) -> usize {
    bytes.iter().skip(from).position(|byte| !belongs(*byte)).map_or(bytes.len(), |length| from + length)
}

/// The number of a parameter; one without a number comes after the highest so far.
fn param(digits: &str, highest: &mut usize) -> usize {
    let number = digits.parse().unwrap_or(*highest + 1);
    *highest = number.max(*highest);
    number
}

/// Takes a statement apart; comments are dropped.
pub(super) fn tokens(sql: &str) -> Vec<Token> {
    let bytes = sql.as_bytes();
    let (mut list, mut at, mut gap, mut highest) = (Vec::new(), 0, false, 0);
    while let Some(byte) = bytes.get(at).copied() {
        let rest = sql.get(at..).unwrap_or_default();
        if byte.is_ascii_whitespace() {
            (at, gap) = (at + 1, true);
            continue;
        }
        if rest.starts_with("--") {
            (at, gap) = (run(bytes, at, |byte| byte != b'\n'), true);
            continue;
        }
        let (kind, end) = match byte {
            b'\'' => (Kind::Text, quoted(bytes, at)),
            b'"' => (Kind::Quoted, quoted(bytes, at)),
            b'x' | b'X' if bytes.get(at + 1) == Some(&b'\'') => (Kind::Text, quoted(bytes, at + 1)),
            b'0'..=b'9' => (Kind::Number, run(bytes, at, |byte| byte.is_ascii_alphanumeric() || byte == b'.')),
            b'?' => {
                let end = run(bytes, at + 1, |byte| byte.is_ascii_digit());
                (Kind::Param(param(sql.get(at + 1..end).unwrap_or_default(), &mut highest)), end)
            }
            byte if in_word(byte) => (Kind::Word, run(bytes, at, in_word)),
            _ => (Kind::Sign, at + LONG.iter().find(|sign| rest.starts_with(**sign)).map_or(1, |sign| sign.len())),
        };
        list.push(Token { kind, text: sql.get(at..end).unwrap_or_default().to_owned(), gap });
        (at, gap) = (end, false);
    }
    list
}

/// Puts a statement together again.
pub(super) fn text(tokens: &[Token]) -> String {
    let mut text = String::new();
    for token in tokens {
        if token.gap && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&token.text);
    }
    text
}

/// The place of the bracket that closes the one at `open`.
pub(super) fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (place, token) in tokens.iter().enumerate().skip(open) {
        if token.sign("(") {
            depth += 1;
        } else if token.sign(")") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return place;
            }
        }
    }
    tokens.len()
}

/// Whether the token at a place is this keyword.
pub(super) fn word_at(tokens: &[Token], place: usize, word: &str) -> bool {
    tokens.get(place).is_some_and(|token| token.is(word))
}

/// Whether the token at a place is this sign.
pub(super) fn sign_at(tokens: &[Token], place: usize, sign: &str) -> bool {
    tokens.get(place).is_some_and(|token| token.sign(sign))
}
