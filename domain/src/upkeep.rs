//! Keeping an installation up (tự kiểm tra): what is looked at, how it stands, and what an administrator does about it.
//!
//! Facts come in, lines go out; no line names a case or a party. Thresholds are the house's own, with their reasons. Must not know: where a
//! fact is read from.

mod nation;

use crate::calendar::to_local;
use crate::money::group;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use nation::Federation;

/// Hours after which a copy is too old: one is made each night, and one night may fail.
const BACKUP_HOURS: i64 = 26;
/// Hours after which too much would be lost to call it well any more.
const BACKUP_LOST_HOURS: i64 = 72;
/// Days after which the whole chain is proven again.
const VERIFY_DAYS: i64 = 8;
/// Minutes by which clocks of one machine may differ from one answer to the next.
const CLOCK_MINUTES: i64 = 5;
/// Seconds by which the clocks of a host and of its database may differ: a code of the second factor lives as long, and the order of
/// two acts of one hour is told by them.
pub const CLOCKS_APART: i64 = 5;
/// Seconds from which on codes of the second factor and the ends of sessions no longer hold from host to host.
const CLOCKS_LOST: i64 = 60;
/// Days after which somebody who does not sign in is asked after.
pub const INACTIVE_DAYS: i64 = 90;
/// Days before a delegation ends in which its head is told.
pub const DELEGATION_DAYS: i64 = 14;
/// Administrators above which there are many: each can open any account of his part of the tree.
const MANY_ADMINISTRATORS: i64 = 5;
/// Part of the database's file that is empty, in percent, above which it is worth packing.
const FREE_PERCENT: i64 = 40;
/// Bytes of a database above which packing is worth anything.
const SMALL: i64 = 1 << 30;

/// How one thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nothing to do.
    Well,
    /// Somebody should look at it.
    Look,
    /// It does not do what it is there for.
    Broken,
}

impl State {
    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Well => "Ổn",
            Self::Look => "Cần xem",
            Self::Broken => "Hỏng",
        }
    }
}

/// One line of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Names it for good.
    pub key: String,
    pub title: String,
    pub state: State,
    /// What was found.
    pub found: String,
    /// What is done about it; empty where there is nothing to do.
    pub todo: String,
}

/// What a tool did once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub at: Timestamp,
    pub well: bool,
    pub detail: String,
}

/// Whether the chain's end holds, recomputed now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tail {
    /// Position of the newest event.
    pub position: i64,
    /// Beginning of its hash.
    pub hash: String,
    /// Events that were recomputed.
    pub checked: i64,
    /// Position of the first that does not fit.
    pub broken_at: Option<i64>,
    /// When the newest event was written.
    pub newest: Option<Timestamp>,
}

/// The database beside the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schema {
    pub found: i64,
    pub known: i64,
    /// Migrations of this program that have not run.
    pub missing: i64,
}

/// The database's file, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub whole: i64,
    pub free: i64,
}

/// Accounts of the administrator's part of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Accounts {
    pub active: i64,
    pub administrators: i64,
    /// Who signs decisions by his office, or by delegation.
    pub signers: i64,
    /// Active, but nobody signed in for [`INACTIVE_DAYS`].
    pub inactive: i64,
    pub without_password: i64,
    /// Delegations that end within [`DELEGATION_DAYS`].
    pub delegations_ending: i64,
}

/// Rows of the catalogue in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks {
    pub rows: i64,
    pub recalled: i64,
    pub unsure: i64,
}

/// What the installation is set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// Practice holds demo accounts by design.
    pub practice: bool,
    pub demo_accounts: i64,
    /// The second factor is asked of who signs and who administers.
    pub second_factor: bool,
    pub limits: bool,
    pub metrics: bool,
    /// The address of practice is set without its key, or the other way round.
    pub practice_half: bool,
}

/// Everything that is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub backup: Option<Run>,
    /// The last copy that is good.
    pub good_backup: Option<Run>,
    pub verify: Option<Run>,
    pub tail: Tail,
    /// Seconds by which the clock of this machine is ahead of the one of the database's machine, where that has its own.
    pub ahead_of_database: Option<i64>,
    pub schema: Schema,
    pub size: Size,
    pub accounts: Accounts,
    pub marks: Marks,
    pub settings: Settings,
    pub federation: Federation,
}

