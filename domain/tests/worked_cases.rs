//! Worked cases, one file each under `golden/worked_cases/`, written for a lawyer to read: the facts, and everything the
//! engine answers to them with its articles. `GOLDEN=write cargo test -p domain --test worked_cases` writes them anew.

use domain::calendar::{WorkCalendar, format_date, format_short};
use domain::catalogue::{Base, Catalogue, Mark};
use domain::law::competence::{Needs, Position, may_sign_sanction, who_may_sign};
use domain::law::deadline::{
    Deadline, DecisionFacts, complaint, decision_period, execution, execution_limitation, explanation_written,
    hand_over, seizure, send_decision,
};
use domain::law::fine::{ActAssessment, ActInput, Offender, OffenderKind, assess};
use domain::money::{Dong, in_words, thousandths};
use domain::statute::{Aggravating, Mitigating, deadline_rule};
use jiff::civil::{Date, date};
use std::fmt::Write as _;
use std::path::Path;

const MILLION: i64 = 1_000_000;
/// A Monday after the reforms of 2025.
const DAY: Date = date(2026, 6, 8);

struct Case {
    file: &'static str,
    title: &'static str,
    kind: OffenderKind,
    born: Option<Date>,
    made: Date,
    acts: Vec<ActInput>,
    confiscation: Option<i64>,
    needs: Needs,
}

fn act(id: &str, on: Date, amount: Option<i64>) -> ActInput {
    ActInput {
        behaviour_id: id.to_owned(),
        committed_on: on,
        amount,
        doubled: false,
        mitigating: Vec::new(),
        aggravating: Vec::new(),
    }
}

fn case(file: &'static str, title: &'static str, kind: OffenderKind, acts: Vec<ActInput>) -> Case {
    let made = acts.iter().map(|act| act.committed_on).max().unwrap_or(DAY);
    let confiscation = confiscated(&acts);
    Case { file, title, kind, born: None, made, acts, confiscation, needs: Needs::default() }
}

/// The value of the goods whose confiscation the decree orders.
fn confiscated(acts: &[ActInput]) -> Option<i64> {
    let ordered = |act: &&ActInput| {
        Catalogue::embedded().behaviour(&act.behaviour_id).is_some_and(|row| {
            row.base == Base::ExhibitValue && row.supplementary.iter().any(|text| text.starts_with("tịch thu tang vật"))
        })
    };
    let values: Vec<i64> = acts.iter().filter(ordered).filter_map(|act| act.amount).collect();
    (!values.is_empty()).then(|| values.iter().sum())
}

impl Case {
    fn confiscating(mut self, value: i64) -> Self {
        self.confiscation = Some(value);
        self
    }
    fn remedied(mut self) -> Self {
        self.needs.remedies = true;
        self
    }
    fn suspended(mut self) -> Self {
        self.needs.suspension = true;
        self
    }
    fn born(mut self, born: Date) -> Self {
        self.born = Some(born);
        self
    }
    fn decided(mut self, on: Date) -> Self {
        self.made = on;
        self
    }
}

fn with(mut act: ActInput, mitigating: &[Mitigating], aggravating: &[Aggravating]) -> ActInput {
    act.mitigating = mitigating.to_vec();
    act.aggravating = aggravating.to_vec();
    act
}

fn doubled(mut act: ActInput) -> ActInput {
    act.doubled = true;
    act
}

