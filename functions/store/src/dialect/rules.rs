//! The rules by which a statement of SQLite becomes one of PostgreSQL, one function each.
//!
//! Must not know: any table of ours.

use super::tokens::{Kind, Token, closing, sign_at, word_at};

/// Names of ours that are words of PostgreSQL's own.
const RESERVED: [&str; 3] = ["only", "user", "end"];

/// Functions that the prelude defines under the same name, with what SQLite means by it.
const DEFINED: [&str; 13] = [
    "sum",
    "total",
    "group_concat",
    "hex",
    "instr",
    "json_array_length",
    "json_each",
    "json_extract",
    "json_group_array",
    "json_tree",
    "substr",
    "typeof",
    "zeroblob",
];

/// Words that end the condition of a join.
const AFTER_JOIN: [&str; 14] = [
    "JOIN",
    "CROSS",
    "LEFT",
    "INNER",
    "WHERE",
    "GROUP",
    "ORDER",
    "LIMIT",
    "UNION",
    "EXCEPT",
    "HAVING",
    "RETURNING",
    "SET",
    "WINDOW",
];

/// Words that may stand behind a query in brackets which has no name.
const NO_ALIAS: [&str; 18] = [
    "JOIN",
    "CROSS",
    "LEFT",
    "INNER",
    "WHERE",
    "GROUP",
    "ORDER",
    "LIMIT",
    "UNION",
    "EXCEPT",
    "INTERSECT",
    "HAVING",
    "RETURNING",
    "ON",
    "USING",
    "SET",
    "WINDOW",
    "OFFSET",
];

/// Words of an expression that are no columns.
const NO_COLUMN: [&str; 19] = [
    "AND", "OR", "NOT", "NULL", "IS", "CASE", "WHEN", "THEN", "ELSE", "END", "IN", "DISTINCT", "FROM", "TRUE", "FALSE",
    "LIKE", "BETWEEN", "WHERE", "AS",
];

/// All rules in their order.
pub(super) fn apply(tokens: &mut Vec<Token>) {
    index_hints(tokens);
    or_ignore(tokens);
    joins(tokens);
    order_of_first(tokens);
    names_of_queries(tokens);
    null_safe(tokens);
    conflict_columns(tokens);
    rows_of_lists(tokens);
    functions(tokens);
    words(tokens);
}

/// `INDEXED BY x` and `NOT INDEXED`: the planner decides.
fn index_hints(tokens: &mut Vec<Token>) {
    let mut place = 0;
    while place < tokens.len() {
        if word_at(tokens, place, "INDEXED") && word_at(tokens, place + 1, "BY") {
            tokens.drain(place..(place + 3).min(tokens.len()));
        } else if word_at(tokens, place, "NOT") && word_at(tokens, place + 1, "INDEXED") {
            tokens.drain(place..place + 2);
        } else {
            place += 1;
        }
    }
}

/// `INSERT OR IGNORE …`: `INSERT … ON CONFLICT DO NOTHING`.
fn or_ignore(tokens: &mut Vec<Token>) {
    if !(word_at(tokens, 0, "INSERT") && word_at(tokens, 1, "OR") && word_at(tokens, 2, "IGNORE")) {
        return;
    }
    tokens.drain(1..3);
    let end = tokens.iter().position(|token| token.is("RETURNING")).unwrap_or(tokens.len());
    let clause = ["ON", "CONFLICT", "DO", "NOTHING"].map(Token::word);
    tokens.splice(end..end, clause);
}

