//! What may go wrong with the vault, and what to do then.

use super::Room;
use crate::browser::js;
use crate::vault_rules::{PinProblem, Unread};
use wasm_bindgen::JsValue;

/// Why the vault did not do what it was asked. Nothing that is kept is lost by any of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VaultError {
    /// This browser keeps nothing, or has no cryptography here.
    NoBrowser,
    /// There is no vault on this device.
    None,
    /// There is one already.
    Exists,
    /// A PIN that is not taken.
    Pin(PinProblem),
    /// The PIN is not the right one; so long until the next try.
    WrongPin { wait_seconds: u32 },
    /// Too soon after a wrong PIN.
    Wait { seconds: u32 },
    /// The vault's own record, or the key of this device, is not what it was.
    Broken,
    /// The vault was closed or removed in another tab.
    Closed,
    /// No room left on the device.
    Full,
    /// A record of that room was changed by something else than this application.
    Tampered(Room),
    /// A record of that room was written by a version that this one cannot read.
    Unreadable(Room),
    /// A key that may say something about somebody.
    Key,
    /// The file is no backup.
    NoBackup,
    /// The backup is not whole.
    Cut,
    /// The backup was made by a newer version.
    NewerBackup,
    /// The backup is another officer's.
    OtherOwner(String),
    /// Something that the browser says in its own words.
    Failed(String),
}

impl VaultError {
    /// What happened, and what to do.
    pub fn message(&self) -> String {
        let words = match self {
            Self::NoBrowser => {
                "Trình duyệt này không cho lưu dữ liệu đã mã hóa trên thiết bị. Mở lại ở cửa sổ thường (không phải cửa sổ ẩn danh), qua địa chỉ \
                 https, hoặc dùng trình duyệt mới hơn."
            }
            Self::None => "Thiết bị này chưa có kho hiện trường. Đặt mã PIN để tạo kho.",
            Self::Exists => "Thiết bị này đã có kho hiện trường. Mở kho bằng mã PIN.",
            Self::Pin(problem) => problem.message(),
            Self::WrongPin { wait_seconds: 0 } => "Mã PIN không đúng. Nhập lại; dữ liệu trong kho còn nguyên.",
            Self::WrongPin { wait_seconds: seconds } => {
                return format!(
                    "Mã PIN không đúng. Chờ {} rồi nhập lại; dữ liệu trong kho còn nguyên.",
                    duration(*seconds)
                );
            }
            Self::Wait { seconds } => {
                return format!(
                    "Đã nhập sai mã PIN nhiều lần. Chờ {} rồi nhập lại; dữ liệu trong kho còn nguyên.",
                    duration(*seconds)
                );
            }
            Self::Broken => {
                "Kho trên thiết bị này không mở được nữa: khóa của thiết bị hoặc phần đầu của kho đã bị thay đổi. Nếu có tệp sao lưu thì xóa kho, tạo \
                 kho mới rồi khôi phục từ tệp đó; nếu không, giữ nguyên kho và báo quản trị hệ thống."
            }
            Self::Closed => "Kho đã được đóng hoặc xóa ở thẻ khác. Tải lại trang rồi mở kho bằng mã PIN.",
            Self::Full => {
                "Thiết bị hết chỗ nên nội dung vừa nhập chưa được lưu; những gì đã lưu còn nguyên. Gửi các biên bản đang chờ, xóa bớt ảnh hoặc ứng dụng \
                 khác trên thiết bị, rồi lưu lại."
            }
            Self::Tampered(room) => {
                return format!(
                    "Một bản ghi trong {} đã bị thay đổi từ bên ngoài nên không mở được; các bản ghi khác vẫn dùng được. Ghi lại nội dung đó, hoặc khôi \
                     phục từ tệp sao lưu.",
                    room.title()
                );
            }
            Self::Unreadable(room) => {
                return format!(
                    "Một bản ghi trong {} được lưu bởi phiên bản khác nên chưa đọc được. Có mạng thì tải lại trang để dùng phiên bản mới nhất.",
                    room.title()
                );
            }
            Self::Key => "Bản ghi không có mã hợp lệ nên chưa được lưu. Tải lại trang rồi thực hiện lại.",
            Self::NoBackup => "Tệp này không phải tệp sao lưu của kho hiện trường. Chọn tệp có đuôi .insdp.",
            Self::Cut => {
                "Tệp sao lưu không còn nguyên vẹn (bị cắt hoặc bị sửa) nên không khôi phục được. Chép lại tệp từ nơi lưu ban đầu."
            }
            Self::NewerBackup => {
                "Tệp sao lưu được tạo bởi phiên bản mới hơn. Có mạng thì tải lại trang để dùng phiên bản mới nhất rồi khôi phục."
            }
            Self::OtherOwner(owner) => {
                return format!(
                    "Tệp sao lưu là của tài khoản {owner}. Đăng nhập và mở kho của tài khoản đó rồi khôi phục."
                );
            }
            Self::Failed(reason) => {
                return format!(
                    "Trình duyệt không thực hiện được với kho ({reason}). Tải lại trang rồi thực hiện lại."
                );
            }
        };
        words.to_owned()
    }

    /// What an error of the browser's storage means.
    pub(super) fn of(error: &JsValue) -> Self {
        match js::error_name(error).as_str() {
            "QuotaExceededError" => Self::Full,
            "ConstraintError" => Self::Exists,
            "InvalidStateError" | "NotFoundError" | "TransactionInactiveError" => Self::Closed,
            // `DataCloneError`: a browser that does not keep keys that stay inside it.
            "SecurityError" | "DataCloneError" => Self::NoBrowser,
            _ => Self::Failed(js::error_text(error)),
        }
    }
}

impl From<Unread> for VaultError {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::NoBackup => Self::NoBackup,
            Unread::Cut => Self::Cut,
            Unread::Newer => Self::NewerBackup,
        }
    }
}

fn duration(seconds: u32) -> String {
    if seconds < 60 { format!("{seconds} giây") } else { format!("{} phút", seconds.div_ceil(60)) }
}
