//! The deadlines D-01 – D-72 of the law as dated data: what each starts from, how long it is, what follows.
//!
//! A suffix letter tells apart the variants of one deadline. Must not know: how days are counted; that is
//! [`crate::law::deadline`].

use super::{CIRCUMSTANCES_2025, Citation, REFORM_2020, REFORM_2025};
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
    /// Calendar months; a last day off moves to the next working day.
    Months(u8),
    /// A limitation: it ends with its last day, also a day off (Bộ luật Dân sự 91/2015/QH13 Điều 151).
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
const FROM_JULY_2025: Span = (REFORM_2025, None);

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

/// Where a deadline of that name stands, on a day: what the rules of that name have in common, `khoản 1 Điều 66 …` for the
/// periods of its points. For lists, which keep the name of a deadline and not its rule; nothing where none has the name.
pub fn ground_of(name: &str, on: Date) -> Option<String> {
    let named = |rule: &&DeadlineRule| {
        name.strip_prefix(rule.name).is_some_and(|rest| rest.is_empty() || rest.starts_with(": "))
    };
    let places = DEADLINES.iter().filter(|rule| rule.in_force(on)).filter(named).map(|rule| rule.place);
    let common = places.map(|place| place.split(' ').collect::<Vec<_>>()).reduce(|first, other| {
        let same = first.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
        first.into_iter().rev().take(same).rev().collect()
    })?;
    (!common.is_empty()).then(|| common.join(" "))
}

/// One row a deadline: id, name: length, validity; from which event; where it stands and how sure; how it may be
/// extended; what then follows.
macro_rules! deadlines {
    ($(
        $id:literal $name:literal: $length:ident $(($n:literal))? $({ month: $month:literal, day: $day:literal })?, $span:ident;
        from $starts:literal; at $place:literal, $mark:ident;
        $(extended $extension:literal;)? then $lapsed:literal.
    )*) => {
        /// Every deadline.
        pub const DEADLINES: &[DeadlineRule] = &[$(DeadlineRule {
            id: $id,
            name: $name,
            starts: $starts,
            length: Length::$length $(($n))? $({ month: $month, day: $day })?,
            extension: concat!($($extension)?),
            when_lapsed: $lapsed,
            place: $place,
            mark: Mark::$mark,
            from: $span.0,
            to: $span.1,
        }),*];
    };
}

