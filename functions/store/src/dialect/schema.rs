//! Tables, indexes and triggers as PostgreSQL has them.
//!
//! A trigger's body becomes a function; a word index over a table becomes a column of words that the engine keeps, an index of
//! it, and a view with the name and the row numbers of the word index. Must not know: any table of ours.

use super::tokens::{self, Kind, Token, closing, word_at};
use super::{AS_IT_IS, rules};

/// One statement of a migration as the statements that PostgreSQL runs for it; none for what its engine keeps itself.
pub(crate) fn schema(statement: &str) -> Vec<String> {
    let mut list = tokens::tokens(statement);
    let starts = |words: &[&str]| words.iter().enumerate().all(|(place, word)| word_at(&list, place, word));
    let made = if starts(&["CREATE", "VIRTUAL", "TABLE"]) {
        word_index(&list)
    } else if starts(&["CREATE", "TRIGGER"]) {
        trigger(&list)
    } else {
        if starts(&["CREATE", "TABLE"]) {
            table(&mut list);
        }
        references(&mut list);
        rules::apply(&mut list);
        vec![tokens::text(&list)]
    };
    made.into_iter().map(|sql| format!("{AS_IT_IS} {sql}")).collect()
}

/// `STRICT` and `WITHOUT ROWID` go; a key that numbers itself goes on after the highest.
fn table(list: &mut Vec<Token>) {
    let open = list.iter().position(|token| token.sign("(")).unwrap_or(list.len());
    let end = closing(list, open);
    list.truncate(end + 1);
    let ifs = if word_at(list, 2, "IF") { 5 } else { 2 };
    let name = list.get(ifs).map(|token| token.text.clone()).unwrap_or_default();
    let mut place = open;
    while place < list.len() {
        let numbers =
            word_at(list, place, "INTEGER") && word_at(list, place + 1, "PRIMARY") && word_at(list, place + 2, "KEY");
        if numbers && let Some(column) = list.get(place - 1).map(|token| token.text.clone()) {
            let default = format!("DEFAULT ins.next_number('{name}', '{column}')");
            list.insert(place + 3, Token::word(&default));
        }
        place += 1;
    }
}

/// What a row refers to may come later in the same transaction, where that is asked for.
fn references(list: &mut Vec<Token>) {
    let mut place = 0;
    while place < list.len() {
        if word_at(list, place, "REFERENCES") {
            let end = closing(list, place + 2);
            list.insert((end + 1).min(list.len()), Token::word("DEFERRABLE"));
        }
        place += 1;
    }
}

/// The text in quotes after a word of an option, as `content = 'party'`.
fn option(list: &[Token], name: &str) -> Option<String> {
    let place = list.iter().position(|token| token.is(name))?;
    list.get(place + 2).filter(|token| token.kind == Kind::Text).map(|token| token.text.trim_matches('\'').to_owned())
}

fn word_index(list: &[Token]) -> Vec<String> {
    let name = list.get(3).map(|token| token.text.clone()).unwrap_or_default();
    let (Some(table), Some(number)) = (option(list, "content"), option(list, "content_rowid")) else {
        return Vec::new();
    };
    vec![
        format!("ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS (ins.words_of(search)) STORED"),
        format!("CREATE INDEX {name}_words ON {table} USING gin (words)"),
        format!("CREATE VIEW {name} AS SELECT {number} AS rowid, words FROM {table}"),
    ]
}

fn rewritten(list: &[Token]) -> String {
    let mut list = list.to_vec();
    rules::apply(&mut list);
    tokens::text(&list)
}

fn trigger(list: &[Token]) -> Vec<String> {
    let name = list.get(2).map(|token| token.text.clone()).unwrap_or_default();
    let begin = list.iter().position(|token| token.is("BEGIN")).unwrap_or(list.len());
    let end = list.iter().rposition(|token| token.is("END")).unwrap_or(list.len());
    let body = list.get(begin + 1..end).unwrap_or_default();
    // What keeps a word index: the engine keeps the column of words itself.
    if name.contains("_search_") {
        return Vec::new();
    }
    let head = list.get(..begin).unwrap_or_default();
    let when = head.iter().position(|token| token.is("WHEN"));
    let event = rewritten(head.get(..when.unwrap_or(begin)).unwrap_or_default());
    let condition =
        when.map_or(String::new(), |when| format!(" WHEN ({})", rewritten(head.get(when + 1..).unwrap_or_default())));
    if word_at(body, 0, "SELECT") && word_at(body, 1, "RAISE") {
        let told =
            body.iter().find(|token| token.kind == Kind::Text).map(|token| token.text.clone()).unwrap_or_default();
        return vec![format!("{event} FOR EACH ROW{condition} EXECUTE FUNCTION ins.refuse({told})")];
    }
    let mut statements = String::new();
    for statement in body.split(|token| token.sign(";")).filter(|statement| !statement.is_empty()) {
        statements.push_str(&rewritten(statement));
        statements.push_str("; ");
    }
    vec![
        format!(
            "CREATE OR REPLACE FUNCTION ins.{name}() RETURNS trigger LANGUAGE plpgsql AS \
             $body$ BEGIN {statements}RETURN NULL; END $body$"
        ),
        format!("{event} FOR EACH ROW{condition} EXECUTE FUNCTION ins.{name}()"),
    ]
}