fn cases() -> Vec<Case> {
    use Aggravating::{A2, A9, A10, A11};
    use Mitigating::{M1, M2, M6};
    use OffenderKind::{HouseholdBusiness as Household, Individual, Organisation};
    let smuggled = |value| act("nd98-d15-k1", DAY, Some(value));
    let unknown = |value| act("nd98-d17-c", DAY, Some(value));
    let price = || act("nd87-d13-k1a", DAY, None);
    vec![
        case(
            "01-nhap-lau-ca-nhan-25-trieu",
            "Cá nhân bán hàng nhập lậu trị giá 25 triệu đồng",
            Individual,
            vec![smuggled(25 * MILLION)],
        )
        .remedied(),
        case(
            "02-nhap-lau-to-chuc-25-trieu",
            "Công ty bán hàng nhập lậu trị giá 25 triệu đồng: gấp hai lần",
            Organisation,
            vec![smuggled(25 * MILLION)],
        )
        .remedied(),
        case("03-nhap-lau-ho-kinh-doanh", "Hộ kinh doanh: phạt như cá nhân", Household, vec![smuggled(25 * MILLION)])
            .remedied(),
        case(
            "04-nhap-lau-sat-nguong-duoi",
            "Hàng nhập lậu 19.999.999 đồng: sát ngưỡng khung",
            Individual,
            vec![smuggled(20 * MILLION - 1)],
        ),
        case(
            "05-nhap-lau-dung-nguong",
            "Hàng nhập lậu đúng 20 triệu đồng: sang khung trên",
            Individual,
            vec![smuggled(20 * MILLION)],
        ),
        case(
            "06-nhap-lau-vuot-doi-truong",
            "Công ty bán hàng nhập lậu 120 triệu đồng: vượt thẩm quyền Đội trưởng",
            Organisation,
            vec![smuggled(120 * MILLION)],
        )
        .remedied(),
        case(
            "07-nhap-lau-thuc-pham-gap-doi",
            "Thực phẩm nhập lậu: phạt gấp hai, tổ chức lại gấp hai",
            Organisation,
            vec![doubled(smuggled(60 * MILLION))],
        )
        .remedied(),
        case(
            "08-mot-giam-nhe",
            "Một tình tiết giảm nhẹ: trong khoảng dưới mức trung bình",
            Individual,
            vec![with(smuggled(25 * MILLION), &[M2], &[])],
        ),
        case(
            "09-hai-giam-nhe",
            "Hai tình tiết giảm nhẹ: mức thấp nhất",
            Individual,
            vec![with(smuggled(25 * MILLION), &[M1, M2], &[])],
        ),
        case(
            "10-mot-tang-nang",
            "Một tình tiết tăng nặng: trong khoảng trên mức trung bình",
            Individual,
            vec![with(smuggled(25 * MILLION), &[], &[A9])],
        ),
        case(
            "11-hai-tang-nang",
            "Hai tình tiết tăng nặng: mức cao nhất",
            Individual,
            vec![with(smuggled(25 * MILLION), &[], &[A2, A10])],
        ),
        case(
            "12-bu-tru-ngang-nhau",
            "Một giảm nhẹ, một tăng nặng: bù trừ, mức trung bình",
            Individual,
            vec![with(smuggled(25 * MILLION), &[M2], &[A9])],
        ),
        case(
            "13-bu-tru-con-mot-tang-nang",
            "Một giảm nhẹ, hai tăng nặng: còn một tăng nặng",
            Individual,
            vec![with(smuggled(25 * MILLION), &[M6], &[A2, A9])],
        ),
        case(
            "14-quy-mo-lon-da-dinh-khung",
            "Quy mô lớn không tính lại khi trị giá đã định khung",
            Individual,
            vec![with(smuggled(90 * MILLION), &[], &[A11])],
        ),
        case(
            "15-truoc-nghi-dinh-68",
            "Quyết định trước 02/05/2025: quy tắc tình tiết cũ",
            Individual,
            vec![with(act("nd98-d15-k1", date(2025, 3, 3), Some(25 * MILLION)), &[M1, M2], &[])],
        )
        .decided(date(2025, 4, 1)),
        case(
            "16-ky-truoc-cai-cach-2025",
            "Ký ngày 30/06/2025: thẩm quyền theo Điều 45 Luật Xử lý vi phạm hành chính",
            Individual,
            vec![act("nd98-d15-k1", date(2025, 6, 2), Some(60 * MILLION))],
        )
        .decided(date(2025, 6, 30)),
        case(
            "17-ky-sau-cai-cach-2025",
            "Cùng vụ việc, ký ngày 01/07/2025: thẩm quyền theo Nghị định 189/2025/NĐ-CP",
            Individual,
            vec![act("nd98-d15-k1", date(2025, 6, 2), Some(60 * MILLION))],
        )
        .decided(date(2025, 7, 1)),
        case(
            "18-khong-ro-nguon-goc",
            "Hộ kinh doanh bán hàng không rõ nguồn gốc 12 triệu đồng",
            Household,
            vec![unknown(12 * MILLION)],
        )
        .remedied(),
        case(
            "19-khong-ro-nguon-goc-canh-cao",
            "Hàng không rõ nguồn gốc dưới 1 triệu đồng: có thể cảnh cáo",
            Individual,
            vec![with(unknown(900_000), &[M2], &[])],
        ),
        case(
            "20-qua-han-to-chuc",
            "Siêu thị bán hàng quá hạn 40 triệu đồng, có thực phẩm",
            Organisation,
            vec![doubled(act("nd98-d17-a", DAY, Some(40 * MILLION)))],
        )
        .remedied(),
        case(
            "21-hang-gia-cong-dung",
            "Buôn bán hàng giả về công dụng 8 triệu đồng",
            Individual,
            vec![act("nd98-d9-k1", DAY, Some(8 * MILLION))],
        )
        .remedied(),
        case(
            "22-san-xuat-hang-gia-chua-chac",
            "Sản xuất hàng giả: khung chưa đối chiếu, chỉ là gợi ý",
            Organisation,
            vec![act("nd98-d10-k1", DAY, Some(8 * MILLION))],
        )
        .suspended(),
        case(
            "23-thuoc-la-120-bao",
            "Buôn bán 120 bao thuốc lá nhập lậu",
            Individual,
            vec![act("nd98-d8-tl", DAY, Some(120_000))],
        )
        .confiscating(3 * MILLION),
        case(
            "24-thuoc-la-dien-tu",
            "Buôn bán thuốc lá điện tử trị giá 35 triệu đồng",
            Household,
            vec![act("nd98-d8-tldt", DAY, Some(35 * MILLION))],
        ),
        case("25-gia-niem-yet", "Không niêm yết giá", Household, vec![price()]),
        case(
            "26-nhan-hang-hoa",
            "Hàng hóa không có nhãn, trị giá 18 triệu đồng",
            Organisation,
            vec![act("nd119-d31-k4", DAY, Some(18 * MILLION))],
        )
        .remedied(),
        case(
            "27-nhieu-hanh-vi",
            "Công ty: hàng nhập lậu, không niêm yết giá, không có nhãn",
            Organisation,
            vec![smuggled(25 * MILLION), price(), act("nd119-d31-k4", DAY, Some(6 * MILLION))],
        )
        .remedied(),
        case(
            "28-mot-hanh-vi-vuot",
            "Hai hành vi, một hành vi vượt thẩm quyền: chuyển cả hồ sơ",
            Individual,
            vec![smuggled(110 * MILLION), price()],
        ),
        case("29-chua-du-16-tuoi", "Người 15 tuổi: chỉ cảnh cáo", Individual, vec![smuggled(25 * MILLION)])
            .born(date(2011, 1, 15)),
        case("30-chua-du-18-tuoi", "Người 17 tuổi: không quá một nửa", Individual, vec![smuggled(25 * MILLION)])
            .born(date(2009, 1, 15)),
        case("31-duoi-14-tuoi", "Người 13 tuổi: không xử phạt", Individual, vec![smuggled(25 * MILLION)])
            .born(date(2013, 1, 15)),
        case(
            "32-het-thoi-hieu",
            "Hết thời hiệu hai năm",
            Individual,
            vec![act("nd98-d15-k1", date(2024, 5, 20), Some(25 * MILLION))],
        )
        .decided(date(2026, 5, 21)),
        case(
            "33-ngay-cuoi-thoi-hieu",
            "Ngày cuối của thời hiệu hai năm",
            Individual,
            vec![act("nd98-d15-k1", date(2024, 5, 20), Some(25 * MILLION))],
        )
        .decided(date(2026, 5, 20)),
        case(
            "34-tinh-truc-tet",
            "Lập biên bản ngày cuối trước Tết Nguyên đán 2026: thời hạn theo ngày làm việc",
            Household,
            vec![act("nd98-d15-k1", date(2026, 2, 13), Some(45 * MILLION))],
        ),
        case(
            "35-dau-co-vuot-chi-cuc",
            "Đầu cơ 900 triệu đồng: vượt thẩm quyền Chi cục trưởng",
            Organisation,
            vec![act("nd98-d31", DAY, Some(900 * MILLION))],
        )
        .suspended(),
        case(
            "36-quy-dinh-cho-to-chuc",
            "Khuyến mại không trung thực: mức phạt quy định cho tổ chức, cá nhân một nửa",
            Individual,
            vec![act("nd98-d33-k3", DAY, None)],
        ),
        case(
            "37-truoc-khi-co-hieu-luc",
            "Hành vi trước khi nghị định có hiệu lực",
            Individual,
            vec![act("nd98-d15-k1", date(2020, 10, 14), Some(25 * MILLION))],
        )
        .decided(date(2020, 11, 2)),
        case(
            "38-thieu-tri-gia",
            "Thiếu trị giá của hành vi định khung theo trị giá",
            Individual,
            vec![act("nd98-d15-k1", DAY, None)],
        ),
        case("39-giay-phep-ruou", "Bán lẻ rượu không có giấy phép", Household, vec![act("nd98-ruou-gpbl", DAY, None)]),
        case(
            "40-an-toan-thuc-pham",
            "Gây ngộ độc thực phẩm từ 5 người",
            Organisation,
            vec![act("nd115-d22-k8", DAY, None)],
        )
        .suspended()
        .remedied(),
        case(
            "41-khong-ro-nguon-goc-thuc-pham-to-chuc",
            "Công ty bán thực phẩm không rõ nguồn gốc 120 triệu đồng: gấp hai, tổ chức lại gấp hai",
            Organisation,
            vec![doubled(unknown(120 * MILLION))],
        )
        .remedied(),
        case(
            "42-vi-pham-truoc-xu-ly-sau-nghi-dinh-68",
            "Vi phạm trước, xử lý sau ngày 02/05/2025: hai tình tiết giảm nhẹ",
            Individual,
            vec![with(act("nd98-d15-k1", date(2025, 4, 25), Some(25 * MILLION)), &[M1, M2], &[])],
        )
        .decided(date(2025, 5, 6)),
        case(
            "43-hai-tang-nang-truoc-nghi-dinh-68",
            "Quyết định trước 02/05/2025: hai tình tiết tăng nặng theo quy tắc cũ",
            Household,
            vec![with(act("nd98-d15-k1", date(2025, 3, 3), Some(25 * MILLION)), &[], &[A2, A10])],
        )
        .decided(date(2025, 4, 15)),
        case(
            "44-chua-du-18-tuoi-tai-pham",
            "Người 17 tuổi tái phạm: không tước giấy phép, không đình chỉ hoạt động",
            Individual,
            vec![with(smuggled(25 * MILLION), &[], &[A2])],
        )
        .born(date(2009, 1, 15)),
        case(
            "45-thuoc-la-1499-bao",
            "Công ty buôn bán 1.499 bao thuốc lá nhập lậu: sát ngưỡng trên, khung chưa đối chiếu",
            Organisation,
            vec![act("nd98-d8-tl", DAY, Some(1_499_000))],
        )
        .confiscating(38 * MILLION),
        case(
            "46-thuoc-la-1500-bao",
            "Công ty buôn bán 1.500 bao thuốc lá nhập lậu: khung cao nhất",
            Organisation,
            vec![act("nd98-d8-tl", DAY, Some(1_500_000))],
        )
        .confiscating(38 * MILLION),
        case(
            "47-hang-gia-thuc-pham-vuot-chi-cuc",
            "Cá nhân buôn bán thực phẩm giả 40 triệu đồng: gấp hai, vượt thẩm quyền Chi cục trưởng",
            Individual,
            vec![doubled(act("nd98-d9-k1", DAY, Some(40 * MILLION)))],
        )
        .remedied(),
        case(
            "48-quy-mo-lon-khung-co-dinh",
            "Kinh doanh không có giấy phép trên quy mô lớn: khung cố định, tình tiết được tính",
            Individual,
            vec![with(act("nd98-d6-k3a", DAY, None), &[], &[A11])],
        ),
        case(
            "49-nhieu-hanh-vi-ho-kinh-doanh",
            "Hộ kinh doanh: thực phẩm quá hạn, hàng không rõ nguồn gốc, không niêm yết giá",
            Household,
            vec![
                doubled(act("nd98-d17-a", DAY, Some(3 * MILLION))),
                with(unknown(5 * MILLION), &[M2], &[]),
                with(price(), &[M1, M2], &[]),
            ],
        )
        .remedied(),
        case(
            "50-doi-truong-truoc-nam-2022",
            "Ký ngày 31/12/2021: Đội trưởng chỉ tịch thu đến 25 triệu đồng; thời hạn theo ngày thường",
            Individual,
            vec![act("nd98-d15-k1", date(2021, 12, 31), Some(26 * MILLION))],
        ),
    ]
}

