//! The use case: what is found for a text, and how it may be narrowed.

use super::found::{FOUND_CAP, Found, Hits, Kind, Narrowed, PaperHit, PlaceHit};
use super::gather::{Ask, LOOKED_AT, Numbers};
use super::highest::Highest;
use super::instead::{corrected, of_today, said};
use super::query::{Newest, Query, Term, is_reference, joined, paper_number, without_so};
use super::statement::{
    FACETS, Narrowing, PAPER_OF_CASE, PAPERS_WITHOUT_CASE, Statement, are_frequent, is_frequent, party_facets,
    party_rows, place_facets, place_rows,
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
pub(super) struct Desk<'a> {
    pub(super) connection: &'a mut dyn Connection,
    scope: UnitPath,
    narrowed: &'a Narrowed,
    /// As typed, with identifiers put together.
    typed: String,
    /// The same without marks, and its words with them.
    folded: String,
    marked: String,
    limit: usize,
    bounds: Bounds,
    pub(super) highest: Option<Highest>,
    /// Words that were asked for, and whether each is in many records.
    frequent: BTreeMap<String, bool>,
}

/// Hits of one kind as they are gathered, and the rows that count them, which are of what was asked last.
struct Side<T> {
    hits: Vec<(Rank, T)>,
    counts: Vec<Row>,
}

impl<T> Default for Side<T> {
    fn default() -> Self {
        Self { hits: Vec::new(), counts: Vec::new() }
    }
}

/// What is gathered of every kind.
#[derive(Default)]
struct Sides {
    parties: Side<Party>,
    places: Side<PlaceHit>,
    cases: Side<CaseRow>,
}

impl Sides {
    fn hits(&self, kind: Kind) -> usize {
        match kind {
            Kind::Party => self.parties.hits.len(),
            Kind::Establishment => self.places.hits.len(),
            Kind::Case => self.cases.hits.len(),
            Kind::Paper => 0,
        }
    }

    fn counts(&mut self, kind: Kind) -> &mut Vec<Row> {
        match kind {
            Kind::Party => &mut self.parties.counts,
            Kind::Establishment => &mut self.places.counts,
            Kind::Case | Kind::Paper => &mut self.cases.counts,
        }
    }

    fn are_empty(&self) -> bool {
        KINDS.iter().all(|kind| self.hits(*kind) == 0)
    }
}

/// The kinds that have a word index.
const KINDS: [Kind; 3] = [Kind::Party, Kind::Establishment, Kind::Case];

