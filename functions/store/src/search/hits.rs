//! The use case: what is found for a text, and how it may be narrowed.

use super::found::{Found, Hits, Kind, Narrowed, PaperHit, PlaceHit};
use super::instead::{corrected, of_today, said};
use super::query::{Query, Term, joined, paper_number, without_so};
use super::statement::{
    PAPER_OF_CASE, PAPERS_WITHOUT_CASE, Statement, party_facets, party_statement, place_facets, place_statement,
};
use super::words::{province_of, province_word};
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
use domain::party::Party;
use domain::text::{fold, words};
use domain::unit::{UnitId, UnitPath};
use std::collections::{BTreeMap, BTreeSet};

/// Most hits of one kind that are read to show the closest first.
const LOOKED_AT: usize = 30;

/// Up to how many words hits that have them apart are shown beside those that have them together. More words that stand
/// together are a name or an address, and the others are asked for only where there is none.
const APART: usize = 3;

/// How close a hit is: with other marks than typed, how its names have the text, how many words they have, and whether a word
/// that was typed without marks has some.
type Rank = (i64, u8, usize, bool);

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
    let typed = without_so(typed);
    let typed = joined(typed);
    // The digits of a unit's paper are rare, its symbol is not.
    let number = paper_number(&typed).filter(|(digits, _)| digits.len() == 8).map(|(digits, _)| digits);
    let Some(query) = Query::read(number.as_deref().unwrap_or(&typed), &[]) else { return Ok(Found::default()) };
    let mut connection = db.open().await?;
    let (folded, marked) = (fold(&typed), with_marks(&typed));
    let mut desk = Desk { connection: connection.as_mut(), scope, narrowed, typed, folded, marked, limit };
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
    for corrected in corrected(desk.connection, &query).await? {
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
    /// The same without marks, and its words with them.
    folded: String,
    marked: String,
    limit: usize,
}

/// Hits of one kind with the rows that count them.
struct Side<T> {
    hits: Hits<T>,
    counts: Vec<Row>,
}

impl<T> Default for Side<T> {
    fn default() -> Self {
        Self { hits: Hits::default(), counts: Vec::new() }
    }
}