fn kind(case: &Case) -> String {
    let kind = match case.kind {
        OffenderKind::Individual => "Cá nhân",
        OffenderKind::HouseholdBusiness => "Hộ kinh doanh",
        OffenderKind::Organisation => "Tổ chức",
    };
    case.born.map_or_else(|| kind.to_owned(), |born| format!("{kind}, sinh ngày {}", format_date(born)))
}

fn facts(case: &Case, out: &mut String) -> std::fmt::Result {
    writeln!(out, "# {}\n\n## Vụ việc\n", case.title)?;
    writeln!(out, "- Người vi phạm: {}", kind(case))?;
    writeln!(out, "- Ngày xử lý: {}", format_date(case.made))?;
    for (index, act) in case.acts.iter().enumerate() {
        let row = Catalogue::embedded().behaviour(&act.behaviour_id);
        let amount = match (row.map(|row| row.base), act.amount) {
            (Some(Base::ExhibitValue), Some(value)) => format!(", trị giá {}", Dong(value)),
            (Some(Base::Quantity), Some(quantity)) => {
                let unit = row.and_then(|row| row.unit.as_deref()).unwrap_or_default();
                format!(", số lượng {} {unit}", thousandths(quantity))
            }
            _ => String::new(),
        };
        let title = row.map_or(act.behaviour_id.as_str(), |row| row.title.as_str());
        writeln!(out, "- Hành vi {}: {title}; ngày {}{amount}", index + 1, format_date(act.committed_on))?;
        if act.doubled {
            writeln!(out, "  - thuộc trường hợp phạt gấp theo nghị định")?;
        }
        for item in &act.mitigating {
            writeln!(out, "  - giảm nhẹ: {}", item.label())?;
        }
        for item in &act.aggravating {
            writeln!(out, "  - tăng nặng: {}", item.label())?;
        }
    }
    if let Some(value) = case.confiscation {
        writeln!(out, "- Tịch thu tang vật trị giá {}", Dong(value))?;
    }
    if case.needs.suspension {
        writeln!(out, "- Có tước giấy phép hoặc đình chỉ hoạt động")?;
    }
    if case.needs.remedies {
        writeln!(out, "- Có biện pháp khắc phục hậu quả")?;
    }
    Ok(())
}

