//! Proves papers made over several violators: a number stands in several files only where each names the same others, in one
//! frame, and says of each what his own file says.

use super::Verified;
use crate::database::{Connection, DbError, to_json};
use crate::params;
use domain::case::{CaseFile, CaseId, Event, EventBody, Signed};
use domain::paper::PaperState;
use std::collections::{BTreeMap, BTreeSet};

/// Owner, series, year and serial of a number.
pub(super) type Key = (String, String, i16, u32);

/// Every common paper that was met.
#[derive(Default)]
pub(super) struct Commons(BTreeMap<Key, Paper>);

struct Paper {
    frame: Signed,
    first: CaseId,
    members: BTreeSet<CaseId>,
    /// What each file says of its own violator.
    own: BTreeMap<CaseId, String>,
    /// What the files say of each other.
    told: Vec<(CaseId, String)>,
}

/// What one file has of a common paper.
pub(super) struct Part {
    case: CaseId,
    frame: Signed,
    first: CaseId,
    own: String,
    told: Vec<(CaseId, String)>,
}

impl Part {
    /// The part an event made, given the case before and after it; nothing for a paper of one.
    pub fn of(before: &CaseFile, after: &CaseFile, event: &Event) -> Result<Option<Self>, DbError> {
        let Some(frame) = event.body.frame() else { return Ok(None) };
        let Some(common) = after.common(frame) else { return Ok(None) };
        let (own, told) = match &event.body {
            EventBody::ViolationRecorded { record } => {
                let told = record.content.joint.iter().map(|part| Ok((part.case, to_json(part)?)));
                let told = told.collect::<Result<_, DbError>>()?;
                (to_json(&before.part_of_record(common.place, &record.content))?, told)
            }
            EventBody::SanctionDecided { decision } => {
                let told = decision.joint.iter().map(|part| Ok((part.case, to_json(part)?)));
                let told = told.collect::<Result<_, DbError>>()?;
                (to_json(&before.part_of_decision(common.place, decision))?, told)
            }
            _ => return Ok(None),
        };
        Ok(Some(Self { case: after.id, frame: frame.clone(), first: common.first, own, told }))
    }
}

impl Commons {
    /// Takes the part of one file; answers whether the number may stand there.
    pub fn take(&mut self, key: Key, fresh: bool, part: Part) -> bool {
        let members: BTreeSet<CaseId> = part.told.iter().map(|(case, _)| *case).chain([part.case]).collect();
        let paper = match self.0.get_mut(&key) {
            Some(paper) => paper,
            None if !fresh => return false,
            None => self.0.entry(key).or_insert_with(|| Paper {
                frame: part.frame.clone(),
                first: part.first,
                members: members.clone(),
                own: BTreeMap::new(),
                told: Vec::new(),
            }),
        };
        let fits = paper.frame == part.frame && paper.first == part.first && paper.members == members;
        paper.told.extend(part.told);
        paper.own.insert(part.case, part.own).is_none() && fits
    }

    /// Every file of every common paper was met, the files agree on each other, and the register holds each paper once.
    pub async fn prove(&self, connection: &mut dyn Connection, found: &mut Verified) -> Result<(), DbError> {
        let mut parts = 0;
        for ((owner, series, year, serial), paper) in &self.0 {
            let number = &paper.frame.number.text;
            parts += paper.members.len();
            if !paper.own.keys().eq(&paper.members) {
                found.problem(format!("common paper {number}: not every file it names has it"));
            }
            if paper.told.iter().any(|(case, told)| paper.own.get(case) != Some(told)) {
                found.problem(format!("common paper {number}: a file says of another what that one does not say"));
            }
            let sql = "SELECT p.state, c.id, q.state FROM paper p CROSS JOIN case_file c ON c.num = p.case_num \
                       LEFT JOIN paper_part q USING (owner, series, year, serial) \
                       WHERE p.owner = ?1 AND p.series = ?2 AND p.year = ?3 AND p.serial = ?4";
            let rows = connection.query(sql, params![owner, series, i64::from(*year), i64::from(*serial)]).await?;
            let states: Vec<PaperState> =
                rows.iter().filter_map(|row| PaperState::from_key(row.text(2).ok()?)).collect();
            let (count, state) = (states.len(), PaperState::of_parts(states));
            let first = paper.first.to_string();
            let fits = |row: &crate::Row| Ok((row.text(0)?, row.text(1)?) == (state.key(), first.as_str()));
            let all = rows.iter().map(fits).collect::<Result<Vec<bool>, DbError>>()?;
            if count != paper.members.len() || all.contains(&false) {
                found.problem(format!("common paper {number}: the register of papers differs from its files"));
            }
        }
        let kept = connection.query_one("SELECT count(*) FROM paper_part", &[]).await?;
        let kept = kept.map_or(Ok(0), |row| row.int(0))?;
        if usize::try_from(kept) != Ok(parts) {
            found.problem(format!("register of papers: {kept} parts of common papers, {parts} follow from the events"));
        }
        Ok(())
    }
}
