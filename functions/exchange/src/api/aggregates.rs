//! Lists and figures.

use super::Call;
use super::answers::*;
use super::parameters::{Asked, PERIODS};
use super::problem::Refused;
use domain::calendar::{Period, PeriodKind, shift, to_local};
use domain::catalogue::Field;
use domain::organisation::Basis;
use domain::report::definition::{DEFINITIONS, Value, find};
use domain::report::{Figure, Measure, Measures as Sums, SOURCE, meaning};
use domain::unit::UnitId;
use std::collections::BTreeSet;
use store::StoreError;
use store::reports::{ReportTable, Wanted, periodic, table_of};

pub async fn units(call: &Call, asked: &Asked) -> Result<Units, Refused> {
    let day = asked.day("ngay").unwrap_or_else(|| call.today());
    let tree = store::units::tree(&*call.database).await?;
    let scope = call.reader().ok_or(Refused::Unknown(super::UNKNOWN))?.scope();
    let organisation = tree.organisation();
    let there =
        tree.below(&scope).filter(|unit| unit.in_force_from <= day && unit.in_force_to.is_none_or(|to| day <= to));
    let rows = there.map(|unit| UnitRow {
        ma: unit.id.0.clone(),
        ten: unit.name.clone(),
        ten_ngan: unit.short_name.clone(),
        cap: unit.kind.key(),
        cap_tren: unit.parent.as_ref().map(|parent| parent.0.clone()),
        tu_ngay: unit.in_force_from,
        den_ngay: unit.in_force_to,
        tiep_nhan: organisation.heirs.get(&unit.id).map(|heir| heir.0.clone()),
    });
    Ok(Units { ngay: day, don_vi: rows.collect() })
}

pub fn fields() -> Fields {
    let rows = Field::all().map(|field| FieldRow { ma: field.key().to_owned(), ten: field.label().to_owned() });
    Fields { linh_vuc: rows.collect() }
}

pub fn measures() -> Measures {
    let rows = Figure::all().map(|figure| {
        let meant = meaning(figure);
        MeasureRow {
            ma: figure.key().to_owned(),
            ten: figure.label().to_owned(),
            don_vi_tinh: figure.counted().label().to_owned(),
            dinh_nghia: meant.words.to_owned(),
            nguon: SOURCE.to_owned(),
            do_chac_chan: sign(meant.mark),
            cuoi_ky: figure.is_stock(),
            tong_cua: figure.terms().into_iter().map(Measure::key).collect(),
        }
    });
    Measures { chi_tieu: rows.collect() }
}

/// The periods of a kind that end in a reporting year.
pub fn periods(call: &Call, asked: &Asked) -> Result<Periods, Refused> {
    let key = asked.text("loai").unwrap_or("thang");
    let kind = PERIODS.iter().find(|(known, _)| *known == key).map_or(PeriodKind::Month, |(_, kind)| *kind);
    let year = match asked.number("nam").and_then(|year| i16::try_from(year).ok()) {
        Some(year) => Period::year(year),
        None => Some(Period::of(PeriodKind::Year, call.today())),
    };
    let Some(year) = year else {
        return Err(Refused::Invalid("nam".to_owned(), "Viết năm từ 2000 đến 2099.".to_owned()));
    };
    let mut rows = Vec::new();
    let mut day = year.from;
    while day <= year.to {
        let period = Period::of(kind, day);
        if period.to <= year.to {
            rows.push(PeriodRow::from(&period));
        }
        let next = shift(period.to, 1);
        if next <= day {
            break;
        }
        day = next;
    }
    Ok(Periods { ky: rows })
}

pub fn definitions() -> Definitions {
    let kind_key = |kind: &PeriodKind| PERIODS.iter().find(|(_, known)| known == kind).map(|(key, _)| *key);
    let rows = DEFINITIONS.iter().map(|definition| DefinitionRow {
        ma: definition.key.to_owned(),
        ten: definition.title.to_owned(),
        loai_ky: definition.periods.iter().filter_map(kind_key).collect(),
        dong: definition.rows.heading().to_owned(),
        chi_tieu: definition.figures.iter().map(|figure| figure.key()).collect(),
        cot: definition.shown.iter().map(|shown| shown.label()).collect(),
        ghi_chu: definition.notes.to_vec(),
        nguon: definition.source,
        do_chac_chan: sign(definition.mark),
    });
    Definitions { bao_cao: rows.collect() }
}

/// Unit, period and basis as they were asked for, or as they are where nothing is asked.
fn place(call: &Call, asked: &Asked) -> Result<(UnitId, Period, Basis), Refused> {
    let reader = call.reader().ok_or(Refused::Unknown(super::UNKNOWN))?;
    let unit = asked.text("don-vi").map_or_else(|| reader.scope().leaf(), |id| UnitId(id.to_owned()));
    let today = call.today();
    let period = asked.period("ky").unwrap_or_else(|| Period::month_of(today));
    let basis = Basis::from_key(asked.text("to-chuc").unwrap_or_default(), today).unwrap_or(Basis::AsOn(today));
    Ok((unit, period, basis))
}

fn told(figures: &[Figure], sums: &Sums) -> Values {
    figures.iter().map(|figure| (figure.key(), figure.value(sums))).collect()
}

