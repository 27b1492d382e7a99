//! The law on repeat offences (tái phạm, vi phạm nhiều lần) as a section: on a party's page, and beside a violation record.

use crate::api::registry::{NationSaid, OtherLine, RepeatView};
use crate::components::{Confidence, ConfidenceTag, Notice, NoticeKind, Tag, Tone};
use crate::routes;
use domain::calendar::format_date;
use domain::catalogue::Mark;
use domain::law::repeat::{Answer, Finding, Verdict};
use leptos::prelude::*;

/// The whole section.
pub(super) fn section(view: RepeatView) -> AnyView {
    // Where the nation has never answered, only what is known here was judged.
    let whole = view.nation.as_ref().is_none_or(|said| !said.at.is_empty());
    let nation = view.nation.map(asked);
    let answers = view.answers.into_iter().map(|(title, answer)| one(&title, answer, whole)).collect::<Vec<_>>();
    let more = view.more.then(|| {
        view! { <p class="muted">"Chỉ xét các vụ gần nhất; còn vụ cũ hơn trong danh sách hồ sơ vụ việc."</p> }
    });
    let others = (!view.others.is_empty()).then(|| {
        let list = view.others.into_iter().map(other).collect::<Vec<_>>();
        view! {
            <h3>"Có thể là cùng người, chưa được tính"</h3>
            <p class="muted">"Đối chiếu giấy tờ; nếu đúng là một, gộp hồ sơ để được tính chung."</p>
            {list}
        }
    });
    view! {
        <section class="stack" aria-labelledby="tai-pham">
            <h2 id="tai-pham">"Tái phạm, vi phạm nhiều lần"</h2>
            {nation}
            {answers}
            {more}
            {others}
        </section>
    }
    .into_any()
}

/// How other provinces were asked: this one keeps its own data.
fn asked(said: NationSaid) -> AnyView {
    let NationSaid { at, cases, heard, problem, unnumbered } = said;
    if unnumbered {
        return view! {
            <p class="muted">"Chưa hỏi các tỉnh khác: đối tượng chưa có số định danh, mã số thuế hay hộ chiếu. Nhập giấy tờ vào hồ sơ đối tượng để hỏi."</p>
        }
        .into_any();
    }
    let answer = if at.is_empty() {
        "Chưa hỏi được trung ương: dưới đây chỉ có các vụ do tỉnh giữ.".to_owned()
    } else {
        let heard = if heard.is_empty() {
            String::new()
        } else {
            format!(" Các tỉnh đã gửi đến ít nhất {heard}.")
        };
        let found = if cases == 0 {
            "không có vụ nào".to_owned()
        } else {
            format!("có {cases} vụ, tính chung ở dưới")
        };
        format!("Trung ương trả lời lúc {at}: ở các tỉnh khác {found}.{heard}")
    };
    match problem {
        None => view! { <p class="muted">{answer}</p> }.into_any(),
        Some(_) => {
            let now = "Lần hỏi vừa rồi trung ương không trả lời; mở lại trang sau ít phút để hỏi lại, hoặc hỏi đơn vị bạn qua điện thoại.";
            view! { <Notice kind=NoticeKind::Warning title=answer><p>{now}</p></Notice> }.into_any()
        }
    }
}

const fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Repeat => Tone::Danger,
        Verdict::Multiple => Tone::Warning,
        Verdict::OtherAct => Tone::Info,
        Verdict::Cleared => Tone::Success,
        Verdict::NotCounted => Tone::Neutral,
    }
}

fn confidence(mark: Mark) -> Confidence {
    match mark {
        Mark::Seen => Confidence::Verified,
        Mark::Recalled => Confidence::Recalled,
        Mark::Unsure => Confidence::Unsure,
    }
}

/// What is said in one sentence.
fn sentence(answer: &Answer, whole: bool) -> String {
    let day = format_date(answer.on);
    match (answer.verdict, answer.asked) {
        _ if answer.findings.is_empty() && !whole => "Chưa có vụ việc vi phạm nào trong dữ liệu của tỉnh.".to_owned(),
        _ if answer.findings.is_empty() => "Chưa có vụ việc vi phạm nào trên toàn quốc.".to_owned(),
        (Verdict::Repeat, true) => format!("Hành vi ngày {day} là tái phạm."),
        (Verdict::Multiple, true) => format!("Hành vi ngày {day} là vi phạm hành chính nhiều lần."),
        (Verdict::OtherAct, true) => format!("Hành vi ngày {day} khác các hành vi trước đây: không phải tái phạm."),
        (Verdict::Repeat, false) => {
            format!(
                "Nếu thực hiện lại một hành vi dưới đây vào ngày {day} thì là tái phạm. Xem thời hạn của từng quyết định."
            )
        }
        (Verdict::Multiple, false) => {
            format!("Nếu thực hiện lại hành vi dưới đây vào ngày {day} thì là vi phạm hành chính nhiều lần.")
        }
        (Verdict::OtherAct, false) | (Verdict::Cleared | Verdict::NotCounted, _) => {
            format!("Không có vụ việc nào trước đây còn được tính vào ngày {day}.")
        }
    }
}

fn one(title: &str, answer: Answer, whole: bool) -> AnyView {
    let heading = (!title.is_empty()).then(|| view! { <h3>{title.to_owned()}</h3> });
    let told = sentence(&answer, whole);
    let consequence = answer.consequence.clone().map(|step| {
        view! { <p>{step.text}" ("{step.citation.to_string()}") "<ConfidenceTag confidence=confidence(step.citation.mark) /></p> }
    });
    let findings = answer.findings.into_iter().map(finding).collect::<Vec<_>>();
    view! {
        {heading}
        <p><strong>{told}</strong></p>
        {consequence}
        {findings}
    }
    .into_any()
}

