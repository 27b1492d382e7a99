//! The use case: what is found for a text, and how it may be narrowed.

use super::found::{FOUND_CAP, Found, Hits, Kind, Narrowed, PaperHit, PlaceHit};
use super::highest::Highest;
use super::instead::{corrected, of_today, said};
use super::query::{Newest, Query, Term, is_reference, joined, paper_number, without_so};
use super::statement::{
    Narrowing, PAPER_OF_CASE, PAPERS_WITHOUT_CASE, Statement, any, are_frequent, is_frequent, marked_of, newest_of,
    newest_stretch, older, party_facets, party_rows, place_facets, place_rows, within,
};
use super::words::{province_of, province_word};
use crate::cases::{self, CaseRow, ListFilter, beside_words, hits as case_hits, own_words, rows_of};
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

/// Hits of one kind that are read to be counted: one more than is told.
const COUNTED: usize = FOUND_CAP as usize + 1;

/// Fewer cases of the country than this are looked through for those of a province.
const EVERYWHERE: usize = 1_000;

/// Up to how many words hits that have them apart are shown beside those that have them together. More words that stand
/// together are a name or an address, and the others are asked for only where there is none.
const APART: usize = 3;

/// What bounds a search for words that stand apart: where all of them are in many records, their long lists would be read to
/// the end before it is known that nothing has them all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// From how many of the newest 30,000 parties on a word is frequent.
    pub frequent: i64,
    /// How many of the newest records of each kind are looked through for frequent words.
    pub newest: i64,
    /// How many of the newest cases of a part of the tree.
    pub of_part: i64,
}

pub(crate) const BOUNDS: Bounds = Bounds { frequent: 400, newest: 1_000, of_part: 300 };

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
    find_within(db, actor, typed, narrowed, limit, BOUNDS).await
}

/// [`find`] with other bounds.
pub(crate) async fn find_within(
    db: &dyn Database,
    actor: &Actor,
    typed: &str,
    narrowed: &Narrowed,
    limit: usize,
    bounds: Bounds,
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
    let highest = Highest::read(connection.as_mut()).await?;
    let mut desk = Desk {
        connection: connection.as_mut(),
        scope,
        narrowed,
        typed,
        folded,
        marked,
        limit,
        bounds,
        highest,
        frequent: BTreeMap::new(),
    };
    let as_typed = desk.search(&query).await?;
    if !as_typed.is_empty() {
        return Ok(as_typed);
    }
    for (words, communes) in of_today(&query, &desk.scope) {
        let mut found = desk.search(&words).await?;
        if !found.is_empty() {
            found.communes = communes;
            return Ok(found);
        }
    }
    // Words that are all frequent are spelled as they were meant.
    let corrected = if as_typed.partly { Vec::new() } else { corrected(desk.connection, &query).await? };
    for corrected in corrected {
        let mut found = desk.search(&corrected).await?;
        if !found.is_empty() {
            found.instead = Some(said(&corrected, &found));
            return Ok(found);
        }
    }
    Ok(as_typed)
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
    bounds: Bounds,
    highest: Option<Highest>,
    /// Words that were asked for, and whether each is in many records.
    frequent: BTreeMap<String, bool>,
}

/// Hits of one kind as they are gathered, and the rows that count them.
struct Side<T> {
    hits: Vec<(Rank, T)>,
    counts: Vec<Row>,
}

impl<T> Default for Side<T> {
    fn default() -> Self {
        Self { hits: Vec::new(), counts: Vec::new() }
    }
}

/// Numbers of hits: the newest of them, and those to be shown with the stage they are shown in.
struct Numbers {
    newest: Vec<i64>,
    first: Vec<i64>,
    stages: Vec<i64>,
}

impl Numbers {
    /// The stage of the row at a place.
    fn stage(&self, row: &Row, column: usize) -> Result<i64, DbError> {
        let place = usize::try_from(row.int(column)?).unwrap_or(usize::MAX);
        self.stages.get(place).copied().ok_or(DbError::Shape { column, expected: "a place among the hits" })
    }
}

