//! The papers as they print, compared with the files under `golden/`. `GOLDEN=write` writes them anew.

use super::fixture::{Plot, Until, case, firm, market};
use super::*;
use domain::case::{CaseFile, Check, LEGAL_BASIS, PaperKind, Verdict};
use leptos::prelude::*;
use leptos::tachys::view::RenderHtml;
use std::path::Path;

fn html(view: impl FnOnce() -> AnyView) -> String {
    Owner::new().with(|| view().to_html())
}

fn page(case: &CaseFile, kind: PaperKind) -> String {
    html(|| view! { <PaperPage case=case.clone() address=kind.key().to_owned() checks=Vec::new() /> }.into_any())
}

/// Without the marks of hydration, one block a line.
fn normal(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("<!") {
        out.push_str(&rest[..at]);
        rest = rest[at..].split_once('>').map_or("", |(_, tail)| tail);
    }
    out.push_str(rest);
    for end in ["</p>", "</tr>", "</li>", "</h1>", "<tbody>", "</header>", "</div>", "</section>", "</article>"] {
        out = out.replace(end, &format!("{end}\n"));
    }
    out
}

fn compare(name: &str, html: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/papers/golden").join(format!("{name}.html"));
    let found = normal(html);
    if std::env::var("GOLDEN").is_ok_and(|value| value == "write") {
        std::fs::write(&path, &found).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    for (line, (found, expected)) in found.lines().zip(expected.lines()).enumerate() {
        assert_eq!(found, expected, "{name}.html, line {}", line + 1);
    }
    assert_eq!(found.lines().count(), expected.lines().count(), "{name}.html");
}

#[test]
fn papers_of_a_firm() {
    let case = case(&firm(), Until::Decided);
    for kind in PaperKind::ALL {
        compare(&format!("to-chuc-{}", kind.key()), &page(&case, kind));
    }
}

#[test]
fn papers_of_a_household_with_forty_lines_that_does_not_sign() {
    let case = case(&market(), Until::Decided);
    for kind in PaperKind::ALL {
        compare(&format!("ho-kinh-doanh-{}", kind.key()), &page(&case, kind));
    }
}

#[test]
fn the_laws_reasons_of_a_decision() {
    let case = case(&firm(), Until::Decided);
    compare(
        "to-chuc-can-cu-phap-ly",
        &html(|| view! { <DocumentSheet document=case.document(LEGAL_BASIS).expect("decided") /> }.into_any()),
    );
    assert!(super::fixture::case(&firm(), Until::Inspected).document(LEGAL_BASIS).is_none());
}

#[test]
fn decisions_before_their_signature_are_marked_drafts() {
    let opened = case(&firm(), Until::Opened);
    let proposed = case(&firm(), Until::Proposed);
    for (name, case, kind) in [
        ("du-thao-quyet-dinh-kiem-tra", opened, PaperKind::InspectionDecision),
        ("du-thao-quyet-dinh-xu-phat", proposed, PaperKind::SanctionDecision),
    ] {
        let html = page(&case, kind);
        assert!(html.contains("data-mark=\"DỰ THẢO\""), "{name}");
        assert!(!html.contains("Số: "), "{name}: a number before the signature");
        compare(name, &html);
    }
}

#[test]
fn a_paper_that_is_not_made_says_so() {
    for (until, kind) in [
        (Until::Opened, PaperKind::InspectionRecord),
        (Until::Inspected, PaperKind::ViolationRecord),
        (Until::Recorded, PaperKind::SanctionDecision),
    ] {
        let html = page(&case(&firm(), until), kind);
        assert!(html.contains("Văn bản này chưa được lập") && !html.contains("class=\"sheet\""), "{html}");
    }
}

/// Before the signature, what stops it stands above the draft; a signed paper has nothing above it.
#[test]
fn what_a_draft_lacks_is_listed_above_it() {
    let check = |title: &str, verdict: Verdict| Check {
        title: title.to_owned(),
        verdict,
        note: "bổ sung".to_owned(),
        citation: None,
    };
    let shown = |until: Until| {
        let checks = vec![check("Căn cứ kiểm tra", Verdict::Missing), check("Thẩm quyền ký", Verdict::Met)];
        let (case, address) = (case(&firm(), until), PaperKind::InspectionDecision.key().to_owned());
        normal(&html(|| view! { <PaperPage case=case address=address checks=checks /> }.into_any()))
    };
    let draft = shown(Until::Opened);
    assert!(draft.contains("Còn thiếu trước khi ký") && draft.contains("Căn cứ kiểm tra: "), "{draft}");
    assert!(!draft.contains("Thẩm quyền ký: "), "{draft}");
    assert!(!shown(Until::Decided).contains("Còn thiếu trước khi ký"));
}

/// Nothing that waits to be filled in, nothing the catalogue only remarks, and no mark of a draft on a signed paper.
#[test]
fn signed_papers_hold_no_blanks() {
    for plot in [firm(), market()] {
        let case = case(&plot, Until::Decided);
        for kind in PaperKind::ALL {
            let html = page(&case, kind);
            for word in ["……", "....", "entry__blank", "chưa đối chiếu", "chưa xác định", "DỰ THẢO", "(nếu có)", "None"]
            {
                assert!(!html.contains(word), "{}: {word}", kind.key());
            }
        }
    }
}

/// A later change of the party, of the catalogue or of the calendar cannot reach a paper: it is made of the case alone.
#[test]
fn a_paper_follows_from_the_stored_case() {
    let case = case(&firm(), Until::Decided);
    let stored = serde_json::to_string(&case).expect("a case is JSON");
    let mut read: CaseFile = serde_json::from_str(&stored).expect("and back");
    for kind in PaperKind::ALL {
        assert_eq!(page(&case, kind), page(&read, kind), "{}", kind.key());
    }
    let decision = read.decision.as_mut().expect("decided");
    for act in &mut decision.assessment.acts {
        act.citation.place = "khoản 9 Điều 99 Nghị định 99/2099/NĐ-CP".to_owned();
    }
    let html = page(&read, PaperKind::SanctionDecision);
    assert!(html.contains("Căn cứ Nghị định số 99/2099/NĐ-CP;") && !html.contains("98/2020/NĐ-CP"), "{html}");
}

/// The household's refusal: no room for its signature, its reason, and who stands in.
#[test]
fn a_refusal_to_sign_is_recorded() {
    let plot: Plot = market();
    let html = page(&case(&plot, Until::Decided), PaperKind::ViolationRecord);
    for words in ["không ký biên bản: chủ hộ cho rằng", "Hoàng Văn Khởi", "NGƯỜI CHỨNG KIẾN HOẶC ĐẠI DIỆN CHÍNH QUYỀN"]
    {
        assert!(html.contains(words), "{words}");
    }
    assert!(!html.contains("ĐẠI DIỆN HỘ KINH DOANH VI PHẠM"));
}

#[test]
fn a_plan_prints_its_decision_and_its_list() {
    use super::fixture::plan;
    compare("ke-hoach-du-thao", &html(|| view! { <PlanPaper plan=plan(false) own_items=false /> }.into_any()));
    compare("ke-hoach-da-phe-duyet", &html(|| view! { <PlanPaper plan=plan(true) own_items=false /> }.into_any()));
    let part = html(|| view! { <PlanPaper plan=plan(true) own_items=true /> }.into_any());
    assert!(!part.contains("QUYẾT ĐỊNH") && part.contains("Trích các mục"), "{part}");
}
