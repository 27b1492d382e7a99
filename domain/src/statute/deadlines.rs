//! The deadlines D-01 – D-72 of the law as dated data: what each starts from, how long it is, what follows.
//!
//! A suffix letter tells apart the variants of one deadline. Must not know: how days are counted; that is
//! [`crate::law::deadline`].

use super::{CIRCUMSTANCES_2025, Citation, REFORM_2020};
use crate::catalogue::Mark;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

/// How long a deadline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Length {
    AtOnce,
    /// Running hours, over days off.
    Hours(u16),
    /// Calendar days; a last day off moves to the next working day.
    Days(u16),
    WorkingDays(u16),
    Months(u8),
    Years(u8),
    /// Before a day of each year.
    Before {
        month: i8,
        day: i8,
    },
    /// At most once in a calendar year.
    OnceAYear,
}

impl Length {
    /// In words: `7 ngày làm việc`.
    pub fn words(self) -> String {
        match self {
            Self::AtOnce => "ngay".to_owned(),
            Self::Hours(n) => format!("{n} giờ"),
            Self::Days(n) => format!("{n} ngày"),
            Self::WorkingDays(n) => format!("{n} ngày làm việc"),
            Self::Months(n) => format!("{n} tháng"),
            Self::Years(n) => format!("{n} năm"),
            Self::Before { month, day } => format!("trước ngày {day:02}/{month:02} hằng năm"),
            Self::OnceAYear => "một năm một lần".to_owned(),
        }
    }
}

/// First day in force and last day in force.
type Span = (Date, Option<Date>);

const ALWAYS: Span = (date(2013, 7, 1), None);
const UNTIL_2021: Span = (date(2013, 7, 1), Some(date(2021, 12, 31)));
const FROM_2022: Span = (REFORM_2020, None);
const FROM_MAY_2025: Span = (CIRCUMSTANCES_2025, None);

/// One deadline of the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeadlineRule {
    /// E.g. `D-20`; a letter marks a variant (`D-10b`).
    pub id: &'static str,
    pub name: &'static str,
    /// The event it starts from, in words.
    pub starts: &'static str,
    pub length: Length,
    /// How it may be extended, in words; empty when it may not.
    pub extension: &'static str,
    /// What follows when it passes.
    pub when_lapsed: &'static str,
    /// Where it stands.
    pub place: &'static str,
    pub mark: Mark,
    pub from: Date,
    /// Last day on which it may start.
    pub to: Option<Date>,
}

impl DeadlineRule {
    /// Where it stands, with its mark.
    pub fn citation(&self) -> Citation {
        Citation::new(self.place, self.mark)
    }

    /// Whether a deadline that starts on that day follows this rule.
    pub fn in_force(&self, on: Date) -> bool {
        self.from <= on && self.to.is_none_or(|to| on <= to)
    }
}

/// The rule with that id that is in force on a day.
pub fn deadline_rule(id: &str, on: Date) -> Option<&'static DeadlineRule> {
    DEADLINES.iter().find(|rule| rule.id == id && rule.in_force(on))
}

#[expect(clippy::too_many_arguments, reason = "one row of the table below")]
const fn rule(
    id: &'static str,
    name: &'static str,
    starts: &'static str,
    length: Length,
    extension: &'static str,
    when_lapsed: &'static str,
    place: &'static str,
    mark: Mark,
    span: Span,
) -> DeadlineRule {
    DeadlineRule {
        id,
        name,
        starts,
        length,
        extension,
        when_lapsed,
        place,
        mark,
        from: span.0,
        to: span.1,
    }
}