fn one(index: usize, act: &ActAssessment, out: &mut String) -> std::fmt::Result {
    writeln!(out, "\n### Hành vi {}: {}\n", index + 1, act.title)?;
    writeln!(out, "| Bước | Căn cứ | Mức tin cậy |\n|---|---|---|")?;
    for step in &act.steps {
        writeln!(out, "| {} | {} | {} |", step.text, step.citation, step.citation.mark.label())?;
    }
    if act.warning_only {
        writeln!(out, "\n- Khung phạt: không phạt tiền ({})", act.citation)?;
        writeln!(out, "- Đề xuất: cảnh cáo")?;
    } else {
        writeln!(out, "\n- Khung phạt: {} ({})", act.frame, act.citation)?;
        let barred =
            if act.limitation.time_barred { ", không được phạt vì đã hết thời hiệu" } else { "" };
        let (amount, range) = (act.proposed.amount, act.proposed.range());
        writeln!(out, "- Đề xuất: {amount} ({}); được chọn {range}{barred}", in_words(amount))?;
    }
    if act.warning_possible {
        writeln!(out, "- Có thể cảnh cáo thay phạt tiền")?;
    }
    if act.needs_confirmation || act.citation.mark == Mark::Unsure {
        writeln!(out, "- Phải đối chiếu Công báo trước khi áp dụng")?;
    }
    for (title, items) in [("Phạt bổ sung", &act.supplementary), ("Khắc phục hậu quả", &act.remedies)] {
        if !items.is_empty() {
            writeln!(out, "- {title}: {}", items.join("; "))?;
        }
    }
    let over = if act.limitation.time_barred { "ĐÃ HẾT THỜI HIỆU, " } else { "" };
    writeln!(
        out,
        "- Thời hiệu {} năm: {over}đến hết {} ({})",
        act.limitation.years,
        format_date(act.limitation.until),
        act.limitation.citation
    )?;
    for warning in &act.warnings {
        writeln!(out, "- Lưu ý: {}", warning.trim_start_matches("Lưu ý: "))?;
    }
    Ok(())
}

