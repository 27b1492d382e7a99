//! Direction in the demo: a campaign of the province that its teams are carrying out, a task at each turn, and a comment on a
//! case that waits for its answer.
//!
//! Written last, from a generator of its own, so that everything else is told as it would be without it.

use super::SEED;
use super::force::Force;
use super::rng::{self, Rng};
use crate::direction::{Chosen, TaskForm, ask, execute, give, load};
use crate::{Database, Env, StoreError, cases};
use domain::authority::Actor;
use domain::calendar::{from_local, shift};
use domain::case::Stage;
use domain::direction::{Campaign, Target, TaskCommand, TaskKind};
use domain::officer::OfficerId;
use domain::report::Measure;
use domain::unit::UnitId;
use jiff::civil::{Date, DateTime};
use uuid::Uuid;

/// Who writes, where, by which clock.
struct Desk<'a> {
    db: &'a dyn Database,
    rng: Rng,
    today: Date,
}

impl Desk<'_> {
    /// Nine o'clock, some days before the story ends.
    fn at(&self, days_ago: i64) -> DateTime {
        shift(self.today, -days_ago).at(9, 0, 0, 0)
    }

    async fn give(&mut self, who: &Actor, days_ago: i64, form: &TaskForm) -> Result<Uuid, StoreError> {
        let now = from_local(self.at(days_ago));
        let id = self.rng.uuid(now.as_millisecond());
        give(self.db, &Env::new(now, rng::fill), who, id, form).await
    }

    async fn act(
        &self,
        who: &Actor,
        days_ago: i64,
        (id, part): (Uuid, u32),
        command: TaskCommand,
    ) -> Result<(), StoreError> {
        let version = load(self.db, who, id).await?.task.part(part).ok_or(StoreError::NotFound)?.version;
        let env = Env::new(from_local(self.at(days_ago)), rng::fill);
        execute(self.db, &env, who, id, Some(part), version, command).await.map(drop)
    }
}

fn unit(id: &str) -> Chosen {
    Chosen::Unit(UnitId(id.to_owned()))
}

fn form(kind: TaskKind, title: &str, content: &str, due: Date, to: Vec<Chosen>) -> TaskForm {
    TaskForm {
        kind,
        title: title.to_owned(),
        content: content.to_owned(),
        field: None,
        about: None,
        campaign: None,
        due,
        parent: None,
        to,
    }
}

/// Writes the tasks and the comment; answers how many tasks there are.
pub(super) async fn write(db: &dyn Database, today: Date, force: &Force) -> Result<usize, StoreError> {
    let mut desk = Desk { db, rng: Rng::new(SEED + 26), today };
    let actor = |account: &str| force.actor(account).ok_or(StoreError::NotFound);
    let (head, first, second) = (actor("chicuctruong")?, actor("doitruong1")?, actor("doitruong2")?);

    let teams = ["33-01", "33-02", "33-03", "33-04", "33-05"];
    let campaign = Campaign {
        from: shift(today, -21),
        to: shift(today, 24),
        target: Some(Target { measure: Measure::Inspections, amount: 12 }),
    };
    let peak = TaskForm {
        campaign: Some(campaign),
        ..form(
            TaskKind::Campaign,
            "Đợt cao điểm chống buôn lậu, gian lận thương mại, hàng giả dịp cuối năm",
            "Tập trung kiểm tra các mặt hàng có nhu cầu cao dịp cuối năm: bánh kẹo, rượu, thuốc lá, quần áo, mỹ phẩm.\nBáo cáo tiến độ vào thứ Năm hằng tuần.",
            shift(today, 27),
            teams.map(unit).to_vec(),
        )
    };
    let peak_id = desk.give(head, 21, &peak).await?;
    for (part, account) in (1..).zip(["doitruong1", "doitruong2", "doitruong3", "doitruong4"]) {
        desk.act(actor(account)?, 20, (peak_id, part), TaskCommand::Accept).await?;
    }
    let so_far = TaskCommand::Progress { percent: Some(40), words: "Đã kiểm tra ba chợ trung tâm.".to_owned() };
    desk.act(first, 6, (peak_id, 1), so_far).await?;
    let passed = TaskForm {
        parent: Some((peak_id, 1)),
        ..form(
            TaskKind::Specific,
            "Kiểm tra các quầy bánh kẹo, rượu tại chợ Phố Hiến",
            "Rà soát hóa đơn, chứng từ, nhãn hàng hóa; đề xuất kiểm tra khi có dấu hiệu vi phạm.",
            shift(today, 4),
            vec![Chosen::Officer(OfficerId("ksv2".to_owned()))],
        )
    };
    let passed_id = desk.give(first, 19, &passed).await?;
    desk.act(actor("ksv2")?, 18, (passed_id, 1), TaskCommand::Accept).await?;

    let late = form(
        TaskKind::Specific,
        "Rà soát, bổ sung sổ địa bàn các cơ sở kinh doanh xăng dầu",
        "Bổ sung giấy phép còn thiếu, ngày hết hạn; báo cáo số cơ sở đã rà soát.",
        shift(today, -3),
        vec![unit("33-02"), unit("33-03")],
    );
    let late_id = desk.give(head, 15, &late).await?;
    desk.act(second, 14, (late_id, 1), TaskCommand::Accept).await?;
    desk.act(actor("doitruong3")?, 14, (late_id, 2), TaskCommand::Accept).await?;
    let result = TaskCommand::Report { result: "Đã rà soát 14 cơ sở; bổ sung 9 giấy phép.".to_owned() };
    desk.act(actor("doitruong3")?, 4, (late_id, 2), result).await?;

    let guidance = form(
        TaskKind::Directive,
        "Chấn chỉnh việc nhập hồ sơ vụ việc ngay trong ngày kiểm tra",
        "Hồ sơ kiểm tra, biên bản phải được nhập trên hệ thống trong ngày; lãnh đạo Đội kiểm tra hằng ngày.",
        shift(today, 10),
        vec![unit("33-01"), unit("33-PC")],
    );
    desk.give(head, 2, &guidance).await?;
    let asked = form(
        TaskKind::Specific,
        "Báo cáo tình hình niêm yết giá tại các cửa hàng tiện lợi",
        "Thống kê số cửa hàng đã kiểm tra từ đầu năm và kết quả xử lý.",
        shift(today, 6),
        vec![unit("33-04")],
    );
    let asked_id = desk.give(head, 3, &asked).await?;
    let question = TaskCommand::AskBack {
        reason: "Thống kê cả các cửa hàng đã đóng cửa trong năm không?".to_owned()
    };
    desk.act(actor("doitruong4")?, 2, (asked_id, 1), question).await?;
    comment(db, &mut desk, actor("phapche")?).await?;
    Ok(5)
}

/// The legal section asks about the oldest case that has a record and no proposal yet.
async fn comment(db: &dyn Database, desk: &mut Desk<'_>, section: &Actor) -> Result<(), StoreError> {
    let filter = cases::ListFilter { stage: Some(Stage::ViolationRecorded), ..cases::ListFilter::default() };
    let page = cases::list(db, section, &filter, None, 100).await?;
    let Some(row) = page.rows.last() else { return Ok(()) };
    let now = from_local(desk.at(1));
    let id = desk.rng.uuid(now.as_millisecond());
    let text = "Biên bản chưa ghi rõ nguồn gốc hàng hóa. Đã yêu cầu xuất trình hóa đơn, chứng từ chưa?";
    let due = Some(shift(desk.today, 3));
    ask(db, &Env::new(now, rng::fill), section, id, row.id, text, due).await.map(drop)
}
