//! The use case: what is found for a text, and how it may be narrowed.

use super::near;
use super::query::{Query, joined, paper_number};
use super::statement::{Narrowing, Statement, any, staged};
use super::words::province_word;
use crate::cases::{COUNT_CAP, CaseRow, ListFilter, facet_statement, hits as case_hits, own_words};
use crate::cells::read_field;
use crate::database::{Connection, Database, DbError, Row};
use crate::parties::read_establishment;
use crate::units::Scope;
use crate::{StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::case::CaseId;
use domain::catalogue::Field;
use domain::paper::PaperState;
use domain::party::{Establishment, Party, PartyKind};
use domain::place;
use domain::text::fold;
use domain::unit::{UnitId, UnitPath};
use jiff::civil::DateTime;
use std::collections::{BTreeMap, BTreeSet};

/// Most hits of one kind that are read to show the closest first.
const LOOKED_AT: usize = 60;

/// Most communes of today that one of before may stand for.
const MAX_COMMUNES: usize = 4;

/// What is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Party,
    Establishment,
    Case,
    Paper,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Self::Party, Self::Establishment, Self::Case, Self::Paper];

    /// Stable key, as used in addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Party => "doi-tuong",
            Self::Establishment => "co-so",
            Self::Case => "ho-so",
            Self::Paper => "van-ban",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// What a search is narrowed to. A field, a year and a state are those of cases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrowed {
    pub kind: Option<Kind>,
    pub province: Option<UnitId>,
    pub field: Option<Field>,
    pub year: Option<i16>,
    pub open: Option<bool>,
}

impl Narrowed {
    fn asks(&self, kind: Kind) -> bool {
        let of_cases = self.field.is_some() || self.year.is_some() || self.open.is_some();
        self.kind.is_none_or(|only| only == kind) && (kind == Kind::Case || !of_cases)
    }
}

/// Hits of one kind, the closest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hits<T> {
    pub rows: Vec<T>,
    /// How many there are, up to [`COUNT_CAP`].
    pub count: u32,
    /// Whether there are more than `count`.
    pub capped: bool,
}

impl<T> Default for Hits<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), count: 0, capped: false }
    }
}

/// A place of business with whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceHit {
    pub place: Establishment,
    pub party_name: String,
}

/// A paper with the number that was typed, and whom it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperHit {
    pub number: String,
    pub name: String,
    pub signed_at: DateTime,
    pub unit: String,
    pub state: PaperState,
    /// The case it stands in, its reference and its party; nothing for a spoilt number.
    pub case: Option<(CaseId, String, String)>,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    pub papers: Vec<PaperHit>,
    pub parties: Hits<Party>,
    pub places: Hits<PlaceHit>,
    pub cases: Hits<CaseRow>,
    /// What was searched instead, where nothing is as typed.
    pub instead: Option<String>,
    /// Communes of before that stood in the text, with those of today that were searched instead.
    pub communes: Vec<(String, String)>,
    /// How many hits of each province; of cases by field, year and state (open or not). Of the newest [`COUNT_CAP`] of each kind.
    pub provinces: BTreeMap<UnitId, u32>,
    pub fields: Vec<(Field, u32)>,
    pub years: BTreeMap<i16, u32>,
    pub open: BTreeMap<bool, u32>,
}

impl Found {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.papers.is_empty()
            && self.parties.rows.is_empty()
            && self.places.rows.is_empty()
            && self.cases.rows.is_empty()
    }
}

/// Everything the actor may know that has these words, the closest of each kind first.
///
/// # Errors
/// His role reads neither cases nor parties, or the database failed.
pub async fn find(
    db: &dyn Database,
    actor: &Actor,
    typed: &str,
    narrowed: &Narrowed,
    limit: usize,
) -> Result<Found, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let scope = actor.scope();
    authorise(actor, Action::ReadCase, &scope)?;
    let Some(query) = Query::read(typed, &[]) else { return Ok(Found::default()) };
    let mut connection = db.open().await?;
    let mut desk = Desk { connection: connection.as_mut(), scope, narrowed, typed: joined(typed), limit };
    let found = desk.search(&query).await?;
    if !found.is_empty() {
        return Ok(found);
    }
    for (words, communes) in of_today(&query, &desk.scope) {
        let mut found = desk.search(&words).await?;
        if !found.is_empty() {
            found.communes = communes;
            return Ok(found);
        }
    }
    for corrected in desk.corrected(&query).await? {
        let mut found = desk.search(&corrected).await?;
        if !found.is_empty() {
            found.instead = Some(said(&corrected, &found));
            return Ok(found);
        }
    }
    Ok(found)
}

