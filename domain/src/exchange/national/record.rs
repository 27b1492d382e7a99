//! The fields of a record: the seventeen groups and who told of it. Keys are this system's own [U]; the number in the words of a
//! group is its number in the list of fields [R].

use crate::{described, described_keys};
use jiff::Timestamp;
use jiff::civil::Date;

described_keys! {
    /// What a version says of its record.
    State {
        New = "moi": "Mới",
        Amended = "sua": "Sửa",
        Cancelled = "huy": "Hủy",
    }
    /// Which kind of decision a record is of.
    DecisionKind {
        Sanction = "xu-phat": "Quyết định xử phạt",
        OnTheSpot = "xu-phat-tai-cho": "Quyết định xử phạt không lập biên bản",
        Confiscation = "tich-thu-khong-xu-phat": "Quyết định tịch thu, không xử phạt",
        Remedies = "khac-phuc-khong-xu-phat": "Quyết định buộc khắc phục hậu quả, không xử phạt",
        Destruction = "buoc-tieu-huy": "Quyết định buộc tiêu hủy",
        Prosecution = "chuyen-hinh-su": "Quyết định chuyển hồ sơ để truy cứu trách nhiệm hình sự",
    }
    /// Whom the decision is for.
    SubjectKind {
        Person = "ca-nhan": "Cá nhân",
        Household = "ho-kinh-doanh": "Hộ kinh doanh",
        Organisation = "to-chuc": "Tổ chức",
        Unknown = "chua-xac-dinh": "Chưa xác định được người vi phạm",
    }
    /// Sex, where it is known.
    SexKey {
        Male = "nam": "Nam",
        Female = "nu": "Nữ",
    }
    /// How far the decision is carried out.
    ExecutionState {
        NotServed = "chua-giao": "Chưa giao quyết định",
        Running = "dang-thi-hanh": "Đang thi hành",
        Deferred = "hoan": "Đang hoãn thi hành tiền phạt",
        Stayed = "tam-dinh-chi": "Đang tạm đình chỉ thi hành",
        Enforcing = "cuong-che": "Đang cưỡng chế",
        Done = "da-thi-hanh": "Đã thi hành xong",
        Cancelled = "huy-bo": "Quyết định đã bị hủy bỏ",
        Prosecution = "to-tung": "Ở cơ quan tiến hành tố tụng",
    }
}