/// `a CROSS JOIN b ON …` has the order of its tables from the writer: a plain join. `a JOIN b` without a condition is a product.
fn joins(tokens: &mut Vec<Token>) {
    let mut place = 0;
    while place < tokens.len() {
        if !word_at(tokens, place, "JOIN") {
            place += 1;
            continue;
        }
        let mut ahead = place + 1;
        let condition = loop {
            let Some(token) = tokens.get(ahead) else { break false };
            if token.sign("(") {
                ahead = closing(tokens, ahead) + 1;
                continue;
            }
            if token.is("ON") && !word_at(tokens, ahead + 1, "CONFLICT") || token.is("USING") {
                break true;
            }
            if token.sign(")") || token.sign(",") || AFTER_JOIN.iter().any(|word| token.is(word)) || token.is("ON") {
                break false;
            }
            ahead += 1;
        };
        let before = place.checked_sub(1).and_then(|before| tokens.get(before));
        let crossed = before.is_some_and(|token| token.is("CROSS"));
        let plain = !before.is_some_and(|token| ["LEFT", "INNER", "OUTER", "CROSS"].iter().any(|word| token.is(word)));
        if crossed && condition {
            tokens.remove(place - 1);
        } else if plain && !condition {
            tokens.insert(place, Token::word("CROSS"));
            place += 2;
        } else {
            place += 1;
        }
    }
}

/// Where a query ends whose SELECT is at a place: at the bracket that closes it, or at the end; and whether it has one of these
/// words of its own.
fn end_of_query(tokens: &[Token], select: usize, words: &[&str]) -> (usize, bool) {
    let (mut place, mut found) = (select, false);
    while let Some(token) = tokens.get(place) {
        if token.sign("(") {
            place = closing(tokens, place);
        } else if token.sign(")") || token.sign(";") {
            break;
        }
        found |= words.iter().any(|word| token.is(word));
        place += 1;
    }
    (place.min(tokens.len()), found)
}

/// The place of a word of a query itself, not of one within it.
fn own_word(tokens: &[Token], from: usize, end: usize, words: &[&str]) -> Option<usize> {
    let mut place = from;
    while place < end {
        if sign_at(tokens, place, "(") {
            place = closing(tokens, place);
        } else if words.iter().any(|word| word_at(tokens, place, word)) {
            return Some(place);
        }
        place += 1;
    }
    None
}

/// A list or an ordered query that other tables are joined to gives its order to the result: SQLite reads them in that order, and
/// the statements count on it. Here it is said.
fn order_of_first(tokens: &mut Vec<Token>) {
    let selects: Vec<usize> = (0..tokens.len()).filter(|place| word_at(tokens, *place, "SELECT")).collect();
    for select in selects.into_iter().rev() {
        let before =
            |back: usize, word: &str| select.checked_sub(back).is_some_and(|place| word_at(tokens, place, word));
        let counted =
            before(6, "count") && before(2, "FROM") || before(1, "IN") || before(2, "IN") || before(2, "EXISTS");
        if counted || before(1, "UNION") || before(1, "ALL") || word_at(tokens, select + 1, "DISTINCT") {
            continue;
        }
        let (end, other) = end_of_query(tokens, select, &["GROUP", "ORDER", "UNION", "EXCEPT", "INTERSECT"]);
        let Some(from) = own_word(tokens, select, end, &["FROM"]) else { continue };
        let aggregate = tokens.get(select..from).unwrap_or_default().windows(2).any(|pair| {
            matches!(pair, [name, open] if open.sign("(")
                && ["count", "sum", "max", "min", "total", "group_concat"].iter().any(|word| name.is(word)))
        });
        let listed = word_at(tokens, from + 1, "json_each");
        let open = if listed { from + 2 } else { from + 1 };
        if other || aggregate || !sign_at(tokens, open, "(") || !(listed || word_at(tokens, open + 1, "SELECT")) {
            continue;
        }
        let close = closing(tokens, open);
        let joined = ["JOIN", "CROSS", "LEFT", "INNER"].iter().any(|word| word_at(tokens, close + 2, word));
        let Some(alias) = tokens.get(close + 1).filter(|token| token.kind == Kind::Word && joined).cloned() else {
            continue;
        };
        let tail = own_word(tokens, close, end, &["LIMIT", "RETURNING"]);
        let conflict =
            (close..end).find(|place| word_at(tokens, *place, "ON") && word_at(tokens, place + 1, "CONFLICT"));
        let at = tail.into_iter().chain(conflict).min().unwrap_or(end);
        let column = if listed { "key" } else { "nth_of_first" };
        let order = [Token::word("ORDER"), Token::word("BY"), Token::word(&alias.text), Token::close(".")];
        let order = order.into_iter().chain([Token { gap: false, ..Token::word(column) }]);
        tokens.splice(at..at, order);
        if !listed {
            let numbered = "AS ordered";
            tokens.splice(close..close, [Token::close(")"), Token::word(numbered)]);
            let head = "(SELECT row_number() OVER () AS nth_of_first, ordered.* FROM";
            tokens.splice(open..open, [Token::word(head)]);
        }
    }
}

