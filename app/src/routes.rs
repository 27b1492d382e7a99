//! Every path of the application, once. Pages, links, redirects and tests name these, never a literal.
//!
//! Must not know what is behind a path.

use domain::dossier::Sort;

/// My work: what waits for this officer today.
pub const HOME: &str = "/";
/// Sign in.
pub const SIGN_IN: &str = "/dang-nhap";
/// The second step of signing in: a code.
pub const SIGN_IN_CODE: &str = "/dang-nhap/ma";
/// The way to the agency's identity provider.
pub const PROVIDER: &str = "/dang-nhap/co-quan";
/// Where the identity provider sends the browser back to.
pub const PROVIDER_BACK: &str = "/dang-nhap/co-quan/ve";
/// The officer's own account: password, second factor, sessions.
pub const OWN_ACCOUNT: &str = "/tai-khoan";
/// Enrols or replaces the second factor; the only page for whoever must have one and has none.
pub const ENROLMENT: &str = "/tai-khoan/ma-xac-thuc";
/// Whose account logs a leader or an administrator may read.
pub const ACCOUNT_LOGS: &str = "/tai-khoan/nhat-ky";
/// New recovery codes, shown once.
pub const RECOVERY_CODES: &str = "/tai-khoan/ma-khoi-phuc";
/// First administrator of an empty installation, by a one-time link.
pub const FIRST_ADMINISTRATOR: &str = "/khoi-tao";
/// Readiness, as JSON; answered by the site function itself.
pub const READINESS: &str = "/suc-khoe";

/// Liveness, as JSON: this instance answers; answered by the site function itself.
pub const LIVENESS: &str = "/suc-khoe/song";

/// What makes the site an application on a device; answered by the site function itself.
pub const INSTALL: &str = "/ung-dung.webmanifest";
/// The worker that keeps the files of this version on the device; answered by the site function itself.
pub const WORKER: &str = "/sw.js";
/// What stands in place of a page where there is no network; answered by the site function itself.
pub const OFFLINE: &str = "/ngoai-tuyen";
/// The application for field work, which runs in the browser alone; its document is answered by the site function itself.
pub const FIELDWORK: &str = "/hien-truong";

