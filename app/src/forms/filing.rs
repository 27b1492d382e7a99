//! Reports as offices make them: the form that begins one, the words, the reasons.

use super::Fields;
use super::reader::Reader;
use domain::calendar::Period;
use domain::case::FieldError;
use domain::catalogue::Field;
use domain::organisation::Basis;
use domain::report::filing::{FilingCommand, Occasion};
use jiff::civil::Date;

/// A report as it is begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilingForm {
    pub definition: String,
    pub period: Period,
    pub occasion: Occasion,
    pub basis: Basis,
}

/// Reads the form that begins a report; `today` is the day of an organisation of today.
///
/// # Errors
/// All field errors.
pub fn parse(fields: &Fields, today: Date) -> Result<FilingForm, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let definition = reader.choice(
        "mau",
        |key| domain::report::definition::find(key).map(|found| found.key.to_owned()),
        "Chọn mẫu báo cáo trong danh sách.",
    );
    let basis = reader.choice("to-chuc", |key| Basis::from_key(key, today), "Chọn cách tính theo tổ chức.");
    let occasion = reader.choice(
        "occasion",
        |key| Occasion::KEYS.into_iter().find(|known| *known == key),
        "Chọn báo cáo định kỳ, chuyên đề hoặc đột xuất.",
    );
    let (period, occasion) = match occasion {
        None => (None, None),
        Some("dinh-ky") => (reader.choice("ky", Period::from_key, "Chọn kỳ báo cáo."), Some(Occasion::Periodic)),
        Some(key) => {
            let title = reader.line("title", "Nhập tên báo cáo, ví dụ: Cao điểm Tết Nguyên đán 2026.");
            let (from, to) = (reader.date("from"), reader.date("to"));
            let period = from.zip(to).and_then(|(from, to)| Period::days(from, to));
            if from.is_some() && to.is_some() && period.is_none() {
                reader.error("to", "Đến ngày phải sau từ ngày, và không quá 5 năm.");
            }
            let chosen = fields.keys("fields").into_iter().filter_map(Field::from_key).collect();
            let occasion = if key == "chuyen-de" {
                Occasion::Thematic { title, fields: chosen }
            } else {
                Occasion::OnDemand { title }
            };
            (period, Some(occasion))
        }
    };
    let form = definition
        .zip(basis)
        .zip(occasion)
        .zip(period)
        .map(|(((definition, basis), occasion), period)| FilingForm { definition, period, occasion, basis });
    reader.finish(form)
}

/// The command of a step, or nothing for a step that does not exist.
///
/// # Errors
/// All field errors.
pub fn command(fields: &Fields) -> Result<Option<FilingCommand>, Vec<FieldError>> {
    let reason = |missing: &str| {
        let mut reader = Reader::new(fields);
        let reason = reader.text("reason", missing);
        reader.finish(Some(reason))
    };
    Ok(Some(match fields.get("step") {
        "sua-thuyet-minh" => {
            let mut reader = Reader::new(fields);
            let narrative = reader.text("narrative", "Viết thuyết minh của báo cáo, hoặc bấm “Soạn lại từ số liệu”.");
            FilingCommand::Write { narrative: reader.finish(Some(narrative))? }
        }
        "kiem-tra-bao-cao" => FilingCommand::Check,
        "tra-nguoi-soan" => {
            FilingCommand::SendBack { reason: reason("Nêu lý do trả lại và việc cần sửa.")? }
        }
        "ky-bao-cao" => FilingCommand::Sign,
        "gui-bao-cao" => FilingCommand::Send,
        "nhan-bao-cao" => FilingCommand::Receive,
        "tra-lai-bao-cao" => {
            FilingCommand::Return { reason: reason("Nêu lý do trả lại và việc cần sửa.")? }
        }
        _ => return Ok(None),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = Date::constant(2026, 11, 23);

    fn form(pairs: &[(&str, &str)]) -> Result<FilingForm, Vec<String>> {
        let fields: Fields = pairs.iter().copied().collect();
        parse(&fields, TODAY).map_err(|errors| errors.into_iter().map(|error| error.field).collect())
    }

    #[test]
    fn a_report_is_begun_for_a_period_or_for_days() {
        let begun = form(&[("mau", "ket-qua"), ("to-chuc", "hien-nay"), ("occasion", "dinh-ky"), ("ky", "2026-11")]);
        let begun = begun.unwrap();
        assert_eq!((Some(begun.period), begun.basis), (Period::month(2026, 11), Basis::AsOn(TODAY)));
        let days = [
            ("mau", "ket-qua"),
            ("to-chuc", "thoi-diem"),
            ("occasion", "chuyen-de"),
            ("title", "Cao điểm Tết"),
            ("from", "01/01/2026"),
            ("to", "20/02/2026"),
            ("fields.gia", "on"),
            ("fields.thuoc-la", "on"),
        ];
        let begun = form(&days).unwrap();
        assert_eq!(begun.occasion.fields().len(), 2);
        assert_eq!(Some(begun.period), Period::days(date(2026, 1, 1), date(2026, 2, 20)));
        let mut upside_down = days;
        upside_down[4].1 = "01/03/2026";
        assert_eq!(form(&upside_down), Err(vec!["to".to_owned()]));
        assert_eq!(form(&[]), Err(vec!["mau".into(), "occasion".into()]), "the organisation is that of today");
        assert_eq!(form(&[("mau", "x"), ("to-chuc", "x"), ("occasion", "dot-xuat")]).unwrap_err().len(), 5);
    }

    #[test]
    fn each_step_is_a_command() {
        for (step, text, expected) in [
            ("kiem-tra-bao-cao", "", Ok(true)),
            ("ky-bao-cao", "", Ok(true)),
            ("gui-bao-cao", "", Ok(true)),
            ("nhan-bao-cao", "", Ok(true)),
            ("tra-lai-bao-cao", "", Err("reason")),
            ("tra-lai-bao-cao", "Sai số liệu", Ok(true)),
            ("tra-nguoi-soan", "", Err("reason")),
            ("sua-thuyet-minh", "", Err("narrative")),
            ("khac", "", Ok(false)),
        ] {
            let fields: Fields = [("step", step), ("reason", text), ("narrative", text)].into_iter().collect();
            let told = command(&fields).map(|command| command.is_some()).map_err(|errors| errors[0].field.clone());
            assert_eq!(told, expected.map_err(str::to_owned), "{step}");
        }
    }
}
