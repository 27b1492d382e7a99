//! The addresses of the interface as a table: what each takes, who may call it, in which forms it answers. Requests are judged by it and the
//! description of the interface is written from it.

use super::answers::{Changes, Definitions, Fields, Figures, Measures, Periods, Received, Report, Units};
use super::federation;
use super::parameters::{Kind, Parameter};
use domain::exchange::national::{CURSOR_LENGTH, MAX_REASON, MAX_RECEIPTS, Verdict};
use domain::exchange::{Described, Schema};
use serde_json::{Value, json};

/// Where the interface is mounted.
pub const BASE: &str = "/api/v1";

/// Who may call an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Anybody: it tells nothing of a case.
    Anybody,
    /// An officer by his session, or any key.
    Known,
    /// An officer who reads reports, or a key for figures.
    Figures,
    /// A key for the national database.
    National,
    /// The key of a province that keeps its own data.
    Province,
}

/// A form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Json,
    /// A record a line; the cursor is in a header.
    Lines,
    /// The flat part, as a file for hand delivery.
    Csv,
    Html,
    Css,
}

impl Format {
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Lines => "application/x-ndjson",
            Self::Csv => "text/csv",
            Self::Html => "text/html",
            Self::Css => "text/css",
        }
    }

    /// With its letters, as it is sent.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::Lines => "application/x-ndjson; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Html => "text/html; charset=utf-8",
            Self::Css => "text/css; charset=utf-8",
        }
    }
}

/// What an address does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    Units,
    Fields,
    Measures,
    Periods,
    Figures,
    Definitions,
    Report,
    Changes,
    Receipts,
    /// Where a province stands.
    Standing,
    Shipment,
    Question,
    Document,
    Page,
    Sheet,
}

/// One address.
pub struct Operation {
    /// Below [`BASE`]; `{ma}` stands for a key of a report.
    pub path: &'static str,
    pub does: Does,
    pub posted: bool,
    pub summary: &'static str,
    pub about: &'static str,
    pub who: Who,
    pub parameters: &'static [Parameter],
    pub formats: &'static [Format],
    /// What a JSON answer is.
    pub answer: Option<fn() -> Schema>,
    /// What is posted.
    pub body: Option<fn() -> Value>,
}

const ROW: Operation = Operation {
    path: "",
    does: Does::Page,
    posted: false,
    summary: "",
    about: "",
    who: Who::Known,
    parameters: &[],
    formats: &[Format::Json],
    answer: None,
    body: None,
};

const UNIT: Parameter = Parameter {
    name: "don-vi",
    kind: Kind::Unit,
    required: false,
    about: "Mã đơn vị; để trống là đơn vị cao nhất trong phạm vi được cấp",
    example: "33",
};
const PERIOD: Parameter = Parameter {
    name: "ky",
    kind: Kind::Period,
    required: false,
    about: "Mã kỳ; để trống là tháng báo cáo hiện tại (ngày 15 tháng trước đến ngày 14)",
    example: "2026-11",
};
const BASIS: Parameter = Parameter {
    name: "to-chuc",
    kind: Kind::Basis,
    required: false,
    about: "Tổng hợp theo tổ chức hiện nay (mặc định) hoặc tại thời điểm phát sinh",
    example: "hien-nay",
};

/// Records of a page of changes where nothing is asked.
pub const PAGE: u32 = 100;