/// Case files: list with filters.
pub const CASES: &str = "/ho-so";
/// Opens a case from an inspection decision.
pub const CASE_NEW: &str = "/ho-so/mo";
/// Questions over the cases, by any combination of filters.
pub const QUESTIONS: &str = "/tra-cuu";
/// Live figures of an area, for those who lead or oversee it.
pub const OVERSIGHT: &str = "/dieu-hanh";
/// The same on a screen for a wall.
pub const WALLBOARD: &str = "/dieu-hanh/man-hinh";
/// Inspection plans of a year.
pub const PLANS: &str = "/ke-hoach";
/// Begins an inspection plan.
pub const PLAN_NEW: &str = "/ke-hoach/lap";
/// Tasks given down the hierarchy.
pub const TASKS: &str = "/chi-dao";
/// Gives a task.
pub const TASK_NEW: &str = "/chi-dao/giao";
/// The officer's own calendar feed: makes, replaces and revokes it.
pub const CALENDAR: &str = "/tai-khoan/lich";
/// Calendar feeds by their tokens; answered by the exchange function.
pub const CALENDAR_FEEDS: &str = "/lich";
/// Leads: what the force was told.
pub const LEADS: &str = "/thong-tin";
/// Takes information in.
pub const LEAD_NEW: &str = "/thong-tin/tiep-nhan";
/// Professional measures.
pub const MEASURES: &str = "/bien-phap";
/// Plans a professional measure.
pub const MEASURE_NEW: &str = "/bien-phap/lap";
/// Parties: list and search.
pub const PARTIES: &str = "/doi-tuong";
/// Records that may be of the same party.
pub const DUPLICATES: &str = "/doi-tuong/trung";
/// Registers a party.
pub const PARTY_NEW: &str = "/doi-tuong/dang-ky";
/// Imports of spreadsheets into the area book.
pub const IMPORTS: &str = "/nhap-du-lieu";
/// Where a spreadsheet is posted to; answered by the exchange function.
pub const IMPORT_FILES: &str = "/trao-doi/nhap";
/// A case with its chain of events as a file, and the page that proves it; answered by the exchange function.
pub const EVIDENCE: &str = "/trao-doi/ho-so";
pub const VERIFIER: &str = "/trao-doi/kiem-chung.html";
/// Whole lists as files; answered by the exchange function.
pub const EXPORTS: &str = "/trao-doi/xuat";
/// Area books: the establishments of each team's area.
pub const BOOKS: &str = "/dia-ban";
/// What weighs in the risk of an establishment.
pub const RISK_WEIGHTS: &str = "/dia-ban/trong-so-rui-ro";
/// Files of establishments.
pub const PLACES: &str = "/co-so";
/// Adds an establishment to a book.
pub const PLACE_NEW: &str = "/co-so/them";
/// The report page.
pub const REPORTS: &str = "/bao-cao";
/// How long the steps of cases take.
pub const PACE: &str = "/quy-trinh";
/// The cases behind a duration.
pub const PACE_CASES: &str = "/quy-trinh/ho-so";
/// Who takes part, and what stands in the way.
pub const ADOPTION: &str = "/su-dung";
/// Files of a report; answered by the reports function.
pub const REPORT_FILES: &str = "/bao-cao/tep";
/// The cases behind a figure of a report.
pub const REPORT_CASES: &str = "/bao-cao/vu-viec";
/// Reports as offices make them: what is owed, made and sent.
pub const FILINGS: &str = "/bao-cao/dinh-ky";
/// Begins a report.
pub const FILING_NEW: &str = "/bao-cao/dinh-ky/lap";
/// Units and accounts, for administrators.
pub const ADMINISTRATION: &str = "/quan-tri";
/// How the installation stands, for administrators.
pub const SELF_CHECK: &str = "/tu-kiem-tra";
/// Keys of other systems, for administrators.
pub const KEYS: &str = "/quan-tri/khoa-api";
/// What was done beside the cases.
pub const JOURNAL: &str = "/nhat-ky";
/// Devices of field work, and what came from them that waits for a person.
pub const DEVICES: &str = "/thiet-bi-hien-truong";
/// What was handed over to the national database, and what came back.
pub const HAND_OVER: &str = "/cung-cap-du-lieu";
/// The description of the interface for other systems; answered by the exchange function.
pub const INTERFACE: &str = "/api/v1/tai-lieu";
/// Opens an account.
pub const ACCOUNT_NEW: &str = "/quan-tri/tai-khoan/them";
/// Adds a unit.
pub const UNIT_NEW: &str = "/quan-tri/don-vi/them";
/// The catalogue of violations.
pub const CATALOGUE: &str = "/danh-muc";
/// Versions of the catalogue.
pub const CATALOGUE_VERSIONS: &str = "/quan-tri/danh-muc";
/// The working-day calendar.
pub const WORK_CALENDAR: &str = "/quan-tri/lich";
/// Powers given to deputies.
pub const DELEGATIONS: &str = "/giao-quyen";
/// Help: an entry for each family of pages.
pub const HELP: &str = "/tro-giup";
/// Practice: the way there, or the choice of a seat in it.
pub const PRACTICE: &str = "/tap-huan";
/// Query key of the pass that lets somebody in.
pub const PASS: &str = "giay";
/// Search over everything.
pub const SEARCH: &str = "/tim-kiem";

/// Register of issued papers.
pub const REGISTER: &str = "/so-van-ban";
/// Public check of a paper by its code.
pub const PAPER_CHECK: &str = "/kiem-tra-van-ban";
/// Query key of a paper's place in the chain of events.
pub const ANCHOR: &str = "dau";
/// Query key of another offender's file in the same matter.
pub const RELATED: &str = "lien-quan";
/// Stands for a party that is not known.
pub const UNKNOWN_PARTY: &str = "chua-xac-dinh";
/// Last part of the address of the procedures of a case.
pub const PROCEDURES: &str = "thu-tuc";
/// Last part of the address of the exhibits and their chain of custody.
pub const EXHIBITS: &str = "tang-vat";
/// Last part of the address of the file's cover and index.
pub const FILE_INDEX: &str = "muc-luc";

