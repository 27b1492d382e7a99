//! One row as a party with its place of business, or everything that is wrong with it.
//!
//! The same rules as the form of a party. Must not know: which parties there are already.

use super::columns::{Column, Mapping, letter};
use super::value::{self, Read, Wanted};
use super::{Cell, Encoding};
use crate::establishment::{EstablishmentFile, Kind, Licence, LicenceKind, Status};
use crate::identity::{CitizenId, Phone, TaxCode};
use crate::party::{Establishment, EstablishmentId, Party, PartyId, PartyKind, Sex};
use crate::place::{self, CommuneCode};
use crate::text::fold;
use crate::unit::UnitId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How a file is read: what the officer chose, or left as it was guessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    pub encoding: Encoding,
    /// The line of the headings, 1 for the first of the file; what stands above is no row.
    pub header_line: u32,
    pub mapping: Mapping,
}

/// Something to put right, or to look at, in one cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The column in the spreadsheet, `C`; empty where the file has no such column.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub at: String,
    /// What the column holds.
    pub column: Column,
    /// The value as the file has it, in readable letters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// How to put it right.
    pub message: String,
}

impl Problem {
    /// “Cột C, Mã số thuế, “123”: …”.
    pub fn sentence(&self) -> String {
        let at = if self.at.is_empty() { String::new() } else { format!("Cột {}, ", self.at) };
        let value = if self.value.is_empty() { String::new() } else { format!(", “{}”", self.value) };
        format!("{at}{}{value}: {}", self.column.label(), self.message)
    }
}

/// What a row says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub party: Party,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<EstablishmentFile>,
}

/// A row that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Nothing when something is wrong, or the row is empty.
    pub record: Option<Record>,
    /// All that is wrong.
    pub problems: Vec<Problem>,
    /// What was put right or is doubtful: for the officer to compare with the papers.
    pub notes: Vec<Problem>,
}

impl Reading {
    /// Whether no column of the mapping holds anything: such a row is passed over.
    pub fn is_blank(&self) -> bool {
        self.record.is_none() && self.problems.is_empty()
    }
}

struct RowReader<'a> {
    cells: &'a [Cell],
    settings: &'a Settings,
    problems: Vec<Problem>,
    notes: Vec<Problem>,
}