impl Desk<'_> {
    async fn search(&mut self, query: &Query) -> Result<Found, DbError> {
        let papers = if self.narrowed.asks(Kind::Paper) { self.papers().await? } else { Vec::new() };
        let together = if query.together || is_reference(&self.typed) { None } else { query.together() };
        let first = together.as_ref().unwrap_or(query);
        let (mut parties, mut places, mut cases) = (Side::default(), Side::default(), Side::default());
        self.parties(first, &mut parties).await?;
        self.places(first, &mut places).await?;
        self.cases(first, &mut cases).await?;
        let mut partly = false;
        let mut found = [parties.hits.len(), places.hits.len(), cases.hits.len()];
        if found == [0, 0, 0]
            && let Some(beginning) = first.beginning()
        {
            self.parties(&beginning, &mut parties).await?;
            self.places(&beginning, &mut places).await?;
            self.cases(&beginning, &mut cases).await?;
            found = [parties.hits.len(), places.hits.len(), cases.hits.len()];
        }
        let nothing = found.iter().all(|hits| *hits == 0);
        let more = found.map(|hits| nothing || (query.terms.len() <= APART && hits < self.limit));
        if together.is_some() && more.contains(&true) {
            let apart = self.bounded(query).await?;
            partly = nothing && apart.newest.is_some();
            let [of_parties, of_places, of_cases] = more;
            if of_parties {
                self.parties(&apart, &mut parties).await?;
            }
            if of_places {
                self.places(&apart, &mut places).await?;
            }
            if of_cases {
                self.cases(&apart, &mut cases).await?;
            }
        }
        let mut found = Found { papers, partly, ..Found::default() };
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
        found.parties = self.shown(parties, 2)?;
        found.places = self.shown(places, 1)?;
        found.cases = self.shown(cases, 4)?;
        Ok(found)
    }

    /// The same words, among the newest records only where every one of them is in many.
    async fn bounded(&mut self, query: &Query) -> Result<Query, DbError> {
        let mut query = query.clone();
        if query.terms.iter().any(|term| !term.instead.is_empty()) {
            return Ok(query);
        }
        if !self.are_frequent(&query.each()).await? {
            return Ok(query);
        }
        query.newest = Some(Newest { records: self.bounds.newest, scope: Scope::Nation });
        Ok(query)
    }

    /// The number of the newest record a word index is over, where the newest are to be looked through first.
    fn highest_of(&self, table: &str) -> Option<i64> {
        self.highest.as_ref().map(|highest| highest.of(table))
    }

    /// Whether every one of the words is in many records; what is known of a word is not asked again.
    async fn are_frequent(&mut self, words: &[String]) -> Result<bool, DbError> {
        if words.iter().any(|word| self.frequent.get(word) == Some(&false)) {
            return Ok(false);
        }
        let Bounds { frequent, .. } = self.bounds;
        let unknown: Vec<String> = words.iter().filter(|word| !self.frequent.contains_key(*word)).cloned().collect();
        if let Some(Highest { party, .. }) = self.highest
            && !unknown.is_empty()
        {
            let rows = self.rows(&are_frequent(&unknown, frequent, party)).await?;
            let row = rows.first().ok_or(DbError::Shape { column: 0, expected: "one row" })?;
            for (column, word) in unknown.into_iter().enumerate() {
                self.frequent.insert(word, row.int(column)? == 1);
            }
            return Ok(words.iter().all(|word| self.frequent.get(word) == Some(&true)));
        }
        for word in unknown {
            let is = !self.rows(&is_frequent(&word, frequent)).await?.is_empty();
            self.frequent.insert(word, is);
            if !is {
                return Ok(false);
            }
        }
        Ok(true)
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

    /// The numbers of the newest hits, so many.
    async fn newest(
        &mut self,
        table: &str,
        query: &Query,
        narrowing: Narrowing,
        counted: usize,
    ) -> Result<Vec<i64>, DbError> {
        if query.newest.is_some() {
            let highest = self.highest_of(table);
            return numbers(&self.rows(&any(table, query, narrowing, counted, highest)).await?);
        }
        self.hits_of(table, &query.folded(), narrowing, counted).await
    }

    /// The numbers of the newest hits of an expression, at most so many. Where the index gathers all hits before it knows the newest, the
    /// newest stretch of records is looked through first, and tells how far to go.
    async fn hits_of(
        &mut self,
        table: &str,
        expression: &str,
        narrowing: Narrowing,
        most: usize,
    ) -> Result<Vec<i64>, DbError> {
        let Some(highest) = self.highest_of(table) else {
            return numbers(&self.rows(&newest_of(table, expression, narrowing, most, None)).await?);
        };
        let newest = newest_stretch(highest);
        let mut found = numbers(&self.rows(&within(table, expression, narrowing.clone(), most, &newest)).await?)?;
        for part in older(&newest, found.len(), most, highest) {
            if found.len() < most {
                let left = within(table, expression, narrowing.clone(), most - found.len(), &part);
                found.extend(numbers(&self.rows(&left).await?)?);
            }
        }
        Ok(found)
    }

    /// Which of the newest hits are shown first, at most so many: those with the marks as typed are read apart and stand before the
    /// others, so that no expression has to leave them out of all. Of few hits their own words are read.
    async fn first(
        &mut self,
        table: &str,
        query: &Query,
        narrowing: Narrowing,
        newest: Vec<i64>,
        most: usize,
    ) -> Result<Numbers, DbError> {
        let marks = query.marked().filter(|_| !newest.is_empty());
        let (marked, others) = match marks {
            Some(_) if newest.len() <= LOOKED_AT || query.newest.is_some() => {
                (numbers(&self.rows(&marked_of(table, query, &newest)).await?)?, 1)
            }
            Some(marks) => (self.hits_of(table, &marks, narrowing, most).await?, 1),
            None => (Vec::new(), 0),
        };
        let rest = newest.iter().filter(|number| !marked.contains(number)).map(|number| (*number, others));
        let (first, stages) = marked.iter().map(|number| (*number, 0)).chain(rest).take(most).unzip();
        Ok(Numbers { newest, first, stages })
    }

    /// Most hits that are read to show the closest first.
    fn most(&self) -> usize {
        LOOKED_AT.max(self.limit)
    }

    /// The numbers of cases with the words, within a part of the tree, a field and a year. The words of a province are in a tenth of
    /// all cases: where the others leave few, their provinces are read instead; not where the engine passes over what another word
    /// leaves out.
    async fn case_numbers(
        &mut self,
        query: &Query,
        filter: &ListFilter,
        also: Vec<String>,
    ) -> Result<Numbers, DbError> {
        let scope = match (Scope::of(&self.scope), &self.narrowed.province) {
            (Scope::Nation, Some(province)) => Scope::Province(province.clone()),
            (scope, _) => scope,
        };
        let bounded = |newest: &Newest| match scope {
            Scope::Nation => newest.clone(),
            _ => Newest { records: self.bounds.of_part, scope: scope.clone() },
        };
        let newest = query.newest.as_ref().map(bounded);
        let within = Query { also, newest, ..query.clone() };
        if matches!(scope, Scope::Province(_))
            && within.newest.is_none()
            && query.terms.len() > 1
            && self.highest.is_none()
        {
            let everywhere = Query { also: Vec::new(), newest: None, ..query.clone() };
            let newest = self.newest("case_search", &everywhere, beside_words(filter), EVERYWHERE + 1).await?;
            if newest.len() <= EVERYWHERE {
                let own = numbers(&self.rows(&cases::within(&newest, &scope, filter)).await?)?;
                let marks_of = if own.len() <= LOOKED_AT { own.clone() } else { newest };
                let all = marks_of.len();
                let mut found = self.first("case_search", &everywhere, beside_words(filter), marks_of, all).await?;
                let known: BTreeSet<i64> = own.iter().copied().collect();
                let first = found.first.iter().copied().zip(found.stages).filter(|(number, _)| known.contains(number));
                (found.first, found.stages) = first.take(self.most()).unzip();
                return Ok(Numbers { newest: own, ..found });
            }
        }
        let newest = self.newest("case_search", &within, beside_words(filter), COUNTED).await?;
        self.first("case_search", &within, beside_words(filter), newest, self.most()).await
    }

    /// Adds the parties with the words asked for; they are counted by what was asked last.
    async fn parties(&mut self, query: &Query, side: &mut Side<Party>) -> Result<(), DbError> {
        if !self.narrowed.asks(Kind::Party) {
            return Ok(());
        }
        let query = self.of_province(query);
        let newest = self.newest("party_search", &query, Narrowing::default(), COUNTED).await?;
        if newest.is_empty() {
            return Ok(());
        }
        let numbers = self.first("party_search", &query, Narrowing::default(), newest, self.most()).await?;
        for row in &self.rows(&party_rows(&numbers.first)).await? {
            let party: Party = row.json(0)?;
            let mut names = vec![party.name.as_str(), &party.representative];
            names.extend(party.aliases.iter().map(String::as_str));
            let rank = self.rank(&query, numbers.stage(row, 1)?, &names, &[]);
            if side.hits.iter().all(|(_, known)| known.id != party.id) {
                side.hits.push((rank, party));
            }
        }
        side.counts = self.rows(&party_facets(&numbers.newest)).await?;
        Ok(())
    }

    /// Places of business, in the same way.
    async fn places(&mut self, query: &Query, side: &mut Side<PlaceHit>) -> Result<(), DbError> {
        if !self.narrowed.asks(Kind::Establishment) {
            return Ok(());
        }
        let query = self.of_province(query);
        let newest = self.newest("establishment_search", &query, Narrowing::default(), COUNTED).await?;
        if newest.is_empty() {
            return Ok(());
        }
        let numbers = self.first("establishment_search", &query, Narrowing::default(), newest, self.most()).await?;
        for row in &self.rows(&place_rows(&numbers.first)).await? {
            let hit = PlaceHit { place: read_establishment(row)?, party_name: row.string(6)? };
            let rank = self.rank(&query, numbers.stage(row, 7)?, &[&hit.place.name, &hit.place.address], &[]);
            if side.hits.iter().all(|(_, known)| known.place.id != hit.place.id) {
                side.hits.push((rank, hit));
            }
        }
        side.counts = self.rows(&place_facets(&numbers.newest)).await?;
        Ok(())
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
    async fn cases(&mut self, query: &Query, side: &mut Side<CaseRow>) -> Result<(), DbError> {
        let Some((filter, also)) = self.case_filter().filter(|_| self.narrowed.asks(Kind::Case)) else {
            return Ok(());
        };
        let numbers = self.case_numbers(query, &filter, also).await?;
        if numbers.newest.is_empty() {
            return Ok(());
        }
        for row in &self.rows(&rows_of(&numbers.first)).await? {
            let (case, stage) = (cases::read_row(row)?, numbers.stage(row, cases::ROW_WIDTH)?);
            let papers = case.index.numbers.iter().map(String::as_str).chain([case.index.code.as_str()]);
            let names = [case.index.party_name.as_str(), &case.index.establishment_name];
            let rank = self.rank(query, stage, &names, &papers.collect::<Vec<_>>());
            if side.hits.iter().all(|(_, known)| known.num != case.num) {
                side.hits.push((rank, case));
            }
        }
        side.counts = self.rows(&cases::facets(&numbers.newest)).await?;
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
        let asked = if digits.len() == 8 { &digits } else { &self.typed };
        let Some(query) = Query::read(asked, &also) else { return Ok(Vec::new()) };
        let mut hits = Vec::new();
        let highest = self.highest_of("case_search");
        for (row, _) in case_hits(self.connection, &query, &ListFilter::default(), LOOKED_AT, highest).await? {
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
    fn shown<T>(&self, side: Side<T>, column: usize) -> Result<Hits<T>, DbError> {
        let Side { mut hits, counts } = side;
        hits.sort_by_key(|(rank, _)| *rank);
        let counted = counts.iter().map(|row| row.int(column)).sum::<Result<i64, _>>()?;
        let count = u32::try_from(counted).unwrap_or(FOUND_CAP);
        Ok(Hits {
            rows: hits.into_iter().take(self.limit).map(|(_, hit)| hit).collect(),
            count: count.min(FOUND_CAP),
            capped: count > FOUND_CAP,
        })
    }
}

/// The numbers of hits, as a statement answers them.
fn numbers(rows: &[Row]) -> Result<Vec<i64>, DbError> {
    rows.iter().map(|row| row.int(0)).collect()
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
