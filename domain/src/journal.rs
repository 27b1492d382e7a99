//! The journal of what is done beside cases, plans and the other chains: accounts of power, keys, devices, numbers, files that leave.
//!
//! Every entry says who, what, on what, why, when, and with what kind of browser. Must not know: how entries are kept.

use crate::authority::Actor;
use crate::officer::OfficerId;
use crate::unit::UnitPath;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The kind of browser or program a request comes from: enough to see that an act came from an unusual place, too little to follow a
/// person by it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub struct Client {
    pub browser: Browser,
    pub platform: Platform,
}

macro_rules! kinds {
    ($(#[$meta:meta])* $name:ident { $($(#[$inner:meta])* $variant:ident = $key:literal, $label:literal;)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$inner])* $variant,)* }

        impl $name {
            pub const ALL: &[$name] = &[$(Self::$variant,)*];

            /// Stable key, as stored.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }

            /// As officers call it.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }

            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.key() == key)
            }
        }
    };
}

kinds! {
    /// Families of browsers.
    Browser {
        CocCoc = "coc-coc", "Cốc Cốc";
        Edge = "edge", "Edge";
        Opera = "opera", "Opera";
        Samsung = "samsung", "Samsung Internet";
        Chrome = "chrome", "Chrome";
        Firefox = "firefox", "Firefox";
        Safari = "safari", "Safari";
        /// Anything else, also programs.
        #[default]
        Other = "khac", "Trình duyệt khác";
    }
}

kinds! {
    /// Families of operating systems.
    Platform {
        Windows = "windows", "Windows";
        Android = "android", "Android";
        Ios = "ios", "iPhone, iPad";
        MacOs = "macos", "macOS";
        ChromeOs = "chromeos", "ChromeOS";
        Linux = "linux", "Linux";
        #[default]
        Other = "khac", "hệ điều hành khác";
    }
}

impl Client {
    /// From the words a browser says of itself (`User-Agent`). What it says is its own claim and decides nothing.
    pub fn of(user_agent: &str) -> Self {
        let says = |word: &str| user_agent.contains(word);
        let browser = if says("coc_coc_browser") {
            Browser::CocCoc
        } else if says("Edg") {
            Browser::Edge
        } else if says("OPR/") {
            Browser::Opera
        } else if says("SamsungBrowser") {
            Browser::Samsung
        } else if says("Firefox") || says("FxiOS") {
            Browser::Firefox
        } else if says("Chrome") || says("CriOS") {
            Browser::Chrome
        } else if says("Safari") {
            Browser::Safari
        } else {
            Browser::Other
        };
        let platform = if says("Android") {
            Platform::Android
        } else if says("iPhone") || says("iPad") {
            Platform::Ios
        } else if says("Windows") {
            Platform::Windows
        } else if says("Mac OS X") {
            Platform::MacOs
        } else if says("CrOS") {
            Platform::ChromeOs
        } else if says("Linux") {
            Platform::Linux
        } else {
            Platform::Other
        };
        Self { browser, platform }
    }

    /// E.g. `Chrome trên Windows`; one part where only that is known, and empty where nothing is.
    pub fn label(self) -> String {
        match (self.browser, self.platform) {
            (Browser::Other, Platform::Other) => String::new(),
            (browser, Platform::Other) => browser.label().to_owned(),
            (Browser::Other, platform) => platform.label().to_owned(),
            (browser, platform) => format!("{} trên {}", browser.label(), platform.label()),
        }
    }

    /// Whether nothing is known of it.
    pub fn is_unknown(&self) -> bool {
        *self == Self::default()
    }
}

impl From<Client> for String {
    fn from(client: Client) -> Self {
        format!("{}/{}", client.browser.key(), client.platform.key())
    }
}

impl From<String> for Client {
    fn from(text: String) -> Self {
        let (browser, platform) = text.split_once('/').unwrap_or_default();
        Self {
            browser: Browser::from_key(browser).unwrap_or_default(),
            platform: Platform::from_key(platform).unwrap_or_default(),
        }
    }
}

