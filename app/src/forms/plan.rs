//! Inspection plans: drafting one, an item of its list, the reasons of its steps.

use super::Fields;
use super::reader::Reader;
use domain::case::{FieldError, InspectionKind};
use domain::party::{Establishment, Party};
use domain::plan::{Orientation, PlanItem, PlannedParty, PlannedPlace, PlannedTime};
use domain::text::clean;
use domain::unit::{UnitId, UnitPath};
use uuid::Uuid;

/// The kinds of plans there are.
pub const KINDS: [InspectionKind; 2] = [InspectionKind::Periodic, InspectionKind::Thematic];

/// A plan as it is begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanForm {
    pub kind: InspectionKind,
    pub year: i16,
    pub title: String,
    pub orientation: Orientation,
}

/// Reads the form that begins a plan.
///
/// # Errors
/// All field errors.
pub fn parse(fields: &Fields) -> Result<PlanForm, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let kind = reader.choice(
        "kind",
        |key| KINDS.into_iter().find(|kind| kind.key() == key),
        "Chọn kế hoạch định kỳ hoặc chuyên đề.",
    );
    let year = clean(fields.get("year")).parse::<i16>().ok();
    if year.is_none() {
        reader.error("year", "Nhập năm của kế hoạch, bốn chữ số.");
    }
    let (title, orientation) = named(&mut reader);
    let form =
        kind.zip(year).zip(orientation).map(|((kind, year), orientation)| PlanForm { kind, year, title, orientation });
    reader.finish(form)
}

/// Reads title and ground, as they are written anew.
///
/// # Errors
/// All field errors.
pub fn restated(fields: &Fields) -> Result<(String, Orientation), Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let (title, orientation) = named(&mut reader);
    reader.finish(orientation.map(|orientation| (title, orientation)))
}

fn named(reader: &mut Reader<'_>) -> (String, Option<Orientation>) {
    let title = reader.line("title", "Nhập tên kế hoạch.");
    let number = reader.line("orientation_number", "Nhập số quyết định phê duyệt Định hướng chương trình kiểm tra.");
    let signed_on = reader.date("orientation_date");
    (title, signed_on.map(|signed_on| Orientation { number, signed_on }))
}

/// A team that may be given an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    pub id: UnitId,
    pub path: UnitPath,
    pub name: String,
}

/// Reads an item for a party that was chosen before.
///
/// # Errors
/// All field errors.
pub fn item(
    fields: &Fields,
    party: &Party,
    places: &[Establishment],
    teams: &[Team],
) -> Result<PlanItem, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let id = fields.get("item").parse::<Uuid>().ok();
    if id.is_none() {
        reader.error("party", "Tải lại trang rồi chọn lại đối tượng.");
    }
    let place = places.iter().find(|place| place.id.0.to_string() == fields.get("establishment"));
    let contents: Vec<String> = reader
        .text("contents", "Nhập ít nhất một nội dung kiểm tra, mỗi nội dung một dòng.")
        .lines()
        .map(str::to_owned)
        .filter(|line| !line.is_empty())
        .collect();
    let when = reader.choice("when", PlannedTime::from_key, "Chọn tháng hoặc quý kiểm tra.");
    let find = |id: &str| teams.iter().find(|team| team.id.0 == id);
    let team = reader.choice("unit", find, "Chọn Đội thực hiện.");
    let note = reader.opt_line("note");
    let item = id.zip(when).zip(team).map(|((id, when), team)| PlanItem {
        id,
        party: PlannedParty::of(party),
        place: place.map(PlannedPlace::of),
        contents,
        when,
        unit: team.id.clone(),
        path: team.path.clone(),
        unit_name: team.name.clone(),
        note,
    });
    reader.finish(item)
}

/// Reads the reason of a step; each step has its own field, since several stand on one page.
///
/// # Errors
/// The field is empty or too long.
pub fn reason(fields: &Fields, name: &str, missing: &str) -> Result<String, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let reason = reader.text(name, missing);
    reader.finish(Some(reason))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn names(errors: Vec<FieldError>) -> Vec<String> {
        errors.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn a_plan_has_a_kind_a_year_and_a_ground() {
        let wrong = parse(&Fields::default()).unwrap_err();
        assert_eq!(names(wrong), ["kind", "year", "title", "orientation_number", "orientation_date"]);
        let mut fields: Fields = [
            ("kind", "dinh-ky"),
            ("year", " 2027 "),
            ("title", "Kế hoạch  năm 2027"),
            ("orientation_number", "3120/QĐ-BCT"),
            ("orientation_date", "12/11/2026"),
        ]
        .into_iter()
        .collect();
        let form = parse(&fields).unwrap();
        assert_eq!((form.kind, form.year, form.title.as_str()), (InspectionKind::Periodic, 2027, "Kế hoạch năm 2027"));
        assert_eq!(form.orientation.signed_on, date(2026, 11, 12));
        assert_eq!(restated(&fields).unwrap(), (form.title, form.orientation));
        fields.set("kind", "dot-xuat");
        assert_eq!(names(parse(&fields).unwrap_err()), ["kind"], "nobody plans what is unplanned");
    }

    #[test]
    fn an_item_names_contents_time_and_team() {
        let party = Party::unknown(UnitId("33-01".into()));
        let teams =
            [Team { id: UnitId("33-01".into()), path: UnitPath("TW/33/33-01".into()), name: "Đội 1".into() }];
        let wrong = item(&Fields::default(), &party, &[], &teams).unwrap_err();
        assert_eq!(names(wrong), ["party", "contents", "when", "unit"]);
        let mut fields: Fields = [
            ("item", "01990000-0000-7000-8000-000000000000"),
            ("contents", "Nhãn hàng hóa\r\n\r\nNiêm yết giá"),
            ("when", "quy-4"),
            ("unit", "33-01"),
        ]
        .into_iter()
        .collect();
        let read = item(&fields, &party, &[], &teams).unwrap();
        assert_eq!(read.contents, ["Nhãn hàng hóa", "Niêm yết giá"]);
        assert_eq!((read.when, read.unit_name.as_str()), (PlannedTime::Quarter { quarter: 4 }, "Đội 1"));
        fields.set("unit", "31-01");
        assert_eq!(names(item(&fields, &party, &[], &teams).unwrap_err()), ["unit"], "a team of another province");
        assert_eq!(names(reason(&fields, "return_reason", "Nêu lý do.").unwrap_err()), ["return_reason"]);
    }
}