/// Attached files; answered by the documents function.
pub const ATTACHMENTS: &str = "/dinh-kem";
/// Papers as files; answered by the documents function.
pub const PAPER_FILES: &str = "/van-ban";
/// Query key of what became of an upload, as the documents function kept it.
pub const UPLOAD: &str = "tep";
/// Beginning of the step that withdraws an attached file; its number follows.
const WITHDRAW: &str = "rut-dinh-kem-";

/// Last part of the address of the law's reasons.
pub const LEGAL_BASIS: &str = domain::case::LEGAL_BASIS;

/// Query key of the plan a case is opened from.
pub const PLAN: &str = "ke-hoach";
/// Query key of the item of that plan.
pub const PLAN_ITEM: &str = "muc";
/// Query key of the lead whose proposal a case is opened from.
pub const PROPOSAL: &str = "de-xuat";
/// Query key of the task a new one passes on.
pub const PARENT: &str = "tu-viec";
/// Query key of the part of that task.
pub const PARENT_PART: &str = "phan";
/// Query key of the case a new task is about.
pub const ABOUT_CASE: &str = "ho-so";
/// Query key of the lead a measure verifies.
pub const LEAD: &str = "tin";
/// Query key of the kind of a measure.
pub const MEASURE_KIND: &str = "loai";
/// Query key of a form draft: what was typed, with its errors.
pub const DRAFT: &str = "nhap";
/// Query key of the page to go on to after signing in.
pub const CONTINUE: &str = "tiep";
/// Query key of a finished step, shown as a notice.
pub const DONE: &str = "xong";

/// Gives a task about a case ([`ABOUT_CASE`]) or a plan ([`PLAN`]).
pub fn task_about(kind: &str, id: &str) -> String {
    with_query(TASK_NEW, kind, id)
}

/// The help of a family of pages.
pub fn help(key: &str) -> String {
    format!("{HELP}/{key}")
}

/// A question over the cases, by the query of its address.
pub fn question(query: &str) -> String {
    if query.is_empty() { QUESTIONS.to_owned() } else { format!("{QUESTIONS}?{query}") }
}

/// One case file.
pub fn case(id: &str) -> String {
    format!("{CASES}/{id}")
}

/// A step of a case file, e.g. `bien-ban-vi-pham`.
pub fn case_step(id: &str, step: &str) -> String {
    format!("{CASES}/{id}/{step}")
}

/// A printed paper of a case file, e.g. `giay/quyet-dinh-xu-phat`.
pub fn case_paper(id: &str, paper: &str) -> String {
    format!("{CASES}/{id}/giay/{paper}")
}

/// The law's reasons of a case, for the file.
pub fn case_basis(id: &str) -> String {
    case_paper(id, LEGAL_BASIS)
}

/// Where files of a case are posted to.
pub fn attachments(id: &str) -> String {
    format!("{ATTACHMENTS}/{id}")
}

/// An attached file as it came.
pub fn attachment(id: &str, seq: u32) -> String {
    format!("{ATTACHMENTS}/{id}/{seq}")
}

/// The small picture of an attached file.
pub fn thumbnail(id: &str, seq: u32) -> String {
    format!("{ATTACHMENTS}/{id}/{seq}/thu-nho")
}

/// Where photos of an establishment are posted to.
pub fn place_photos(id: &str) -> String {
    format!("{ATTACHMENTS}{PLACES}/{id}")
}

/// A photo of an establishment as it came.
pub fn place_photo(id: &str, seq: u32) -> String {
    format!("{ATTACHMENTS}{PLACES}/{id}/{seq}")
}

/// The small picture of a photo of an establishment.
pub fn place_thumbnail(id: &str, seq: u32) -> String {
    format!("{ATTACHMENTS}{PLACES}/{id}/{seq}/thu-nho")
}