fn period(deadline: &Deadline, out: &mut String) -> std::fmt::Result {
    let event = deadline_rule(&deadline.id, deadline.starts.date()).map_or("", |rule| rule.starts);
    writeln!(
        out,
        "| {} | {event}, {} | {} | {} | {} |",
        deadline.name,
        format_short(deadline.starts),
        deadline.length,
        format_short(deadline.due),
        deadline.citation
    )?;
    for day in &deadline.uncertain_days {
        writeln!(out, "| | | | lịch cần kiểm tra: {day} | |")?;
    }
    Ok(())
}

/// The periods of the case, as if record, seizure, decision and its receipt were of one day.
fn periods(case: &Case, may_explain: bool, transferred: bool, out: &mut String) -> std::fmt::Result {
    let calendar = WorkCalendar::embedded();
    let made = case.made.at(10, 0, 0, 0);
    let facts = DecisionFacts { transferred, ..DecisionFacts::default() };
    writeln!(out, "\n### Thời hạn\n")?;
    writeln!(out, "Giả định lập biên bản, tạm giữ, ra và giao quyết định trong cùng ngày xử lý.\n")?;
    writeln!(out, "| Việc | Từ | Thời hạn | Đến hết | Căn cứ |\n|---|---|---|---|---|")?;
    if transferred {
        period(&hand_over(made), out)?;
    }
    if may_explain {
        period(&explanation_written(made, calendar), out)?;
        let used = DecisionFacts { explanation_or_verification: true, ..facts };
        period(&decision_period(made, facts, calendar), out)?;
        let longer = decision_period(made, used, calendar);
        period(&Deadline { name: format!("{} (khi có giải trình, xác minh)", longer.name), ..longer }, out)?;
    } else {
        period(&decision_period(made, facts, calendar), out)?;
    }
    if case.confiscation.is_some() {
        period(&seizure(made, facts, calendar), out)?;
    }
    period(&send_decision(made, calendar), out)?;
    period(&execution(case.made, 10, calendar), out)?;
    period(&execution_limitation(case.made, calendar), out)?;
    period(&complaint(case.made, calendar), out)
}