impl RowReader<'_> {
    /// The cell of a column, when the file has the column and the cell is not empty.
    fn cell(&self, column: Column) -> Option<&Cell> {
        self.cells.get(self.settings.mapping.place_of(column)?).filter(|cell| !cell.is_empty())
    }

    fn told(&self, column: Column, message: String) -> Problem {
        let place = self.settings.mapping.place_of(column);
        let value = self.cell(column).map(|cell| self.settings.encoding.read(&cell.shown())).unwrap_or_default();
        Problem { at: place.map(letter).unwrap_or_default(), column, value: value.chars().take(80).collect(), message }
    }

    fn problem(&mut self, column: Column, message: impl Into<String>) {
        let problem = self.told(column, message.into());
        self.problems.push(problem);
    }

    fn note(&mut self, column: Column, message: impl Into<String>) {
        let note = self.told(column, message.into());
        self.notes.push(note);
    }

    fn is_wrong(&self, column: Column) -> bool {
        self.problems.iter().any(|problem| problem.column == column)
    }

    /// A value with a reader of its own, or nothing when the cell is empty or wrong.
    fn read<T>(&mut self, column: Column, read: impl FnOnce(&Cell, Encoding) -> Read<T>) -> Option<T> {
        match read(self.cell(column)?, self.settings.encoding) {
            Ok((value, note)) => {
                if let Some(note) = note {
                    self.note(column, note);
                }
                Some(value)
            }
            Err(problem) => {
                self.problem(column, problem);
                None
            }
        }
    }

    fn words(&mut self, column: Column) -> String {
        self.read(column, |cell, encoding| value::words(cell, encoding).map(|words| (words, None))).unwrap_or_default()
    }

    fn date(&mut self, column: Column, wanted: Wanted, today: Date) -> Option<Date> {
        self.read(column, |cell, encoding| value::date(cell, encoding, wanted, today))
    }

    /// One of a closed list by the words people use for it.
    fn choice<T: Copy>(&mut self, column: Column, words: &[(T, &[&str])], labels: &str) -> Option<T> {
        let text = self.words(column);
        if text.is_empty() {
            return None;
        }
        let found = meant(&text, words);
        if found.is_none() {
            self.problem(column, format!("Không nhận ra “{text}”. Ghi một trong: {labels}."));
        }
        found
    }

    fn count(&mut self, column: Column, what: &str) -> Option<u32> {
        self.read(column, |cell, encoding| value::count(cell, encoding, what).map(|count| (count, None)))
    }

    /// The commune an address lies in; what is left open is told.
    fn commune(&mut self, column: Column, address: &str) -> Option<CommuneCode> {
        let found = place::in_address(address);
        match found.as_slice() {
            [] => None,
            [only] => {
                if let Some(former) = only.former {
                    let now = only.commune.full_name();
                    self.note(column, format!("{} nay thuộc {now}.", former.full_name()));
                }
                Some(CommuneCode(only.commune.code.to_owned()))
            }
            [first, ..] => {
                let names: Vec<String> = found.iter().take(4).map(|found| found.commune.full_name()).collect();
                match first.former {
                    Some(_) => self.note(
                        column,
                        format!("Địa danh cũ nay thuộc {}. Chọn xã, phường khi rà soát hồ sơ.", names.join(" hoặc ")),
                    ),
                    None => self.note(
                        column,
                        format!("Có thể là {}. Chọn xã, phường khi rà soát hồ sơ.", names.join(" hoặc ")),
                    ),
                }
                None
            }
        }
    }
}

/// The first entry of a list whose words stand in a text.
fn meant<T: Copy>(text: &str, words: &[(T, &[&str])]) -> Option<T> {
    let padded = format!(" {} ", fold(text));
    words
        .iter()
        .find(|(_, known)| known.iter().any(|word| padded.contains(&format!(" {word} "))))
        .map(|(meant, _)| *meant)
}

const KINDS: [(PartyKind, &[&str]); 3] = [
    (
        PartyKind::HouseholdBusiness,
        &["ho kinh doanh", "hkd", "ho kd", "ho", "ca the", "ho ca the", "household business"],
    ),
    (
        PartyKind::Organisation,
        &[
            "to chuc",
            "cong ty",
            "cty",
            "doanh nghiep",
            "dn",
            "dntn",
            "tnhh",
            "co phan",
            "hop tac xa",
            "htx",
            "chi nhanh",
            "lien hiep",
            "organisation",
        ],
    ),
    (PartyKind::Individual, &["ca nhan", "nguoi", "individual"]),
];

/// Beginnings of a name that say what bears it.
const NAMED_KINDS: [(PartyKind, &[&str]); 2] = [
    (PartyKind::HouseholdBusiness, &["ho kinh doanh", "hkd", "ho kd"]),
    (
        PartyKind::Organisation,
        &["cong ty", "cty", "doanh nghiep", "dntn", "hop tac xa", "htx", "chi nhanh", "tap doan", "tong cong ty"],
    ),
];