/// Every deadline (law.md section 4).
pub const DEADLINES: &[DeadlineRule] = &[
    rule(
        "D-01",
        "Báo cáo kết quả kiểm tra",
        "kết thúc lập biên bản kiểm tra",
        Length::Hours(24),
        "",
        "Xem xét trách nhiệm.",
        "khoản 2 Điều 19 Thông tư 27/2020/TT-BCT",
        Mark::Seen,
        ALWAYS,
    ),
    rule(
        "D-02",
        "Kiểm tra tại nơi kiểm tra",
        "công bố quyết định kiểm tra",
        Length::WorkingDays(3),
        "Người ban hành kéo dài bằng văn bản, tổng cộng không quá 5 ngày làm việc",
        "Phải kết thúc kiểm tra.",
        "khoản 2 Điều 22 Pháp lệnh Quản lý thị trường",
        Mark::Seen,
        ALWAYS,
    ),
    rule(
        "D-02b",
        "Kiểm tra tại nơi kiểm tra (đã kéo dài)",
        "công bố quyết định kiểm tra",
        Length::WorkingDays(5),
        "",
        "Phải kết thúc kiểm tra.",
        "khoản 2 Điều 22 Pháp lệnh Quản lý thị trường",
        Mark::Seen,
        ALWAYS,
    ),
    rule(
        "D-03",
        "Kiểm tra theo kế hoạch: một năm một lần cùng nội dung, cùng đối tượng",
        "lần kiểm tra theo kế hoạch trước",
        Length::OnceAYear,
        "",
        "Không được ban hành quyết định kiểm tra.",
        "khoản 1 Điều 20 Pháp lệnh Quản lý thị trường",
        Mark::Seen,
        ALWAYS,
    ),
    rule(
        "D-04",
        "Thẩm tra, xác minh để kết luận",
        "kết thúc việc kiểm tra",
        Length::Days(10),
        "Nhiều nội dung: tổng cộng không quá 25 ngày; chờ giám định: tổng cộng không quá 40 ngày",
        "Phải kết luận.",
        "khoản 4 Điều 27 Pháp lệnh Quản lý thị trường",
        Mark::Seen,
        ALWAYS,
    ),
    rule(
        "D-04b",
        "Thẩm tra, xác minh nhiều nội dung",
        "kết thúc việc kiểm tra",
        Length::Days(25),
        "",
        "Phải kết luận.",
        "điểm b khoản 4 Điều 27 Pháp lệnh Quản lý thị trường",
        Mark::Seen,
        ALWAYS,
    ),
    rule(
        "D-04c",
        "Thẩm tra, xác minh, chờ kết quả giám định",
        "kết thúc việc kiểm tra",
        Length::Days(40),
        "",
        "Phải kết luận.",
        "điểm c khoản 4 Điều 27 Pháp lệnh Quản lý thị trường",
        Mark::Seen,
        ALWAYS,
    ),
    rule(
        "D-05",
        "Báo cáo kết quả xác minh cho cơ quan yêu cầu kiểm tra",
        "kết thúc xác minh",
        Length::WorkingDays(2),
        "",
        "Xem xét trách nhiệm.",
        "Điều 20 Thông tư 27/2020/TT-BCT",
        Mark::Seen,
        ALWAYS,
    ),
    rule(
        "D-06",
        "Thông báo không vi phạm sau xác minh",
        "có kết luận",
        Length::WorkingDays(3),
        "",
        "Xem xét trách nhiệm.",
        "điểm d khoản 4 Điều 27 Pháp lệnh Quản lý thị trường",
        Mark::Seen,
        ALWAYS,
    ),
    rule(
        "D-10",
        "Lập biên bản vi phạm hành chính",
        "phát hiện vi phạm",
        Length::WorkingDays(2),
        "Vụ việc phức tạp, phạm vi rộng: 5 ngày làm việc",
        "Lập biên bản chậm: xem xét trách nhiệm.",
        "khoản 2 Điều 12 Nghị định 118/2021/NĐ-CP",
        Mark::Seen,
        ALWAYS,
    ),
    rule(
        "D-10b",
        "Lập biên bản vi phạm hành chính vụ việc phức tạp, phạm vi rộng",
        "phát hiện vi phạm",
        Length::WorkingDays(5),
        "",
        "Lập biên bản chậm: xem xét trách nhiệm.",
        "khoản 2 Điều 12 Nghị định 118/2021/NĐ-CP",
        Mark::Seen,
        ALWAYS,
    ),
    rule(
        "D-10c",
        "Lập biên bản vi phạm hành chính sau giám định",
        "nhận kết quả giám định, kiểm nghiệm",
        Length::WorkingDays(2),
        "",
        "Lập biên bản chậm: xem xét trách nhiệm.",
        "khoản 2 Điều 12 Nghị định 118/2021/NĐ-CP",
        Mark::Recalled,
        ALWAYS,
    ),
    rule(
        "D-11",
        "Chuyển biên bản, hồ sơ đến người có thẩm quyền",
        "lập xong biên bản vi phạm hành chính",
        Length::Hours(24),
        "",
        "Xem xét trách nhiệm.",
        "khoản 5 Điều 58 Luật Xử lý vi phạm hành chính; Điều 22, Điều 24 Thông tư 27/2020/TT-BCT",
        Mark::Seen,
        ALWAYS,
    ),
    rule(
        "D-12",
        "Giao biên bản cho người vi phạm",
        "lập xong biên bản vi phạm hành chính",
        Length::AtOnce,
        "",
        "Không ký, không nhận: mời người chứng kiến hoặc đại diện chính quyền cấp xã, ghi rõ lý do.",
        "Điều 58 Luật Xử lý vi phạm hành chính",
        Mark::Recalled,
        ALWAYS,
    ),
    rule(
        "D-13",
        "Người vi phạm giải trình bằng văn bản",
        "lập biên bản vi phạm hành chính",
        Length::Days(5),
        "Gia hạn một lần, không quá 5 ngày, theo đề nghị bằng văn bản trước khi hết hạn",
        "Mất quyền giải trình; được ra quyết định.",
        "khoản 2 Điều 61 Luật Xử lý vi phạm hành chính",
        Mark::Recalled,
        UNTIL_2021,
    ),
    rule(
        "D-13",
        "Người vi phạm giải trình bằng văn bản",
        "lập biên bản vi phạm hành chính",
        Length::WorkingDays(5),
        "Gia hạn một lần, không quá 5 ngày làm việc, theo đề nghị bằng văn bản trước khi hết hạn",
        "Mất quyền giải trình; được ra quyết định.",
        "khoản 2 Điều 61 Luật Xử lý vi phạm hành chính",
        Mark::Recalled,
        FROM_2022,
    ),
    rule(
        "D-14",
        "Yêu cầu giải trình trực tiếp",
        "lập biên bản vi phạm hành chính",
        Length::WorkingDays(2),
        "",
        "Mất quyền yêu cầu giải trình trực tiếp.",
        "khoản 3 Điều 61 Luật Xử lý vi phạm hành chính",
        Mark::Recalled,
        ALWAYS,
    ),
    rule(
        "D-15",
        "Thông báo và tổ chức phiên giải trình trực tiếp",
        "nhận yêu cầu giải trình trực tiếp",
        Length::Days(5),
        "",
        "Xem xét trách nhiệm; chưa nghe giải trình thì chưa được ra quyết định.",
        "khoản 3 Điều 61 Luật Xử lý vi phạm hành chính",
        Mark::Unsure,
        UNTIL_2021,
    ),
    rule(
        "D-15",
        "Thông báo và tổ chức phiên giải trình trực tiếp",
        "nhận yêu cầu giải trình trực tiếp",
        Length::WorkingDays(5),
        "",
        "Xem xét trách nhiệm; chưa nghe giải trình thì chưa được ra quyết định.",
        "khoản 3 Điều 61 Luật Xử lý vi phạm hành chính",
        Mark::Unsure,
        FROM_2022,
    ),
    rule(
        "D-20",
        "Ra quyết định xử phạt",
        "lập biên bản vi phạm hành chính",
        Length::Days(7),
        "",
        "Không được phạt tiền; chỉ còn khắc phục hậu quả và tịch thu hàng cấm (khoản 2 Điều 66).",
        "khoản 1 Điều 66 Luật Xử lý vi phạm hành chính",
        Mark::Recalled,
        UNTIL_2021,
    ),
    rule(
        "D-20",
        "Ra quyết định xử phạt",
        "lập biên bản vi phạm hành chính",
        Length::WorkingDays(7),
        "",
        "Không được phạt tiền; chỉ còn khắc phục hậu quả và tịch thu hàng cấm (khoản 2 Điều 66).",
        "điểm a khoản 1 Điều 66 Luật Xử lý vi phạm hành chính",
        Mark::Seen,
        FROM_2022,
    ),
    rule(
        "D-21",
        "Ra quyết định xử phạt",
        "lập biên bản vi phạm hành chính",
        Length::WorkingDays(10),
        "",
        "Không được phạt tiền; chỉ còn khắc phục hậu quả và tịch thu hàng cấm (khoản 2 Điều 66).",
        "điểm a khoản 1 Điều 66 Luật Xử lý vi phạm hành chính",
        Mark::Seen,
        FROM_2022,
    ),
    rule(
        "D-22",
        "Ra quyết định xử phạt",
        "lập biên bản vi phạm hành chính",
        Length::Days(30),
        "Người có thẩm quyền cấp trên cho gia hạn bằng văn bản, không quá 30 ngày",
        "Không được phạt tiền; chỉ còn khắc phục hậu quả và tịch thu hàng cấm (khoản 2 Điều 66).",
        "khoản 1 Điều 66 Luật Xử lý vi phạm hành chính",
        Mark::Recalled,
        UNTIL_2021,
    ),
    rule(
        "D-22",
        "Ra quyết định xử phạt",
        "lập biên bản vi phạm hành chính",
        Length::Months(1),
        "",
        "Không được phạt tiền; chỉ còn khắc phục hậu quả và tịch thu hàng cấm (khoản 2 Điều 66).",
        "điểm b khoản 1 Điều 66 Luật Xử lý vi phạm hành chính",
        Mark::Seen,
        FROM_2022,
    ),
    rule(
        "D-23",
        "Ra quyết định xử phạt",
        "lập biên bản vi phạm hành chính",
        Length::Days(60),
        "",
        "Không được phạt tiền; chỉ còn khắc phục hậu quả và tịch thu hàng cấm (khoản 2 Điều 66).",
        "khoản 1 Điều 66 Luật Xử lý vi phạm hành chính",
        Mark::Recalled,
        UNTIL_2021,
    ),
    rule(
        "D-23",
        "Ra quyết định xử phạt",
        "lập biên bản vi phạm hành chính",
        Length::Months(2),
        "",
        "Không được phạt tiền; chỉ còn khắc phục hậu quả và tịch thu hàng cấm (khoản 2 Điều 66).",
        "điểm c khoản 1 Điều 66 Luật Xử lý vi phạm hành chính",
        Mark::Seen,
        FROM_2022,
    ),
    rule(
        "D-24",
        "Ra quyết định sau khi cơ quan tố tụng trả hồ sơ",
        "nhận hồ sơ",
        Length::Days(7),
        "Phải xác minh: không quá 30 ngày",
        "Không được phạt tiền; chỉ còn khắc phục hậu quả và tịch thu hàng cấm (khoản 2 Điều 66).",
        "Điều 63 Luật Xử lý vi phạm hành chính",
        Mark::Unsure,
        ALWAYS,
    ),
    rule(
        "D-25",
        "Gửi quyết định xử phạt",
        "ban hành quyết định",
        Length::WorkingDays(2),
        "",
        "Thời hạn thi hành chỉ tính từ khi nhận được quyết định.",
        "Điều 70 Luật Xử lý vi phạm hành chính",
        Mark::Seen,
        ALWAYS,
    ),
    rule(
        "D-26",
        "Gửi quyết định tước giấy phép cho cơ quan cấp",
        "ban hành quyết định",
        Length::WorkingDays(2),
        "",
        "Xem xét trách nhiệm.",
        "Nghị định 118/2021/NĐ-CP (sửa đổi bởi Nghị định 68/2025/NĐ-CP)",
        Mark::Seen,
        FROM_MAY_2025,
    ),
    rule(
        "D-27",
        "Thời hiệu xử phạt một năm",
        "vi phạm chấm dứt, hoặc phát hiện nếu đang diễn ra",
        Length::Years(1),
        "Trốn tránh, cản trở: tính lại từ khi chấm dứt",
        "Không xử phạt; chỉ còn tịch thu và khắc phục hậu quả.",
        "khoản 1 Điều 6 Luật Xử lý vi phạm hành chính",
        Mark::Recalled,
        ALWAYS,
    ),
    rule(
        "D-27b",
        "Thời hiệu xử phạt hai năm",
        "vi phạm chấm dứt, hoặc phát hiện nếu đang diễn ra",
        Length::Years(2),
        "Trốn tránh, cản trở: tính lại từ khi chấm dứt",
        "Không xử phạt; chỉ còn tịch thu và khắc phục hậu quả.",
        "khoản 1 Điều 6 Luật Xử lý vi phạm hành chính",
        Mark::Seen,
        ALWAYS,
    ),
    rule(
        "D-30",
        "Tạm giữ tang vật, phương tiện",
        "tạm giữ",
        Length::Days(7),
        "Kéo dài bằng văn bản trước khi hết hạn",
        "Trả lại tang vật, phương tiện, trừ khi kéo dài thời hạn hoặc tịch thu.",
        "khoản 8 Điều 125 Luật Xử lý vi phạm hành chính",
        Mark::Recalled,
        UNTIL_2021,
    ),
    rule(
        "D-30",
        "Tạm giữ tang vật, phương tiện",
        "tạm giữ",
        Length::WorkingDays(7),
        "Kéo dài bằng văn bản trước khi hết hạn",
        "Trả lại tang vật, phương tiện, trừ khi kéo dài thời hạn hoặc tịch thu.",
        "khoản 8 Điều 125 Luật Xử lý vi phạm hành chính",
        Mark::Seen,
        FROM_2022,
    ),
    rule(
        "D-31",
        "Tạm giữ tang vật, phương tiện (phải chuyển hồ sơ)",
        "tạm giữ",
        Length::WorkingDays(10),
        "Kéo dài bằng văn bản trước khi hết hạn",
        "Trả lại tang vật, phương tiện, trừ khi kéo dài thời hạn hoặc tịch thu.",
        "khoản 8 Điều 125 Luật Xử lý vi phạm hành chính",
        Mark::Seen,
        FROM_2022,
    ),
    rule(
        "D-32",
        "Tạm giữ tang vật, phương tiện (có giải trình hoặc xác minh)",
        "tạm giữ",
        Length::Days(30),
        "",
        "Trả lại tang vật, phương tiện, trừ khi kéo dài thời hạn hoặc tịch thu.",
        "khoản 8 Điều 125 Luật Xử lý vi phạm hành chính",
        Mark::Recalled,
        UNTIL_2021,
    ),
    rule(
        "D-32",
        "Tạm giữ tang vật, phương tiện (có giải trình hoặc xác minh)",
        "tạm giữ",
        Length::Months(1),
        "",
        "Trả lại tang vật, phương tiện, trừ khi kéo dài thời hạn hoặc tịch thu.",
        "khoản 8 Điều 125 Luật Xử lý vi phạm hành chính",
        Mark::Seen,
        FROM_2022,
    ),
    rule(
        "D-33",
        "Tạm giữ tang vật, phương tiện (đặc biệt phức tạp)",
        "tạm giữ",
        Length::Days(60),
        "",
        "Trả lại tang vật, phương tiện, trừ khi kéo dài thời hạn hoặc tịch thu.",
        "khoản 8 Điều 125 Luật Xử lý vi phạm hành chính",
        Mark::Recalled,
        UNTIL_2021,
    ),
    rule(
        "D-33",
        "Tạm giữ tang vật, phương tiện (đặc biệt phức tạp)",
        "tạm giữ",
        Length::Months(2),
        "",
        "Trả lại tang vật, phương tiện, trừ khi kéo dài thời hạn hoặc tịch thu.",
        "khoản 8 Điều 125 Luật Xử lý vi phạm hành chính",
        Mark::Seen,
        FROM_2022,
    ),
    rule(
        "D-34",
        "Báo cáo tạm giữ khẩn cấp cho người có thẩm quyền",
        "tạm giữ khẩn cấp",
        Length::Hours(24),
        "",
        "Trả lại tang vật, phương tiện.",
        "khoản 3 Điều 125 Luật Xử lý vi phạm hành chính",
        Mark::Recalled,
        ALWAYS,
    ),
    rule(
        "D-35",
        "Tạm giữ để xác định trị giá tang vật",
        "quyết định tạm giữ để định giá",
        Length::Hours(24),
        "Kéo dài không quá 24 giờ",
        "Trả lại tang vật hoặc tạm giữ theo Điều 125.",
        "Điều 60 Luật Xử lý vi phạm hành chính",
        Mark::Recalled,
        ALWAYS,
    ),
    rule(
        "D-36",
        "Thông báo lần một tìm chủ sở hữu tang vật",
        "hết thời hạn tạm giữ",
        Length::WorkingDays(3),
        "",
        "Xem xét trách nhiệm.",
        "khoản 4 Điều 126 Luật Xử lý vi phạm hành chính",
        Mark::Seen,
        FROM_2022,
    ),
    rule(
        "D-36b",
        "Thông báo lần hai tìm chủ sở hữu tang vật",
        "thông báo lần một",
        Length::WorkingDays(7),
        "",
        "Xem xét trách nhiệm.",
        "khoản 4 Điều 126 Luật Xử lý vi phạm hành chính",
        Mark::Seen,
        FROM_2022,
    ),
    rule(
        "D-36c",
        "Chủ sở hữu đến nhận tang vật",
        "thông báo lần hai",
        Length::Months(1),
        "",
        "Ra quyết định tịch thu trong 5 ngày làm việc.",
        "khoản 4 Điều 126 Luật Xử lý vi phạm hành chính",
        Mark::Seen,
        FROM_2022,
    ),
    rule(
        "D-37",
        "Xử lý hàng dễ hư hỏng",
        "tạm giữ",
        Length::AtOnce,
        "",
        "Lập biên bản bán hoặc tiêu hủy ngay; tiền gửi tài khoản tạm giữ.",
        "khoản 3 Điều 126 Luật Xử lý vi phạm hành chính",
        Mark::Recalled,
        ALWAYS,
    ),
    rule(
        "D-38",
        "Tạm giữ người",
        "quyết định tạm giữ người",
        Length::Hours(12),
        "Không quá 24 giờ",
        "Trả tự do.",
        "Điều 122 Luật Xử lý vi phạm hành chính",
        Mark::Recalled,
        ALWAYS,
    ),
    rule(
        "D-40",
        "Thi hành quyết định xử phạt",
        "nhận quyết định",
        Length::Days(10),
        "Hoãn, giảm, miễn, nộp nhiều lần (Điều 76, 77, 79)",
        "Cưỡng chế thi hành; chậm nộp tính thêm 0,05 %/ngày.",
        "khoản 1 Điều 73, khoản 1 Điều 78 Luật Xử lý vi phạm hành chính",
        Mark::Seen,
        ALWAYS,
    ),
    rule(
        "D-42",
        "Thời hiệu thi hành quyết định xử phạt",
        "ra quyết định",
        Length::Years(1),
        "Trốn tránh, trì hoãn: tính từ khi chấm dứt",
        "Không thi hành tiền phạt; tịch thu và khắc phục hậu quả vẫn thi hành.",
        "Điều 74 Luật Xử lý vi phạm hành chính",
        Mark::Seen,
        ALWAYS,
    ),
    rule(
        "D-43",
        "Quyết định hoãn thi hành tiền phạt",
        "nhận đơn đề nghị",
        Length::Days(5),
        "",
        "Xem xét trách nhiệm.",
        "Điều 76 Luật Xử lý vi phạm hành chính",
        Mark::Recalled,
        UNTIL_2021,
    ),
    rule(
        "D-43",
        "Quyết định hoãn thi hành tiền phạt",
        "nhận đơn đề nghị",
        Length::WorkingDays(5),
        "",
        "Xem xét trách nhiệm.",
        "Điều 76 Luật Xử lý vi phạm hành chính",
        Mark::Unsure,
        FROM_2022,
    ),
    rule(
        "D-43b",
        "Thời hạn hoãn thi hành tiền phạt",
        "quyết định hoãn",
        Length::Months(3),
        "",
        "Nộp tiền phạt.",
        "Điều 76 Luật Xử lý vi phạm hành chính",
        Mark::Recalled,
        ALWAYS,
    ),
    rule(
        "D-44",
        "Quyết định giảm, miễn tiền phạt",
        "nhận đơn đề nghị",
        Length::WorkingDays(5),
        "",
        "Nộp phần còn lại.",
        "Điều 77 Luật Xử lý vi phạm hành chính",
        Mark::Unsure,
        ALWAYS,
    ),
    rule(
        "D-45",
        "Nộp tiền phạt nhiều lần",
        "quyết định có hiệu lực",
        Length::Months(6),
        "Tối đa 3 lần, lần đầu tối thiểu 40 %",
        "Nộp ngay toàn bộ phần còn lại; cưỡng chế.",
        "Điều 79 Luật Xử lý vi phạm hành chính",
        Mark::Seen,
        ALWAYS,
    ),
    rule(
        "D-46",
        "Thi hành biện pháp khắc phục hậu quả",
        "nhận quyết định",
        Length::Days(10),
        "Thời hạn dài hơn ghi trong quyết định",
        "Cưỡng chế, người vi phạm chịu chi phí.",
        "Điều 85, Điều 73 Luật Xử lý vi phạm hành chính",
        Mark::Recalled,
        ALWAYS,
    ),
    rule(
        "D-50",
        "Thi hành quyết định cưỡng chế",
        "nhận quyết định cưỡng chế",
        Length::Days(15),
        "",
        "Tổ chức cưỡng chế.",
        "Nghị định 166/2013/NĐ-CP và văn bản thay thế",
        Mark::Unsure,
        ALWAYS,
    ),
    rule(
        "D-51",
        "Gửi quyết định cưỡng chế trước khi thi hành",
        "ra quyết định cưỡng chế",
        Length::WorkingDays(2),
        "",
        "Không được tổ chức cưỡng chế.",
        "Điều 88 Luật Xử lý vi phạm hành chính",
        Mark::Unsure,
        ALWAYS,
    ),
    rule(
        "D-55",
        "Chuyển giao tang vật tịch thu để xử lý",
        "quyết định tịch thu",
        Length::Days(10),
        "Theo phương án xử lý",
        "Xem xét trách nhiệm.",
        "Điều 82 Luật Xử lý vi phạm hành chính; Nghị định 77/2025/NĐ-CP",
        Mark::Unsure,
        ALWAYS,
    ),
    rule(
        "D-60",
        "Khiếu nại lần đầu",
        "nhận hoặc biết quyết định",
        Length::Days(90),
        "Ốm đau, thiên tai, công tác xa: thời gian trở ngại không tính",
        "Không thụ lý khiếu nại.",
        "Điều 9 Luật Khiếu nại",
        Mark::Recalled,
        ALWAYS,
    ),
    rule(
        "D-61",
        "Thụ lý khiếu nại lần đầu",
        "nhận đơn khiếu nại",
        Length::Days(10),
        "",
        "Xem xét trách nhiệm.",
        "Điều 27 Luật Khiếu nại",
        Mark::Recalled,
        ALWAYS,
    ),
    rule(
        "D-61b",
        "Giải quyết khiếu nại lần đầu",
        "thụ lý",
        Length::Days(30),
        "Phức tạp 45 ngày; vùng sâu, vùng xa 45 ngày, phức tạp 60 ngày",
        "Người khiếu nại được khiếu nại lần hai hoặc khởi kiện.",
        "Điều 28 Luật Khiếu nại",
        Mark::Recalled,
        ALWAYS,
    ),
    rule(
        "D-62",
        "Khiếu nại lần hai",
        "hết hạn giải quyết hoặc nhận quyết định giải quyết lần đầu",
        Length::Days(30),
        "Vùng sâu, vùng xa 45 ngày",
        "Không thụ lý khiếu nại.",
        "Điều 33 Luật Khiếu nại",
        Mark::Recalled,
        ALWAYS,
    ),
    rule(
        "D-62b",
        "Giải quyết khiếu nại lần hai",
        "thụ lý",
        Length::Days(45),
        "Phức tạp 60 ngày; vùng sâu, vùng xa 60 ngày, phức tạp 70 ngày",
        "Người khiếu nại được khởi kiện.",
        "Điều 37 Luật Khiếu nại",
        Mark::Recalled,
        ALWAYS,
    ),
    rule(
        "D-63",
        "Khởi kiện vụ án hành chính",
        "nhận hoặc biết quyết định",
        Length::Years(1),
        "",
        "Mất quyền khởi kiện.",
        "Điều 116 Luật Tố tụng hành chính",
        Mark::Recalled,
        ALWAYS,
    ),
    rule(
        "D-70",
        "Coi như chưa bị xử phạt (cảnh cáo)",
        "chấp hành xong quyết định",
        Length::Months(6),
        "Vi phạm mới: không được coi là chưa bị xử phạt",
        "Không còn tính tái phạm.",
        "khoản 1 Điều 7 Luật Xử lý vi phạm hành chính",
        Mark::Seen,
        ALWAYS,
    ),
    rule(
        "D-70b",
        "Coi như chưa bị xử phạt",
        "chấp hành xong quyết định hoặc hết thời hiệu thi hành",
        Length::Years(1),
        "Vi phạm mới: không được coi là chưa bị xử phạt",
        "Không còn tính tái phạm.",
        "khoản 1 Điều 7 Luật Xử lý vi phạm hành chính",
        Mark::Seen,
        ALWAYS,
    ),
    rule(
        "D-71",
        "Phê duyệt Định hướng chương trình kiểm tra năm sau",
        "hằng năm",
        Length::Before { month: 11, day: 15 },
        "",
        "Xem xét trách nhiệm.",
        "Điều 4 Thông tư 27/2020/TT-BCT",
        Mark::Seen,
        ALWAYS,
    ),
    rule(
        "D-71b",
        "Đề xuất kế hoạch kiểm tra năm sau",
        "hằng năm",
        Length::Before { month: 12, day: 1 },
        "",
        "Xem xét trách nhiệm.",
        "Điều 6 Thông tư 27/2020/TT-BCT",
        Mark::Seen,
        ALWAYS,
    ),
    rule(
        "D-72",
        "Số hóa văn bản giấy vào hệ thống",
        "ký văn bản",
        Length::Hours(48),
        "",
        "Xem xét trách nhiệm.",
        "Điều 7 Thông tư 22/2021/TT-BCT",
        Mark::Seen,
        ALWAYS,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reform_of_2020_changes_the_unit() {
        let length = |id, on| deadline_rule(id, on).map(|rule| rule.length);
        for (id, before, after) in [
            ("D-13", Some(Length::Days(5)), Length::WorkingDays(5)),
            ("D-20", Some(Length::Days(7)), Length::WorkingDays(7)),
            ("D-21", None, Length::WorkingDays(10)),
            ("D-22", Some(Length::Days(30)), Length::Months(1)),
            ("D-23", Some(Length::Days(60)), Length::Months(2)),
            ("D-30", Some(Length::Days(7)), Length::WorkingDays(7)),
            ("D-40", Some(Length::Days(10)), Length::Days(10)),
        ] {
            assert_eq!(length(id, date(2021, 12, 31)), before, "{id} before");
            assert_eq!(length(id, REFORM_2020), Some(after), "{id} after");
        }
        assert_eq!(length("D-99", REFORM_2020), None);
    }

    /// One rule per id on every day, each with a name, a start and a source.
    #[test]
    fn rules_do_not_overlap() {
        for (index, rule) in DEADLINES.iter().enumerate() {
            assert!(
                !rule.name.is_empty()
                    && !rule.starts.is_empty()
                    && !rule.place.is_empty()
                    && !rule.when_lapsed.is_empty()
            );
            for other in DEADLINES.iter().skip(index + 1).filter(|other| other.id == rule.id) {
                assert!(rule.to.is_some_and(|to| to < other.from), "{}", rule.id);
            }
        }
        for number in (1..=6)
            .chain(10..=15)
            .chain(20..=27)
            .chain(30..=38)
            .chain([40])
            .chain(42..=46)
            .chain([50, 51, 55])
            .chain(60..=63)
            .chain(70..=72)
        {
            let id = format!("D-{number:02}");
            assert!(deadline_rule(&id, date(2026, 1, 5)).is_some(), "{id}");
        }
    }
}
