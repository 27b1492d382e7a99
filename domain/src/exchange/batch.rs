//! An import from its upload to its undoing: the states it and its rows go through, and what is told of it.
//!
//! Must not know: how it is stored, or what a row says.

use super::Mapping;
use super::encoding::Encoding;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Stable identifier of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ImportId(pub Uuid);

impl std::fmt::Display for ImportId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

macro_rules! keyed {
    ($(#[$about:meta])* $name:ident, $count:literal: $($(#[$doc:meta])* $variant:ident = $key:literal, $label:literal;)*) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            pub const ALL: [Self; $count] = [$(Self::$variant,)*];

            /// Stable key, as stored and posted.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }

            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|one| one.key() == key)
            }

            /// Vietnamese label.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }
        }
    };
}

keyed! {
    /// Where an import stands.
    BatchState, 7:
    /// Its rows are kept; the officer has not said what its columns hold.
    Received = "received", "Chờ chọn cột";
    /// Its rows are being read.
    Checking = "checking", "Đang kiểm tra";
    /// Every row was read; nothing is in the register yet.
    Ready = "ready", "Chờ nhập";
    Applying = "applying", "Đang nhập";
    Done = "done", "Đã nhập";
    Undoing = "undoing", "Đang hoàn tác";
    Undone = "undone", "Đã hoàn tác";
}

keyed! {
    /// What became of a row.
    RowState, 12:
    /// Not read yet.
    Waiting = "waiting", "Chưa kiểm tra";
    /// The headings, or what stands above them.
    Heading = "heading", "Dòng tiêu đề";
    /// It holds nothing in the columns that are read.
    Blank = "blank", "Dòng trống";
    Faulty = "faulty", "Có lỗi, không nhập";
    /// It will become a new party.
    Good = "good", "Sẽ nhập mới";
    /// A party with the same identifier is in the register.
    Same = "same", "Trùng mã số với hồ sơ đã có";
    /// A row before it has the same identifier.
    Repeated = "repeated", "Trùng mã số với dòng trước";
    /// It became a new party.
    Made = "made", "Đã nhập mới";
    /// Its place was added to a party that was there.
    Attached = "attached", "Đã thêm cơ sở vào hồ sơ đã có";
    Skipped = "skipped", "Đã bỏ qua theo lựa chọn";
    /// What it made was taken back.
    Removed = "removed", "Đã hoàn tác";
    /// What it made stays, since something refers to it.
    Kept = "kept", "Không hoàn tác được, giữ lại";
}

keyed! {
    /// What the officer wants of a row whose identifier is taken.
    Choice, 3:
    /// Adds the place of business to the party that is there.
    Attach = "attach", "Thêm cơ sở vào hồ sơ đã có";
    Skip = "skip", "Bỏ qua dòng này";
    /// A different party after all: the papers were compared.
    New = "new", "Vẫn nhập mới (đã đối chiếu giấy tờ)";
}

impl BatchState {
    /// Whether the officer may still say how the file is read.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::Checking | Self::Ready)
    }

    /// Whether something is under way that goes on with the next request.
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Checking | Self::Applying | Self::Undoing)
    }
}

impl RowState {
    /// Whether it waits for the officer's choice.
    pub const fn asks(self) -> bool {
        matches!(self, Self::Same | Self::Repeated)
    }
}

/// An uploaded file that was not taken, and why; kept for the page that asked for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedFile {
    pub name: String,
    /// What is wrong with it and what to do.
    pub message: String,
}

/// What happened to an import, as it is written down for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ImportEvent {
    Received {
        file: String,
        sha256: String,
        rows: u32,
    },
    Mapped {
        encoding: Encoding,
        header_line: u32,
        columns: Mapping,
    },
    Checked {
        good: u32,
        faulty: u32,
        same: u32,
        repeated: u32,
    },
    Chosen {
        choice: Choice,
        rows: u32,
    },
    /// One chunk, in one transaction with what it made.
    Applied {
        first: u32,
        last: u32,
        made: u32,
        attached: u32,
        skipped: u32,
        returned: u32,
    },
    Finished {
        made: u32,
        attached: u32,
        skipped: u32,
    },
    UndoBegun {
        reason: String,
    },
    Removed {
        removed: u32,
        kept: u32,
    },
    Undone {
        removed: u32,
        kept: u32,
    },
}