const PLACE_KINDS: [(Kind, &[&str]); 10] = [
    (Kind::Website, &["website", "trang web", "ung dung", "app"]),
    (
        Kind::SocialShop,
        &[
            "facebook",
            "zalo",
            "tiktok",
            "shopee",
            "lazada",
            "mang xa hoi",
            "san tmdt",
            "san thuong mai dien tu",
            "gian hang",
            "online",
            "social shop",
        ],
    ),
    (Kind::Mall, &["sieu thi", "trung tam thuong mai", "tttm", "mall"]),
    (Kind::Stall, &["sap", "quay", "ki ot", "kiot", "ky ot", "stall"]),
    (Kind::Market, &["cho", "market"]),
    (Kind::Warehouse, &["kho", "kho hang", "warehouse"]),
    (Kind::Workshop, &["san xuat", "xuong", "gia cong", "co so san xuat", "che bien", "workshop"]),
    (Kind::Office, &["van phong", "tru so", "office"]),
    (Kind::Vehicle, &["xe", "phuong tien", "luu dong", "tau", "vehicle"]),
    (
        Kind::Shop,
        &[
            "cua hang",
            "tap hoa",
            "quan",
            "shop",
            "dai ly",
            "nha thuoc",
            "ban le",
            "ban buon",
            "cua hieu",
            "nha hang",
            "cay xang",
        ],
    ),
];

const STATUSES: [(Status, &[&str]); 4] = [
    (Status::NotFound, &["khong tim thay", "bo dia chi", "khong hoat dong tai dia chi", "bo tron", "not found"]),
    (Status::Suspended, &["tam ngung", "tam nghi", "tam dung", "suspended"]),
    (
        Status::Closed,
        &[
            "cham dut",
            "dong cua",
            "giai the",
            "ngung hoat dong",
            "ngung kinh doanh",
            "nghi",
            "da nghi",
            "khong hoat dong",
            "khong con hoat dong",
            "closed",
        ],
    ),
    (Status::Active, &["hoat dong", "dang hoat dong", "dang kinh doanh", "binh thuong", "active"]),
];

const LICENCES: [(LicenceKind, &[&str]); 11] = [
    (LicenceKind::Alcohol, &["ruou", "alcohol"]),
    (LicenceKind::Tobacco, &["thuoc la", "tobacco"]),
    (LicenceKind::Lpg, &["lpg", "gas", "khi", "khi dau mo"]),
    (LicenceKind::Petrol, &["xang", "xang dau", "petrol"]),
    (LicenceKind::FoodSafety, &["thuc pham", "attp", "an toan thuc pham", "vsattp", "food safety"]),
    (LicenceKind::Fertiliser, &["phan bon", "fertiliser"]),
    (LicenceKind::Pesticide, &["bao ve thuc vat", "bvtv", "thu y", "pesticide"]),
    (LicenceKind::Medicine, &["duoc", "thuoc", "my pham", "y te", "medicine"]),
    (LicenceKind::Gold, &["vang", "gold"]),
    (LicenceKind::Ecommerce, &["thuong mai dien tu", "tmdt", "ecommerce"]),
    (LicenceKind::Other, &["khac", "other"]),
];

fn labels<T: Copy, const N: usize>(all: [T; N], label: fn(T) -> &'static str) -> String {
    all.map(label).join("; ")
}

/// Reads one row. `ids` become the identifiers of the party and of its place; `unit` keeps them.
pub fn read_row(cells: &[Cell], settings: &Settings, ids: (Uuid, Uuid), unit: &UnitId, today: Date) -> Reading {
    let mut reader = RowReader { cells, settings, problems: Vec::new(), notes: Vec::new() };
    if Column::all().all(|column| reader.cell(column).is_none()) {
        return Reading { record: None, problems: Vec::new(), notes: Vec::new() };
    }
    let party = party(&mut reader, PartyId(ids.0), unit, today);
    let place = place_file(&mut reader, &party, EstablishmentId(ids.1), today);
    let RowReader { problems, notes, .. } = reader;
    let record = problems.is_empty().then_some(Record { party, place });
    Reading { record, problems, notes }
}