/// Every address, in the order of the description.
pub const OPERATIONS: [Operation; 15] = [
    Operation {
        path: "/don-vi",
        does: Does::Units,
        summary: "Sơ đồ tổ chức tại một ngày",
        about: "Các đơn vị đang hoạt động vào ngày được hỏi, trong phạm vi được cấp.",
        parameters: &[Parameter {
            name: "ngay",
            kind: Kind::Day,
            required: false,
            about: "Ngày của sơ đồ; để trống là hôm nay",
            example: "2026-11-20",
        }],
        answer: Some(Units::schema),
        ..ROW
    },
    Operation {
        path: "/linh-vuc",
        does: Does::Fields,
        summary: "Lĩnh vực quản lý nhà nước",
        about: "Danh sách đóng các lĩnh vực mà số liệu được chia theo.",
        answer: Some(Fields::schema),
        ..ROW
    },
    Operation {
        path: "/chi-tieu",
        does: Does::Measures,
        summary: "Chỉ tiêu với định nghĩa, đơn vị tính, nguồn và độ chắc chắn",
        about: "Số tiền là số nguyên đồng. Vụ có nhiều lĩnh vực tính một vụ, theo lĩnh vực của hành vi thứ nhất; số hủy giảm trừ ở kỳ có quyết định hủy.",
        answer: Some(Measures::schema),
        ..ROW
    },
    Operation {
        path: "/ky",
        does: Does::Periods,
        summary: "Các kỳ báo cáo của một năm",
        about: "Tháng báo cáo từ ngày 15 tháng trước đến ngày 14; tuần từ thứ Năm đến thứ Tư.",
        parameters: &[
            Parameter {
                name: "loai",
                kind: Kind::Length,
                required: false,
                about: "Loại kỳ; để trống là tháng",
                example: "thang",
            },
            Parameter {
                name: "nam",
                kind: Kind::Year,
                required: false,
                about: "Năm báo cáo; để trống là năm hiện tại",
                example: "2026",
            },
        ],
        answer: Some(Periods::schema),
        ..ROW
    },
    Operation {
        path: "/so-lieu",
        does: Does::Figures,
        summary: "Số liệu theo đơn vị, kỳ, lĩnh vực, chỉ tiêu",
        about: "Tổng của đơn vị, của từng đơn vị trực thuộc và từng lĩnh vực, kèm kỳ so sánh nếu hỏi.",
        who: Who::Figures,
        parameters: &[
            UNIT,
            PERIOD,
            Parameter {
                name: "linh-vuc",
                kind: Kind::Field,
                required: false,
                about: "Chỉ một lĩnh vực; để trống là tất cả",
                example: "hang-nhap-lau",
            },
            Parameter {
                name: "chi-tieu",
                kind: Kind::Figures,
                required: false,
                about: "Mã chỉ tiêu, cách nhau bằng dấu phẩy; để trống là vi_pham,xu_ly,phat_tien,thu_nop",
                example: "vi_pham,phat_tien",
            },
            BASIS,
            Parameter {
                name: "so-voi",
                kind: Kind::Compared,
                required: false,
                about: "So với kỳ trước hoặc cùng kỳ năm trước",
                example: "cung-ky",
            },
        ],
        answer: Some(Figures::schema),
        ..ROW
    },
    Operation {
        path: "/bao-cao",
        does: Does::Definitions,
        summary: "Các báo cáo định kỳ",
        about: "Mẫu báo cáo dưới dạng dữ liệu: dòng, cột, kỳ, căn cứ.",
        answer: Some(Definitions::schema),
        ..ROW
    },
    Operation {
        path: "/bao-cao/{ma}",
        does: Does::Report,
        summary: "Một báo cáo định kỳ với số liệu",
        about: "Số liệu của mẫu báo cáo cho một đơn vị và một kỳ.",
        who: Who::Figures,
        parameters: &[UNIT, PERIOD, BASIS],
        answer: Some(Report::schema),
        ..ROW
    },
    Operation {
        path: "/quoc-gia/thay-doi",
        does: Does::Changes,
        summary: "Thay đổi của các quyết định, cho cơ sở dữ liệu quốc gia về xử lý vi phạm hành chính",
        about: "Một bản ghi cho mỗi quyết định (Nghị định 20/2016/NĐ-CP: nhóm trường R, tên trường và mã U, chưa đối chiếu văn bản kỹ thuật). Mỗi thay đổi là một phiên bản, \
                theo đúng thứ tự ghi, mỗi phiên bản đúng một lần: đọc từ đầu, rồi hỏi tiếp bằng con trỏ nhận được. Thời hạn cung cấp: 02 ngày làm việc (U). Có dữ liệu cá nhân: mỗi trang được ghi nhật ký. \
                Bản dòng (x-ndjson) và bản CSV trả con trỏ ở trường đầu INS-Con-Tro, hết hay chưa ở INS-Het.",
        who: Who::National,
        parameters: &[
            Parameter {
                name: "con-tro",
                kind: Kind::Cursor,
                required: false,
                about: "Con trỏ nhận được ở trang trước; để trống là đọc từ đầu",
                example: "1k000000000000000700000001f4a96df3",
            },
            Parameter {
                name: "toi-da",
                kind: Kind::Count(200),
                required: false,
                about: "Số bản ghi tối đa của trang; để trống là 100",
                example: "100",
            },
        ],
        formats: &[Format::Json, Format::Lines, Format::Csv],
        answer: Some(Changes::schema),
        ..ROW
    },
    Operation {
        path: "/quoc-gia/bien-nhan",
        does: Does::Receipts,
        posted: true,
        summary: "Biên nhận của bên nhận: đã nhận hoặc từ chối từng phiên bản, kèm lý do",
        about: "Ghi tất cả hoặc không ghi gì; gửi lại cùng biên nhận không ghi hai lần. Chỉ nhận biên nhận của phiên bản đã cung cấp.",
        who: Who::National,
        answer: Some(Received::schema),
        body: Some(receipts_schema),
        ..ROW
    },
    Operation {
        path: "/lien-thong/vi-tri",
        does: Does::Standing,
        summary: "Liên thông: trung ương đã có đến đâu trong chuỗi sự kiện của tỉnh",
        about: "Cho một tỉnh tự giữ dữ liệu. Mỗi lần gửi bắt đầu bằng câu hỏi này.",
        who: Who::Province,
        answer: Some(federation::standing_schema),
        ..ROW
    },
    Operation {
        path: "/lien-thong/chuyen",
        does: Does::Shipment,
        posted: true,
        summary: "Liên thông: nhận một phần chuỗi của tỉnh, gồm số liệu và tiền sự dưới dấu",
        about: "Ghi tất cả hoặc không ghi gì; gửi lại cùng một phần không tính hai lần; thiếu phần giữa hoặc khác chuỗi thì không nhận. \
                Không có tên, số giấy tờ hay địa chỉ của đối tượng: dấu là mã băm có khóa mà trung ương không giữ.",
        who: Who::Province,
        answer: Some(federation::standing_schema),
        body: Some(federation::shipment_schema),
        ..ROW
    },
    Operation {
        path: "/lien-thong/tien-su",
        does: Does::Question,
        posted: true,
        summary: "Liên thông: các tỉnh khác biết gì về một đối tượng, hỏi bằng dấu",
        about: "Các vụ trước của đối tượng ở tỉnh khác, để xét tái phạm và vi phạm nhiều lần.",
        who: Who::Province,
        answer: Some(federation::told_schema),
        body: Some(federation::question_schema),
        ..ROW
    },
    Operation {
        path: "/openapi.json",
        does: Does::Document,
        summary: "Tài liệu này (OpenAPI 3.1)",
        about: "Mô tả máy đọc được của giao diện.",
        who: Who::Anybody,
        ..ROW
    },
    Operation {
        path: "/tai-lieu",
        does: Does::Page,
        summary: "Tài liệu cho người đọc",
        about: "Trang mô tả giao diện.",
        who: Who::Anybody,
        formats: &[Format::Html],
        ..ROW
    },
    Operation {
        path: "/tai-lieu.css",
        does: Does::Sheet,
        summary: "Kiểu chữ của trang tài liệu",
        about: "Dùng cho trang tài liệu.",
        who: Who::Anybody,
        formats: &[Format::Css],
        ..ROW
    },
];