/// One search on one connection.
struct Desk<'a> {
    connection: &'a mut dyn Connection,
    scope: UnitPath,
    narrowed: &'a Narrowed,
    /// As typed, with identifiers put together.
    typed: String,
    limit: usize,
}

impl Desk<'_> {
    async fn search(&mut self, query: &Query) -> Result<Found, DbError> {
        let mut found = Found::default();
        if self.narrowed.asks(Kind::Paper) {
            found.papers = self.papers().await?;
        }
        if self.narrowed.asks(Kind::Party) {
            self.parties(query, &mut found).await?;
        }
        if self.narrowed.asks(Kind::Establishment) {
            self.places(query, &mut found).await?;
        }
        if self.narrowed.asks(Kind::Case) {
            self.cases(query, &mut found).await?;
        }
        Ok(found)
    }

    /// The same words in one province, where the search is narrowed to one.
    fn of_province(&self, query: &Query) -> Query {
        let mut query = query.clone();
        query.also.extend(self.narrowed.province.as_ref().map(province_word));
        query
    }

    async fn rows(&mut self, statement: &Statement) -> Result<Vec<Row>, DbError> {
        self.connection.query(&statement.sql, &statement.params).await
    }

    async fn parties(&mut self, query: &Query, found: &mut Found) -> Result<(), DbError> {
        let query = self.of_province(query);
        let statement = party_statement(&query, LOOKED_AT.max(self.limit));
        let mut hits = Vec::new();
        for row in self.rows(&statement).await? {
            let party: Party = row.json(0)?;
            let rank = self.rank(row.int(1)?, &[&party.name, &party.representative], &[]);
            hits.push((rank, party));
        }
        let counts = self.rows(&party_facets(&query)).await?;
        found.parties = self.shown(hits, &counts, 2)?;
        for row in &counts {
            add(&mut found.provinces, UnitId(row.string(1)?), row.int(2)?);
        }
        Ok(())
    }

    async fn places(&mut self, query: &Query, found: &mut Found) -> Result<(), DbError> {
        let query = self.of_province(query);
        let statement = place_statement(&query, LOOKED_AT.max(self.limit));
        let mut hits = Vec::new();
        for row in self.rows(&statement).await? {
            let hit = PlaceHit { place: read_establishment(&row)?, party_name: row.string(6)? };
            let rank = self.rank(row.int(7)?, &[&hit.place.name, &hit.place.address], &[]);
            hits.push((rank, hit));
        }
        let counts = self.rows(&place_facets(&query)).await?;
        found.places = self.shown(hits, &counts, 1)?;
        for row in &counts {
            add(&mut found.provinces, UnitId(row.string(0)?), row.int(1)?);
        }
        Ok(())
    }

    /// What the cases are narrowed to beside the officer's part of the tree; `None` where there is nothing of it in that part.
    fn case_filter(&self) -> Option<(ListFilter, Vec<String>)> {
        let Narrowed { province, field, year, open, .. } = self.narrowed.clone();
        let filter = ListFilter { field, year, open, ..ListFilter::default() };
        let own = Scope::of(&self.scope);
        let elsewhere = match (&own, &province) {
            (_, None) | (Scope::Nation, Some(_)) => false,
            (Scope::Province(own) | Scope::Unit(own), Some(asked)) => super::words::province_of(own) != *asked,
        };
        let mut also = own_words(&own, &filter);
        also.extend(province.as_ref().map(province_word));
        also.dedup();
        (!elsewhere).then_some((filter, also))
    }

    async fn cases(&mut self, query: &Query, found: &mut Found) -> Result<(), DbError> {
        let Some((filter, also)) = self.case_filter() else { return Ok(()) };
        let mut query = query.clone();
        query.also.extend(also);
        let mut hits = Vec::new();
        for (row, stage) in case_hits(self.connection, &query, &filter, LOOKED_AT.max(self.limit)).await? {
            let numbers: Vec<&str> =
                row.index.numbers.iter().map(String::as_str).chain([row.index.code.as_str()]).collect();
            let rank = self.rank(stage, &[&row.index.party_name, &row.index.establishment_name], &numbers);
            hits.push((rank, row));
        }
        let counts = self.rows(&facet_statement(&query, &filter)).await?;
        found.cases = self.shown(hits, &counts, 4)?;
        let mut fields: BTreeMap<&str, (Field, u32)> = BTreeMap::new();
        for row in &counts {
            let count = row.int(4)?;
            add(&mut found.provinces, UnitId(row.string(0)?), count);
            if row.opt_string(1)?.is_some() {
                let field = read_field(row, 1)?;
                let (_, sum) = fields.entry(field.key()).or_insert((field, 0));
                *sum += u32::try_from(count).unwrap_or(0);
            }
            add(&mut found.years, row.parse(2, "a year")?, count);
            add(&mut found.open, row.int(3)? == 0, count);
        }
        found.fields = fields.into_values().collect();
        found.fields.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Ok(())
    }

    /// Papers with the number that was typed: of cases the officer may know, and of no case where he may know the unit.
    async fn papers(&mut self) -> Result<Vec<PaperHit>, DbError> {
        let Some((digits, symbol)) = paper_number(&self.typed) else { return Ok(Vec::new()) };
        let fits = |number: &str| {
            let (known, rest) = number.split_once('/').unwrap_or((number, ""));
            known == digits && (symbol.is_empty() || fold(rest) == symbol)
        };
        let also = own_words(&Scope::of(&self.scope), &ListFilter::default());
        let Some(query) = Query::read(&self.typed, &also) else { return Ok(Vec::new()) };
        let mut hits = Vec::new();
        for (row, _) in case_hits(self.connection, &query, &ListFilter::default(), LOOKED_AT).await? {
            let path_known = self.scope.covers(&row.index.path);
            for number in row.index.numbers.iter().filter(|number| path_known && fits(number)) {
                let of = self.connection.query(PAPER_OF_CASE, params![row.num, number]).await?;
                for paper in &of {
                    let case = (row.id, row.index.code.clone(), row.index.party_name.clone());
                    hits.push(read_paper(paper, Some(case))?);
                }
            }
        }
        let (from, to) = (format!("{digits}/"), format!("{digits}0"));
        for row in self.connection.query(PAPERS_WITHOUT_CASE, params![from, to]).await? {
            if self.scope.covers(&UnitPath(row.string(5)?)) && fits(row.text(0)?) {
                hits.push(read_paper(&row, None)?);
            }
        }
        hits.sort_by_key(|hit| std::cmp::Reverse(hit.signed_at));
        hits.truncate(self.limit);
        Ok(hits)
    }

    /// Where a hit stands: with the marks as typed before the others, then by how much of the text its names are.
    fn rank(&self, stage: i64, names: &[&str], numbers: &[&str]) -> (i64, u8) {
        let typed = fold(&self.typed);
        let close = |name: &&str| {
            let name = fold(name);
            if name == typed {
                1
            } else if format!(" {name} ").contains(&format!(" {typed} ")) {
                2
            } else if format!(" {name}").contains(&format!(" {typed}")) {
                3
            } else {
                let words: BTreeSet<&str> = name.split(' ').collect();
                if typed.split(' ').all(|word| words.contains(word)) { 4 } else { 5 }
            }
        };
        let number = numbers.iter().any(|number| fold(number) == typed);
        (stage, if number { 0 } else { names.iter().map(close).min().unwrap_or(5) })
    }

    /// The closest hits, with their number from the counts in a column.
    fn shown<T>(&self, mut hits: Vec<((i64, u8), T)>, counts: &[Row], column: usize) -> Result<Hits<T>, DbError> {
        hits.sort_by_key(|(rank, _)| *rank);
        let counted = counts.iter().map(|row| row.int(column)).sum::<Result<i64, _>>()?;
        let count = u32::try_from(counted).unwrap_or(COUNT_CAP);
        Ok(Hits {
            rows: hits.into_iter().take(self.limit).map(|(_, hit)| hit).collect(),
            count: count.min(COUNT_CAP),
            capped: count > COUNT_CAP,
        })
    }

    /// The query with words of letters corrected by one letter: every word that no known word begins with; where all are
    /// known, one of them.
    async fn corrected(&mut self, query: &Query) -> Result<Vec<Query>, DbError> {
        let words: Vec<&str> = query
            .terms
            .iter()
            .map(|term| term.word.folded.as_str())
            .filter(|word| near::may_be_corrected(word))
            .collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let unknown = near::unknown(self.connection, &words).await?;
        let all_known = unknown.is_empty();
        // A known word of three letters has too many neighbours to have been meant for another one.
        let asked: Vec<&str> = words
            .into_iter()
            .filter(|word| if all_known { word.chars().count() > 3 } else { unknown.contains(*word) })
            .collect();
        let near = near::near(self.connection, &asked).await?;
        let instead = |word: &str| near.get(word).cloned().unwrap_or_default();
        if all_known {
            let one = |place: usize| {
                let mut query = query.clone();
                let term = query.terms.get_mut(place)?;
                term.instead = instead(&term.word.folded);
                (!term.instead.is_empty()).then_some(query)
            };
            return Ok((0..query.terms.len()).filter_map(one).collect());
        }
        let mut query = query.clone();
        for term in query.terms.iter_mut().filter(|term| unknown.contains(&term.word.folded)) {
            term.instead = instead(&term.word.folded);
            if term.instead.is_empty() {
                return Ok(Vec::new());
            }
        }
        Ok(vec![query])
    }
}