fn line(key: &str, title: &str, state: State, found: String, todo: &str) -> Line {
    let todo = if state == State::Well { String::new() } else { todo.to_owned() };
    Line { key: key.to_owned(), title: title.to_owned(), state, found, todo }
}

/// A moment as an administrator reads it.
pub fn moment(at: Timestamp) -> String {
    let at = to_local(at);
    format!("{} giờ {:02} phút, ngày {:02}/{:02}/{}", at.hour(), at.minute(), at.day(), at.month(), at.year())
}

/// How long ago, roughly.
fn ago(now: Timestamp, at: Timestamp) -> String {
    let minutes = (now.as_second() - at.as_second()).max(0) / 60;
    match minutes {
        0..=59 => format!("{minutes} phút trước"),
        60..=2879 => format!("{} giờ trước", minutes / 60),
        _ => format!("{} ngày trước", minutes / 1440),
    }
}

fn hours(now: Timestamp, at: Timestamp) -> i64 {
    (now.as_second() - at.as_second()) / 3600
}

/// Bytes in words.
pub fn bytes(count: i64) -> String {
    let (unit, name) = match count {
        ..1_048_576 => (1024, "KB"),
        1_048_576..1_073_741_824 => (1_048_576, "MB"),
        _ => (1_073_741_824, "GB"),
    };
    let tenths = count.saturating_mul(10) / unit;
    format!("{},{} {name}", group(tenths / 10), tenths % 10)
}

/// Every line, in the order in which they matter.
pub fn judge(facts: &Facts, now: Timestamp) -> Vec<Line> {
    vec![
        backup(facts, now),
        tail(&facts.tail),
        verify(facts, now),
        schema(facts.schema),
        clock(facts, now),
        size(facts.size),
        second_factor(facts.settings),
        demo(facts.settings),
        limits(facts.settings),
        metrics(facts.settings),
        practice(facts.settings),
        nation::federation(&facts.federation, now),
        administrators(facts.accounts),
        signers(facts.accounts),
        inactive(facts.accounts),
        without_password(facts.accounts),
        delegations(facts.accounts),
        marks(facts.marks),
    ]
}

fn backup(facts: &Facts, now: Timestamp) -> Line {
    let todo = "Trên máy chủ chạy: cargo xtask backup --state-dir THƯ-MỤC --to NƠI-LƯU --key-file KHÓA --keep 14. Đặt lịch chạy hằng đêm, giữ khóa ở nơi khác.";
    let (state, found) = match (&facts.good_backup, &facts.backup) {
        (None, None) => (State::Broken, "Chưa có bản sao lưu nào.".to_owned()),
        (None, Some(last)) => {
            (State::Broken, format!("Lần sao lưu {} không thành: {}", ago(now, last.at), last.detail))
        }
        (Some(good), last) => {
            let age = hours(now, good.at);
            let failed = last.as_ref().filter(|last| !last.well && last.at > good.at);
            let words = format!("Bản gần nhất: {} ({}). {}", moment(good.at), ago(now, good.at), good.detail);
            match failed {
                Some(failed) => (State::Look, format!("{words} Lần sau đó không thành: {}", failed.detail)),
                None if age > BACKUP_LOST_HOURS => (State::Broken, words),
                None if age > BACKUP_HOURS => (State::Look, words),
                None => (State::Well, words),
            }
        }
    };
    line("sao-luu", "Bản sao lưu", state, found, todo)
}

fn tail(tail: &Tail) -> Line {
    let todo = "Không sửa gì trong cơ sở dữ liệu. Sao chép thư mục dữ liệu ra nơi khác, chạy cargo xtask verify --state-dir THƯ-MỤC để biết chỗ sai, rồi khôi phục từ bản sao lưu gần nhất còn đúng.";
    let (state, found) = match tail.broken_at {
        Some(position) => (State::Broken, format!("Sự kiện thứ {} không khớp với mã băm của chuỗi.", group(position))),
        None => (
            State::Well,
            format!(
                "{} sự kiện, đầu chuỗi {}…; vừa tính lại {} sự kiện cuối, tất cả khớp.",
                group(tail.position),
                tail.hash,
                group(tail.checked)
            ),
        ),
    };
    line("chuoi", "Chuỗi sự kiện", state, found, todo)
}