impl Desk<'_> {
    async fn search(&mut self, query: &Query) -> Result<Found, DbError> {
        let papers = if self.narrowed.asks(Kind::Paper) { self.papers().await? } else { Vec::new() };
        let together = if query.together { None } else { query.together() };
        let first = together.as_ref().unwrap_or(query);
        let (mut parties, mut places) = (self.parties(&[first]).await?, self.places(&[first]).await?);
        let mut cases = self.cases(&[first]).await?;
        if let Some(together) = &together {
            let nothing = parties.hits.rows.is_empty() && places.hits.rows.is_empty() && cases.hits.rows.is_empty();
            let more = |shown: usize| nothing || (query.terms.len() <= APART && shown < self.limit);
            let both = [together, query];
            let asked = both.get(usize::from(nothing)..).unwrap_or_default();
            let [of_parties, of_places, of_cases] =
                [parties.hits.rows.len(), places.hits.rows.len(), cases.hits.rows.len()].map(more);
            if of_parties {
                parties = self.parties(asked).await?;
            }
            if of_places {
                places = self.places(asked).await?;
            }
            if of_cases {
                cases = self.cases(asked).await?;
            }
        }
        let mut found = Found { papers, ..Found::default() };
        for row in &parties.counts {
            add(&mut found.provinces, UnitId(row.string(1)?), row.int(2)?);
        }
        for row in &places.counts {
            add(&mut found.provinces, UnitId(row.string(0)?), row.int(1)?);
        }
        let mut fields: BTreeMap<&str, (Field, u32)> = BTreeMap::new();
        for row in &cases.counts {
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
        (found.parties, found.places, found.cases) = (parties.hits, places.hits, cases.hits);
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

    /// Parties with the words asked for, those of the first query before those of the next; counted by the last one.
    async fn parties(&mut self, asked: &[&Query]) -> Result<Side<Party>, DbError> {
        let (mut hits, mut side) = (Vec::new(), Side::default());
        if !self.narrowed.asks(Kind::Party) {
            return Ok(side);
        }
        for query in asked {
            let query = self.of_province(query);
            let rows = self.rows(&party_statement(&query, LOOKED_AT.max(self.limit))).await?;
            for row in &rows {
                let party: Party = row.json(0)?;
                let mut names = vec![party.name.as_str(), &party.representative];
                names.extend(party.aliases.iter().map(String::as_str));
                let rank = self.rank(&query, row.int(1)?, &names, &[]);
                if hits.iter().all(|(_, known): &(_, Party)| known.id != party.id) {
                    hits.push((rank, party));
                }
            }
            side.counts = if rows.is_empty() { Vec::new() } else { self.rows(&party_facets(&query)).await? };
        }
        side.hits = self.shown(hits, &side.counts, 2)?;
        Ok(side)
    }

    /// Places of business, in the same way.
    async fn places(&mut self, asked: &[&Query]) -> Result<Side<PlaceHit>, DbError> {
        let (mut hits, mut side) = (Vec::new(), Side::default());
        if !self.narrowed.asks(Kind::Establishment) {
            return Ok(side);
        }
        for query in asked {
            let query = self.of_province(query);
            let rows = self.rows(&place_statement(&query, LOOKED_AT.max(self.limit))).await?;
            for row in &rows {
                let hit = PlaceHit { place: read_establishment(row)?, party_name: row.string(6)? };
                let rank = self.rank(&query, row.int(7)?, &[&hit.place.name, &hit.place.address], &[]);
                if hits.iter().all(|(_, known): &(_, PlaceHit)| known.place.id != hit.place.id) {
                    hits.push((rank, hit));
                }
            }
            side.counts = if rows.is_empty() { Vec::new() } else { self.rows(&place_facets(&query)).await? };
        }
        side.hits = self.shown(hits, &side.counts, 1)?;
        Ok(side)
    }

    /// What the cases are narrowed to beside the officer's part of the tree; `None` where there is nothing of it in that part.
    fn case_filter(&self) -> Option<(ListFilter, Vec<String>)> {
        let Narrowed { province, field, year, open, .. } = self.narrowed.clone();
        let filter = ListFilter { field, year, open, ..ListFilter::default() };
        let own = Scope::of(&self.scope);
        let elsewhere = match (&own, &province) {
            (_, None) | (Scope::Nation, Some(_)) => false,
            (Scope::Province(own) | Scope::Unit(own), Some(asked)) => province_of(own) != *asked,
        };
        let mut also = own_words(&own, &filter);
        also.extend(province.as_ref().map(province_word));
        also.dedup();
        (!elsewhere).then_some((filter, also))
    }

    /// Cases of the officer's part of the tree, in the same way.
    async fn cases(&mut self, asked: &[&Query]) -> Result<Side<CaseRow>, DbError> {
        let (mut hits, mut side) = (Vec::new(), Side::default());
        let Some((filter, also)) = self.case_filter().filter(|_| self.narrowed.asks(Kind::Case)) else {
            return Ok(side);
        };
        for query in asked {
            let mut query = (*query).clone();
            query.also.extend(also.iter().cloned());
            let rows = case_hits(self.connection, &query, &filter, LOOKED_AT.max(self.limit)).await?;
            let nothing = rows.is_empty();
            for (row, stage) in rows {
                let numbers: Vec<&str> =
                    row.index.numbers.iter().map(String::as_str).chain([row.index.code.as_str()]).collect();
                let rank = self.rank(&query, stage, &[&row.index.party_name, &row.index.establishment_name], &numbers);
                if hits.iter().all(|(_, known): &(_, CaseRow)| known.num != row.num) {
                    hits.push((rank, row));
                }
            }
            side.counts = if nothing { Vec::new() } else { self.rows(&facet_statement(&query, &filter)).await? };
        }
        side.hits = self.shown(hits, &side.counts, 4)?;
        Ok(side)
    }

    /// Papers with the number that was typed: of cases the officer may know, and of no case where he may know the unit.
    async fn papers(&mut self) -> Result<Vec<PaperHit>, DbError> {
        let Some((digits, symbol)) = paper_number(&self.typed) else { return Ok(Vec::new()) };
        let fits = |number: &str| {
            let (known, rest) = number.split_once('/').unwrap_or((number, ""));
            known == digits && (symbol.is_empty() || fold(rest) == symbol)
        };
        let also = own_words(&Scope::of(&self.scope), &ListFilter::default());
        let asked = if digits.len() == 8 { &digits } else { &self.typed };
        let Some(query) = Query::read(asked, &also) else { return Ok(Vec::new()) };
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
    fn rank(&self, query: &Query, stage: i64, names: &[&str], numbers: &[&str]) -> Rank {
        let (typed, marked) = (self.folded.as_str(), self.marked.as_str());
        if typed.contains(|c: char| c.is_ascii_digit()) && numbers.iter().any(|number| fold(number) == typed) {
            return (stage, 0, 0, false);
        }
        let close = |name: &&str| {
            let folded = fold(name);
            let words: BTreeSet<&str> = folded.split(' ').collect();
            let has = |term: &Term| match term.instead.as_slice() {
                [] => words.contains(term.word.folded.as_str()),
                instead => instead.iter().any(|word| words.contains(word.as_str())),
            };
            let close = if folded == typed {
                1
            } else if format!(" {folded} ").contains(&format!(" {typed} ")) {
                2
            } else if format!(" {folded}").contains(&format!(" {typed}")) {
                3
            } else if query.terms.iter().all(has) {
                4
            } else {
                5
            };
            if close == 5 {
                return (close, 0, false);
            }
            let otherwise = marked != typed && !format!(" {} ", with_marks(name)).contains(&format!(" {marked} "));
            (close, words.len(), otherwise)
        };
        let (close, words, otherwise) = names.iter().map(close).min().unwrap_or((5, 0, false));
        (stage, close, words, otherwise)
    }

    /// The closest hits, with their number from the counts in a column.
    fn shown<T>(&self, mut hits: Vec<(Rank, T)>, counts: &[Row], column: usize) -> Result<Hits<T>, DbError> {
        hits.sort_by_key(|(rank, _)| *rank);
        let counted = counts.iter().map(|row| row.int(column)).sum::<Result<i64, _>>()?;
        let count = u32::try_from(counted).unwrap_or(COUNT_CAP);
        Ok(Hits {
            rows: hits.into_iter().take(self.limit).map(|(_, hit)| hit).collect(),
            count: count.min(COUNT_CAP),
            capped: count > COUNT_CAP,
        })
    }
}

/// The words of a text with their marks.
fn with_marks(text: &str) -> String {
    words(text).into_iter().map(|word| word.marked.unwrap_or(word.folded)).collect::<Vec<_>>().join(" ")
}

fn add<K: Ord>(counts: &mut BTreeMap<K, u32>, key: K, count: i64) {
    *counts.entry(key).or_default() += u32::try_from(count).unwrap_or(0);
}

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
