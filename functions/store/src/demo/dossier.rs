//! Leads and professional measures of the demo: one at every turn, so that each page has something to show. The informants are
//! invented, are called so, and have telephone numbers of the range that is not given out.
//!
//! Written after the cases, so that those are told as they would be without it.

use super::SEED;
use super::force::Force;
use super::parties::Known;
use super::rng::{self, Rng};
use crate::dossiers::{Form, NewFile, create, execute, load};
use crate::{Database, Env, StoreError};
use domain::authority::Actor;
use domain::calendar::{WorkCalendar, format_date, from_local, shift};
use domain::case::procedure::{Kind, parse_fields};
use domain::dossier::{Ask, Informant, Step, find};
use domain::officer::Role;
use jiff::civil::{Date, DateTime};
use uuid::Uuid;

/// What a step says where the story does not: by the key of its question.
const WORDS: [(&str, &str); 24] = [
    (
        "work",
        "Theo dõi việc nhập, xuất hàng hóa; đối chiếu hóa đơn, chứng từ\nXác minh tại nơi kinh doanh và kho chứa hàng",
    ),
    ("signs", "Bày bán hàng hóa không có nhãn phụ tiếng Việt, giá thấp bất thường"),
    ("forces", "Công an xã; Trạm Y tế xã"),
    ("did", "Quan sát, ghi nhận hoạt động kinh doanh"),
    ("noted", "Có xe tải giao hàng ngoài giờ hành chính"),
    ("result", "Đã xác minh tại nơi kinh doanh; có hàng hóa chưa xuất trình được hóa đơn, chứng từ"),
    ("finding", "Hàng hóa có hóa đơn, chứng từ và nhãn đúng quy định"),
    ("reason", "Bổ sung phân công theo từng tuyến đường, thời gian cụ thể"),
    ("opinion", "Đồng ý, giữ bí mật nguồn tin"),
    ("grounds", "Thông tin tiếp nhận và kết quả thẩm tra, xác minh"),
    ("site", "Nơi kinh doanh và kho chứa hàng"),
    ("inspected", "Hóa đơn, chứng từ, nguồn gốc hàng hóa\nNhãn hàng hóa"),
    ("acts", "Kinh doanh hàng hóa nhập lậu (Điều 15 Nghị định 98/2020/NĐ-CP)"),
    ("when", "01 ngày làm việc, trong tuần"),
    ("force", "Tổ công tác của Đội, 04 công chức"),
    ("team", "Trưởng đoàn và 03 thành viên của Đội"),
    ("situations", "Đối tượng không hợp tác: mời đại diện chính quyền, người chứng kiến"),
    ("promise", "Không kinh doanh hàng lậu, hàng giả\nNiêm yết giá và bán đúng giá niêm yết"),
    ("signatory", "Chủ cơ sở"),
    ("spot", "Khu vực chợ trung tâm"),
    ("subject", "Cơ sở kinh doanh chưa rõ tên tại khu vực chợ"),
    ("content", "Cơ sở bày bán thuốc lá điếu nhập lậu, giao hàng vào buổi tối"),
    ("area", "Khu vực chợ trung tâm"),
    ("demands", "Báo cáo tiến độ hằng tuần"),
];

/// Who writes, where, by which clock.
struct Desk<'a> {
    db: &'a dyn Database,
    rng: Rng,
    at: DateTime,
}