fn verify(facts: &Facts, now: Timestamp) -> Line {
    let todo =
        "Trên máy chủ chạy: cargo xtask verify --state-dir THƯ-MỤC. Đặt lịch chạy hằng tuần, ngoài giờ làm việc.";
    let (state, found) = match &facts.verify {
        None => (State::Look, "Chưa lần nào kiểm chứng toàn bộ.".to_owned()),
        Some(run) if !run.well => {
            (State::Broken, format!("Lần kiểm chứng {} thấy sai: {}", moment(run.at), run.detail))
        }
        Some(run) => {
            let state = if hours(now, run.at) > VERIFY_DAYS * 24 { State::Look } else { State::Well };
            (state, format!("Lần gần nhất {} ({}): đúng. {}", moment(run.at), ago(now, run.at), run.detail))
        }
    };
    line("kiem-chung", "Kiểm chứng toàn bộ", state, found, todo)
}

fn schema(schema: Schema) -> Line {
    let Schema { found, known, missing } = schema;
    let (state, words, todo) = if found > known {
        (
            State::Broken,
            format!("Dữ liệu ở phiên bản {found}, chương trình chỉ biết đến {known}."),
            "Cài bản mới của hệ thống.",
        )
    } else if missing > 0 {
        let words = format!("Dữ liệu ở phiên bản {found}; còn {missing} bước nâng cấp chưa chạy.");
        (
            State::Broken,
            words,
            "Sao lưu, chạy thử cargo xtask migrate --state-dir THƯ-MỤC --rehearse, rồi chạy không có --rehearse.",
        )
    } else {
        (State::Well, format!("Phiên bản {found}, đúng với chương trình; không còn bước nâng cấp nào chờ."), "")
    };
    line("phien-ban", "Phiên bản dữ liệu", state, words, todo)
}

fn clock(facts: &Facts, now: Timestamp) -> Line {
    let todo = "Đặt lại giờ máy chủ (dịch vụ NTP), cả máy của cơ sở dữ liệu. Thời điểm trên biên bản và thời hạn theo luật đều lấy từ đồng hồ này.";
    let back = facts.tail.newest.map_or(0, |newest| (newest.as_second() - now.as_second()) / 60);
    let apart = facts.ahead_of_database.unwrap_or(0);
    let shown = format!("Giờ máy chủ: {}. So với đồng hồ trên máy của đồng chí.", moment(now));
    let way = if apart > 0 { "nhanh" } else { "chậm" };
    let with_database = format!(
        "{shown} Đồng hồ máy này {way} hơn máy cơ sở dữ liệu {} giây: các máy cùng chạy sẽ ghi giờ lệch nhau.",
        group(apart.abs())
    );
    let (state, found) = if back > CLOCK_MINUTES {
        (
            State::Broken,
            format!("{shown} Sự kiện mới nhất lại ghi muộn hơn {} phút: đồng hồ đã bị vặn lùi.", group(back)),
        )
    } else if apart.abs() >= CLOCKS_LOST {
        (State::Broken, with_database)
    } else if apart.abs() >= CLOCKS_APART {
        (State::Look, with_database)
    } else {
        (State::Well, shown)
    };
    line("dong-ho", "Đồng hồ máy chủ", state, found, todo)
}

fn size(size: Size) -> Line {
    let todo =
        "Đóng gói lại ngoài giờ làm việc: sao lưu rồi khôi phục vào thư mục mới (bản sao lưu luôn ở dạng đã đóng gói).";
    let percent = if size.whole > 0 { size.free.saturating_mul(100) / size.whole } else { 0 };
    let state = if size.whole > SMALL && percent > FREE_PERCENT { State::Look } else { State::Well };
    let found = format!(
        "Cơ sở dữ liệu {}, trong đó {percent} % để trống. Chỗ trống trên đĩa do máy chủ theo dõi, ứng dụng không đọc được.",
        bytes(size.whole)
    );
    line("dung-luong", "Dung lượng", state, found, todo)
}

