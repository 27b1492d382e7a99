//! The side of the nation: each position of a province's chain is taken once, in the order of the chain.

use super::beginning;
use crate::cells::{self, Cells, columns, places, push_measures, read_field, read_measures};
use crate::database::{Connection, Database, DbError, UnitOfWork, Value, to_json};
use crate::units::{UnitTree, tree_on};
use crate::{Env, StoreError, params, upkeep};
use domain::authority::{KeyGrant, authorise_federation};
use domain::exchange::federation::{Line, Matter, Place, Shipment, problem};
use domain::report::{Entry, Measure, Measures};
use domain::unit::UnitId;

/// Lines of one statement.
const CHUNK: usize = 200;

/// Columns of a line before its measures.
const BEFORE: usize = 9;

/// Where the province of a key stands.
///
/// # Errors
/// `NotFound` for a key that was not made for a province.
pub async fn place(db: &dyn Database, grant: &KeyGrant) -> Result<Place, StoreError> {
    let province = authorise_federation(grant)?;
    let (place, _) = standing(db.open().await?.as_mut(), &province).await?;
    Ok(place)
}

/// Where a province stands, and how often it began.
async fn standing(connection: &mut dyn Connection, province: &UnitId) -> Result<(Place, i64), DbError> {
    let sql = "SELECT position, hash, run FROM federated_province WHERE province = ?1";
    let row = connection.query_one(sql, params![&province.0]).await?;
    let (position, hash, run) = match row {
        Some(row) => (row.int(0)?, row.string(1)?, row.int(2)?),
        None => (0, beginning(), 0),
    };
    Ok((Place { province: province.clone(), position, hash }, run))
}

/// Takes a shipment in, in one transaction; where the province stands then. What was taken before is passed over.
///
/// # Errors
/// Refused, with nothing written: a shipment that leaves something out, of another chain, or with units that are not known here or not
/// the province's; a province whose cases are kept here; `NotFound` for a key that was not made for a province.
pub async fn receive(db: &dyn Database, env: &Env, grant: &KeyGrant, shipment: &Shipment) -> Result<Place, StoreError> {
    let province = authorise_federation(grant)?;
    if let Some(words) = problem(shipment) {
        return Err(StoreError::at("shipment", words));
    }
    let mut work = UnitOfWork::begin(db).await?;
    let own = "SELECT 1 FROM report_entry WHERE province = ?1 LIMIT 1";
    if work.query_one(own, params![&province.0]).await?.is_some() {
        let words = "Hồ sơ của tỉnh này đang do chính hệ thống trung ương giữ: gửi thêm sẽ tính hai lần.";
        return Err(StoreError::at("shipment", words));
    }
    let tree = tree_on(&mut work).await?;
    let (kept, mut run) = standing(&mut work, &province).await?;
    let mut cells = Cells::new();
    let (seen, _) = upkeep::head(&mut work).await?;
    let mut desk = Desk { work: &mut work, env, province: &province, tree: &tree, seen };
    let mut from = kept.position;
    if shipment.anew {
        desk.take_back(run, &mut cells).await?;
        (run, from) = (run + 1, 0);
    } else {
        fits(shipment, &kept)?;
        run = run.max(1);
    }
    let fresh: Vec<&Line> = shipment.lines.iter().filter(|line| line.position > from).collect();
    desk.enter(run, &fresh, &mut cells).await?;
    for matter in &shipment.matters {
        desk.matter(matter, shipment.until).await?;
    }
    let (position, hash) = if shipment.until > from || shipment.anew {
        (shipment.until, shipment.until_hash.clone())
    } else {
        (kept.position, kept.hash)
    };
    let sql = "INSERT INTO federated_province (province, run, position, hash, received_at) VALUES (?1,?2,?3,?4,?5) \
               ON CONFLICT (province) DO UPDATE SET run = excluded.run, position = excluded.position, \
               hash = excluded.hash, received_at = excluded.received_at";
    work.execute(sql, params![&province.0, run, position, &hash, env.millis()]).await?;
    cells::flush(&mut work, &cells).await?;
    work.commit().await?;
    Ok(Place { province, position, hash })
}

/// Whether a shipment goes on where the province stands.
fn fits(shipment: &Shipment, kept: &Place) -> Result<(), StoreError> {
    let Place { position, hash, .. } = kept;
    if shipment.after > *position {
        let words =
            format!("Thiếu phần giữa: trung ương mới có đến sự kiện {position}. Hỏi lại vị trí rồi gửi tiếp từ đó.");
        return Err(StoreError::at("after", words));
    }
    if shipment.after == *position && shipment.after_hash != *hash {
        let words = format!(
            "Chuỗi sự kiện của tỉnh không còn là chuỗi đã gửi đến sự kiện {position}: dữ liệu của tỉnh đã được đưa về trạng thái cũ. \
             Đối chiếu rồi gửi lại từ đầu."
        );
        return Err(StoreError::at("after_hash", words));
    }
    Ok(())
}