impl Desk<'_> {
    async fn search(&mut self, query: &Query) -> Result<Found, DbError> {
        let papers = if self.narrowed.asks(Kind::Paper) { self.papers().await? } else { Vec::new() };
        let together = if query.together || is_reference(&self.typed) { None } else { query.together() };
        let first = together.as_ref().unwrap_or(query);
        let mut sides = Sides::default();
        self.add(first, &KINDS, &mut sides).await?;
        if sides.are_empty()
            && let Some(beginning) = first.beginning()
        {
            self.add(&beginning, &KINDS, &mut sides).await?;
        }
        let nothing = sides.are_empty();
        let more = |kind: &Kind| nothing || (query.terms.len() <= APART && sides.hits(*kind) < self.limit);
        let more: Vec<Kind> = KINDS.into_iter().filter(more).collect();
        let mut partly = false;
        if together.is_some() && !more.is_empty() {
            let apart = self.bounded(query).await?;
            partly = nothing && apart.newest.is_some();
            self.add(&apart, &more, &mut sides).await?;
        }
        let Sides { parties, places, cases } = sides;
        let mut found = Found { papers, partly, ..Found::default() };
        let mut fields: BTreeMap<&str, (Field, u32)> = BTreeMap::new();
        for row in parties.counts.iter().chain(&places.counts).chain(&cases.counts) {
            add(&mut found.provinces, UnitId(row.string(0)?), row.int(4)?);
        }
        for row in &cases.counts {
            let count = row.int(4)?;
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
        found.parties = self.shown(parties)?;
        found.places = self.shown(places)?;
        found.cases = self.shown(cases)?;
        Ok(found)
    }

    /// Adds what of some kinds has the words asked for.
    async fn add(&mut self, query: &Query, kinds: &[Kind], sides: &mut Sides) -> Result<(), DbError> {
        let (mut gathered, mut asks) = (Vec::new(), Vec::new());
        for kind in kinds {
            let Some(ask) = self.ask(query, *kind) else { continue };
            match self.of_few(&ask).await? {
                Some(numbers) => gathered.push((ask, numbers)),
                None => asks.push(ask),
            }
        }
        let newest = self.newest(&asks).await?;
        let numbers = self.first(&asks, newest).await?;
        gathered.extend(asks.into_iter().zip(numbers));
        gathered.retain(|(_, numbers)| !numbers.newest.is_empty());
        let counts = |(ask, numbers): &(Ask, Numbers)| match ask.kind {
            Kind::Party => party_facets(&numbers.newest),
            Kind::Establishment => place_facets(&numbers.newest),
            Kind::Case | Kind::Paper => cases::facets(&numbers.newest),
        };
        let counts: Vec<Statement> = gathered.iter().map(counts).collect();
        let counts = self.each(&counts, FACETS).await?;
        for ((ask, numbers), counts) in gathered.iter().zip(counts) {
            match ask.kind {
                Kind::Party => self.parties(&ask.query, numbers, &mut sides.parties).await?,
                Kind::Establishment => self.places(&ask.query, numbers, &mut sides.places).await?,
                Kind::Case | Kind::Paper => self.cases(&ask.query, numbers, &mut sides.cases).await?,
            }
            *sides.counts(ask.kind) = counts;
        }
        Ok(())
    }

    /// What is asked of one kind; `None` where nothing of it may be found.
    fn ask(&self, query: &Query, kind: Kind) -> Option<Ask> {
        if !self.narrowed.asks(kind) {
            return None;
        }
        let mut query = query.clone();
        let mut narrowing = Narrowing::default();
        if kind == Kind::Case {
            let (filter, also) = self.case_filter()?;
            query.also = also;
            query.newest = query.newest.map(|newest| match self.part() {
                Scope::Nation => newest,
                scope => Newest { records: self.bounds.of_part, scope },
            });
            narrowing = beside_words(&filter);
        } else {
            query.also.extend(self.narrowed.province.as_ref().map(province_word));
        }
        Some(Ask { kind, query, narrowing, counted: COUNTED, most: LOOKED_AT.max(self.limit) })
    }

    /// The part of the tree that cases are asked of.
    fn part(&self) -> Scope {
        match (Scope::of(&self.scope), &self.narrowed.province) {
            (Scope::Nation, Some(province)) => Scope::Province(province.clone()),
            (scope, _) => scope,
        }
    }

    /// Cases of a province, where few of the country have the words: their provinces are read instead of the word of the province, which
    /// is in a tenth of all cases. Not where the engine passes over what another word leaves out.
    async fn of_few(&mut self, ask: &Ask) -> Result<Option<Numbers>, DbError> {
        let scope = self.part();
        let query = &ask.query;
        let may = ask.kind == Kind::Case && matches!(scope, Scope::Province(_)) && self.highest.is_none();
        if !may || query.newest.is_some() || query.terms.len() < 2 {
            return Ok(None);
        }
        let Some((filter, _)) = self.case_filter() else { return Ok(None) };
        let query = Query { also: Vec::new(), ..query.clone() };
        let asks = [Ask { query, narrowing: ask.narrowing.clone(), counted: EVERYWHERE + 1, ..*ask }];
        let newest = self.newest(&asks).await?.pop().unwrap_or_default();
        if newest.len() > EVERYWHERE {
            return Ok(None);
        }
        let own = self.numbers(&[cases::within(&newest, &scope, &filter)]).await?.pop().unwrap_or_default();
        let marks_of = if own.len() <= LOOKED_AT { own.clone() } else { newest };
        let [all] = asks;
        let all = [Ask { most: EVERYWHERE, ..all }];
        let mut found = self.first(&all, vec![marks_of]).await?.pop().unwrap_or_default();
        let known: BTreeSet<i64> = own.iter().copied().collect();
        let first = found.first.iter().copied().zip(found.stages).filter(|(number, _)| known.contains(number));
        (found.first, found.stages) = first.take(ask.most).unzip();
        Ok(Some(Numbers { newest: own, ..found }))
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

    /// Adds parties by their numbers.
    async fn parties(&mut self, query: &Query, numbers: &Numbers, side: &mut Side<Party>) -> Result<(), DbError> {
        for row in &self.rows(&party_rows(&numbers.first)).await? {
            let party: Party = row.json(0)?;
            let mut names = vec![party.name.as_str(), &party.representative];
            names.extend(party.aliases.iter().map(String::as_str));
            let rank = self.rank(query, numbers.stage(row, 1)?, &names, &[]);
            if side.hits.iter().all(|(_, known)| known.id != party.id) {
                side.hits.push((rank, party));
            }
        }
        Ok(())
    }

    /// Places of business, in the same way.
    async fn places(&mut self, query: &Query, numbers: &Numbers, side: &mut Side<PlaceHit>) -> Result<(), DbError> {
        for row in &self.rows(&place_rows(&numbers.first)).await? {
            let hit = PlaceHit { place: read_establishment(row)?, party_name: row.string(6)? };
            let rank = self.rank(query, numbers.stage(row, 7)?, &[&hit.place.name, &hit.place.address], &[]);
            if side.hits.iter().all(|(_, known)| known.place.id != hit.place.id) {
                side.hits.push((rank, hit));
            }
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
            (Scope::Province(own) | Scope::Unit(own), Some(asked)) => province_of(own) != *asked,
        };
        let mut also = own_words(&own, &filter);
        also.extend(province.as_ref().map(province_word));
        also.dedup();
        (!elsewhere).then_some((filter, also))
    }

    /// Cases of the officer's part of the tree, in the same way.
    async fn cases(&mut self, query: &Query, numbers: &Numbers, side: &mut Side<CaseRow>) -> Result<(), DbError> {
        for row in &self.rows(&rows_of(&numbers.first)).await? {
            let (case, stage) = (cases::read_row(row)?, numbers.stage(row, cases::ROW_WIDTH)?);
            let papers = case.index.numbers.iter().map(String::as_str).chain([case.index.code.as_str()]);
            let names = [case.index.party_name.as_str(), &case.index.establishment_name];
            let rank = self.rank(query, stage, &names, &papers.collect::<Vec<_>>());
            if side.hits.iter().all(|(_, known)| known.num != case.num) {
                side.hits.push((rank, case));
            }
        }
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
        let highest = self.highest.as_ref().map(|highest| highest.of("case_search"));
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

    /// The closest hits, with their number from the counts.
    fn shown<T>(&self, side: Side<T>) -> Result<Hits<T>, DbError> {
        let Side { mut hits, counts } = side;
        hits.sort_by_key(|(rank, _)| *rank);
        let counted = counts.iter().map(|row| row.int(4)).sum::<Result<i64, _>>()?;
        let count = u32::try_from(counted).unwrap_or(FOUND_CAP);
        Ok(Hits {
            rows: hits.into_iter().take(self.limit).map(|(_, hit)| hit).collect(),
            count: count.min(FOUND_CAP),
            capped: count > FOUND_CAP,
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
