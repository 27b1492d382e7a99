//! A report of an office as an official paper: its words on an upright sheet, its tables across.
//!
//! Must not know: what a figure means, or who may read it.

use super::qr::check_mark;
use crate::api::filing::FilingView;
use crate::components::{
    FigureCell, FigureTable, NationalHeader, PaperTitle, Recipients, Sheet, SheetState, SignatureBlock, Signatures,
};
use domain::calendar::format_long;
use domain::case::CaseId;
use domain::paper::{check_code, parts};
use domain::report::definition::{Cell, Part, RowKey, Table};
use leptos::prelude::*;

/// Most columns of figures on a sheet laid across.
const SHEET_COLUMNS: usize = 14;

/// A part of a table as finished strings: its groups, columns and rows; `href` says what a figure opens.
pub fn figures(table: &Table, part: &Part, href: impl Fn(&RowKey, &Cell) -> Option<String>) -> Figures {
    let leveled = part.figures.iter().any(|(_, width)| *width > 1);
    let columns = table.columns.get(part.columns.clone()).filter(|_| leveled).unwrap_or_default().to_vec();
    let rows = table.lines.iter().map(|line| {
        let cells = line.cells.get(part.columns.clone()).unwrap_or_default().iter();
        let cells = cells.map(|cell| {
            let opens = cell.value.figure().unwrap_or(0) != 0;
            (cell.value.words(), href(&line.key, cell).filter(|_| opens))
        });
        (line.label.clone(), cells.collect())
    });
    Figures { groups: part.figures.clone(), columns, rows: rows.collect() }
}

/// What a table of figures shows.
pub struct Figures {
    pub groups: Vec<(String, usize)>,
    pub columns: Vec<String>,
    pub rows: Vec<(String, Vec<FigureCell>)>,
}

/// The report as it prints: the words with head and signature, then the tables.
///
/// - Server: two sheets. - Hydrate: nothing changes. - Without scripts: identical.
#[component]
pub fn FilingPaper(view: FilingView) -> AnyView {
    let filing = &view.filing;
    let Some(definition) = filing.definition() else { return ().into_any() };
    let practice = filing.path.is_practice();
    let title = filing.title();
    let period = filing.period.label();
    let subject = format!("{title}\n{period}");
    let state = if view.edition.is_some() { SheetState::Signed } else { SheetState::Draft };
    let words = view.edition.as_ref().map_or(&filing.narrative, |edition| &edition.narrative);
    let lines = words
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| {
            let heading = line.split_once(". ").is_some_and(|(number, _)| number.chars().all(|c| "IVX".contains(c)));
            let line = line.to_owned();
            if heading {
                view! { <p class="para"><b>{line}</b></p> }.into_any()
            } else {
                view! { <p class="para">{line}</p> }.into_any()
            }
        })
        .collect::<Vec<_>>();
    let (head, sign, code, foot) = match &view.edition {
        Some(edition) => {
            let frame = &edition.frame;
            let head = parts::head(frame, true);
            let who = parts::decision_signatory(frame);
            let foot = format!("Đối chiếu trên hệ thống INS: văn bản số {}", frame.number.text);
            let behalf = Some(who.on_behalf).filter(|text| !text.is_empty());
            let sign = view! {
                <SignatureBlock title=who.title on_behalf=behalf hint=who.hint name=Some(who.name) />
            }
            .into_any();
            (head, sign, check_code(CaseId(filing.id), frame), Some(foot))
        }
        None => {
            let head = domain::paper::Head {
                superior: view.superior.clone(),
                agency: view.unit_name.to_uppercase(),
                number: String::new(),
                symbol: domain::report::filing::SYMBOL.to_owned(),
                place_date: format!("{}, {}", view.place, format_long(view.today)),
            };
            let sign = view! { <SignatureBlock title="NGƯỜI KÝ" hint="(Chưa ký)" /> }.into_any();
            (head, sign, String::new(), None)
        }
    };
    let number = Some(head.number).filter(|number| !number.is_empty());
    let (drawn, check) = check_mark(&code, "");
    let recipients = vec!["Như trên;".to_owned(), format!("Lưu: VT, {}.", domain::report::filing::SYMBOL)];
    let notes = definition.notes.iter().map(|note| view! { <p>"- "{*note}</p> }).collect::<Vec<_>>();
    let (label, table_label) = (format!("Báo cáo {title}"), format!("Biểu số liệu kèm theo báo cáo {title}"));
    let sheet = view.table.clone().map(|table| {
        view! {
            <div class="figures--wide">
                <Sheet label=table_label state=state practice=practice>
                    <PaperTitle title="Biểu số liệu" subject=Some(format!("{title} – {period}")) />
                    {tables(&table, definition.rows.heading())}
                    <p><b>"Căn cứ: "</b>{definition.source}" ("{definition.mark.label()}")"</p>
                    {notes}
                </Sheet>
            </div>
        }
    });
    view! {
        <Sheet label=label state=state practice=practice foot=foot mark=drawn check=check>
            <NationalHeader superior=head.superior agency=head.agency number=number symbol=head.symbol place_date=Some(head.place_date) />
            <PaperTitle title="BÁO CÁO" subject=Some(subject) />
            {lines}
            <Signatures><Recipients lines=recipients />{sign}</Signatures>
        </Sheet>
        {sheet}
    }
    .into_any()
}

fn tables(table: &Table, first: &'static str) -> AnyView {
    let parts = table.parts(SHEET_COLUMNS);
    let many = parts.len() > 1;
    let tables = parts.iter().enumerate().map(|(place, part)| {
        let caption = if many { format!("Biểu {}", place + 1) } else { "Biểu số liệu".to_owned() };
        let Figures { groups, columns, rows } = figures(table, part, |_, _| None);
        view! { <FigureTable caption=caption first=first groups=groups columns=columns rows=rows paper=true /> }
    });
    tables.collect::<Vec<_>>().into_any()
}
