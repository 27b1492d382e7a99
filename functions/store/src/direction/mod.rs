//! Use cases of direction: tasks given down the hierarchy, comments on cases, what waits for an officer, his calendar feed.
//!
//! Each write is one unit of work: authority, change, event with its chain link. The figures of a campaign are read from the
//! report cells, never kept. Must not know: forms, pages, or whose turn it is; [`domain::direction`] answers that.

mod comments;
mod execute;
mod feed;
mod figures;
mod give;
mod prove;
mod read;
mod waiting;
mod write;

pub use comments::{CommentFile, ask, of_case, reply};
pub use execute::execute;
pub use feed::{FeedState, digest, entries, feed_state, officer_of, renew_feed, revoke_feed};
pub use figures::{CampaignFigures, figures};
pub use give::{Chosen, TaskForm, give, targets};
pub use read::{Side, TaskFile, TaskFilter, TaskPage, TaskRow, list, load, of_file};
pub use waiting::{Counts, WaitingComment, WaitingTask, waiting, waiting_comments};

pub(crate) use prove::prove;
pub(crate) use waiting::waiting_counts;

/// Statements whose plans are tested.
#[cfg(test)]
#[cfg(feature = "native")]
pub(crate) mod plans {
    pub(crate) use super::read::{ADDRESSED, GIVEN};
    pub(crate) use super::waiting::{TO_ANSWER, TO_DO, TO_JUDGE, TO_READ};
}