/// One shipment as it is taken in.
struct Desk<'a> {
    work: &'a mut UnitOfWork,
    env: &'a Env,
    province: &'a UnitId,
    tree: &'a UnitTree,
    /// The head of our own chain.
    seen: i64,
}

impl Desk<'_> {
    /// Writes lines, and gathers what they move.
    async fn enter(&mut self, run: i64, lines: &[&Line], cells: &mut Cells) -> Result<(), StoreError> {
        for line in lines {
            let unit = self.tree.get(&line.unit).filter(|unit| unit.path.0.split('/').nth(1) == Some(&self.province.0));
            let Some(unit) = unit else {
                let words = format!(
                    "Đơn vị {} chưa có trong sơ đồ tổ chức của trung ương, hoặc không thuộc tỉnh {}. Nhập đơn vị ở trung ương rồi gửi lại.",
                    line.unit.0, self.province.0
                );
                return Err(StoreError::at("lines", words));
            };
            cells::add(cells, &unit.path, &line.entry);
        }
        for chunk in lines.chunks(CHUNK) {
            let measures = Measure::ALL.len();
            let mut values = Vec::with_capacity(chunk.len() * (BEFORE + measures));
            for line in chunk {
                values.extend([
                    Value::from(&self.province.0),
                    Value::Integer(run),
                    Value::Integer(line.position),
                    Value::Integer(line.line),
                    Value::from(&line.unit.0),
                    Value::from(line.entry.day),
                    Value::from(line.entry.field.key()),
                    Value::Integer(self.seen),
                    Value::Integer(self.env.millis()),
                ]);
                push_measures(&mut values, &line.entry.measures);
            }
            let sql = format!(
                "INSERT INTO federated_entry (province, run, position, line, unit, day, field, seen, received_at, {}) VALUES {}",
                columns(""),
                places(chunk.len(), BEFORE + measures)
            );
            self.work.execute(&sql, &values).await?;
        }
        Ok(())
    }

    /// Takes back what a run of the province brought: the same lines with their signs turned, and its matters.
    async fn take_back(&mut self, run: i64, cells: &mut Cells) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT position, line, unit, day, field, {} FROM federated_entry WHERE province = ?1 AND run = ?2 AND line >= 0 \
             AND (position > ?3 OR (position = ?3 AND line > ?4)) ORDER BY position, line LIMIT 500",
            columns("")
        );
        let mut after = (0, -1);
        loop {
            let rows = self.work.query(&sql, params![&self.province.0, run, after.0, after.1]).await?;
            let Some(last) = rows.last() else { break };
            after = (last.int(0)?, last.int(1)?);
            let mut turned = Vec::with_capacity(rows.len());
            for row in &rows {
                let measures = Measures::default().minus(&read_measures(row, 5)?);
                turned.push(Line {
                    position: row.int(0)?,
                    line: -1 - row.int(1)?,
                    unit: UnitId(row.string(2)?),
                    entry: Entry { day: row.parse(3, "a date")?, field: read_field(row, 4)?, measures },
                });
            }
            self.enter(run, &turned.iter().collect::<Vec<_>>(), cells).await?;
        }
        self.work.execute("DELETE FROM federated_mark WHERE province = ?1", params![&self.province.0]).await?;
        self.work.execute("DELETE FROM federated_matter WHERE province = ?1", params![&self.province.0]).await?;
        Ok(())
    }

    /// Writes what became of one violator; an older state never replaces a newer one.
    async fn matter(&mut self, matter: &Matter, until: i64) -> Result<(), StoreError> {
        let (province, record) = (&self.province.0, &matter.record);
        let newer = "SELECT 1 FROM federated_matter WHERE province = ?1 AND record = ?2 AND position > ?3";
        if self.work.query_one(newer, params![province, record, until]).await?.is_some() {
            return Ok(());
        }
        let gone = "DELETE FROM federated_mark WHERE province = ?1 AND record = ?2";
        self.work.execute(gone, params![province, record]).await?;
        if matter.past.is_empty() || matter.marks.is_empty() {
            let gone = "DELETE FROM federated_matter WHERE province = ?1 AND record = ?2";
            return Ok(self.work.execute(gone, params![province, record]).await?);
        }
        let sql = "INSERT INTO federated_matter (province, record, position, past) VALUES (?1,?2,?3,?4) \
                   ON CONFLICT (province, record) DO UPDATE SET position = excluded.position, past = excluded.past";
        self.work.execute(sql, params![province, record, until, to_json(&matter.past)?]).await?;
        let sql = "INSERT INTO federated_mark (mark, province, record) SELECT value, ?2, ?3 FROM json_each(?1) WHERE true \
                   ON CONFLICT DO NOTHING";
        Ok(self.work.execute(sql, params![to_json(&matter.marks)?, province, record]).await?)
    }
}