fn party(reader: &mut RowReader<'_>, id: PartyId, unit: &UnitId, today: Date) -> Party {
    let name = reader.words(Column::Name);
    let kind = party_kind(reader, &name);
    let sex = reader.choice(
        Column::Sex,
        &[(Sex::Male, &["nam", "male"] as &[&str]), (Sex::Female, &["nu", "female"])],
        "Nam; Nữ",
    );
    let birth_date = reader.date(Column::BirthDate, Wanted::Past, today);
    let male = sex.map(|sex| sex == Sex::Male);
    // The owner of a household business has its number; its birth date and sex are his.
    let citizen_id: Option<CitizenId> =
        reader.read(Column::CitizenId, |cell, encoding| value::citizen_id(cell, encoding, birth_date, male));
    let tax_code: Option<TaxCode> = reader.read(Column::TaxCode, value::tax_code);
    let phone: Option<Phone> = reader.read(Column::Phone, value::phone);
    let address = reader.words(Column::Address);
    let commune = reader.commune(Column::Address, &address);
    let nationality = Some(reader.words(Column::Nationality)).filter(|text| !text.is_empty());
    let aliases = list(&reader.words(Column::Aliases));
    let party = Party {
        id,
        kind: kind.unwrap_or(PartyKind::Organisation),
        name,
        sex,
        birth_date,
        nationality: nationality.unwrap_or_else(|| "Việt Nam".to_owned()),
        occupation: reader.words(Column::Occupation),
        address,
        citizen_id,
        tax_code,
        registration: reader.words(Column::Registration),
        registered_on: reader.date(Column::RegisteredOn, Wanted::Past, today),
        registered_at: reader.words(Column::RegisteredAt),
        representative: reader.words(Column::Representative),
        representative_title: reader.words(Column::RepresentativeTitle),
        phone,
        passport: reader.words(Column::Passport),
        aliases,
        commune,
        unit: unit.clone(),
    };
    for (field, message) in party.lacks() {
        let column = match field {
            "name" => Column::Name,
            "address" => Column::Address,
            "tax_code" => Column::TaxCode,
            "citizen_id" => Column::CitizenId,
            "passport" => Column::Passport,
            _ => Column::Representative,
        };
        // What a kind must have is not asked while the kind itself is unknown.
        let asked = kind.is_some() || matches!(column, Column::Name | Column::Address);
        if asked && !reader.is_wrong(column) {
            reader.problem(column, message);
        }
    }
    party
}

fn party_kind(reader: &mut RowReader<'_>, name: &str) -> Option<PartyKind> {
    let all = labels(PartyKind::ALL, PartyKind::label);
    if reader.cell(Column::Kind).is_some() {
        return reader.choice(Column::Kind, &KINDS, &all);
    }
    let folded = format!("{} ", fold(name));
    let named = NAMED_KINDS.iter().find(|(_, words)| words.iter().any(|word| folded.starts_with(&format!("{word} "))));
    if named.is_none() && !name.is_empty() {
        reader.problem(
            Column::Kind,
            format!("Tên không cho biết là tổ chức, hộ hay cá nhân. Thêm cột loại và ghi một trong: {all}."),
        );
    }
    named.map(|(kind, _)| *kind)
}