impl Desk<'_> {
    fn env(&self) -> Env {
        Env::new(from_local(self.at), rng::fill)
    }

    /// A step's form, answered from the words above; `given` goes before.
    fn form(&self, step: &Step, given: &[(&str, &str)], whom: Option<&Known>, officers: &[&Actor]) -> Form {
        let value = |key: &str| {
            if let Some((_, value)) = given.iter().find(|(name, _)| *name == key) {
                return (*value).to_owned();
            }
            let (name, part) = key.rsplit_once('_').unwrap_or((key, ""));
            let asked =
                step.fields.iter().find(|field| field.key == key || (field.key == name && field.kind == Kind::Moment));
            match asked.map(|field| field.kind) {
                Some(Kind::Moment) if part == "time" => "07:45".to_owned(),
                Some(Kind::Moment) => format_date(self.at.date()),
                Some(Kind::Date) => {
                    format_date(shift(self.at.date(), if key == "until" || key == "ends" { 12 } else { 0 }))
                }
                Some(Kind::Choice(list)) => list.first().map_or_else(String::new, |(key, _)| (*key).to_owned()),
                _ => WORDS
                    .iter()
                    .find(|(name, _)| *name == key)
                    .map_or_else(String::new, |(_, words)| (*words).to_owned()),
            }
        };
        Form {
            answers: parse_fields(step.fields.iter(), value).unwrap_or_default(),
            party: whom.filter(|_| step.party != Ask::No).map(|known| known.party.id),
            officers: officers.iter().map(|officer| officer.officer.id.clone()).collect(),
        }
    }

    async fn begin(
        &mut self,
        who: &Actor,
        kind: &str,
        given: &[(&str, &str)],
        whom: Option<&Known>,
        more: NewFile,
        officers: &[&Actor],
    ) -> Result<Uuid, StoreError> {
        let step = find(kind).ok_or(StoreError::NotFound)?;
        let id = self.rng.uuid(from_local(self.at).as_millisecond());
        let form = self.form(step, given, whom, officers);
        create(self.db, &self.env(), None, who, id, &NewFile { kind: kind.to_owned(), form, ..more }).await
    }

    async fn done(
        &mut self,
        who: &Actor,
        id: Uuid,
        key: &str,
        given: &[(&str, &str)],
        whom: Option<&Known>,
    ) -> Result<(), StoreError> {
        let step = find(key).ok_or(StoreError::NotFound)?;
        let version = load(self.db, who, id).await?.dossier.version;
        let form = self.form(step, given, whom, &[]);
        execute(self.db, &self.env(), who, id, version, key, &form).await.map(|_| ())
    }

    fn next(&mut self, day: Date, hour: i8) {
        self.at = day.at(hour, 30, 0, 0);
    }
}

/// The last working day at or before a day.
fn working_day(day: Date) -> Date {
    let calendar = WorkCalendar::embedded();
    (0..30).map(|days| shift(day, -days)).find(|day| calendar.is_working_day(*day)).unwrap_or(day)
}

