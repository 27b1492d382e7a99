//! The numbers of hits of several kinds of records, gathered with few statements.
//!
//! Must not know: what a hit is, and how close it is.

use super::found::Kind;
use super::hits::Desk;
use super::query::{Asked, Query};
use super::statement::{Narrowing, Statement, any, marked_of, newest_of, together, within};
use super::stretch::{Stretch, are_few, newest_stretch, older};
use crate::database::{DbError, Row};
use std::collections::BTreeMap;

/// Most hits of one kind that are read to show the closest first.
pub(super) const LOOKED_AT: usize = 30;

/// What is asked of the word index over one kind of records.
pub(super) struct Ask {
    pub kind: Kind,
    pub query: Query,
    pub narrowing: Narrowing,
    /// Hits that are read to be counted, and of these most that are shown.
    pub counted: usize,
    pub most: usize,
}

impl Ask {
    /// The word index over records of a kind.
    pub const fn table(&self) -> &'static str {
        match self.kind {
            Kind::Party => "party_search",
            Kind::Establishment => "establishment_search",
            Kind::Case | Kind::Paper => "case_search",
        }
    }

    fn newest(&self, asked: Asked, most: usize) -> Newest<'_> {
        Newest { table: self.table(), asked, narrowing: &self.narrowing, most, at_once: false }
    }
}

/// The newest hits of an expression, so many.
struct Newest<'a> {
    table: &'static str,
    asked: Asked,
    narrowing: &'a Narrowing,
    most: usize,
    /// The newest stretch is known to have too few of them, and all the rest not many.
    at_once: bool,
}

impl Newest<'_> {
    /// What is looked through first.
    fn begin(&self, highest: i64) -> Stretch {
        if self.at_once { Stretch::default() } else { newest_stretch(highest) }
    }

    /// The statement that reads those in a stretch.
    fn within(&self, stretch: &Stretch) -> Statement {
        within(self.table, &self.asked, self.narrowing.clone(), self.most, stretch)
    }
}

/// Numbers of hits: the newest of them, and those to be shown with the stage they are shown in.
#[derive(Default)]
pub(super) struct Numbers {
    pub newest: Vec<i64>,
    pub first: Vec<i64>,
    pub stages: Vec<i64>,
}

impl Numbers {
    /// The stage of the row at a place.
    pub fn stage(&self, row: &Row, column: usize) -> Result<i64, DbError> {
        let place = usize::try_from(row.int(column)?).unwrap_or(usize::MAX);
        self.stages.get(place).copied().ok_or(DbError::Shape { column, expected: "a place among the hits" })
    }
}