/// A query in brackets that is read from has a name.
fn names_of_queries(tokens: &mut Vec<Token>) {
    let (mut place, mut count) = (0, 0);
    while place < tokens.len() {
        let opens = sign_at(tokens, place, "(")
            && ["SELECT", "WITH", "VALUES"].iter().any(|word| word_at(tokens, place + 1, word))
            && place
                .checked_sub(1)
                .and_then(|before| tokens.get(before))
                .is_some_and(|before| before.is("FROM") && !is_distinct_from(tokens, place - 1) || before.is("JOIN"));
        if opens {
            let end = closing(tokens, place);
            let named = tokens.get(end + 1).is_some_and(|next| {
                (next.kind == Kind::Word && !NO_ALIAS.iter().any(|word| next.is(word))) || next.kind == Kind::Quoted
            });
            if !named {
                count += 1;
                tokens.splice(end + 1..end + 1, [Token::word("AS"), Token::word(&format!("query_{count}"))]);
            }
        }
        place += 1;
    }
}

fn is_distinct_from(tokens: &[Token], from: usize) -> bool {
    from.checked_sub(1).is_some_and(|before| word_at(tokens, before, "DISTINCT"))
}

/// `a IS b` and `a IS NOT b` where neither says NULL.
fn null_safe(tokens: &mut Vec<Token>) {
    let mut place = 0;
    while place < tokens.len() {
        if word_at(tokens, place, "IS") {
            let not = word_at(tokens, place + 1, "NOT");
            let next = place + 1 + usize::from(not);
            let plain = ["NULL", "TRUE", "FALSE", "DISTINCT"].iter().any(|word| word_at(tokens, next, word));
            if !plain {
                let words: &[&str] = if not { &["DISTINCT", "FROM"] } else { &["NOT", "DISTINCT", "FROM"] };
                tokens.splice(place + 1..next, words.iter().map(|word| Token::word(word)));
            }
        }
        place += 1;
    }
}

/// What is set where a key is taken: a column without a table is that of the row that is there.
fn conflict_columns(tokens: &mut Vec<Token>) {
    let Some(insert) = tokens.iter().position(|token| token.is("INTO")) else { return };
    let Some(table) = tokens.get(insert + 1).map(|token| token.text.clone()) else { return };
    let table = if word_at(tokens, insert + 2, "AS") {
        tokens.get(insert + 3).map_or(table, |alias| alias.text.clone())
    } else {
        table
    };
    let Some(mut place) = (0..tokens.len()).find(|place| {
        word_at(tokens, *place, "DO") && word_at(tokens, place + 1, "UPDATE") && word_at(tokens, place + 2, "SET")
    }) else {
        return;
    };
    place += 3;
    let (mut target, mut depth) = (true, 0_usize);
    while let Some(token) = tokens.get(place) {
        if token.is("RETURNING") {
            return;
        }
        if token.sign("(") {
            depth += 1;
        } else if token.sign(")") {
            depth = depth.saturating_sub(1);
        } else if token.sign("=") && target {
            target = false;
        } else if token.sign(",") && depth == 0 {
            target = true;
        }
        let column = token.kind == Kind::Word
            && !target
            && !NO_COLUMN.iter().any(|word| token.is(word))
            && !sign_at(tokens, place + 1, ".")
            && !sign_at(tokens, place + 1, "(")
            && !sign_at(tokens, place - 1, ".");
        if column {
            let gap = token.gap;
            if let Some(token) = tokens.get_mut(place) {
                token.gap = false;
            }
            tokens.splice(place..place, [Token { gap, ..Token::word(&table) }, Token::close(".")]);
            place += 2;
        }
        place += 1;
    }
}