fn add<K: Ord>(counts: &mut BTreeMap<K, u32>, key: K, count: i64) {
    *counts.entry(key).or_default() += u32::try_from(count).unwrap_or(0);
}

/// Parties with their stage.
fn party_statement(query: &Query, limit: usize) -> Statement {
    let numbers = staged("party_search", query, Narrowing::default(), None, limit);
    Statement {
        sql: format!("SELECT p.document, n.stage FROM ({}) n CROSS JOIN party p ON p.num = n.num", numbers.sql),
        params: numbers.params,
    }
}

/// How many parties of each kind and province, of the newest.
fn party_facets(query: &Query) -> Statement {
    let numbers = any("party_search", query, Narrowing::default(), COUNT_CAP as usize + 1);
    Statement {
        sql: format!(
            "SELECT p.kind, substr(p.unit, 1, instr(p.unit || '-', '-') - 1), count(*) \
             FROM ({}) n CROSS JOIN party p INDEXED BY party_by_num ON p.num = n.num GROUP BY 1, 2",
            numbers.sql
        ),
        params: numbers.params,
    }
}

/// Places of business with their party's name and their stage.
fn place_statement(query: &Query, limit: usize) -> Statement {
    let numbers = staged("establishment_search", query, Narrowing::default(), None, limit);
    Statement {
        sql: format!(
            "SELECT e.id, e.party, e.name, e.address, e.business, e.unit, p.name, n.stage FROM ({}) n \
             CROSS JOIN establishment_words w ON w.num = n.num CROSS JOIN establishment e ON e.id = w.establishment \
             CROSS JOIN party p ON p.id = e.party",
            numbers.sql
        ),
        params: numbers.params,
    }
}

