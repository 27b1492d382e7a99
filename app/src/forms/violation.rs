//! The violation record (biên bản vi phạm hành chính), and the law's answer while it is being written.

use super::Fields;
use super::inspection_record::signature;
use super::reader::Reader;
use domain::calendar::format_date;
use domain::case::{DraftViolation, Exhibit, FieldError, PartySignature, RecordedAct};
use domain::catalogue::{Base, Catalogue};
use domain::law::fine::ActInput;
use domain::money::{Dong, parse_quantity, thousandths};
use jiff::civil::Date;

/// Most acts and goods lines one record takes; longer lists belong into several records.
pub const MAX_ACTS: usize = 10;
/// Most lines of exhibits.
pub const MAX_EXHIBITS: usize = 200;

/// Reads the form.
///
/// # Errors
/// All field errors.
pub fn parse(fields: &Fields, catalogue: &Catalogue) -> Result<DraftViolation, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let made_at = reader.at("made_date", "made_time");
    let place = reader.line("place", "Nhập địa điểm lập biên bản.");
    let representative =
        reader.line("representative", "Nhập họ tên, chức vụ người vi phạm hoặc người đại diện có mặt.");
    let birth_date = reader.opt_date("birth_date");
    let has_goods =
        |act: usize, fields: &Fields| exhibit_rows(fields).iter().any(|row| act_of(fields, *row) == Some(act));
    let mut acts = Vec::new();
    for row in act_rows(fields) {
        let name = |part: &str| format!("acts.{row}.{part}");
        let Some(behaviour) = catalogue.behaviour(fields.get(&name("behaviour"))) else {
            reader.error(name("behaviour"), "Chọn hành vi vi phạm từ danh mục.");
            continue;
        };
        let description = reader.text(&name("description"), "Mô tả hành vi: làm gì, với hàng hóa nào, ở đâu.");
        let committed_on = reader.date(&name("committed_on"));
        let index = acts.len();
        let amount = match (behaviour.base, fields.filled(&name("amount"))) {
            (Base::Fixed, _) => None,
            (Base::ExhibitValue, None) => {
                if !has_goods(index, fields) {
                    reader.error(
                        name("amount"),
                        "Khung phạt theo trị giá tang vật: ghi tang vật kèm đơn giá bên dưới, hoặc nhập trị giá ở đây.",
                    );
                }
                None
            }
            (Base::ExhibitValue, Some(_)) => reader.money(&name("amount")).map(|amount| amount.0),
            (Base::Quantity, typed) => match parse_quantity(typed.unwrap_or_default()) {
                Ok(quantity) => Some(quantity),
                Err(message) => {
                    let unit = behaviour.unit.as_deref().unwrap_or("đơn vị tính");
                    reader.error(name("amount"), format!("{message} Đơn vị: {unit}."));
                    None
                }
            },
        };
        let act_place = reader.opt_line(&name("place"));
        acts.push(RecordedAct {
            description,
            place: if act_place.is_empty() { place.clone() } else { act_place },
            input: ActInput {
                behaviour_id: behaviour.id.clone(),
                committed_on: committed_on.unwrap_or(Date::ZERO),
                amount,
                doubled: reader.ticked(&name("doubled")),
                mitigating: Vec::new(),
                aggravating: Vec::new(),
            },
        });
    }
    if act_rows(fields).is_empty() {
        reader.error("acts.0.behaviour", "Chọn ít nhất một hành vi vi phạm từ danh mục.");
    }
    let exhibits = exhibits(&mut reader);
    let party_opinion = reader.opt_text("party_opinion");
    let witness = Some(reader.opt_line("witness")).filter(|text| !text.is_empty());
    let signature = signature(&mut reader);
    let draft = (|| {
        Some(DraftViolation {
            made_at: made_at?,
            place,
            acts,
            exhibits,
            representative,
            party_opinion,
            witness,
            signature: signature?,
            birth_date,
        })
    })();
    reader.finish(draft)
}