impl ImportEvent {
    /// Stable key, as stored.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Received { .. } => "received",
            Self::Mapped { .. } => "mapped",
            Self::Checked { .. } => "checked",
            Self::Chosen { .. } => "chosen",
            Self::Applied { .. } => "applied",
            Self::Finished { .. } => "finished",
            Self::UndoBegun { .. } => "undo-begun",
            Self::Removed { .. } => "removed",
            Self::Undone { .. } => "undone",
        }
    }

    /// What happened, in Vietnamese.
    pub fn sentence(&self) -> String {
        let rows = |count: u32| crate::money::group(count.into());
        match self {
            Self::Received { file, rows: count, .. } => format!("Tải lên tệp “{file}”, {} dòng", rows(*count)),
            Self::Mapped { encoding, header_line, columns } => format!(
                "Chọn cách đọc: {}, tiêu đề ở dòng {header_line}, {} cột được nhập",
                encoding.label(),
                columns.0.iter().flatten().count()
            ),
            Self::Checked { good, faulty, same, repeated } => format!(
                "Kiểm tra xong: {} dòng nhập được, {} dòng có lỗi, {} dòng trùng hồ sơ đã có, {} dòng trùng nhau",
                rows(*good),
                rows(*faulty),
                rows(*same),
                rows(*repeated)
            ),
            Self::Chosen { choice, rows: count } => {
                format!("Chọn “{}” cho {} dòng trùng", choice.label(), rows(*count))
            }
            Self::Applied { first, last, made, attached, skipped, .. } => format!(
                "Ghi các dòng {first} đến {last}: {} mới, {} thêm cơ sở, {} bỏ qua",
                rows(*made),
                rows(*attached),
                rows(*skipped)
            ),
            Self::Finished { made, attached, skipped } => format!(
                "Nhập xong: {} hồ sơ mới, {} cơ sở thêm vào hồ sơ đã có, {} dòng bỏ qua",
                rows(*made),
                rows(*attached),
                rows(*skipped)
            ),
            Self::UndoBegun { reason } => format!("Bắt đầu hoàn tác. Lý do: {reason}"),
            Self::Removed { removed, kept } => format!("Hoàn tác {} dòng, giữ lại {}", rows(*removed), rows(*kept)),
            Self::Undone { removed, kept } => {
                format!("Hoàn tác xong: đã gỡ {} dòng, giữ lại {} dòng", rows(*removed), rows(*kept))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_back_and_every_word_is_there() {
        for state in BatchState::ALL {
            assert_eq!(BatchState::from_key(state.key()), Some(state));
            assert!(!state.label().is_empty());
        }
        for state in RowState::ALL {
            assert_eq!(RowState::from_key(state.key()), Some(state));
            assert_eq!(serde_json::to_string(&state).unwrap(), format!("\"{}\"", state.key()));
            assert_eq!(state.asks(), state.label().starts_with("Trùng"));
        }
        for choice in Choice::ALL {
            assert_eq!(Choice::from_key(choice.key()), Some(choice));
            assert!(!choice.label().is_empty());
        }
        assert_eq!(BatchState::ALL.into_iter().filter(|state| state.is_running()).count(), 3);
        assert_eq!(BatchState::ALL.into_iter().filter(|state| state.is_open()).count(), 3);
        assert!(!BatchState::Done.is_open());
        assert_eq!(RowState::from_key("x"), None);
    }

    #[test]
    fn every_event_says_what_happened() {
        for (event, words) in [
            (ImportEvent::Received { file: "a.csv".into(), sha256: "x".into(), rows: 50_000 }, "50.000 dòng"),
            (
                ImportEvent::Mapped { encoding: Encoding::Tcvn3, header_line: 4, columns: Mapping::default() },
                "tiêu đề ở dòng 4",
            ),
            (ImportEvent::Checked { good: 1, faulty: 2500, same: 3, repeated: 4 }, "2.500 dòng có lỗi"),
            (ImportEvent::Chosen { choice: Choice::Skip, rows: 3 }, "Bỏ qua dòng này"),
            (
                ImportEvent::Applied { first: 2, last: 501, made: 400, attached: 50, skipped: 50, returned: 0 },
                "các dòng 2 đến 501",
            ),
            (ImportEvent::Finished { made: 1, attached: 2, skipped: 3 }, "1 hồ sơ mới"),
            (ImportEvent::UndoBegun { reason: "nhầm tệp".into() }, "nhầm tệp"),
            (ImportEvent::Removed { removed: 5, kept: 1 }, "giữ lại 1"),
            (ImportEvent::Undone { removed: 5, kept: 1 }, "đã gỡ 5 dòng"),
        ] {
            assert!(event.sentence().contains(words), "{}", event.sentence());
            let stored = serde_json::to_string(&event).unwrap();
            assert!(stored.contains(&format!("\"kind\":\"{}\"", event.key())), "{stored}");
            assert_eq!(serde_json::from_str::<ImportEvent>(&stored).unwrap(), event);
        }
    }
}
