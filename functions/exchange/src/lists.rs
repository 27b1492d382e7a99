//! `/trao-doi/xuat/{list}.{xlsx|csv}`: whole lists as files, with the filters of their pages.
//!
//! | list | of | filters |
//! |---|---|---|
//! | `doi-tuong` | parties kept by the units the officer sees | `don-vi` |
//! | `co-so` | establishments of their area books | `don-vi`, `dia-ban`, `xa`, `loai`, `trang-thai`, `chi`, as on the page of a book |
//! | `vu-viec` | cases | `don-vi`, `buoc`, `linh-vuc`, `tu-khoa`, as on the page of cases |
//! | `tra-cuu` | cases that answer a question | those of `domain::oversight::KEYS`, as on the page of questions |
//!
//! What is personal is masked for a role that does not read it. Columns bear the names by which an import knows them.

use crate::routes::Desk;
use crate::stream::{Format, Page, list};
use domain::authority::{Action, role_may};
use domain::calendar::{format_date, to_local};
use domain::case::Stage;
use domain::catalogue::Field;
use domain::establishment::{AreaId, Kind, Status};
use domain::exchange::Column;
use domain::journal::Deed;
use domain::oversight::CaseQuery;
use domain::party::{Party, Sex};
use domain::practice::file_name;
use domain::privacy::{Masked, is_personal, mask, shield};
use domain::unit::UnitId;
use front::answer::{Body, file};
use front::request::words;
use front::{Answer, Failure};
use http::request::Parts;
use jiff::civil::Date;
use std::io::Error;
use store::cases::{CaseRow, ListFilter};
use store::establishments::{BookFilter, BookRow};
use store::{cases, exports, journal, oversight};

/// Rows of a page of cases.
const CASES: usize = 500;

/// Answers one list.
///
/// # Errors
/// `NotFound` for a list, a unit or a filter that there is not, or not for this officer.
pub async fn answer(desk: &Desk, name: &str, head: &Parts) -> Result<Answer, Failure> {
    let (name, ending) = name.split_once('.').ok_or(Failure::NotFound)?;
    let format = Format::from_ending(ending).ok_or(Failure::NotFound)?;
    let unit_asked = words(head, "don-vi");
    let unit = unit_asked.clone().map(UnitId);
    let (body, what) = match name {
        "doi-tuong" => (parties(desk, format, unit).await?, "to-chuc-ca-nhan"),
        "co-so" => (book(desk, format, unit, head).await?, "co-so"),
        "vu-viec" => (case_files(desk, format, unit, head).await?, "ho-so-vu-viec"),
        "tra-cuu" => (answers(desk, format, head).await?, "tra-cuu-ho-so"),
        _ => return Err(Failure::NotFound),
    };
    let asked = head.uri.query().map_or(String::new(), |_| " (có bộ lọc)".to_owned());
    let words = format!("{what}.{}{asked}", format.ending());
    let subject = unit_asked.unwrap_or_default();
    journal::note(&*desk.database, &desk.env, &desk.actor, Deed::ExportList, (&subject, &words)).await?;
    let day = to_local(desk.env.now).date();
    let name = file_name(desk.actor.path.is_practice(), &format!("{what}-{day}.{}", format.ending()));
    Ok(file(body, format.mime(), &name))
}

/// A filter that names one of a closed list.
fn chosen<T>(head: &Parts, name: &str, from_key: fn(&str) -> Option<T>) -> Result<Option<T>, Failure> {
    words(head, name).map(|key| from_key(&key).ok_or(Failure::NotFound)).transpose()
}

fn broken(error: store::StoreError) -> Error {
    Error::other(error.to_string())
}

fn headings(columns: &[Column], more: &[&str]) -> Vec<String> {
    columns.iter().map(|column| column.label().to_owned()).chain(more.iter().map(|name| (*name).to_owned())).collect()
}

const PARTY: [Column; 17] = [
    Column::Kind,
    Column::Name,
    Column::Aliases,
    Column::TaxCode,
    Column::CitizenId,
    Column::Passport,
    Column::BirthDate,
    Column::Sex,
    Column::Nationality,
    Column::Occupation,
    Column::Address,
    Column::Phone,
    Column::Registration,
    Column::RegisteredOn,
    Column::RegisteredAt,
    Column::Representative,
    Column::RepresentativeTitle,
];