/// What was written in a draft, as the form shows it; reading it back gives the same draft.
pub fn fields_of(draft: &DraftViolation, catalogue: &Catalogue) -> Fields {
    let mut fields: Fields = [
        ("made_date", format_date(draft.made_at.date())),
        ("made_time", format!("{:02}:{:02}", draft.made_at.hour(), draft.made_at.minute())),
        ("place", draft.place.clone()),
        ("representative", draft.representative.clone()),
        ("birth_date", draft.birth_date.map(format_date).unwrap_or_default()),
        ("party_opinion", draft.party_opinion.clone()),
        ("witness", draft.witness.clone().unwrap_or_default()),
    ]
    .into_iter()
    .collect();
    for (row, act) in draft.acts.iter().enumerate() {
        let base = catalogue.behaviour(&act.input.behaviour_id).map(|found| found.base);
        let amount = match (base, act.input.amount) {
            (Some(Base::Quantity), Some(amount)) => thousandths(amount),
            (_, Some(amount)) => Dong(amount).digits(),
            (_, None) => String::new(),
        };
        let mut set = |part: &str, value: String| fields.set(format!("acts.{row}.{part}"), value);
        set("behaviour", act.input.behaviour_id.clone());
        set("description", act.description.clone());
        set("committed_on", format_date(act.input.committed_on));
        set("place", act.place.clone());
        set("amount", amount);
        if act.input.doubled {
            set("doubled", "1".to_owned());
        }
    }
    for (row, line) in draft.exhibits.iter().enumerate() {
        let mut set = |part: &str, value: String| fields.set(format!("exhibits.{row}.{part}"), value);
        set("name", line.name.clone());
        set("unit", line.unit.clone());
        set("quantity", line.quantity.to_string());
        set("unit_price", line.unit_price.digits());
        set("origin", line.origin.clone());
        set("condition", line.condition.clone());
        set("act", (line.act + 1).to_string());
    }
    match &draft.signature {
        PartySignature::Signed => fields.set("signature", "signed"),
        PartySignature::Refused { reason, witness } => {
            fields.set("signature", "refused");
            fields.set("refusal_reason", reason.clone());
            fields.set("refusal_witness", witness.clone());
        }
    }
    fields
}

/// Rows of acts in which anything was chosen or written.
pub fn act_rows(fields: &Fields) -> Vec<usize> {
    fields
        .indices("acts")
        .into_iter()
        .filter(|row| {
            ["behaviour", "description", "amount"]
                .iter()
                .any(|part| fields.filled(&format!("acts.{row}.{part}")).is_some())
        })
        .take(MAX_ACTS)
        .collect()
}

/// Rows of exhibits in which anything was written.
pub fn exhibit_rows(fields: &Fields) -> Vec<usize> {
    fields
        .indices("exhibits")
        .into_iter()
        .filter(|row| {
            ["name", "quantity", "unit_price"]
                .iter()
                .any(|part| fields.filled(&format!("exhibits.{row}.{part}")).is_some())
        })
        .take(MAX_EXHIBITS)
        .collect()
}

/// The act (counted from 0) a row of exhibits names; acts are numbered from 1 on the screen, and 1 is the default.
fn act_of(fields: &Fields, row: usize) -> Option<usize> {
    match fields.filled(&format!("exhibits.{row}.act")) {
        None => Some(0),
        Some(text) => text.parse::<usize>().ok()?.checked_sub(1),
    }
}

fn exhibits(reader: &mut Reader<'_>) -> Vec<Exhibit> {
    let fields = reader.fields;
    let mut list = Vec::new();
    for row in exhibit_rows(fields) {
        let name = |part: &str| format!("exhibits.{row}.{part}");
        let act = act_of(fields, row);
        if act.is_none() {
            reader.error(name("act"), "Nhập số thứ tự hành vi mà tang vật thuộc về, ví dụ 1.");
        }
        let title = reader.line(&name("name"), "Nhập tên hàng hóa, nhãn hiệu, quy cách.");
        let unit = reader.line(&name("unit"), "Nhập đơn vị tính, ví dụ cái, kg, hộp.");
        let quantity = reader.number(&name("quantity"), 1, 100_000_000, "Số lượng");
        let unit_price = reader.money(&name("unit_price"));
        list.push(Exhibit {
            name: title,
            unit,
            quantity: quantity.unwrap_or(0),
            origin: reader.opt_line(&name("origin")),
            condition: reader.opt_line(&name("condition")),
            unit_price: unit_price.unwrap_or(Dong(0)),
            act: act.unwrap_or(0),
        });
    }
    list
}