/// How many places of business of each province, of the newest.
fn place_facets(query: &Query) -> Statement {
    let numbers = any("establishment_search", query, Narrowing::default(), COUNT_CAP as usize + 1);
    Statement {
        sql: format!(
            "SELECT substr(w.unit, 1, instr(w.unit || '-', '-') - 1), count(*) FROM ({}) n \
             CROSS JOIN establishment_words w INDEXED BY establishment_words_by_num ON w.num = n.num GROUP BY 1",
            numbers.sql
        ),
        params: numbers.params,
    }
}

const PAPER_OF_CASE: &str = "SELECT number, name, signed_at, unit_name, state FROM paper INDEXED BY paper_by_case \
     WHERE case_num = ?1 AND number = ?2 \
     UNION ALL SELECT p.number, p.name, p.signed_at, p.unit_name, q.state FROM paper_part q INDEXED BY paper_part_by_case \
     CROSS JOIN paper p USING (owner, series, year, serial) WHERE q.case_num = ?1 AND q.number = ?2 AND p.case_num <> ?1";

const PAPERS_WITHOUT_CASE: &str = "SELECT p.number, p.name, p.signed_at, p.unit_name, p.state, u.path \
     FROM paper p INDEXED BY paper_without_case CROSS JOIN unit u ON u.id = p.unit \
     WHERE p.case_num IS NULL AND p.number >= ?1 AND p.number < ?2 LIMIT 50";