fn second_factor(settings: Settings) -> Line {
    let todo = "Đặt biến second_factor để người ký và quản trị phải đăng nhập bằng hai yếu tố.";
    let (state, found) = match (settings.second_factor, settings.practice) {
        (true, _) => (State::Well, "Bắt buộc với người ký và quản trị."),
        (false, true) => (State::Well, "Không bắt buộc: đây là hệ thống tập huấn."),
        (false, false) => (State::Look, "Chưa bắt buộc: chỉ cần lộ mật khẩu là có thể ký thay."),
    };
    line("yeu-to-hai", "Yếu tố xác thực thứ hai", state, found.to_owned(), todo)
}

fn demo(settings: Settings) -> Line {
    let todo = "Mật khẩu của các tài khoản trình diễn là công khai. Không đưa dữ liệu thật vào đây: tạo thư mục dữ liệu mới bằng --empty.";
    let (state, found) = match (settings.demo_accounts, settings.practice) {
        (_, true) => (State::Well, "Đây là hệ thống tập huấn: không có dữ liệu thật.".to_owned()),
        (0, false) => (State::Well, "Không có tài khoản trình diễn.".to_owned()),
        (count, false) => (State::Broken, format!("Có {} tài khoản trình diễn đang mở.", group(count))),
    };
    line("trinh-dien", "Dữ liệu trình diễn", state, found, todo)
}

fn limits(settings: Settings) -> Line {
    let todo = "Đặt biến rate_limits là 1 (hoặc số lớn hơn khi nhiều người dùng chung một địa chỉ mạng).";
    let (state, found) = if settings.limits {
        (State::Well, "Đang giới hạn theo địa chỉ và tài khoản.")
    } else {
        (State::Broken, "Đã tắt (rate_limits = 0): có thể dò mật khẩu và mã không giới hạn.")
    };
    line("gioi-han", "Giới hạn số lần thử", state, found.to_owned(), todo)
}

fn metrics(settings: Settings) -> Line {
    let todo = "Đặt biến metrics_key (từ 32 ký tự) và cho hệ thống giám sát đọc /suc-khoe/do-luong; máy chủ có thêm --metrics-listen.";
    let (state, found) = if settings.metrics {
        (State::Well, "Có khóa cho hệ thống giám sát.")
    } else {
        (State::Look, "Chưa có khóa (metrics_key): không ai được báo khi hệ thống chậm hoặc ngừng.")
    };
    line("giam-sat", "Giám sát", state, found.to_owned(), todo)
}

fn practice(settings: Settings) -> Line {
    let todo = "Đặt cả practice_key (từ 32 ký tự, như bên hệ thống tập huấn) và practice_url, hoặc bỏ cả hai.";
    let (state, found) = if settings.practice_half {
        (State::Look, "Lối sang hệ thống tập huấn chưa đặt đủ hoặc đặt sai nên không mở được.")
    } else {
        (State::Well, "Các biến của lối sang tập huấn đặt đủ hoặc không dùng.")
    };
    line("tap-huan", "Lối sang tập huấn", state, found.to_owned(), todo)
}

fn administrators(accounts: Accounts) -> Line {
    let todo =
        "Giữ hai đến năm quản trị: ít hơn thì không ai thay khi vắng, nhiều hơn thì khó biết ai mở tài khoản nào.";
    let count = accounts.administrators;
    let state = if (2..=MANY_ADMINISTRATORS).contains(&count) { State::Well } else { State::Look };
    let found = format!("{} quản trị trên {} tài khoản đang mở.", group(count), group(accounts.active));
    line("quan-tri", "Số quản trị", state, found, todo)
}

fn signers(accounts: Accounts) -> Line {
    let todo = "Xem lại chức vụ của từng tài khoản: chỉ người đứng đầu và cấp phó được giao quyền mới ký.";
    // An office has one head and few deputies: more than a third of all who sign is no office any more.
    let wide = accounts.active >= 12 && accounts.signers.saturating_mul(3) > accounts.active;
    let state = if wide { State::Look } else { State::Well };
    let found = format!("{} tài khoản ký được quyết định theo chức vụ.", group(accounts.signers));
    line("nguoi-ky", "Người có quyền ký", state, found, todo)
}

fn counted(key: &str, title: &str, count: i64, none: &str, some: &str, todo: &str) -> Line {
    if count == 0 {
        line(key, title, State::Well, none.to_owned(), todo)
    } else {
        line(key, title, State::Look, format!("{} {some}", group(count)), todo)
    }
}