async fn parties(desk: &Desk, format: Format, unit: Option<UnitId>) -> Result<Body, Failure> {
    let part = exports::part(&*desk.database, &desk.actor, unit.as_ref()).await?;
    let open = role_may(desk.actor.role, Action::ReadPersonal);
    let shown = move |(parties, next): (Vec<Party>, Option<i64>)| -> Page<i64> {
        (parties.iter().map(|party| party_row(party, open)).collect(), next)
    };
    let first = shown(exports::parties(&*desk.database, &desk.actor, &part, 0).await?);
    let desk = desk.clone();
    let body =
        list(format, "Tổ chức, cá nhân", &headings(&PARTY, &["Đơn vị quản lý"]), first, move |after| {
            let (desk, part) = (desk.clone(), part.clone());
            async move { exports::parties(&*desk.database, &desk.actor, &part, after).await.map(shown).map_err(broken) }
        })?;
    Ok(body)
}

fn day(date: Option<Date>) -> String {
    date.map(format_date).unwrap_or_default()
}

fn text<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn party_row(party: &Party, open: bool) -> Vec<String> {
    let (bare, masked) = if open { (party.clone(), Masked::default()) } else { shield(party) };
    let shown =
        |value: String, hidden: Option<String>| if value.is_empty() { hidden.unwrap_or_default() } else { value };
    let hidden_code = party.tax_code.as_ref().map(|code| mask(code.as_str()));
    vec![
        bare.kind.label().to_owned(),
        bare.name.clone(),
        bare.aliases.join("; "),
        shown(text(bare.tax_code.as_ref()), hidden_code),
        shown(text(bare.citizen_id.as_ref()), masked.citizen_id),
        shown(bare.passport.clone(), masked.passport),
        shown(day(bare.birth_date), masked.birth),
        bare.sex.map_or("", Sex::label).to_owned(),
        bare.nationality.clone(),
        bare.occupation.clone(),
        bare.address.clone(),
        shown(text(bare.phone.as_ref()), masked.phone),
        bare.registration.clone(),
        day(bare.registered_on),
        bare.registered_at.clone(),
        bare.representative.clone(),
        bare.representative_title.clone(),
        bare.unit.0.clone(),
    ]
}

const BOOK: [Column; 19] = [
    Column::Name,
    Column::PlaceName,
    Column::PlaceKind,
    Column::PlaceAddress,
    Column::Business,
    Column::Industries,
    Column::Status,
    Column::Position,
    Column::SquareMetres,
    Column::Workers,
    Column::Turnover,
    Column::Channels,
    Column::LicenceKind,
    Column::LicenceNumber,
    Column::LicenceIssuedOn,
    Column::LicenceIssuedBy,
    Column::LicenceExpiresOn,
    Column::ReviewedOn,
    Column::Phone,
];

async fn book(desk: &Desk, format: Format, unit: Option<UnitId>, head: &Parts) -> Result<Body, Failure> {
    let only = words(head, "chi");
    let filter = BookFilter {
        area: chosen(head, "dia-ban", |text| text.parse().ok().map(AreaId))?,
        commune: words(head, "xa"),
        kind: chosen(head, "loai", Kind::from_key)?,
        status: chosen(head, "trang-thai", Status::from_key)?,
        due: only.as_deref() == Some("ra-soat"),
        expiring: only.as_deref() == Some("giay-phep"),
    };
    let part = exports::part(&*desk.database, &desk.actor, unit.as_ref()).await?;
    let start = exports::book_start(&*desk.database, &part).await?;
    let today = to_local(desk.env.now).date();
    let first = book_page(desk.clone(), filter.clone(), start, today).await?;
    let desk = desk.clone();
    let all = headings(&BOOK, &["Đơn vị quản lý"]);
    let body = list(format, "Cơ sở", &all, first, move |cursor| {
        let (desk, filter) = (desk.clone(), filter.clone());
        async move { book_page(desk, filter, cursor, today).await.map_err(|failure| Error::other(format!("{failure:?}"))) }
    })?;
    Ok(body)
}

async fn book_page(
    desk: Desk,
    filter: BookFilter,
    cursor: exports::BookCursor,
    today: Date,
) -> Result<Page<exports::BookCursor>, Failure> {
    let open = role_may(desk.actor.role, Action::ReadPersonal);
    let (rows, next) = exports::book(&*desk.database, &desk.actor, &filter, cursor, today).await?;
    Ok((rows.iter().map(|row| book_row(row, open)).collect(), next))
}