fn answer(case: &Case) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    facts(case, &mut out)?;
    writeln!(out, "\n## Hệ thống trả lời")?;
    let offender = Offender { kind: case.kind, birth_date: case.born };
    let all = match assess(Catalogue::embedded(), &offender, &case.acts, case.made) {
        Ok(all) => all,
        Err(refusal) => {
            writeln!(out, "\nTừ chối: {} ({})", refusal.message, refusal.citation)?;
            return Ok(out);
        }
    };
    for (index, act) in all.acts.iter().enumerate() {
        one(index, act, &mut out)?;
    }
    writeln!(out, "\n### Chung\n")?;
    if all.acts.iter().any(|act| act.limitation.time_barred) {
        writeln!(
            out,
            "- Không ra quyết định phạt tiền đối với hành vi đã hết thời hiệu; người có thẩm quyền chỉ ký quyết định tịch thu, khắc phục hậu quả"
        )?;
    } else {
        writeln!(out, "- Tổng mức phạt đề xuất: {} ({})", all.total_proposed, in_words(all.total_proposed))?;
    }
    match &all.explanation_right {
        Some(right) => writeln!(out, "- Có quyền giải trình: {} ({})", right.reason, right.citation)?,
        None => writeln!(out, "- Không thuộc trường hợp có quyền giải trình")?,
    }
    for warning in &all.warnings {
        writeln!(out, "- Lưu ý: {}", warning.trim_start_matches("Lưu ý: "))?;
    }
    let confiscation = case.confiscation.map(Dong);
    writeln!(out, "\n### Thẩm quyền ký\n")?;
    for position in [
        Position::Controller,
        Position::TeamLeader,
        Position::ProvincialHead,
        Position::DepartmentDirector,
        Position::NationalDirector,
    ] {
        match may_sign_sanction(Some(position), case.made, &all, case.kind, confiscation, case.needs) {
            Ok(able) => writeln!(out, "- {}: được ký. {}", position.title_on(case.made), able.reasons.join("; "))?,
            Err(refusal) => writeln!(
                out,
                "- {}: không được ký. {} ({})",
                position.title_on(case.made),
                refusal.message,
                refusal.citation
            )?,
        }
    }
    let able = who_may_sign(case.made, &all, case.kind, confiscation, case.needs);
    let first = able.first().map_or("không có", |position| position.title_on(case.made));
    writeln!(out, "- Người đầu tiên có đủ thẩm quyền: {first}")?;
    if !all.acts.iter().all(|act| act.limitation.time_barred) {
        let transferred = able.first().is_some_and(|first| *first > Position::TeamLeader);
        periods(case, all.explanation_right.is_some(), transferred, &mut out)?;
    }
    Ok(out)
}

#[test]
fn worked_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/worked_cases");
    let write = std::env::var("GOLDEN").is_ok_and(|value| value == "write");
    let cases = cases();
    assert!(cases.len() >= 32);
    let mut differing = Vec::new();
    for case in &cases {
        let path = folder.join(format!("{}.md", case.file));
        let found = answer(case).expect("text");
        if write {
            std::fs::create_dir_all(&folder).expect("a folder");
            std::fs::write(&path, &found).expect("a file");
        } else if std::fs::read_to_string(&path).ok().as_deref() != Some(found.as_str()) {
            differing.push(format!("{}.md is now:\n{found}", case.file));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n\n"));
    let kept = std::fs::read_dir(&folder).expect("a folder").count();
    assert_eq!(kept, cases.len(), "files that no case writes");
}