/// Writes leads and measures of the last weeks, none of them in the future, and answers how many.
pub(super) async fn write(
    db: &dyn Database,
    today: Date,
    force: &Force,
    parties: &[Known],
) -> Result<usize, StoreError> {
    let mut desk = Desk { db, rng: Rng::new(SEED + 2), at: today.at(8, 0, 0, 0) };
    let ago = |days: i64| working_day(shift(today, -days));
    let actor = |account: &str| force.actor(account).ok_or(StoreError::NotFound);
    let shop = |unit: &str, nth: usize| parties.iter().filter(|known| known.party.unit.0 == unit).nth(nth);
    let informant = |number: usize| Informant {
        name: format!("Người Báo Tin Giả Định {number}"),
        contact: format!("0900 000 90{number}"),
        address: String::new(),
        note: "Chỉ gọi vào buổi tối".to_owned(),
    };
    let crew = |leader: &Actor| -> Vec<Actor> {
        force.of(Role::Controller, &leader.unit).into_iter().take(2).cloned().collect()
    };

    // A tip under verification whose measure is a day late.
    let (leader, first) = (actor("doitruong1")?, crew(actor("doitruong1")?));
    let named: Vec<&Actor> = first.iter().collect();
    let one = first.first().ok_or(StoreError::NotFound)?;
    desk.next(ago(12), 9);
    let tip = NewFile { informant: informant(1), ..NewFile::default() };
    let lead = desk.begin(one, "tiep-nhan", &[("source", "e")], shop("33-01", 5), tip, &[]).await?;
    let until = format_date(shift(today, -1));
    let linked = NewFile { lead: Some(lead), ..NewFile::default() };
    let measure = desk.begin(one, "tham-tra-xac-minh", &[("until", &until)], shop("33-01", 5), linked, &named).await?;
    desk.next(ago(11), 14);
    desk.done(leader, measure, "giao-thuc-hien", &[("until", &until)], None).await?;
    desk.next(ago(6), 15);
    desk.done(one, measure, "nhat-ky", &[], None).await?;

    // Another unit's word, verified, with signs: the proposal waits for the head.
    desk.next(ago(14), 9);
    let tip = NewFile { informant: informant(2), ..NewFile::default() };
    let lead =
        desk.begin(one, "tiep-nhan", &[("source", "c"), ("channel", "van-ban")], shop("33-01", 2), tip, &[]).await?;
    let linked = NewFile { lead: Some(lead), ..NewFile::default() };
    let measure = desk.begin(one, "tham-tra-xac-minh", &[], shop("33-01", 2), linked, &named).await?;
    desk.next(ago(13), 10);
    desk.done(leader, measure, "giao-thuc-hien", &[], None).await?;
    desk.next(ago(4), 9);
    desk.done(one, measure, "bao-cao-ket-qua", &[("outcome", "co")], None).await?;
    desk.next(ago(3), 9);
    desk.done(leader, measure, "ket-luan-co-dau-hieu", &[], None).await?;

    // What cannot wait: approved, ready for its case.
    let (leader4, second) = (actor("doitruong4")?, crew(actor("doitruong4")?));
    let four = second.first().ok_or(StoreError::NotFound)?;
    desk.next(ago(2), 8);
    let urgent = [
        ("source", "a"),
        ("channel", "dien-thoai"),
        ("urgency", "khan-cap"),
        ("urgent_reason", "Đang bốc hàng lên xe để tẩu tán"),
    ];
    let lead = desk.begin(four, "tiep-nhan", &urgent, shop("33-04", 1), NewFile::default(), &[]).await?;
    desk.done(four, lead, "de-xuat-kiem-tra", &[], None).await?;
    desk.next(ago(2), 9);
    desk.done(leader4, lead, "duyet-de-xuat", &[], None).await?;

    // Commitments of three businesses, still being gathered.
    let named: Vec<&Actor> = second.iter().collect();
    desk.next(ago(9), 8);
    let pledges = desk.begin(four, "van-dong-cam-ket", &[("subject", "")], None, NewFile::default(), &named).await?;
    desk.next(ago(8), 8);
    desk.done(leader4, pledges, "giao-thuc-hien", &[("until", &format_date(shift(today, 20)))], None).await?;
    for (nth, days) in [(2, 7), (3, 6), (4, 5)] {
        desk.next(ago(days), 10);
        let valid = format_date(shift(today, 365));
        desk.done(four, pledges, "ky-cam-ket", &[("valid_until", &valid)], shop("33-04", nth)).await?;
    }

    // Watching that was concluded clean, and area management that waits for its order.
    desk.next(ago(20), 8);
    let watch = desk.begin(four, "giam-sat", &[], shop("33-04", 5), NewFile::default(), &named).await?;
    desk.next(ago(19), 8);
    desk.done(leader4, watch, "giao-thuc-hien", &[], None).await?;
    desk.next(ago(10), 16);
    desk.done(four, watch, "bao-cao-ket-qua", &[("outcome", "khong")], None).await?;
    desk.next(ago(9), 9);
    desk.done(leader4, watch, "ket-luan-khong-dau-hieu", &[], None).await?;
    desk.next(ago(1), 8);
    let named: Vec<&Actor> = first.iter().collect();
    desk.begin(one, "quan-ly-dia-ban", &[], None, NewFile::default(), &named).await?;
    Ok(8)
}