fn finding(found: Finding) -> AnyView {
    let until = found.until.map(|until| format!(" Tính đến hết ngày {}.", format_date(until)));
    let paper = if found.paper.is_empty() { found.file.clone() } else { found.paper };
    let acts = found.acts.join("; ");
    let steps = found
        .steps
        .into_iter()
        .map(|step| {
            view! { <li>{step.text}" ("{step.citation.to_string()}") "<ConfidenceTag confidence=confidence(step.citation.mark) /></li> }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="card stack">
            <p><strong>{paper}</strong>{format!(", {}, hồ sơ {}. ", found.unit, found.file)}<Tag tone=tone(found.verdict) text=found.verdict.label() />{until}</p>
            <p class="small">{acts}</p>
            <ul class="small">{steps}</ul>
        </div>
    }
    .into_any()
}

fn other(line: OtherLine) -> AnyView {
    let reasons = line.who.reasons.join(" ");
    let findings = line.answer.findings.into_iter().map(finding).collect::<Vec<_>>();
    view! {
        <div class="stack">
            <p><a href=routes::party(&line.who.id)>{line.who.name}</a>{format!(" ({}). {}. {reasons}", line.who.about, line.who.strength)}</p>
            {findings}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::registry::MatchLine;
    use domain::law::fine::Step;
    use domain::statute::Citation;
    use jiff::civil::date;
    use leptos::tachys::view::RenderHtml;

    fn answer(verdict: Verdict, asked: bool) -> Answer {
        let finding = Finding {
            file: "33-01/2026/0001".to_owned(),
            unit: "Đội QLTT số 1".to_owned(),
            paper: "Quyết định số 33010001/QĐ-XPHC ngày 10/01/2026".to_owned(),
            acts: vec!["Kinh doanh hàng hóa nhập lậu".to_owned()],
            verdict,
            until: Some(date(2027, 1, 20)),
            steps: vec![Step {
                text: "Chấp hành xong ngày 20/01/2026".to_owned(),
                citation: Citation::law("khoản 1 Điều 7", Mark::Unsure),
            }],
        };
        Answer { verdict, on: date(2026, 6, 1), asked, findings: vec![finding], consequence: None }
    }

    fn html(view: RepeatView) -> String {
        Owner::new().with(|| section(view).to_html())
    }

    #[test]
    fn every_answer_is_a_sentence_with_its_reasons() {
        for (verdict, asked, words) in [
            (Verdict::Repeat, true, "01/06/2026 là tái phạm"),
            (Verdict::Repeat, false, "Nếu thực hiện lại"),
            (Verdict::Multiple, true, "nhiều lần"),
            (Verdict::Multiple, false, "nhiều lần"),
            (Verdict::OtherAct, true, "không phải tái phạm"),
            (Verdict::OtherAct, false, "còn được tính"),
            (Verdict::Cleared, true, "còn được tính"),
            (Verdict::NotCounted, false, "còn được tính"),
        ] {
            let page = html(RepeatView {
                answers: vec![("A".to_owned(), answer(verdict, asked))],
                others: Vec::new(),
                more: true,
                nation: None,
            });
            for part in
                [words, verdict.label(), "Tính đến hết ngày 20/01/2027", "khoản 1 Điều 7", "chưa chắc", "vụ gần nhất"]
            {
                assert!(page.contains(part), "{verdict:?} {asked} {part}: {page}");
            }
        }
    }

    #[test]
    fn who_may_be_the_same_stands_apart() {
        let who = MatchLine {
            id: "x".to_owned(),
            name: "Trần B".to_owned(),
            about: "Cá nhân".to_owned(),
            strength: "Có thể trùng".to_owned(),
            reasons: vec!["Cùng tên.".to_owned()],
            stops: false,
        };
        let empty = Answer { findings: Vec::new(), ..answer(Verdict::NotCounted, false) };
        let others = vec![OtherLine { who, answer: answer(Verdict::Repeat, false) }];
        let page = html(RepeatView { answers: vec![(String::new(), empty)], others, more: false, nation: None });
        for part in ["Chưa có vụ việc vi phạm nào", "chưa được tính", "/doi-tuong/x", "Cùng tên."] {
            assert!(page.contains(part), "{part}: {page}");
        }
    }

    #[test]
    fn how_other_provinces_were_asked_is_said() {
        let empty = Answer { findings: Vec::new(), ..answer(Verdict::NotCounted, false) };
        let page = |said: NationSaid| {
            let answers = vec![(String::new(), empty.clone())];
            html(RepeatView { answers, others: Vec::new(), more: false, nation: Some(said) })
        };
        let none = NationSaid::default();
        let answered =
            NationSaid { at: "08:00 20/11/2026".to_owned(), heard: "07:00 20/11".to_owned(), ..none.clone() };
        let told = page(answered.clone());
        assert!(told.contains("ở các tỉnh khác không có vụ nào") && told.contains("đến ít nhất 07:00 20/11"), "{told}");
        assert!(told.contains("trên toàn quốc"), "{told}");
        let told = page(NationSaid { cases: 2, ..answered.clone() });
        assert!(told.contains("có 2 vụ"), "{told}");
        let down = NationSaid { problem: Some("no answer".to_owned()), ..answered };
        let told = page(down.clone());
        assert!(told.contains("không trả lời") && told.contains("lúc 08:00") && !told.contains("no answer"), "{told}");
        let told = page(NationSaid { at: String::new(), ..down });
        assert!(told.contains("Chưa hỏi được trung ương") && told.contains("trong dữ liệu của tỉnh"), "{told}");
        assert!(!told.contains("trên toàn quốc"), "{told}");
        let told = page(NationSaid { unnumbered: true, ..none });
        assert!(told.contains("chưa có số định danh"), "{told}");
    }
}