/// The page that withdraws a photo of an establishment.
pub fn withdraw_photo(id: &str, seq: u32) -> String {
    format!("{PLACES}/{id}/rut-anh/{seq}")
}

/// The step that withdraws an attached file.
pub fn withdraw_attachment(id: &str, seq: u32) -> String {
    case_step(id, &format!("{WITHDRAW}{seq}"))
}

/// The attached file a step withdraws; nothing for any other step.
pub fn withdrawn_attachment(step: &str) -> Option<u32> {
    step.strip_prefix(WITHDRAW)?.parse().ok()
}

/// A paper of a case as a DOCX file.
pub fn paper_file(id: &str, paper: &str) -> String {
    format!("{PAPER_FILES}/{id}/{paper}.docx")
}

/// One report of an office.
pub fn filing(id: &str) -> String {
    format!("{FILINGS}/{id}")
}

/// A report of an office as it prints.
pub fn filing_print(id: &str) -> String {
    format!("{FILINGS}/{id}/in")
}

/// A report of an office as a file; answered by the reports function.
pub fn filing_file(id: &str, kind: &str) -> String {
    with_query(&format!("{REPORT_FILES}/dinh-ky.{kind}"), "bao-cao", id)
}

/// One inspection plan.
pub fn plan(id: &str) -> String {
    format!("{PLANS}/{id}")
}

/// An inspection plan as it prints.
pub fn plan_print(id: &str) -> String {
    format!("{PLANS}/{id}/in")
}

/// Opens a case from an item of an inspection plan.
pub fn case_from_plan(plan: &str, item: &str) -> String {
    with_query(&with_query(CASE_NEW, PLAN, plan), PLAN_ITEM, item)
}

/// One task.
pub fn task(id: &str) -> String {
    format!("{TASKS}/{id}")
}

/// Passes a part of a task on.
pub fn task_pass_on(id: &str, part: u32) -> String {
    with_query(&with_query(TASK_NEW, PARENT, id), PARENT_PART, &part.to_string())
}

/// A calendar feed by its token.
pub fn calendar_feed(token: &str) -> String {
    format!("{CALENDAR_FEEDS}/{token}.ics")
}

/// The list of leads, or of measures.
pub const fn dossiers(sort: Sort) -> &'static str {
    match sort {
        Sort::Lead => LEADS,
        Sort::Measure => MEASURES,
    }
}

/// One lead or measure.
pub fn dossier(sort: Sort, id: &str) -> String {
    format!("{}/{id}", dossiers(sort))
}

/// A step of a lead or a measure.
pub fn dossier_step(sort: Sort, id: &str, step: &str) -> String {
    format!("{}/{id}/{step}", dossiers(sort))
}

/// A printed paper of a lead or a measure, by the position of its step.
pub fn dossier_paper(sort: Sort, id: &str, seq: u32) -> String {
    format!("{}/{id}/giay/{seq}", dossiers(sort))
}

/// Who gave a lead's information; for the officer in charge.
pub fn informant(id: &str) -> String {
    format!("{LEADS}/{id}/nguoi-cung-cap")
}

/// Plans a measure of a kind, for a lead or without one.
pub fn measure_new(kind: &str, lead: &str) -> String {
    let path = with_query(MEASURE_NEW, MEASURE_KIND, kind);
    if lead.is_empty() { path } else { with_query(&path, LEAD, lead) }
}

/// Opens a case from the approved proposal of a lead.
pub fn case_from_lead(lead: &str) -> String {
    with_query(CASE_NEW, PROPOSAL, lead)
}

/// Two records that may be of the same party, side by side.
pub fn duplicate(num: &str) -> String {
    format!("{DUPLICATES}/{num}")
}

/// One party with its history.
pub fn party(id: &str) -> String {
    format!("{PARTIES}/{id}")
}

/// One import.
pub fn import(id: &str) -> String {
    format!("{IMPORTS}/{id}")
}

/// What became of the rows of an import, as a workbook; answered by the exchange function.
pub fn import_result(id: &str) -> String {
    format!("/trao-doi/ket-qua/{id}.xlsx")
}

