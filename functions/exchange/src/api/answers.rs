//! What the interface answers, described field by field.

use domain::calendar::Period;
use domain::catalogue::Mark;
use domain::described;
use domain::exchange::national::Record;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Values by the key of their figure.
pub type Values = BTreeMap<&'static str, i64>;

described! {
    /// Units of a day.
    Units {
        ngay: Date = "Ngày của sơ đồ tổ chức",
        don_vi: Vec<UnitRow> = "Các đơn vị trong phạm vi được cấp, cấp trên trước cấp dưới",
    }
    /// A unit.
    UnitRow {
        ma: String = "Mã đơn vị",
        ten: String = "Tên đầy đủ",
        ten_ngan: String = "Tên ngắn",
        cap: &'static str = "Cấp: national, province, division (phòng), team (đội)",
        cap_tren: Option<String> = "Mã đơn vị cấp trên trực tiếp",
        tu_ngay: Date = "Ngày bắt đầu",
        den_ngay: Option<Date> = "Ngày cuối cùng, nếu đã kết thúc",
        tiep_nhan: Option<String> = "Mã đơn vị tiếp nhận hồ sơ sau ngày cuối cùng",
    }
    /// Fields of management.
    Fields { linh_vuc: Vec<FieldRow> = "Các lĩnh vực, theo thứ tự của báo cáo" }
    /// A field.
    FieldRow { ma: String = "Mã lĩnh vực", ten: String = "Tên lĩnh vực" }
    /// Figures there are.
    Measures { chi_tieu: Vec<MeasureRow> = "Các chỉ tiêu, theo thứ tự của báo cáo" }
    /// A figure.
    MeasureRow {
        ma: String = "Mã chỉ tiêu",
        ten: String = "Tên chỉ tiêu",
        don_vi_tinh: String = "Đơn vị tính",
        dinh_nghia: String = "Đếm gì, theo ngày nào",
        nguon: String = "Căn cứ báo cáo",
        do_chac_chan: &'static str = "V đã đối chiếu văn bản, R theo ghi nhận chuyên môn, U chưa chắc",
        cuoi_ky: bool = "Là số còn lại đến hết ngày cuối kỳ, không phải số phát sinh trong kỳ",
        tong_cua: Vec<&'static str> = "Mã các chỉ tiêu thành phần được cộng lại; một mã là chính nó",
    }
    /// Periods of a year.
    Periods { ky: Vec<PeriodRow> = "Các kỳ của năm, theo thứ tự" }
    /// A period.
    PeriodRow {
        ma: String = "Mã kỳ",
        ten: String = "Tên kỳ",
        tu_ngay: Date = "Ngày đầu",
        den_ngay: Date = "Ngày cuối, kể cả ngày này",
    }
    /// Figures of a unit over a period.
    Figures {
        don_vi: String = "Mã đơn vị",
        ten: String = "Tên đơn vị",
        ky: PeriodRow = "Kỳ",
        to_chuc: &'static str = "Theo tổ chức: hien-nay hoặc thoi-diem",
        linh_vuc_chon: Option<String> = "Lĩnh vực được hỏi riêng, nếu có",
        chi_tieu: Vec<&'static str> = "Mã các chỉ tiêu",
        tong: Values = "Tổng của đơn vị, theo mã chỉ tiêu",
        linh_vuc: Vec<FieldFigures> = "Từng lĩnh vực có phát sinh",
        cac_don_vi: Vec<UnitFigures> = "Từng đơn vị trực thuộc; đơn vị không có cấp dưới là chính nó",
        so_sanh: Option<ComparedFigures> = "Kỳ so sánh, nếu hỏi và đơn vị có trong kỳ đó",
    }
    /// Figures of a field.
    FieldFigures {
        ma: String = "Mã lĩnh vực",
        ten: String = "Tên lĩnh vực",
        so_lieu: Values = "Số liệu theo mã chỉ tiêu",
    }
    /// Figures of a unit below.
    UnitFigures {
        ma: String = "Mã đơn vị",
        ten: String = "Tên đơn vị",
        tong: Values = "Tổng theo mã chỉ tiêu",
        linh_vuc: Vec<FieldFigures> = "Từng lĩnh vực có phát sinh",
    }
    /// Figures of the period compared with.
    ComparedFigures {
        ky: PeriodRow = "Kỳ so sánh",
        tong: Values = "Tổng của đơn vị, theo mã chỉ tiêu",
        linh_vuc: Vec<FieldFigures> = "Từng lĩnh vực có phát sinh",
        cac_don_vi: Vec<UnitTotal> = "Tổng của từng đơn vị trực thuộc",
    }
    /// The total of a unit below.
    UnitTotal {
        ma: String = "Mã đơn vị",
        ten: String = "Tên đơn vị",
        tong: Values = "Tổng theo mã chỉ tiêu",
    }
    /// Periodic reports there are.
    Definitions { bao_cao: Vec<DefinitionRow> = "Các báo cáo định kỳ" }
    /// A periodic report.
    DefinitionRow {
        ma: String = "Mã báo cáo",
        ten: String = "Tên báo cáo",
        loai_ky: Vec<&'static str> = "Lập cho các loại kỳ",
        dong: String = "Mỗi dòng là gì",
        chi_tieu: Vec<&'static str> = "Mã chỉ tiêu của các cột",
        cot: Vec<String> = "Các cột dưới mỗi chỉ tiêu",
        ghi_chu: Vec<&'static str> = "Điều người đọc cần biết",
        nguon: &'static str = "Căn cứ",
        do_chac_chan: &'static str = "Độ chắc chắn của mẫu biểu: V, R, U",
    }
    /// A periodic report with its figures.
    Report {
        ma: String = "Mã báo cáo",
        ten: String = "Tên báo cáo",
        don_vi: String = "Mã đơn vị",
        ten_don_vi: String = "Tên đơn vị",
        ky: PeriodRow = "Kỳ",
        chi_tieu: Vec<ReportFigure> = "Các chỉ tiêu, mỗi chỉ tiêu chiếm một số cột liền nhau",
        cot: Vec<String> = "Tên từng cột",
        dong: Vec<ReportLine> = "Các dòng, dòng cuối là tổng",
    }
    /// A figure of a report.
    ReportFigure { ten: String = "Tên chỉ tiêu và đơn vị tính", so_cot: usize = "Chiếm bao nhiêu cột" }
    /// A line of a report.
    ReportLine {
        ten: String = "Tên dòng",
        o: Vec<Option<i64>> = "Giá trị từng cột; cột phần trăm tính bằng phần nghìn (125 là 12,5 %), trống khi không có gốc so sánh",
    }
    /// A page of changes.
    Changes {
        ban_ghi: Vec<Record> = "Các phiên bản bản ghi, theo thứ tự thay đổi",
        con_tro: String = "Con trỏ để đọc tiếp; khi đã hết, hỏi lại bằng chính con trỏ này",
        het: bool = "Hiện không còn thay đổi nào sau trang này",
    }
    /// What became of receipts.
    Received {
        da_ghi: usize = "Số biên nhận mới được ghi",
        da_co: usize = "Số biên nhận đã có từ trước, không ghi lại",
    }
}

impl From<&Period> for PeriodRow {
    fn from(period: &Period) -> Self {
        Self { ma: period.key(), ten: period.label(), tu_ngay: period.from, den_ngay: period.to }
    }
}

/// The sign of a mark.
pub const fn sign(mark: Mark) -> &'static str {
    match mark {
        Mark::Seen => "V",
        Mark::Recalled => "R",
        Mark::Unsure => "U",
    }
}
