//! Tables, indexes and triggers as PostgreSQL has them.
//!
//! A trigger's body becomes a function. A word index over a table becomes a table of words beside it, which triggers of the indexed
//! table keep, and a view of that with the name and the row numbers of the word index: words in a column of the indexed table would
//! be read with all of its rows. Must not know: any table of ours.

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
    let words = |row: &str| format!("ins.words_of({row}search, {row}{number})");
    let index = format!("CREATE INDEX {name}_words ON ins.{name}_rows USING gin (words) WITH ({WAIT})");
    // Of a name of its own: an account of the name of this schema would find it in place of the view.
    vec![
        format!("CREATE TABLE ins.{name}_rows (num bigint PRIMARY KEY, words tsvector NOT NULL)"),
        format!("ALTER TABLE ins.{name}_rows {APART}"),
        index.clone(),
        format!("CREATE VIEW {name} AS SELECT num AS rowid, words FROM ins.{name}_rows"),
        format!(
            "CREATE OR REPLACE FUNCTION ins.{name}_kept() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN \
             IF TG_OP <> 'DELETE' THEN INSERT INTO ins.{name}_rows (num, words) VALUES (new.{number}, {}) \
             ON CONFLICT (num) DO UPDATE SET words = excluded.words; \
             ELSE DELETE FROM ins.{name}_rows WHERE num = old.{number}; END IF; RETURN NULL; END $body$",
            words("new.")
        ),
        format!(
            "CREATE OR REPLACE FUNCTION ins.{name}{ANEW}() RETURNS void LANGUAGE plpgsql AS $body$ BEGIN \
             DROP INDEX ins.{name}_words; TRUNCATE ins.{name}_rows; \
             INSERT INTO ins.{name}_rows (num, words) SELECT {number}, {} FROM {table} ORDER BY {number}; {index}; END $body$",
            words("")
        ),
        format!("SELECT ins.{name}{ANEW}()"),
    ]
}

/// What keeps the words of a table of words apart from its rows. Whoever asks the index reads the number of each record that has the words, and
/// rows of a kilobyte are a page each. PostgreSQL stores a value apart only where a row is longer than 2 KB: so each row has as many blanks,
/// which it keeps packed in some forty bytes.
pub(crate) const APART: &str = "ADD COLUMN apart text NOT NULL DEFAULT repeat(' ', 2048), SET (toast_tuple_target = 128), \
     ALTER COLUMN words SET STORAGE EXTERNAL, ALTER COLUMN apart SET STORAGE MAIN";

/// How an index of words is kept. What is written waits in a list of 64 KB, which every search reads through, and goes into the index with all
/// that is in it: a case has some 150 words, most of them those of the case before it, and each by itself takes as long as everything else
/// that is written with a case. The list of 4 MB that PostgreSQL has by itself would be read by every search.
pub(crate) const WAIT: &str = "fastupdate = on, gin_pending_list_limit = 64";

/// How the function ends that writes all words of an index anew.
pub(crate) const ANEW: &str = "_anew";

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
    let head = list.get(..begin).unwrap_or_default();
    let when = head.iter().position(|token| token.is("WHEN"));
    let event = rewritten(head.get(..when.unwrap_or(begin)).unwrap_or_default());
    let condition =
        when.map_or(String::new(), |when| format!(" WHEN ({})", rewritten(head.get(when + 1..).unwrap_or_default())));
    // What keeps a word index: of its table of words.
    if let Some((index, _)) = name.split_once("_search_") {
        return vec![format!("{event} FOR EACH ROW{condition} EXECUTE FUNCTION ins.{index}_search_kept()")];
    }
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
