//! The component kit: every piece of the officers' screens and of the official papers, as plain HTML.
//!
//! Why it exists: one place where markup, accessibility and look are decided, so that pages only say *what* they show.
//! Each component has a style sheet of the same name in `style/components/`.
//! Must not know: the domain, the store, routes, server functions, the browser's APIs. Everything arrives as finished
//! strings; nothing here computes a date, an amount or a permission.

mod bar_chart;
mod button;
mod choices;
mod conflict;
mod data_table;
mod deadline_list;
mod empty_state;
mod error_summary;
mod field;
mod figure_table;
mod filters;
mod law_answer;
mod layout;
mod live_answer;
mod map;
mod notice;
mod optional_text;
mod page_title;
mod pager;
mod paper;
mod progress;
mod refusal;
mod stat;
mod summary_list;
mod tag;
mod task_list;
mod timeline;
mod trend_chart;
mod wallboard;

#[cfg(test)]
#[cfg(feature = "ssr")]
mod gallery;

pub use bar_chart::{Bar, BarChart};
pub use button::{Actions, Button, ButtonKind, ButtonLink};
pub use choices::{Checkbox, CheckboxGroup, Choice, RadioGroup};
pub use conflict::{Change, Conflict};
pub use data_table::{Cell, Column, DataTable, Row, SortState, TableShape};
pub use deadline_list::{Deadline, DeadlineList};
pub use empty_state::EmptyState;
pub use error_summary::{ErrorSummary, FieldError};
pub use field::{
    DateField, Fieldset, FileField, MoneyField, NumberField, SelectField, TextField, TextareaField, TimeField, Width,
    field_id,
};
pub use figure_table::{FigureCell, FigureTable};
pub use filters::{ChosenFilter, Filters};
pub use law_answer::{Confidence, ConfidenceTag, LawAnswer, LawSigner, LawStep};
pub use layout::{Breadcrumb, Crumb, Layout, NavItem, SignedIn};
pub use live_answer::LiveAnswer;
pub use map::{MapLabel, MapSpot, PointMap};
pub use notice::{Notice, NoticeKind};
pub use optional_text::OptionalText;
pub use page_title::PageTitle;
pub use pager::Pager;
pub use paper::{
    Article, Desk, Entry, Grounds, NationalHeader, Order, PaperTitle, Para, Recipients, RuledTable, Sheet, SheetState,
    SignatureBlock, Signatures,
};
pub use progress::Progress;
pub use refusal::Refusal;
pub use stat::{Comparison, Stat, Verdict};
pub use summary_list::{SummaryList, SummaryRow};
pub use tag::{Tag, Tone};
pub use task_list::{Task, TaskList, TaskState};
pub use timeline::{Timeline, TimelineEvent};
pub use trend_chart::{TrendChart, TrendPoint};
pub use wallboard::{BoardFigure, Wallboard};