/// Lines, or what stands between semicolons and commas.
fn list(text: &str) -> Vec<String> {
    text.split([';', ',']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

const PLACE_COLUMNS: [Column; 19] = [
    Column::PlaceName,
    Column::PlaceKind,
    Column::PlaceAddress,
    Column::Business,
    Column::Industries,
    Column::Status,
    Column::Position,
    Column::Latitude,
    Column::Longitude,
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
];

/// The place of business, when any column of it is filled in. Without a sign of its own it bears the party's name, as in the
/// area books.
fn place_file(
    reader: &mut RowReader<'_>,
    party: &Party,
    id: EstablishmentId,
    today: Date,
) -> Option<EstablishmentFile> {
    PLACE_COLUMNS.into_iter().find(|column| reader.cell(*column).is_some())?;
    let name = reader.words(Column::PlaceName);
    let typed = reader.words(Column::PlaceAddress);
    let (address, commune) = if typed.is_empty() {
        (party.address.clone(), party.commune.clone())
    } else {
        let commune = reader.commune(Column::PlaceAddress, &typed);
        (typed, commune)
    };
    let place = Establishment {
        id,
        party: party.id,
        name: if name.is_empty() { party.name.clone() } else { name },
        address,
        business: reader.words(Column::Business),
        unit: party.unit.clone(),
    };
    let all = labels(Kind::ALL, Kind::label);
    let kind = reader.choice(Column::PlaceKind, &PLACE_KINDS, &all).unwrap_or(Kind::Shop);
    let statuses = labels(Status::ALL, Status::label);
    let position = match (reader.cell(Column::Latitude).cloned(), reader.cell(Column::Longitude).cloned()) {
        (Some(latitude), Some(longitude)) => {
            reader.read(Column::Latitude, |_, encoding| value::coordinates(&latitude, Some(&longitude), encoding))
        }
        (Some(_), None) => {
            reader.problem(Column::Longitude, "Có vĩ độ mà thiếu kinh độ. Ghi đủ cả hai, hoặc bỏ trống cả hai.");
            None
        }
        (None, Some(_)) => {
            reader.problem(Column::Latitude, "Có kinh độ mà thiếu vĩ độ. Ghi đủ cả hai, hoặc bỏ trống cả hai.");
            None
        }
        (None, None) => reader.read(Column::Position, |cell, encoding| value::coordinates(cell, None, encoding)),
    };
    let mut file = EstablishmentFile::of(place);
    file.kind = kind;
    file.status = reader.choice(Column::Status, &STATUSES, &statuses).unwrap_or_default();
    file.commune = commune.filter(|_| kind.has_place());
    file.position = position;
    file.phone = party.phone.clone();
    file.industries = industries(reader);
    file.scale.square_metres = reader.count(Column::SquareMetres, "Diện tích");
    file.scale.workers = reader.count(Column::Workers, "Số lao động");
    file.scale.turnover = reader.read(Column::Turnover, value::amount);
    file.channels = list(&reader.words(Column::Channels));
    file.licences = licence(reader, today).into_iter().collect();
    file.reviewed_on = reader.date(Column::ReviewedOn, Wanted::Past, today);
    Some(file)
}

fn industries(reader: &mut RowReader<'_>) -> Vec<String> {
    let codes: Vec<String> = reader
        .words(Column::Industries)
        .split([',', ';', ' '])
        .filter(|code| !code.is_empty())
        .map(str::to_owned)
        .collect();
    let sound = |code: &String| code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(wrong) = codes.iter().find(|code| !sound(code)) {
        let message =
            format!("Mã ngành gồm 4 chữ số, ví dụ 4711; “{wrong}” không phải. Nhiều mã cách nhau bằng dấu phẩy.");
        reader.problem(Column::Industries, message);
        return Vec::new();
    }
    codes
}

fn licence(reader: &mut RowReader<'_>, today: Date) -> Option<Licence> {
    let number = reader.words(Column::LicenceNumber);
    let kind = reader.choice(Column::LicenceKind, &LICENCES, &labels(LicenceKind::ALL, LicenceKind::label));
    let issued_on = reader.date(Column::LicenceIssuedOn, Wanted::Past, today);
    let issued_by = reader.words(Column::LicenceIssuedBy);
    let expires_on = reader.date(Column::LicenceExpiresOn, Wanted::Ahead, today);
    if let (Some(issued), Some(expires)) = (issued_on, expires_on)
        && expires < issued
    {
        reader.problem(Column::LicenceExpiresOn, "Ngày hết hạn trước ngày cấp. Kiểm tra lại hai ngày.");
    }
    if number.is_empty() {
        let rest = kind.is_some() || issued_on.is_some() || expires_on.is_some() || !issued_by.is_empty();
        if rest && !reader.is_wrong(Column::LicenceNumber) {
            reader.problem(Column::LicenceNumber, "Ghi số giấy phép, hoặc bỏ trống cả phần giấy phép.");
        }
        return None;
    }
    Some(Licence { kind: kind.unwrap_or(LicenceKind::Other), number, issued_on, issued_by, expires_on })
}

#[cfg(test)]
mod tests;