/// The file of an import as it came; answered by the exchange function.
pub fn import_original(id: &str) -> String {
    format!("/trao-doi/tep-goc/{id}")
}

/// A whole list as a file, e.g. `doi-tuong`, `xlsx`.
pub fn export(list: &str, format: &str) -> String {
    format!("{EXPORTS}/{list}.{format}")
}

/// Corrects the record of a party.
pub fn party_edit(id: &str) -> String {
    format!("{PARTIES}/{id}/sua")
}

/// Former versions of a party's record, and who read it.
pub fn party_record(id: &str) -> String {
    format!("{PARTIES}/{id}/lich-su")
}

/// The area book of a unit.
pub fn book(unit: &str) -> String {
    format!("{BOOKS}/{unit}")
}

/// The areas of a unit and the form of one of them.
pub fn areas(unit: &str) -> String {
    format!("{BOOKS}/{unit}/phan-cong")
}

/// The establishments of a unit by risk.
pub fn risks(unit: &str) -> String {
    format!("{BOOKS}/{unit}/rui-ro")
}

/// The establishments of a unit on a map.
pub fn map(unit: &str) -> String {
    format!("{BOOKS}/{unit}/ban-do")
}

/// The file of an establishment.
pub fn place(id: &str) -> String {
    format!("{PLACES}/{id}")
}

/// The form of the file of an establishment.
pub fn place_edit(id: &str) -> String {
    format!("{PLACES}/{id}/sua")
}

/// The form of another establishment of a party.
pub fn place_new(party: &str) -> String {
    with_query(PLACE_NEW, "doi-tuong", party)
}

/// One account.
pub fn account(id: &str) -> String {
    format!("{ADMINISTRATION}/tai-khoan/{id}")
}

/// What happened to an officer's account, for who answers for it.
pub fn account_log(id: &str) -> String {
    format!("{ACCOUNT_LOGS}/{id}")
}

/// One version of the catalogue.
pub fn catalogue_version(id: i64) -> String {
    format!("{CATALOGUE_VERSIONS}/{id}")
}

/// One behaviour of the catalogue.
pub fn behaviour(id: &str) -> String {
    format!("{CATALOGUE}/{id}")
}

/// A path of this site with one more query pair; the value is encoded.
pub fn with_query(path: &str, key: &str, value: &str) -> String {
    let separator = if path.contains('?') { '&' } else { '?' };
    format!("{path}{separator}{key}={}", encode(value))
}

/// The page to continue to after signing in, if it is one of this site; anything else is the start page.
pub fn continue_or_home(tiep: Option<&str>) -> String {
    match tiep {
        Some(path) if is_local(path) => path.to_owned(),
        _ => HOME.to_owned(),
    }
}

/// Whether a path stays on this site (no scheme, no host, no control characters).
pub fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.starts_with("/\\")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

/// Percent-encodes one value of a query.
pub fn encode(value: &str) -> String {
    let mut encoded = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'/') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn continues_only_to_this_site() {
        let cases = [
            (Some("/ho-so?trang=2"), "/ho-so?trang=2"),
            (Some("//nơi-khác"), HOME),
            (Some("//evil.example"), HOME),
            (Some("/\\evil.example"), HOME),
            (Some("https://evil.example"), HOME),
            (Some("/x\r\nSet-Cookie: a=b"), HOME),
            (None, HOME),
        ];
        for (tiep, expected) in cases {
            assert_eq!(continue_or_home(tiep), expected, "{tiep:?}");
        }
    }

    #[test]
    fn a_withdrawal_names_its_file() {
        let path = withdraw_attachment("x", 7);
        assert_eq!(path.rsplit('/').next().and_then(withdrawn_attachment), Some(7));
        assert_eq!(withdrawn_attachment("rut-dinh-kem-x"), None);
        assert_eq!(withdrawn_attachment("niem-phong-7"), None);
    }

    #[test]
    fn adds_queries() {
        assert_eq!(with_query("/a", "nhap", "x y&z"), "/a?nhap=x%20y%26z");
        assert_eq!(with_query("/a?b=1", "nhap", "đ"), "/a?b=1&nhap=%C4%91");
    }
}