/// The acts as far as they can be read while the form is being written; for the law's answer beside it. Nothing here is
/// an error: what cannot be read yet is left out.
pub fn inputs_so_far(fields: &Fields, catalogue: &Catalogue) -> Vec<ActInput> {
    let mut list: Vec<ActInput> = Vec::new();
    for row in act_rows(fields) {
        let name = |part: &str| format!("acts.{row}.{part}");
        let Some(behaviour) = catalogue.behaviour(fields.get(&name("behaviour"))) else {
            continue;
        };
        let committed = domain::calendar::parse_date(fields.get(&name("committed_on")))
            .or_else(|_| domain::calendar::parse_date(fields.get("made_date")));
        let Ok(committed_on) = committed else { continue };
        let index = list.len();
        let goods = || {
            exhibit_rows(fields).into_iter().filter(|goods| act_of(fields, *goods) == Some(index)).fold(
                0_i64,
                |sum, goods| {
                    let read = |part: &str| fields.get(&format!("exhibits.{goods}.{part}")).to_owned();
                    let quantity = read("quantity").replace(['.', ' '], "").parse::<i64>().unwrap_or(0);
                    let price = domain::money::parse(&read("unit_price")).map_or(0, |price| price.0);
                    sum.saturating_add(quantity.saturating_mul(price))
                },
            )
        };
        let amount = match behaviour.base {
            Base::Fixed => None,
            Base::Quantity => parse_quantity(fields.get(&name("amount"))).ok(),
            Base::ExhibitValue => match goods() {
                0 => domain::money::parse(fields.get(&name("amount"))).ok().map(|amount| amount.0),
                value => Some(value),
            },
        };
        list.push(ActInput {
            behaviour_id: behaviour.id.clone(),
            committed_on,
            amount,
            doubled: fields.filled(&name("doubled")).is_some(),
            mitigating: Vec::new(),
            aggravating: Vec::new(),
        });
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(extra: &[(&str, &str)]) -> Fields {
        let mut fields: Fields = [
            ("made_date", "20/11/2026"),
            ("made_time", "14:30"),
            ("place", "Chợ Phố Hiến"),
            ("representative", "Trần Văn B, chủ hộ"),
            ("acts.0.behaviour", "nd98-d15-k1"),
            ("acts.0.description", "Bày bán thuốc lá điện tử nhập lậu"),
            ("acts.0.committed_on", "20/11/2026"),
            ("exhibits.0.name", "Áo khoác"),
            ("exhibits.0.unit", "cái"),
            ("exhibits.0.quantity", "100"),
            ("exhibits.0.unit_price", "250.000"),
            ("signature", "signed"),
        ]
        .into_iter()
        .collect();
        for (name, value) in extra {
            fields.set(*name, *value);
        }
        fields
    }

    fn errors(extra: &[(&str, &str)]) -> Vec<String> {
        parse(&form(extra), Catalogue::embedded())
            .err()
            .unwrap_or_default()
            .into_iter()
            .map(|error| error.field)
            .collect()
    }

    #[test]
    fn reads_a_whole_record() {
        let draft = parse(&form(&[]), Catalogue::embedded()).unwrap();
        assert_eq!(draft.exhibits[0].value(), Dong(25_000_000));
        assert_eq!(inputs_so_far(&form(&[]), Catalogue::embedded())[0].amount, Some(25_000_000));
    }

    #[test]
    fn what_was_prepared_is_shown_and_read_back() {
        let whole = [
            ("witness", "Bà Phạm Thị E"),
            ("party_opinion", "Không có ý kiến"),
            ("birth_date", "12/04/1985"),
            ("acts.0.doubled", "1"),
            ("acts.0.place", "Nơi khác"),
            ("exhibits.0.origin", "Nước ngoài"),
            ("signature", "refused"),
            ("refusal_reason", "Không đồng ý"),
            ("refusal_witness", "Ông Lê Văn D"),
        ];
        // A frame by value that is typed, one by quantity, and one that is fixed.
        let catalogue = Catalogue::embedded();
        let of = |base: Base| catalogue.behaviour.iter().find(|row| row.base == base).map(|row| row.id.clone());
        for (base, amount) in [(Base::Quantity, "12,5"), (Base::Fixed, ""), (Base::ExhibitValue, "3.000.000")] {
            let behaviour = of(base).expect("a behaviour of the base");
            let mut fields = form(&whole);
            fields.set("acts.0.behaviour", behaviour);
            fields.set("acts.0.amount", amount);
            let draft = parse(&fields, catalogue).unwrap();
            assert_eq!(parse(&fields_of(&draft, catalogue), catalogue), Ok(draft), "{base:?}");
        }
        let plain = parse(&form(&[]), catalogue).unwrap();
        assert_eq!(parse(&fields_of(&plain, catalogue), catalogue), Ok(plain));
    }

    #[test]
    fn every_wrong_answer_is_at_its_field() {
        for (extra, field) in [
            (("made_date", "31/11/2026"), "made_date"),
            (("made_time", "25:00"), "made_time"),
            (("acts.0.behaviour", "khong-co"), "acts.0.behaviour"),
            (("acts.0.description", ""), "acts.0.description"),
            (("exhibits.0.quantity", "một trăm"), "exhibits.0.quantity"),
            (("exhibits.0.unit_price", "250 nghìn"), "exhibits.0.unit_price"),
            (("exhibits.0.act", "một"), "exhibits.0.act"),
            (("signature", ""), "signature"),
            (("signature", "refused"), "refusal_reason"),
        ] {
            assert!(errors(&[extra]).contains(&field.to_owned()), "{extra:?}");
        }
        assert_eq!(
            errors(&[("exhibits.0.name", ""), ("exhibits.0.quantity", ""), ("exhibits.0.unit_price", "")]),
            ["acts.0.amount"]
        );
    }
}