/// A list whose rows are taken apart (`value ->> 'name'`) is read once, and each row as what it is then, not as a text that is
/// read again for each of its values.
fn rows_of_lists(tokens: &mut [Token]) {
    if !tokens.iter().any(|token| token.sign("->>")) {
        return;
    }
    for token in tokens.iter_mut().filter(|token| token.is("json_each")) {
        "ins.json_rows".clone_into(&mut token.text);
    }
}

/// How many expressions stand in the brackets that open at a place.
fn arguments(tokens: &[Token], open: usize) -> usize {
    let (mut depth, mut count) = (0_usize, 1);
    for token in tokens.get(open..closing(tokens, open)).unwrap_or_default() {
        if token.sign("(") {
            depth += 1;
        } else if token.sign(")") {
            depth = depth.saturating_sub(1);
        } else if token.sign(",") && depth == 1 {
            count += 1;
        }
    }
    count
}

/// Functions of another name or meaning.
fn functions(tokens: &mut [Token]) {
    let mut place = 0;
    while place < tokens.len() {
        let called = tokens.get(place).is_some_and(|token| token.kind == Kind::Word)
            && sign_at(tokens, place + 1, "(")
            && !(place > 0 && sign_at(tokens, place - 1, "."));
        if called {
            let name = tokens.get(place).map(|token| token.text.to_ascii_lowercase()).unwrap_or_default();
            let instead = match name.as_str() {
                "max" if arguments(tokens, place + 1) > 1 => Some("ins.larger"),
                "min" if arguments(tokens, place + 1) > 1 => Some("ins.smaller"),
                "ifnull" => Some("coalesce"),
                "char" => Some("chr"),
                _ => None,
            };
            let defined = DEFINED.contains(&name.as_str()).then(|| format!("ins.{name}"));
            if let Some(instead) = instead.map(str::to_owned).or(defined)
                && let Some(token) = tokens.get_mut(place)
            {
                token.text = instead;
            }
        }
        place += 1;
    }
}

/// Single words and signs.
fn words(tokens: &mut Vec<Token>) {
    let mut place = 0;
    while let Some(token) = tokens.get_mut(place) {
        if token.sign("==") {
            "=".clone_into(&mut token.text);
        } else if token.kind == Kind::Word {
            let text = match token.text.as_str() {
                "INTEGER" => Some("BIGINT".to_owned()),
                "REAL" => Some("DOUBLE PRECISION".to_owned()),
                "BLOB" => Some("BYTEA".to_owned()),
                other => RESERVED.contains(&other).then(|| format!("\"{other}\"")),
            };
            if let Some(text) = text {
                token.text = text;
            }
            if word_at(tokens, place, "MATCH") {
                matches(tokens, place);
            }
            if word_at(tokens, place, "word_query") {
                query(tokens, place);
            }
            if word_at(tokens, place, "WHERE")
                && tokens.get(place + 1).is_some_and(|next| next.kind == Kind::Number && next.text == "1")
                && !tokens.get(place + 2).is_some_and(|next| next.kind == Kind::Sign && !next.sign(")"))
                && let Some(next) = tokens.get_mut(place + 1)
            {
                *next = Token::word("true");
            }
        }
        place += 1;
    }
}

/// `index MATCH ?`: the words of the view of that name against the query.
fn matches(tokens: &mut Vec<Token>, place: usize) {
    if let Some(asked) = tokens.get_mut(place + 1) {
        is_query(asked);
    }
    let operand = [Token { gap: false, ..Token::word(".words") }, Token::new(Kind::Sign, "@@")];
    tokens.splice(place..=place, operand);
}

/// `word_query(?)`: a query of a word index that no index is to answer.
fn query(tokens: &mut Vec<Token>, place: usize) {
    let (Some(name), Some(asked)) = (tokens.get(place), tokens.get(place + 2)) else { return };
    let mut asked = Token { gap: name.gap, ..asked.clone() };
    is_query(&mut asked);
    tokens.splice(place..(place + 4).min(tokens.len()), [asked]);
}

fn is_query(token: &mut Token) {
    if let Kind::Param(number) = token.kind {
        token.kind = Kind::Query(number);
    }
}
