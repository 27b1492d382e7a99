//! The facts of the worked cases: who, what, when, how much, and under which circumstances.

use domain::catalogue::{Base, Catalogue};
use domain::law::competence::Needs;
use domain::law::fine::{ActInput, OffenderKind};
use domain::statute::{Aggravating, Mitigating};
use jiff::civil::{Date, date};

const MILLION: i64 = 1_000_000;
/// A Monday after the reforms of 2025.
const DAY: Date = date(2026, 6, 8);

pub struct Case {
    pub file: &'static str,
    pub title: &'static str,
    pub kind: OffenderKind,
    pub born: Option<Date>,
    pub made: Date,
    pub acts: Vec<ActInput>,
    pub confiscation: Option<i64>,
    pub needs: Needs,
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

pub fn cases() -> Vec<Case> {
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
        case(
            "51-hai-tang-nang-vi-pham-truoc-xu-ly-sau",
            "Vi phạm trước, xử lý sau ngày 02/05/2025: hai tình tiết tăng nặng theo quy tắc cũ vì quy tắc mới nặng hơn",
            Individual,
            vec![with(act("nd98-d15-k1", date(2025, 4, 25), Some(25 * MILLION)), &[], &[A2, A10])],
        )
        .decided(date(2025, 5, 6)),
    ]
}