fn read_paper(row: &Row, case: Option<(CaseId, String, String)>) -> Result<PaperHit, DbError> {
    Ok(PaperHit {
        number: row.string(0)?,
        name: row.string(1)?,
        signed_at: row.parse(2, "a moment")?,
        unit: row.string(3)?,
        state: PaperState::from_key(row.text(4)?)
            .ok_or(DbError::Shape { column: 4, expected: "a state of a paper" })?,
        case,
    })
}

/// The query with communes of before replaced by those that took their land: each neighbouring words that name one.
/// Those of the officer's own province first.
fn of_today(query: &Query, scope: &UnitPath) -> Vec<(Query, Vec<(String, String)>)> {
    let own = super::words::province_of(&scope.leaf());
    let mut found = Vec::new();
    let folded: Vec<&str> = query.terms.iter().map(|term| term.word.folded.as_str()).collect();
    // Longer names first: “Xuân Lam Sơn” before “Lam Sơn”.
    for length in (2..=4).rev() {
        for first in 0..(folded.len() + 1).saturating_sub(length) {
            let Some(name) = folded.get(first..first + length) else { continue };
            let mut places = place::find(&name.join(" "), None);
            places.sort_by_key(|place| place.commune.province.code != own.0);
            let before = places.iter().filter(|place| place.former.is_some()).take(MAX_COMMUNES);
            for (place, former) in before.filter_map(|place| Some((place, place.former?))) {
                let today = place.commune;
                let mut terms: Vec<_> = query.terms.iter().take(first).cloned().collect();
                // What kind of unit it was is not what it is.
                let kind = match folded.get(..first).unwrap_or_default() {
                    [.., "thi", "tran"] => 2,
                    [.., "phuong" | "xa"] => 1,
                    _ => 0,
                };
                terms.truncate(first - kind);
                terms.extend(Query::read(today.name, &[]).into_iter().flat_map(|query| query.terms));
                terms.extend(query.terms.iter().skip(first + length).cloned());
                let also = vec![province_word(&UnitId(today.province.code.to_owned()))];
                found.push((Query { terms, also }, vec![(former.full_name(), today.full_name())]));
            }
        }
    }
    found.truncate(2 * MAX_COMMUNES);
    found
}

/// What was searched instead, in the words of the first hit where they are its own.
fn said(corrected: &Query, found: &Found) -> String {
    let mut texts: Vec<&str> = Vec::new();
    if let Some(party) = found.parties.rows.first() {
        texts.extend([party.name.as_str(), &party.representative, &party.address]);
    }
    if let Some(hit) = found.places.rows.first() {
        texts.extend([hit.place.name.as_str(), &hit.place.address, &hit.place.business]);
    }
    if let Some(row) = found.cases.rows.first() {
        texts.extend([row.index.party_name.as_str(), &row.index.establishment_name]);
    }
    let known: Vec<&str> = texts.iter().flat_map(|text| text.split_whitespace()).collect();
    let own = |word: &str| {
        let same = |known: &&&str| fold(known) == word;
        let plain = |known: &str| known.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        known.iter().find(same).map(|known| plain(known))
    };
    let words = corrected.terms.iter().map(|term| {
        let instead = term.instead.iter().find_map(|word| own(word)).or_else(|| term.instead.first().cloned());
        let typed = || term.word.marked.clone().unwrap_or_else(|| term.word.folded.clone());
        instead.or_else(|| own(&term.word.folded)).unwrap_or_else(typed)
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Statements whose plans are tested.
#[cfg(test)]
pub(crate) mod plans {
    pub(crate) use super::{
        PAPER_OF_CASE, PAPERS_WITHOUT_CASE, party_facets, party_statement, place_facets, place_statement,
    };
}