/// What is posted as receipts, as JSON Schema.
pub fn receipts_schema() -> Value {
    let verdicts: Vec<&str> = Verdict::ALL.iter().map(|verdict| verdict.key()).collect();
    json!({
        "type": "object", "required": ["bien_nhan"], "additionalProperties": false,
        "properties": { "bien_nhan": {
            "type": "array", "minItems": 1, "maxItems": MAX_RECEIPTS,
            "description": "Các biên nhận",
            "items": {
                "type": "object", "required": ["ma_ban_ghi", "phien_ban", "ket_qua"], "additionalProperties": false,
                "properties": {
                    "ma_ban_ghi": {
                        "type": "string", "description": "Mã bản ghi đã nhận",
                        "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.(xp|q)[1-9][0-9]{0,8}$",
                    },
                    "phien_ban": { "type": "integer", "minimum": 1, "maximum": i32::MAX, "description": "Phiên bản đã nhận" },
                    "ket_qua": { "type": "string", "enum": verdicts, "description": "Đã nhận hoặc từ chối" },
                    "ly_do": {
                        "type": "string", "maxLength": MAX_REASON,
                        "description": "Lý do; bắt buộc khi từ chối. Không ghi dữ liệu cá nhân",
                    },
                },
            },
        } },
        "example": { "bien_nhan": [{
            "ma_ban_ghi": "01990000-0000-7000-8000-000000000000.xp1", "phien_ban": 9, "ket_qua": "tu-choi",
            "ly_do": "Thiếu mã xã của nơi cư trú",
        }] },
    })
}

/// Characters of a cursor, for whom describes headers.
pub const CURSOR: usize = CURSOR_LENGTH;