fn book_row(row: &BookRow, open: bool) -> Vec<String> {
    let file = &row.file;
    let licence = file.licences.first();
    let phone = text(file.phone.as_ref());
    vec![
        row.party.name.clone(),
        file.place.name.clone(),
        file.kind.label().to_owned(),
        file.place.address.clone(),
        file.place.business.clone(),
        file.industries.join(", "),
        file.status.label().to_owned(),
        text(file.position.as_ref()),
        text(file.scale.square_metres.as_ref()),
        text(file.scale.workers.as_ref()),
        text(file.scale.turnover.as_ref()),
        file.channels.join("; "),
        licence.map_or("", |licence| licence.kind.label()).to_owned(),
        licence.map(|licence| licence.number.clone()).unwrap_or_default(),
        day(licence.and_then(|licence| licence.issued_on)),
        licence.map(|licence| licence.issued_by.clone()).unwrap_or_default(),
        day(licence.and_then(|licence| licence.expires_on)),
        day(file.reviewed_on),
        if open || !is_personal(&row.party) { phone } else { mask(&phone) },
        file.place.unit.0.clone(),
    ]
}

const CASE: [&str; 14] = [
    "Số hồ sơ",
    "Bước",
    "Đơn vị",
    "Tổ chức, cá nhân",
    "Cơ sở",
    "Nơi kiểm tra",
    "Lĩnh vực",
    "Ngày mở",
    "Người thụ lý",
    "Số văn bản",
    "Thời hạn gần nhất",
    "Nội dung thời hạn",
    "Tiền phạt (đồng)",
    "Còn phải nộp (đồng)",
];

async fn case_files(desk: &Desk, format: Format, unit: Option<UnitId>, head: &Parts) -> Result<Body, Failure> {
    let filter = ListFilter {
        unit,
        stage: chosen(head, "buoc", Stage::from_key)?,
        field: chosen(head, "linh-vuc", Field::from_key)?,
        text: words(head, "tu-khoa").unwrap_or_default(),
        ..ListFilter::default()
    };
    let shown =
        |(rows, next): (Vec<CaseRow>, Option<i64>)| -> Page<i64> { (rows.iter().map(case_row).collect(), next) };
    let first = shown(cases::export(&*desk.database, &desk.actor, &filter, None, CASES).await?);
    let desk = desk.clone();
    let all = CASE.map(str::to_owned);
    let body = list(format, "Hồ sơ vụ việc", &all, first, move |after| {
        let (desk, filter) = (desk.clone(), filter.clone());
        async move {
            cases::export(&*desk.database, &desk.actor, &filter, Some(after), CASES).await.map(shown).map_err(broken)
        }
    })?;
    Ok(body)
}

async fn answers(desk: &Desk, format: Format, head: &Parts) -> Result<Body, Failure> {
    let read = CaseQuery::read(|key| words(head, key).unwrap_or_default());
    let query = read.map_err(|_| Failure::NotFound)?;
    let today = to_local(desk.env.now).date();
    let shown =
        |(rows, next): (Vec<CaseRow>, Option<String>)| -> Page<String> { (rows.iter().map(case_row).collect(), next) };
    let first = shown(oversight::export(&*desk.database, &desk.actor, &query, today, None, CASES).await?);
    let desk = desk.clone();
    let all = CASE.map(str::to_owned);
    let body = list(format, "Hồ sơ tìm thấy", &all, first, move |after: String| {
        let (desk, query) = (desk.clone(), query.clone());
        async move {
            let page = oversight::export(&*desk.database, &desk.actor, &query, today, Some(&after), CASES).await;
            page.map(shown).map_err(broken)
        }
    })?;
    Ok(body)
}

fn case_row(row: &CaseRow) -> Vec<String> {
    let index = &row.index;
    vec![
        index.code.clone(),
        index.stage.label().to_owned(),
        index.unit.0.clone(),
        index.party_name.clone(),
        index.establishment_name.clone(),
        index.place.clone(),
        index.field.map_or("", Field::label).to_owned(),
        format_date(index.opened_on),
        index.responsible_name.clone(),
        index.numbers.join("; "),
        index.next_due.map(domain::calendar::format_short).unwrap_or_default(),
        index.next_due_name.clone().unwrap_or_default(),
        index.fine.map(|fine| fine.0.to_string()).unwrap_or_default(),
        index.owed.0.to_string(),
    ]
}

#[cfg(test)]
mod tests;