kinds! {
    /// What was done.
    Deed {
        #[default]
        SignOut = "dang-xuat", "Đăng xuất";
        AddUnit = "them-don-vi", "Thêm đơn vị";
        MakeKey = "cap-khoa", "Cấp khóa cho hệ thống khác";
        RevokeKey = "thu-hoi-khoa", "Thu hồi khóa của hệ thống khác";
        Delegate = "giao-quyen", "Giao quyền";
        EndDelegation = "thoi-giao-quyen", "Thôi giao quyền";
        SetRisk = "trong-so-rui-ro", "Đặt trọng số rủi ro";
        MakeFeed = "tao-lich", "Tạo liên kết lịch cá nhân";
        RevokeFeed = "thu-hoi-lich", "Thu hồi liên kết lịch cá nhân";
        TakeOut = "mang-di", "Lấy gói hồ sơ đi hiện trường";
        EndDevice = "thu-hoi-thiet-bi", "Thu hồi thiết bị hiện trường";
        GiveUpDevice = "bo-thiet-bi", "Bỏ gói khỏi thiết bị";
        ReturnNumbers = "tra-so", "Trả số dự trữ";
        WithdrawFiled = "rut-bien-ban", "Rút nội dung lập tại hiện trường";
        VoidNumber = "huy-so", "Ghi số không dùng";
        BeginSeries = "bat-dau-so", "Đặt số bắt đầu của sổ";
        ReadFile = "doc-tep", "Mở tệp đính kèm";
        ExportCase = "xuat-ho-so", "Xuất hồ sơ kèm chuỗi sự kiện";
        ExportList = "xuat-danh-sach", "Xuất danh sách";
        EnterPractice = "vao-tap-huan", "Vào tập huấn";
        ChangeLink = "lien-ket", "Ghi, bỏ liên kết giữa các đối tượng";
        ChangeImport = "nhap-du-lieu", "Đổi cách đọc tệp nhập";
        Receive = "bien-nhan", "Nhận biên nhận của cơ sở dữ liệu quốc gia";
        AskNation = "hoi-tien-su", "Hỏi tiền sự của đối tượng ở trung ương";
        SaveDraft = "luu-nhap", "Gửi biểu mẫu viết dở từ thiết bị";
        Search = "tra-cuu", "Lưu, bỏ bộ lọc tra cứu";
    }
}

/// One line of the journal, as it is kept and hashed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalEntry {
    pub at: Timestamp,
    pub by: OfficerId,
    pub by_name: String,
    /// Path of his unit.
    pub path: UnitPath,
    /// [`Deed::key`].
    pub deed: String,
    /// Identifier of what it was done to; empty where there is only one.
    pub subject: String,
    /// What exactly, in words; never an identity paper, a telephone or a secret.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    #[serde(default, skip_serializing_if = "Client::is_unknown")]
    pub client: Client,
}

impl JournalEntry {
    /// What an officer did, now.
    pub fn new(actor: &Actor, at: Timestamp, client: Client, deed: Deed, subject: impl Into<String>) -> Self {
        Self {
            at,
            by: actor.id().clone(),
            by_name: actor.officer.full_name.clone(),
            path: actor.path.clone(),
            deed: deed.key().to_owned(),
            subject: subject.into(),
            words: String::new(),
            reason: String::new(),
            client,
        }
    }

    #[must_use]
    pub fn words(self, words: impl Into<String>) -> Self {
        Self { words: words.into(), ..self }
    }

    #[must_use]
    pub fn because(self, reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), ..self }
    }

    /// What was done, in words; the key itself where a later version wrote one that this one does not know.
    pub fn deed_label(&self) -> &str {
        match Deed::from_key(&self.deed) {
            Some(deed) => deed.label(),
            None => &self.deed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_by_what_they_say() {
        for (says, expected) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
                "Chrome trên Windows",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/120.0 Chrome/114.0 Safari/537.36",
                "Cốc Cốc trên Windows",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36 EdgA/140.0",
                "Edge trên Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari trên iPhone, iPad",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox trên Linux"),
            (
                "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36",
                "Samsung Internet trên Android",
            ),
            ("<script>Firefox</script>", "Firefox"),
            ("curl/8.5", ""),
            ("", ""),
        ] {
            assert_eq!(Client::of(says).label(), expected, "{says}");
        }
    }

    #[test]
    fn a_client_is_read_back_from_its_key() {
        for browser in Browser::ALL {
            for platform in Platform::ALL {
                let client = Client { browser: *browser, platform: *platform };
                assert_eq!(Client::from(String::from(client)), client);
            }
        }
        assert_eq!(Client::from("gì đó".to_owned()), Client::default());
    }

    #[test]
    fn keys_of_deeds_are_their_own() {
        let keys: std::collections::BTreeSet<_> = Deed::ALL.iter().map(|deed| deed.key()).collect();
        assert_eq!(keys.len(), Deed::ALL.len());
        for deed in Deed::ALL {
            assert_eq!(Deed::from_key(deed.key()), Some(*deed));
            assert!(!deed.label().is_empty());
        }
    }
}