fn by_field(figures: &[Figure], rows: impl Iterator<Item = (Field, Sums)>) -> Vec<FieldFigures> {
    let told = |(field, sums): (Field, Sums)| FieldFigures {
        ma: field.key().to_owned(),
        ten: field.label().to_owned(),
        so_lieu: told(figures, &sums),
    };
    rows.map(told).collect()
}

/// A table narrowed to one field, where one is asked for.
struct Narrowed<'a> {
    table: &'a ReportTable,
    field: Option<Field>,
    figures: &'a [Figure],
}

impl Narrowed<'_> {
    fn meant(&self, field: Field) -> bool {
        self.field.is_none_or(|only| only == field)
    }

    fn fields(&self) -> Vec<FieldFigures> {
        by_field(self.figures, self.table.by_field.iter().filter(|(field, _)| self.meant(*field)).copied())
    }

    fn total(&self) -> Values {
        let mut sums = Sums::default();
        for (_, row) in self.table.by_field.iter().filter(|(field, _)| self.meant(*field)) {
            sums.add(row);
        }
        told(self.figures, &sums)
    }

    fn units(&self) -> Vec<UnitFigures> {
        let one = |(unit, _): &(domain::unit::Unit, Sums)| {
            let own = || {
                let rows = self.table.rows.iter().filter(|(id, field, _)| *id == unit.id && self.meant(*field));
                rows.map(|(_, field, sums)| (*field, *sums))
            };
            let mut sums = Sums::default();
            for (_, row) in own() {
                sums.add(&row);
            }
            UnitFigures {
                ma: unit.id.0.clone(),
                ten: unit.short_name.clone(),
                tong: told(self.figures, &sums),
                linh_vuc: by_field(self.figures, own()),
            }
        };
        self.table.by_unit.iter().map(one).collect()
    }
}

const USUAL: [&str; 4] = ["vi_pham", "xu_ly", "phat_tien", "thu_nop"];

pub async fn figures(call: &Call, asked: &Asked) -> Result<Figures, Refused> {
    let (unit, period, basis) = place(call, asked)?;
    let reader = call.reader().ok_or(Refused::Unknown(super::UNKNOWN))?;
    let figures =
        asked.figures("chi-tieu").unwrap_or_else(|| USUAL.iter().filter_map(|key| Figure::from_key(key)).collect());
    let measures: BTreeSet<Measure> = figures.iter().flat_map(|figure| figure.terms()).collect();
    let measures: Vec<Measure> = measures.into_iter().collect();
    let field = asked.text("linh-vuc").and_then(Field::from_key);
    let wanted = Wanted { unit: &unit, period: &period, basis, measures: &measures };
    let table = table_of(&*call.database, reader, &wanted).await?;
    let compared = match asked.text("so-voi") {
        None => None,
        Some(with) => {
            let other = if with == "ky-truoc" { period.previous() } else { period.same_last_year() };
            match table_of(&*call.database, reader, &Wanted { period: &other, ..wanted }).await {
                Ok(table) => Some(table),
                // A unit that was not there then has nothing to be compared with.
                Err(StoreError::Refused(_)) => None,
                Err(error) => return Err(error.into()),
            }
        }
    };
    let own = Narrowed { table: &table, field, figures: &figures };
    Ok(Figures {
        don_vi: table.unit.id.0.clone(),
        ten: table.unit.name.clone(),
        ky: PeriodRow::from(&period),
        to_chuc: basis.key(),
        linh_vuc_chon: field.map(|field| field.key().to_owned()),
        chi_tieu: figures.iter().map(|figure| figure.key()).collect(),
        tong: own.total(),
        linh_vuc: own.fields(),
        cac_don_vi: own.units(),
        so_sanh: compared.map(|table| {
            let other = Narrowed { table: &table, field, figures: &figures };
            ComparedFigures {
                ky: PeriodRow::from(&table.period),
                tong: other.total(),
                linh_vuc: other.fields(),
                cac_don_vi: other
                    .units()
                    .into_iter()
                    .map(|unit| UnitTotal { ma: unit.ma, ten: unit.ten, tong: unit.tong })
                    .collect(),
            }
        }),
    })
}

pub async fn report(call: &Call, asked: &Asked, key: &str) -> Result<Report, Refused> {
    let definition = find(key).ok_or(Refused::NotFound("Không có báo cáo này. Xem các mã tại /api/v1/bao-cao."))?;
    let (unit, period, basis) = place(call, asked)?;
    let reader = call.reader().ok_or(Refused::Unknown(super::UNKNOWN))?;
    let found = periodic(&*call.database, reader, definition, &unit, &period, basis).await?;
    let value = |value: Value| match value {
        Value::Number { value } | Value::Change { value } => Some(value),
        Value::Percent { tenths } => tenths,
    };
    Ok(Report {
        ma: definition.key.to_owned(),
        ten: definition.title.to_owned(),
        don_vi: found.unit.id.0.clone(),
        ten_don_vi: found.unit.name.clone(),
        ky: PeriodRow::from(&found.period),
        chi_tieu: found.table.figures.into_iter().map(|(ten, so_cot)| ReportFigure { ten, so_cot }).collect(),
        cot: found.table.columns,
        dong: found
            .table
            .lines
            .into_iter()
            .map(|line| ReportLine {
                ten: line.label,
                o: line.cells.into_iter().map(|cell| value(cell.value)).collect(),
            })
            .collect(),
    })
}

impl Call {
    /// The day in Vietnam.
    pub fn today(&self) -> jiff::civil::Date {
        to_local(self.env.now).date()
    }
}