deadlines! {
    "D-01" "Báo cáo kết quả kiểm tra": Hours(24), ALWAYS;
        from "kết thúc lập biên bản kiểm tra"; at "khoản 2 Điều 19 Thông tư 27/2020/TT-BCT", Seen;
        then "Xem xét trách nhiệm.".
    "D-02" "Kiểm tra tại nơi kiểm tra": WorkingDays(3), ALWAYS;
        from "công bố quyết định kiểm tra"; at "khoản 2 Điều 22 Pháp lệnh Quản lý thị trường", Seen;
        extended "Người ban hành kéo dài bằng văn bản, tổng cộng không quá 5 ngày làm việc"; then "Phải kết thúc kiểm tra.".
    "D-02b" "Kiểm tra tại nơi kiểm tra (đã kéo dài)": WorkingDays(5), ALWAYS;
        from "công bố quyết định kiểm tra"; at "khoản 2 Điều 22 Pháp lệnh Quản lý thị trường", Seen;
        then "Phải kết thúc kiểm tra.".
    "D-03" "Kiểm tra theo kế hoạch: một năm một lần cùng nội dung, cùng đối tượng": OnceAYear, ALWAYS;
        from "lần kiểm tra theo kế hoạch trước"; at "khoản 1 Điều 20 Pháp lệnh Quản lý thị trường", Seen;
        then "Không được ban hành quyết định kiểm tra.".
    "D-04" "Thẩm tra, xác minh để kết luận": Days(10), ALWAYS;
        from "kết thúc việc kiểm tra"; at "khoản 4 Điều 27 Pháp lệnh Quản lý thị trường", Seen;
        extended "Nhiều nội dung: tổng cộng không quá 25 ngày; chờ giám định: tổng cộng không quá 40 ngày"; then "Phải kết luận.".
    "D-04b" "Thẩm tra, xác minh nhiều nội dung": Days(25), ALWAYS;
        from "kết thúc việc kiểm tra"; at "điểm b khoản 4 Điều 27 Pháp lệnh Quản lý thị trường", Seen;
        then "Phải kết luận.".
    "D-04c" "Thẩm tra, xác minh, chờ kết quả giám định": Days(40), ALWAYS;
        from "kết thúc việc kiểm tra"; at "điểm c khoản 4 Điều 27 Pháp lệnh Quản lý thị trường", Seen;
        then "Phải kết luận.".
    "D-05" "Báo cáo kết quả xác minh cho cơ quan yêu cầu kiểm tra": WorkingDays(2), ALWAYS;
        from "kết thúc xác minh"; at "Điều 20 Thông tư 27/2020/TT-BCT", Seen;
        then "Xem xét trách nhiệm.".
    "D-06" "Thông báo không vi phạm sau xác minh": WorkingDays(3), ALWAYS;
        from "có kết luận"; at "điểm d khoản 4 Điều 27 Pháp lệnh Quản lý thị trường", Seen;
        then "Xem xét trách nhiệm.".
    "D-10" "Lập biên bản vi phạm hành chính": WorkingDays(2), ALWAYS;
        from "phát hiện vi phạm"; at "khoản 2 Điều 12 Nghị định 118/2021/NĐ-CP", Seen;
        extended "Vụ việc phức tạp, phạm vi rộng: 5 ngày làm việc"; then "Lập biên bản chậm: xem xét trách nhiệm.".
    "D-10b" "Lập biên bản vi phạm hành chính vụ việc phức tạp, phạm vi rộng": WorkingDays(5), ALWAYS;
        from "phát hiện vi phạm"; at "khoản 2 Điều 12 Nghị định 118/2021/NĐ-CP", Seen;
        then "Lập biên bản chậm: xem xét trách nhiệm.".
    "D-10c" "Lập biên bản vi phạm hành chính sau giám định": WorkingDays(2), ALWAYS;
        from "nhận kết quả giám định, kiểm nghiệm"; at "khoản 2 Điều 12 Nghị định 118/2021/NĐ-CP", Recalled;
        then "Lập biên bản chậm: xem xét trách nhiệm.".
    "D-11" "Chuyển biên bản, hồ sơ đến người có thẩm quyền": Hours(24), ALWAYS;
        from "lập xong biên bản vi phạm hành chính"; at "khoản 5 Điều 58 Luật Xử lý vi phạm hành chính; Điều 22, Điều 24 Thông tư 27/2020/TT-BCT", Seen;
        then "Xem xét trách nhiệm.".
    "D-12" "Giao biên bản cho người vi phạm": AtOnce, ALWAYS;
        from "lập xong biên bản vi phạm hành chính"; at "Điều 58 Luật Xử lý vi phạm hành chính", Recalled;
        then "Không ký, không nhận: mời người chứng kiến hoặc đại diện chính quyền cấp xã, ghi rõ lý do.".
    "D-13" "Người vi phạm giải trình bằng văn bản": Days(5), UNTIL_2021;
        from "lập biên bản vi phạm hành chính"; at "khoản 2 Điều 61 Luật Xử lý vi phạm hành chính", Recalled;
        extended "Gia hạn một lần, không quá 5 ngày, theo đề nghị bằng văn bản trước khi hết hạn"; then "Mất quyền giải trình; được ra quyết định.".
    "D-13" "Người vi phạm giải trình bằng văn bản": WorkingDays(5), FROM_2022;
        from "lập biên bản vi phạm hành chính"; at "khoản 2 Điều 61 Luật Xử lý vi phạm hành chính", Recalled;
        extended "Gia hạn một lần, không quá 5 ngày làm việc, theo đề nghị bằng văn bản trước khi hết hạn"; then "Mất quyền giải trình; được ra quyết định.".
    "D-14" "Yêu cầu giải trình trực tiếp": WorkingDays(2), ALWAYS;
        from "lập biên bản vi phạm hành chính"; at "khoản 3 Điều 61 Luật Xử lý vi phạm hành chính", Recalled;
        then "Mất quyền yêu cầu giải trình trực tiếp.".
    "D-15" "Thông báo và tổ chức phiên giải trình trực tiếp": Days(5), UNTIL_2021;
        from "nhận yêu cầu giải trình trực tiếp"; at "khoản 3 Điều 61 Luật Xử lý vi phạm hành chính", Unsure;
        then "Xem xét trách nhiệm; chưa nghe giải trình thì chưa được ra quyết định.".
    "D-15" "Thông báo và tổ chức phiên giải trình trực tiếp": WorkingDays(5), FROM_2022;
        from "nhận yêu cầu giải trình trực tiếp"; at "khoản 3 Điều 61 Luật Xử lý vi phạm hành chính", Unsure;
        then "Xem xét trách nhiệm; chưa nghe giải trình thì chưa được ra quyết định.".
    "D-20" "Ra quyết định xử phạt": Days(7), UNTIL_2021;
        from "lập biên bản vi phạm hành chính"; at "khoản 1 Điều 66 Luật Xử lý vi phạm hành chính", Recalled;
        then "Không được phạt tiền; chỉ còn khắc phục hậu quả và tịch thu hàng cấm (khoản 2 Điều 66).".
    "D-20" "Ra quyết định xử phạt": WorkingDays(7), FROM_2022;
        from "lập biên bản vi phạm hành chính"; at "điểm a khoản 1 Điều 66 Luật Xử lý vi phạm hành chính", Seen;
        then "Không được phạt tiền; chỉ còn khắc phục hậu quả và tịch thu hàng cấm (khoản 2 Điều 66).".
    "D-21" "Ra quyết định xử phạt": WorkingDays(10), FROM_2022;
        from "lập biên bản vi phạm hành chính"; at "điểm a khoản 1 Điều 66 Luật Xử lý vi phạm hành chính", Seen;
        then "Không được phạt tiền; chỉ còn khắc phục hậu quả và tịch thu hàng cấm (khoản 2 Điều 66).".
    "D-22" "Ra quyết định xử phạt": Days(30), UNTIL_2021;
        from "lập biên bản vi phạm hành chính"; at "khoản 1 Điều 66 Luật Xử lý vi phạm hành chính", Recalled;
        extended "Người có thẩm quyền cấp trên cho gia hạn bằng văn bản, không quá 30 ngày"; then "Không được phạt tiền; chỉ còn khắc phục hậu quả và tịch thu hàng cấm (khoản 2 Điều 66).".
    "D-22" "Ra quyết định xử phạt": Months(1), FROM_2022;
        from "lập biên bản vi phạm hành chính"; at "điểm b khoản 1 Điều 66 Luật Xử lý vi phạm hành chính", Seen;
        then "Không được phạt tiền; chỉ còn khắc phục hậu quả và tịch thu hàng cấm (khoản 2 Điều 66).".
    "D-23" "Ra quyết định xử phạt": Days(60), UNTIL_2021;
        from "lập biên bản vi phạm hành chính"; at "khoản 1 Điều 66 Luật Xử lý vi phạm hành chính", Recalled;
        then "Không được phạt tiền; chỉ còn khắc phục hậu quả và tịch thu hàng cấm (khoản 2 Điều 66).".
    "D-23" "Ra quyết định xử phạt": Months(2), FROM_2022;
        from "lập biên bản vi phạm hành chính"; at "điểm c khoản 1 Điều 66 Luật Xử lý vi phạm hành chính", Seen;
        then "Không được phạt tiền; chỉ còn khắc phục hậu quả và tịch thu hàng cấm (khoản 2 Điều 66).".
    "D-24" "Ra quyết định sau khi cơ quan tố tụng trả hồ sơ": Days(7), ALWAYS;
        from "nhận hồ sơ"; at "Điều 63 Luật Xử lý vi phạm hành chính", Unsure;
        extended "Phải xác minh: không quá 30 ngày"; then "Không được phạt tiền; chỉ còn khắc phục hậu quả và tịch thu hàng cấm (khoản 2 Điều 66).".
    "D-25" "Gửi quyết định xử phạt": WorkingDays(2), ALWAYS;
        from "ban hành quyết định"; at "Điều 70 Luật Xử lý vi phạm hành chính", Seen;
        then "Thời hạn thi hành chỉ tính từ khi nhận được quyết định.".
    "D-25b" "Coi như đã giao: bưu điện trả lại lần thứ ba": WorkingDays(3), FROM_JULY_2025;
        from "bưu điện trả lại lần thứ ba"; at "Điều 17a Nghị định 118/2021/NĐ-CP (bổ sung bởi Nghị định 190/2025/NĐ-CP)", Seen;
        then "Thời hạn thi hành bắt đầu.".
    "D-25c" "Coi như đã giao: giao qua hệ thống thông tin": WorkingDays(3), FROM_JULY_2025;
        from "cập nhật trên hệ thống thông tin"; at "Điều 17a Nghị định 118/2021/NĐ-CP (bổ sung bởi Nghị định 190/2025/NĐ-CP)", Seen;
        then "Thời hạn thi hành bắt đầu.".
    "D-25d" "Niêm yết quyết định tại Ủy ban nhân dân cấp xã": WorkingDays(7), FROM_JULY_2025;
        from "niêm yết"; at "Điều 17a Nghị định 118/2021/NĐ-CP (bổ sung bởi Nghị định 190/2025/NĐ-CP)", Seen;
        then "Coi như đã giao; thời hạn thi hành bắt đầu.".
    "D-26" "Gửi quyết định tước giấy phép cho cơ quan cấp": WorkingDays(2), FROM_MAY_2025;
        from "ban hành quyết định"; at "Nghị định 118/2021/NĐ-CP (sửa đổi bởi Nghị định 68/2025/NĐ-CP)", Seen;
        then "Xem xét trách nhiệm.".
    "D-27" "Thời hiệu xử phạt một năm": Years(1), ALWAYS;
        from "vi phạm chấm dứt, hoặc phát hiện nếu đang diễn ra"; at "khoản 1 Điều 6 Luật Xử lý vi phạm hành chính", Recalled;
        extended "Trốn tránh, cản trở: tính lại từ khi chấm dứt"; then "Không xử phạt; chỉ còn tịch thu và khắc phục hậu quả.".
    "D-27b" "Thời hiệu xử phạt hai năm": Years(2), ALWAYS;
        from "vi phạm chấm dứt, hoặc phát hiện nếu đang diễn ra"; at "khoản 1 Điều 6 Luật Xử lý vi phạm hành chính", Seen;
        extended "Trốn tránh, cản trở: tính lại từ khi chấm dứt"; then "Không xử phạt; chỉ còn tịch thu và khắc phục hậu quả.".
    "D-30" "Tạm giữ tang vật, phương tiện": Days(7), UNTIL_2021;
        from "tạm giữ"; at "khoản 8 Điều 125 Luật Xử lý vi phạm hành chính", Recalled;
        extended "Kéo dài bằng văn bản trước khi hết hạn"; then "Trả lại tang vật, phương tiện, trừ khi kéo dài thời hạn hoặc tịch thu.".
    "D-30" "Tạm giữ tang vật, phương tiện": WorkingDays(7), FROM_2022;
        from "tạm giữ"; at "khoản 8 Điều 125 Luật Xử lý vi phạm hành chính", Seen;
        extended "Kéo dài bằng văn bản trước khi hết hạn"; then "Trả lại tang vật, phương tiện, trừ khi kéo dài thời hạn hoặc tịch thu.".
    "D-31" "Tạm giữ tang vật, phương tiện (phải chuyển hồ sơ)": WorkingDays(10), FROM_2022;
        from "tạm giữ"; at "khoản 8 Điều 125 Luật Xử lý vi phạm hành chính", Seen;
        extended "Kéo dài bằng văn bản trước khi hết hạn"; then "Trả lại tang vật, phương tiện, trừ khi kéo dài thời hạn hoặc tịch thu.".
    "D-32" "Tạm giữ tang vật, phương tiện (có giải trình hoặc xác minh)": Days(30), UNTIL_2021;
        from "tạm giữ"; at "khoản 8 Điều 125 Luật Xử lý vi phạm hành chính", Recalled;
        then "Trả lại tang vật, phương tiện, trừ khi kéo dài thời hạn hoặc tịch thu.".
    "D-32" "Tạm giữ tang vật, phương tiện (có giải trình hoặc xác minh)": Months(1), FROM_2022;
        from "tạm giữ"; at "khoản 8 Điều 125 Luật Xử lý vi phạm hành chính", Seen;
        then "Trả lại tang vật, phương tiện, trừ khi kéo dài thời hạn hoặc tịch thu.".
    "D-33" "Tạm giữ tang vật, phương tiện (đặc biệt phức tạp)": Days(60), UNTIL_2021;
        from "tạm giữ"; at "khoản 8 Điều 125 Luật Xử lý vi phạm hành chính", Recalled;
        then "Trả lại tang vật, phương tiện, trừ khi kéo dài thời hạn hoặc tịch thu.".
    "D-33" "Tạm giữ tang vật, phương tiện (đặc biệt phức tạp)": Months(2), FROM_2022;
        from "tạm giữ"; at "khoản 8 Điều 125 Luật Xử lý vi phạm hành chính", Seen;
        then "Trả lại tang vật, phương tiện, trừ khi kéo dài thời hạn hoặc tịch thu.".
    "D-34" "Báo cáo tạm giữ khẩn cấp cho người có thẩm quyền": Hours(24), ALWAYS;
        from "tạm giữ khẩn cấp"; at "khoản 3 Điều 125 Luật Xử lý vi phạm hành chính", Recalled;
        then "Trả lại tang vật, phương tiện.".
    "D-35" "Tạm giữ để xác định trị giá tang vật": Hours(24), ALWAYS;
        from "quyết định tạm giữ để định giá"; at "Điều 60 Luật Xử lý vi phạm hành chính", Recalled;
        extended "Kéo dài không quá 24 giờ"; then "Trả lại tang vật hoặc tạm giữ theo Điều 125.".
    "D-36" "Thông báo lần một tìm chủ sở hữu tang vật": WorkingDays(3), FROM_2022;
        from "hết thời hạn tạm giữ"; at "khoản 4 Điều 126 Luật Xử lý vi phạm hành chính", Seen;
        then "Xem xét trách nhiệm.".
    "D-36b" "Thông báo lần hai tìm chủ sở hữu tang vật": WorkingDays(7), FROM_2022;
        from "thông báo lần một"; at "khoản 4 Điều 126 Luật Xử lý vi phạm hành chính", Seen;
        then "Xem xét trách nhiệm.".
    "D-36c" "Chủ sở hữu đến nhận tang vật": Months(1), FROM_2022;
        from "thông báo lần hai"; at "khoản 4 Điều 126 Luật Xử lý vi phạm hành chính", Seen;
        then "Ra quyết định tịch thu trong 5 ngày làm việc.".
    "D-37" "Xử lý hàng dễ hư hỏng": AtOnce, ALWAYS;
        from "tạm giữ"; at "khoản 3 Điều 126 Luật Xử lý vi phạm hành chính", Recalled;
        then "Lập biên bản bán hoặc tiêu hủy ngay; tiền gửi tài khoản tạm giữ.".
    "D-38" "Tạm giữ người": Hours(12), ALWAYS;
        from "quyết định tạm giữ người"; at "Điều 122 Luật Xử lý vi phạm hành chính", Recalled;
        extended "Không quá 24 giờ"; then "Trả tự do.".
    "D-40" "Thi hành quyết định xử phạt": Days(10), ALWAYS;
        from "nhận quyết định"; at "khoản 1 Điều 73, khoản 1 Điều 78 Luật Xử lý vi phạm hành chính", Seen;
        extended "Hoãn, giảm, miễn, nộp nhiều lần (Điều 76, 77, 79)"; then "Cưỡng chế thi hành; chậm nộp tính thêm 0,05 %/ngày.".
    "D-42" "Thời hiệu thi hành quyết định xử phạt": Years(1), ALWAYS;
        from "ra quyết định"; at "Điều 74 Luật Xử lý vi phạm hành chính", Seen;
        extended "Trốn tránh, trì hoãn: tính từ khi chấm dứt"; then "Không thi hành tiền phạt; tịch thu và khắc phục hậu quả vẫn thi hành.".
    "D-43" "Quyết định hoãn thi hành tiền phạt": Days(5), UNTIL_2021;
        from "nhận đơn đề nghị"; at "Điều 76 Luật Xử lý vi phạm hành chính", Recalled;
        then "Xem xét trách nhiệm.".
    "D-43" "Quyết định hoãn thi hành tiền phạt": WorkingDays(5), FROM_2022;
        from "nhận đơn đề nghị"; at "Điều 76 Luật Xử lý vi phạm hành chính", Unsure;
        then "Xem xét trách nhiệm.".
    "D-43b" "Thời hạn hoãn thi hành tiền phạt": Months(3), ALWAYS;
        from "quyết định hoãn"; at "Điều 76 Luật Xử lý vi phạm hành chính", Recalled;
        then "Nộp tiền phạt.".
    "D-44" "Quyết định giảm, miễn tiền phạt": WorkingDays(5), ALWAYS;
        from "nhận đơn đề nghị"; at "Điều 77 Luật Xử lý vi phạm hành chính", Unsure;
        then "Nộp phần còn lại.".
    "D-45" "Nộp tiền phạt nhiều lần": Months(6), ALWAYS;
        from "quyết định có hiệu lực"; at "Điều 79 Luật Xử lý vi phạm hành chính", Seen;
        extended "Tối đa 3 lần, lần đầu tối thiểu 40 %"; then "Nộp ngay toàn bộ phần còn lại; cưỡng chế.".
    "D-46" "Thi hành biện pháp khắc phục hậu quả": Days(10), ALWAYS;
        from "nhận quyết định"; at "Điều 85, Điều 73 Luật Xử lý vi phạm hành chính", Recalled;
        extended "Thời hạn dài hơn ghi trong quyết định"; then "Cưỡng chế, người vi phạm chịu chi phí.".
    "D-50" "Thi hành quyết định cưỡng chế": Days(15), ALWAYS;
        from "nhận quyết định cưỡng chế"; at "Nghị định 166/2013/NĐ-CP và văn bản thay thế", Unsure;
        then "Tổ chức cưỡng chế.".
    "D-51" "Gửi quyết định cưỡng chế trước khi thi hành": WorkingDays(2), ALWAYS;
        from "ra quyết định cưỡng chế"; at "Điều 88 Luật Xử lý vi phạm hành chính", Unsure;
        then "Không được tổ chức cưỡng chế.".
    "D-55" "Chuyển giao tang vật tịch thu để xử lý": Days(10), ALWAYS;
        from "quyết định tịch thu"; at "Điều 82 Luật Xử lý vi phạm hành chính; Nghị định 77/2025/NĐ-CP", Unsure;
        extended "Theo phương án xử lý"; then "Xem xét trách nhiệm.".
    "D-60" "Khiếu nại lần đầu": Days(90), ALWAYS;
        from "nhận hoặc biết quyết định"; at "Điều 9 Luật Khiếu nại", Recalled;
        extended "Ốm đau, thiên tai, công tác xa: thời gian trở ngại không tính"; then "Không thụ lý khiếu nại.".
    "D-61" "Thụ lý khiếu nại lần đầu": Days(10), ALWAYS;
        from "nhận đơn khiếu nại"; at "Điều 27 Luật Khiếu nại", Recalled;
        then "Xem xét trách nhiệm.".
    "D-61b" "Giải quyết khiếu nại lần đầu": Days(30), ALWAYS;
        from "thụ lý"; at "Điều 28 Luật Khiếu nại", Recalled;
        extended "Phức tạp 45 ngày; vùng sâu, vùng xa 45 ngày, phức tạp 60 ngày"; then "Người khiếu nại được khiếu nại lần hai hoặc khởi kiện.".
    "D-62" "Khiếu nại lần hai": Days(30), ALWAYS;
        from "hết hạn giải quyết hoặc nhận quyết định giải quyết lần đầu"; at "Điều 33 Luật Khiếu nại", Recalled;
        extended "Vùng sâu, vùng xa 45 ngày"; then "Không thụ lý khiếu nại.".
    "D-62b" "Giải quyết khiếu nại lần hai": Days(45), ALWAYS;
        from "thụ lý"; at "Điều 37 Luật Khiếu nại", Recalled;
        extended "Phức tạp 60 ngày; vùng sâu, vùng xa 60 ngày, phức tạp 70 ngày"; then "Người khiếu nại được khởi kiện.".
    "D-63" "Khởi kiện vụ án hành chính": Years(1), ALWAYS;
        from "nhận hoặc biết quyết định"; at "Điều 116 Luật Tố tụng hành chính", Recalled;
        then "Mất quyền khởi kiện.".
    "D-70" "Coi như chưa bị xử phạt (cảnh cáo)": Months(6), ALWAYS;
        from "chấp hành xong quyết định"; at "khoản 1 Điều 7 Luật Xử lý vi phạm hành chính", Seen;
        extended "Vi phạm mới: không được coi là chưa bị xử phạt"; then "Không còn tính tái phạm.".
    "D-70b" "Coi như chưa bị xử phạt": Years(1), ALWAYS;
        from "chấp hành xong quyết định hoặc hết thời hiệu thi hành"; at "khoản 1 Điều 7 Luật Xử lý vi phạm hành chính", Seen;
        extended "Vi phạm mới: không được coi là chưa bị xử phạt"; then "Không còn tính tái phạm.".
    "D-71" "Phê duyệt Định hướng chương trình kiểm tra năm sau": Before { month: 11, day: 15 }, ALWAYS;
        from "hằng năm"; at "Điều 4 Thông tư 27/2020/TT-BCT", Seen;
        then "Xem xét trách nhiệm.".
    "D-71b" "Đề xuất kế hoạch kiểm tra năm sau": Before { month: 12, day: 1 }, ALWAYS;
        from "hằng năm"; at "Điều 6 Thông tư 27/2020/TT-BCT", Seen;
        then "Xem xét trách nhiệm.".
    "D-71c" "Quyết định kế hoạch kiểm tra chuyên đề của Đội": WorkingDays(5), ALWAYS;
        from "nhận đề xuất kế hoạch"; at "Điều 6 Thông tư 27/2020/TT-BCT", Seen;
        then "Xem xét trách nhiệm.".
    "D-72" "Số hóa văn bản giấy vào hệ thống": Hours(48), ALWAYS;
        from "ký văn bản"; at "Điều 7 Thông tư 22/2021/TT-BCT", Seen;
        then "Xem xét trách nhiệm.".
}

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

    /// A list says where a deadline stands, as far as its name tells.
    #[test]
    fn a_name_tells_its_ground() {
        let law = "Luật Xử lý vi phạm hành chính";
        for (name, expected) in [
            ("Ra quyết định xử phạt", Some(format!("khoản 1 Điều 66 {law}"))),
            ("Giao quà", None),
            ("Ra quyết định xử phạt nữa", None),
        ] {
            assert_eq!(ground_of(name, date(2026, 11, 23)), expected, "{name}");
        }
        for rule in DEADLINES {
            let ground = ground_of(rule.name, rule.from).unwrap_or_default();
            assert!(!ground.is_empty() && rule.place.ends_with(&ground), "{}: {ground}", rule.id);
            let more = format!("{}: đính bản chụp", rule.name);
            assert!(ground_of(&more, rule.from).is_some(), "{more}");
        }
    }
}