fn inactive(accounts: Accounts) -> Line {
    counted(
        "khong-dang-nhap",
        "Tài khoản lâu không dùng",
        accounts.inactive,
        "Mọi tài khoản đang mở đều có đăng nhập trong 90 ngày.",
        "tài khoản đang mở không đăng nhập trong 90 ngày.",
        "Hỏi đơn vị; khóa tài khoản của người đã chuyển đi, nghỉ việc (Quản trị, chọn tài khoản, Khóa tài khoản).",
    )
}

fn without_password(accounts: Accounts) -> Line {
    counted(
        "chua-mat-khau",
        "Tài khoản chưa đặt mật khẩu",
        accounts.without_password,
        "Không có.",
        "tài khoản chưa đặt mật khẩu.",
        "Cấp lại liên kết đặt mật khẩu (72 giờ, một lần), hoặc khóa tài khoản không còn cần.",
    )
}

fn delegations(accounts: Accounts) -> Line {
    counted(
        "giao-quyen",
        "Giao quyền sắp hết hạn",
        accounts.delegations_ending,
        "Không có trong 14 ngày tới.",
        "văn bản giao quyền hết hạn trong 14 ngày tới.",
        "Báo người đứng đầu: giao quyền mới trước khi hết hạn, nếu không cấp phó sẽ không ký được.",
    )
}