impl Desk<'_> {
    pub(super) async fn rows(&mut self, statement: &Statement) -> Result<Vec<Row>, DbError> {
        self.connection.query(&statement.sql, &statement.params).await
    }

    /// The rows of each of some statements, which have these columns. Where a statement is a round to a server, all go in one.
    pub(super) async fn each(&mut self, statements: &[Statement], columns: &str) -> Result<Vec<Vec<Row>>, DbError> {
        let mut each: Vec<Vec<Row>> = Vec::with_capacity(statements.len());
        if self.highest.is_none() || statements.len() < 2 {
            for statement in statements {
                each.push(self.rows(statement).await?);
            }
            return Ok(each);
        }
        each.resize_with(statements.len(), Vec::new);
        let column = columns.split(',').count();
        for row in self.rows(&together(statements, columns)).await? {
            let side = usize::try_from(row.int(column)?).ok().and_then(|place| each.get_mut(place));
            side.ok_or(DbError::Shape { column, expected: "a place among the statements" })?.push(row);
        }
        Ok(each)
    }

    /// The numbers of hits that each of some statements reads, the newest first.
    pub(super) async fn numbers(&mut self, statements: &[Statement]) -> Result<Vec<Vec<i64>>, DbError> {
        let numbers = |rows: Vec<Row>| {
            let mut numbers = rows.iter().map(|row| row.int(0)).collect::<Result<Vec<_>, _>>()?;
            numbers.sort_unstable_by(|one, other| other.cmp(one));
            Ok(numbers)
        };
        self.each(statements, "num").await?.into_iter().map(numbers).collect()
    }

    /// The numbers of the newest hits of each.
    pub(super) async fn newest(&mut self, asks: &[Ask]) -> Result<Vec<Vec<i64>>, DbError> {
        if asks.iter().all(|ask| ask.query.newest.is_none()) {
            return self
                .hits_of(&asks.iter().map(|ask| ask.newest(ask.query.folded(), ask.counted)).collect::<Vec<_>>())
                .await;
        }
        let highest = self.highest.as_ref();
        let statement = |ask: &Ask| {
            let highest = highest.map(|highest| highest.of(ask.table()));
            any(ask.table(), &ask.query, ask.narrowing.clone(), ask.counted, highest)
        };
        let statements: Vec<Statement> = asks.iter().map(statement).collect();
        self.numbers(&statements).await
    }

    /// The numbers of the newest hits of expressions. Where the index gathers all hits before it knows the newest, the newest stretch of
    /// records is looked through first, and tells how far to go.
    async fn hits_of(&mut self, wanted: &[Newest<'_>]) -> Result<Vec<Vec<i64>>, DbError> {
        let Some(highest) = &self.highest else {
            let one = |of: &Newest<'_>| newest_of(of.table, &of.asked, of.narrowing.clone(), of.most, None);
            return self.numbers(&wanted.iter().map(one).collect::<Vec<_>>()).await;
        };
        let begin = |of: &Newest<'_>| {
            let highest = highest.of(of.table);
            (of.begin(highest), highest)
        };
        let begin: Vec<(Stretch, i64)> = wanted.iter().map(begin).collect();
        let newest: Vec<Statement> = wanted.iter().zip(&begin).map(|(of, (stretch, _))| of.within(stretch)).collect();
        let mut found = self.numbers(&newest).await?;
        let behind =
            wanted.iter().zip(&begin).zip(&found).map(|((of, (begin, highest)), found)| {
                older(begin, &of.asked, found.len(), of.most, *highest).into_iter()
            });
        let mut behind: Vec<_> = behind.collect();
        loop {
            let (mut sides, mut statements) = (Vec::new(), Vec::new());
            for ((of, found), behind) in wanted.iter().zip(&mut found).zip(&mut behind) {
                if found.len() < of.most
                    && let Some(stretch) = behind.next()
                {
                    statements.push(of.within(&stretch));
                    sides.push((found, of.most));
                }
            }
            if statements.is_empty() {
                return Ok(found);
            }
            for ((side, most), more) in sides.into_iter().zip(self.numbers(&statements).await?) {
                side.extend(more);
                side.truncate(most);
            }
        }
    }

    /// Which of the newest hits are shown first: those with the marks as typed are read apart and stand before the others, so that no
    /// expression has to leave them out of all. Of few hits their own words are read.
    pub(super) async fn first(&mut self, asks: &[Ask], newest: Vec<Vec<i64>>) -> Result<Vec<Numbers>, DbError> {
        let (mut few, mut many) = (Vec::new(), Vec::new());
        let mut found: Vec<Numbers> =
            newest.into_iter().map(|newest| Numbers { newest, ..Numbers::default() }).collect();
        for (place, (ask, found)) in asks.iter().zip(&found).enumerate() {
            match ask.query.marked().filter(|_| !found.newest.is_empty()) {
                Some(_) if found.newest.len() <= LOOKED_AT || ask.query.newest.is_some() => {
                    few.push((place, marked_of(ask.table(), &ask.query, &found.newest)));
                }
                Some(marks) => {
                    // No more of them have the marks than have the words.
                    let highest = self.highest.as_ref().map_or(0, |highest| highest.of(ask.table()));
                    let at_once = are_few(&found.newest, ask.most, highest);
                    many.push((place, Newest { at_once, ..ask.newest(marks, ask.most) }));
                }
                None => {}
            }
        }
        let (mut places, few): (Vec<usize>, Vec<Statement>) = few.into_iter().unzip();
        let (others, many): (Vec<usize>, Vec<Newest<'_>>) = many.into_iter().unzip();
        places.extend(others);
        let mut read = self.numbers(&few).await?;
        read.extend(self.hits_of(&many).await?);
        let mut marked: BTreeMap<usize, Vec<i64>> = places.into_iter().zip(read).collect();
        for (place, (ask, found)) in asks.iter().zip(&mut found).enumerate() {
            let marked = marked.remove(&place);
            let others = i64::from(marked.is_some());
            let marked = marked.unwrap_or_default();
            let rest = found.newest.iter().filter(|number| !marked.contains(number)).map(|number| (*number, others));
            let all = marked.iter().map(|number| (*number, 0)).chain(rest);
            (found.first, found.stages) = all.take(ask.most).unzip();
        }
        Ok(found)
    }
}