described! {
    /// One version of what is told of a decision.
    Record {
        ma_ban_ghi: String = "Mã bản ghi, ổn định qua mọi phiên bản",
        phien_ban: u32 = "Phiên bản: số thứ tự sự kiện trong hồ sơ, tăng dần, không liên tục; bản sau thay bản trước",
        trang_thai: State = "Trạng thái (nhóm 18): mới, sửa, hủy",
        cap_nhat: Updated = "Cập nhật (nhóm 18): ngày, người cập nhật",
        noi_dung: Content = "Nội dung bản ghi tại phiên bản này",
    }
    /// Who changed it, and when.
    Updated {
        luc: Timestamp = "Thời điểm, giờ UTC",
        ngay: Date = "Ngày cập nhật theo giờ Việt Nam",
        nguoi: String = "Người cập nhật",
        chuc_danh: String = "Chức danh của người cập nhật",
        don_vi: String = "Mã đơn vị của người cập nhật",
    }
    /// The groups of fields.
    Content {
        vu_viec: CaseRef = "Vụ việc (nhóm 1, 2)",
        doi_tuong: Subject = "Đối tượng (nhóm 3, 4, 5)",
        bien_ban: Option<Minutes> = "Biên bản vi phạm hành chính (nhóm 6)",
        hanh_vi: Vec<Act> = "Hành vi vi phạm (nhóm 7, 8)",
        quyet_dinh: Decision = "Quyết định (nhóm 9)",
        hinh_thuc: Sanctions = "Hình thức xử phạt (nhóm 10)",
        khac_phuc: Vec<String> = "Biện pháp khắc phục hậu quả (nhóm 11)",
        ngan_chan: Vec<Step> = "Biện pháp ngăn chặn (nhóm 12)",
        thi_hanh: Execution = "Thi hành (nhóm 13)",
        cuong_che: Vec<Step> = "Cưỡng chế (nhóm 14)",
        khieu_nai_khoi_kien: Vec<Step> = "Khiếu nại, khởi kiện (nhóm 15)",
        sua_doi: Vec<Step> = "Sửa đổi, đính chính, hủy bỏ (nhóm 16)",
        chuyen_to_tung: Vec<Step> = "Chuyển cơ quan tố tụng (nhóm 17)",
    }
    /// The case and who handles it.
    CaseRef {
        ma_vu_viec: String = "Số hồ sơ vụ việc",
        ma_ho_so: String = "Mã hồ sơ trong hệ thống này",
        don_vi_ma: String = "Mã đơn vị ra quyết định",
        don_vi_ten: String = "Tên đơn vị ra quyết định, như trên văn bản",
        chung_voi: Vec<String> = "Số hồ sơ của người vi phạm khác trong cùng quyết định",
    }
    /// Whom the decision is for.
    Subject {
        loai: SubjectKind = "Loại đối tượng",
        chua_thanh_nien: bool = "Dưới 18 tuổi vào ngày vi phạm",
        ca_nhan: Option<Person> = "Cá nhân, hoặc chủ hộ kinh doanh",
        to_chuc: Option<Organisation> = "Tổ chức, hoặc hộ kinh doanh",
    }
    /// A person.
    Person {
        ho_ten: String = "Họ và tên",
        ngay_sinh: Option<Date> = "Ngày sinh",
        gioi_tinh: Option<SexKey> = "Giới tính",
        quoc_tich: String = "Quốc tịch",
        dan_toc: Option<String> = "Dân tộc; hồ sơ không ghi nên luôn để trống",
        so_dinh_danh: Option<String> = "Số định danh cá nhân, căn cước",
        ho_chieu: Option<String> = "Số hộ chiếu hoặc giấy tờ thay thế",
        ngay_cap: Option<Date> = "Ngày cấp giấy tờ; hồ sơ không ghi nên luôn để trống",
        noi_cap: Option<String> = "Nơi cấp giấy tờ; hồ sơ không ghi nên luôn để trống",
        nghe_nghiep: String = "Nghề nghiệp",
        noi_cu_tru: String = "Nơi cư trú",
        ma_xa: Option<String> = "Mã xã, phường, đặc khu của nơi cư trú",
    }
    /// An organisation or a household business.
    Organisation {
        ten: String = "Tên",
        dia_chi: String = "Địa chỉ trụ sở",
        ma_xa: Option<String> = "Mã xã, phường, đặc khu của trụ sở",
        ma_so: Option<String> = "Mã số thuế, mã số doanh nghiệp",
        so_giay_phep: String = "Số giấy chứng nhận đăng ký, giấy phép",
        ngay_cap: Option<Date> = "Ngày cấp",
        noi_cap: String = "Nơi cấp",
        nguoi_dai_dien: String = "Người đại diện theo pháp luật, chủ hộ",
        chuc_danh: String = "Chức danh người đại diện",
    }
    /// The violation record.
    Minutes {
        so: String = "Số biên bản",
        ngay: Date = "Ngày lập",
        noi_lap: String = "Nơi lập",
        nguoi_lap: String = "Người lập",
        chuc_vu: String = "Chức vụ người lập",
    }
    /// One act.
    Act {
        ten: String = "Tên hành vi theo danh mục",
        mo_ta: String = "Mô tả trong biên bản",
        ngay: Option<Date> = "Ngày thực hiện, kết thúc hành vi",
        dia_diem: String = "Địa điểm",
        linh_vuc: String = "Mã lĩnh vực quản lý nhà nước",
        can_cu: String = "Điểm, khoản, điều và văn bản, như trên quyết định",
        van_ban: Option<String> = "Số hiệu văn bản đọc từ căn cứ",
        dieu: Option<String> = "Điều đọc từ căn cứ",
        khoan: Option<String> = "Khoản đọc từ căn cứ",
        diem: Option<String> = "Điểm đọc từ căn cứ",
        tien_phat: i64 = "Mức phạt của hành vi, đồng; 0 là cảnh cáo hoặc không phạt",
        giam_nhe: Vec<String> = "Mã tình tiết giảm nhẹ: M và số thứ tự tại Điều 9 Luật Xử lý vi phạm hành chính",
        tang_nang: Vec<String> = "Mã tình tiết tăng nặng: A và số thứ tự tại khoản 1 Điều 10 Luật Xử lý vi phạm hành chính",
        tai_pham: bool = "Vi phạm nhiều lần hoặc tái phạm",
    }
    /// The paper.
    Decision {
        loai: DecisionKind = "Loại quyết định",
        so: String = "Số quyết định",
        ngay: Date = "Ngày ký",
        ngay_hieu_luc: Date = "Ngày có hiệu lực: ngày ký",
        nguoi_ky: String = "Người ký",
        chuc_vu: String = "Chức vụ người ký",
        co_quan: String = "Cơ quan của người ký, như trên văn bản",
        giao_quyen: Option<String> = "Số quyết định giao quyền khi cấp phó ký",
        noi_dung: String = "Căn cứ, lý do ghi trong quyết định",
    }
    /// What the decision imposes.
    Sanctions {
        canh_cao: bool = "Phạt cảnh cáo",
        tien_phat: i64 = "Tổng tiền phạt, đồng",
        tuoc_dinh_chi: Vec<String> = "Tước giấy phép, đình chỉ, kèm thời hạn, như trên quyết định",
        tich_thu: Vec<Goods> = "Tang vật, phương tiện bị tịch thu",
        tri_gia_tich_thu: i64 = "Trị giá tang vật bị tịch thu, đồng",
        tieu_huy: Vec<Goods> = "Tang vật buộc tiêu hủy theo quyết định này",
    }
    /// One line of exhibits.
    Goods {
        ten: String = "Tên hàng hóa",
        don_vi_tinh: String = "Đơn vị tính",
        so_luong: u32 = "Số lượng",
        don_gia: i64 = "Đơn giá, đồng",
        tri_gia: i64 = "Trị giá, đồng",
    }
    /// A paper or an entry beside the decision.
    Step {
        ma: String = "Mã thủ tục trong hệ thống này",
        ten: String = "Tên thủ tục",
        so: Option<String> = "Số văn bản, nếu có",
        ngay: Date = "Ngày",
        noi_dung: String = "Nội dung, kết quả",
    }
    /// How the decision is carried out.
    Execution {
        tinh_trang: ExecutionState = "Tình trạng thi hành",
        ngay_giao: Option<Date> = "Ngày giao quyết định",
        da_nop: i64 = "Tiền phạt đã nộp, đồng",
        con_phai_nop: i64 = "Tiền phạt còn phải nộp, đồng",
        giam_mien: i64 = "Tiền phạt được giảm, miễn, không thi hành, đồng",
        nop_phat: Vec<Paid> = "Từng lần nộp",
        quyet_dinh_khac: Vec<Step> = "Hoãn, giảm, miễn, nộp nhiều lần, tạm đình chỉ, thi hành một phần",
        da_thi_hanh: Vec<Carried> = "Phần khác đã thi hành",
    }
    /// One payment.
    Paid {
        ngay: Date = "Ngày nộp",
        so_tien: i64 = "Số tiền, đồng",
        chung_tu: String = "Số chứng từ",
    }
    /// A part carried out.
    Carried {
        phan: String = "Mã phần: tich-thu, phat-bo-sung, khac-phuc",
        ngay: Date = "Ngày thi hành",
        ghi_chu: String = "Ghi chú",
    }
}