fn marks(marks: Marks) -> Line {
    let todo = "Đối chiếu với Công báo rồi nạp bản danh mục đã đối chiếu (Quản trị, Danh mục). Hệ thống chỉ gợi ý các dòng này, không tự tính phạt.";
    let open = marks.recalled + marks.unsure;
    let state = if open > 0 { State::Look } else { State::Well };
    let found = format!(
        "{} hành vi; {} chép theo trí nhớ (R), {} chưa chắc chắn (U).",
        group(marks.rows),
        group(marks.recalled),
        group(marks.unsure)
    );
    line("danh-muc", "Danh mục hành vi", state, found, todo)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(1_796_000_000 + hours * 3600).unwrap()
    }

    fn run(hours: i64, well: bool) -> Option<Run> {
        Some(Run { at: at(hours), well, detail: "Chi tiết.".to_owned() })
    }

    /// An installation with nothing to do.
    fn well() -> Facts {
        Facts {
            backup: run(-10, true),
            good_backup: run(-10, true),
            verify: run(-24, true),
            tail: Tail { position: 1200, hash: "ab12".to_owned(), checked: 200, broken_at: None, newest: Some(at(-1)) },
            ahead_of_database: None,
            schema: Schema { found: 41, known: 41, missing: 0 },
            size: Size { whole: 3 << 30, free: 1 << 20 },
            accounts: Accounts { active: 100, administrators: 3, signers: 12, ..Accounts::default() },
            marks: Marks { rows: 50, recalled: 0, unsure: 0 },
            settings: Settings { second_factor: true, limits: true, metrics: true, ..Settings::default() },
            federation: Federation::default(),
        }
    }

    fn of(facts: &Facts, key: &str) -> Line {
        judge(facts, at(0)).into_iter().find(|line| line.key == key).unwrap()
    }

    #[test]
    fn where_all_is_well_nothing_is_to_do() {
        for line in judge(&well(), at(0)) {
            assert_eq!((line.state, line.todo.as_str()), (State::Well, ""), "{}: {}", line.key, line.found);
            assert!(line.found.ends_with('.') || line.found.ends_with(". "), "{}: {}", line.key, line.found);
        }
    }

    #[test]
    fn each_thing_that_goes_wrong_shows_in_its_line_and_says_what_to_do() {
        type Spoil = fn(&mut Facts);
        let cases: [(&str, State, Spoil); 31] = [
            ("sao-luu", State::Broken, |facts| (facts.backup, facts.good_backup) = (None, None)),
            ("sao-luu", State::Broken, |facts| (facts.backup, facts.good_backup) = (run(-1, false), None)),
            ("sao-luu", State::Look, |facts| facts.backup = run(-1, false)),
            ("sao-luu", State::Look, |facts| (facts.backup, facts.good_backup) = (run(-27, true), run(-27, true))),
            ("sao-luu", State::Broken, |facts| (facts.backup, facts.good_backup) = (run(-73, true), run(-73, true))),
            ("chuoi", State::Broken, |facts| facts.tail.broken_at = Some(7)),
            ("kiem-chung", State::Look, |facts| facts.verify = None),
            ("kiem-chung", State::Broken, |facts| facts.verify = run(-1, false)),
            ("kiem-chung", State::Look, |facts| facts.verify = run(-9 * 24, true)),
            ("phien-ban", State::Broken, |facts| facts.schema.found = 42),
            ("phien-ban", State::Broken, |facts| facts.schema.missing = 1),
            ("dong-ho", State::Broken, |facts| facts.tail.newest = Some(at(1))),
            ("dong-ho", State::Look, |facts| facts.ahead_of_database = Some(-5)),
            ("dong-ho", State::Broken, |facts| facts.ahead_of_database = Some(60)),
            ("dung-luong", State::Look, |facts| facts.size.free = 2 << 30),
            ("yeu-to-hai", State::Look, |facts| facts.settings.second_factor = false),
            ("trinh-dien", State::Broken, |facts| facts.settings.demo_accounts = 4),
            ("gioi-han", State::Broken, |facts| facts.settings.limits = false),
            ("giam-sat", State::Look, |facts| facts.settings.metrics = false),
            ("tap-huan", State::Look, |facts| facts.settings.practice_half = true),
            ("quan-tri", State::Look, |facts| facts.accounts.administrators = 1),
            ("quan-tri", State::Look, |facts| facts.accounts.administrators = 6),
            ("nguoi-ky", State::Look, |facts| facts.accounts.signers = 40),
            ("khong-dang-nhap", State::Look, |facts| facts.accounts.inactive = 2),
            ("chua-mat-khau", State::Look, |facts| facts.accounts.without_password = 2),
            ("giao-quyen", State::Look, |facts| facts.accounts.delegations_ending = 1),
            ("danh-muc", State::Look, |facts| facts.marks.unsure = 1),
            ("danh-muc", State::Look, |facts| facts.marks.recalled = 1),
            ("chuoi", State::Broken, |facts| facts.tail.broken_at = Some(1_000_000)),
            ("sao-luu", State::Look, |facts| (facts.backup, facts.good_backup) = (run(-60, true), run(-60, true))),
            ("phien-ban", State::Broken, |facts| facts.schema = Schema { found: 0, known: 41, missing: 30 }),
        ];
        for (key, state, spoil) in cases {
            let mut facts = well();
            spoil(&mut facts);
            let line = of(&facts, key);
            assert_eq!(line.state, state, "{key}: {}", line.found);
            assert!(!line.todo.is_empty(), "{key}");
            let others = judge(&facts, at(0)).into_iter().filter(|other| other.key != key);
            assert!(others.into_iter().all(|other| other.state == State::Well), "{key} alone");
        }
    }

    #[test]
    fn practice_may_hold_what_work_may_not() {
        let mut facts = well();
        facts.settings = Settings { practice: true, demo_accounts: 9, second_factor: false, ..facts.settings };
        assert_eq!((of(&facts, "trinh-dien").state, of(&facts, "yeu-to-hai").state), (State::Well, State::Well));
    }

    #[test]
    fn figures_are_written_as_officers_read_them() {
        assert_eq!([bytes(2048), bytes(3 << 20), bytes(5 << 30)], ["2,0 KB", "3,0 MB", "5,0 GB"]);
        assert_eq!(
            [ago(at(0), at(0)), ago(at(0), at(-5)), ago(at(0), at(-100))],
            ["0 phút trước", "5 giờ trước", "4 ngày trước"]
        );
        assert_eq!([State::Well, State::Look, State::Broken].map(State::label), ["Ổn", "Cần xem", "Hỏng"]);
        assert!(of(&well(), "chuoi").found.contains("1.200 sự kiện"));
        let slow = Facts { ahead_of_database: Some(-75), ..well() };
        assert!(of(&slow, "dong-ho").found.contains("chậm hơn máy cơ sở dữ liệu 75 giây"));
        assert_eq!(of(&Facts { ahead_of_database: Some(-4), ..well() }, "dong-ho").state, State::Well);
    }
}
