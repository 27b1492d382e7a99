//! “Hệ thống đề xuất”: what the law says about a violation, shown so that an officer can check every step.
//! Must not know the law: frame, figures, articles and signers arrive as finished words.

use leptos::prelude::*;

use super::OptionalText;
use super::tag::{Tone, tag};

/// How far a legal figure has been checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// Compared with the text of the law.
    Verified,
    /// From an expert's memory.
    Recalled,
    /// Unsure: must be checked before use.
    Unsure,
}

/// The mark of how far a legal figure has been checked, in words.
///
/// - Server: a tag.
/// - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn ConfidenceTag(confidence: Confidence) -> AnyView {
    let (tone, words) = match confidence {
        Confidence::Verified => (Tone::Success, "đã đối chiếu văn bản"),
        Confidence::Recalled => (Tone::Info, "theo trí nhớ chuyên gia"),
        Confidence::Unsure => (Tone::Warning, "chưa chắc – cần kiểm tra"),
    };
    tag(tone, words.to_owned())
}

/// One step of the arithmetic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawStep {
    /// What is done, for example “Mức trung bình của khung”.
    pub what: String,
    /// Its result, for example “25.000.000 đ”.
    pub result: String,
    /// The article it rests on.
    pub ground: String,
}

impl LawStep {
    /// A step with its result and article.
    pub fn new(what: impl Into<String>, result: impl Into<String>, ground: impl Into<String>) -> Self {
        Self { what: what.into(), result: result.into(), ground: ground.into() }
    }
}

/// Who may, or may not, sign this decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawSigner {
    /// The title, for example “Đội trưởng Đội QLTT”.
    pub title: String,
    /// Whether the proposed sanction is within the competence.
    pub may_sign: bool,
    /// Limit and article, for example “phạt tiền đến 30.000.000 đ – Điều 12 khoản 2 NĐ 189/2025/NĐ-CP”.
    pub ground: String,
}

impl LawSigner {
    /// A possible signer.
    pub fn new(title: impl Into<String>, may_sign: bool, ground: impl Into<String>) -> Self {
        Self { title: title.into(), may_sign, ground: ground.into() }
    }
}

/// The law's answer to one violation.
///
/// - Server: article, frame with a scale, proposed fine, arithmetic, signers, and the mark of how far it was checked.
/// - Hydrate: nothing changes; pages re-render it when the answer changes (`aria-live` announces the new fine).
/// - Without scripts: identical.
#[component]
pub fn LawAnswer(
    /// The violated rule, for example “Điểm b khoản 3 Điều 17 Nghị định 98/2020/NĐ-CP”.
    #[prop(into)]
    article: String,
    /// The conduct in the words of the law.
    #[prop(into)]
    conduct: String,
    /// Lower end of the frame.
    #[prop(into)]
    frame_min: String,
    /// Upper end of the frame.
    #[prop(into)]
    frame_max: String,
    /// The proposed fine; absent when the officer has to decide.
    #[prop(optional, into)]
    fine: OptionalText,
    /// The proposed fine in words.
    #[prop(optional, into)]
    words: OptionalText,
    /// Where the proposed fine lies in the frame, in percent from its lower end.
    #[prop(optional)]
    position: Option<u8>,
    /// The arithmetic; the last step is the result.
    #[prop(optional)]
    steps: Vec<LawStep>,
    #[prop(optional)] signers: Vec<LawSigner>,
    confidence: Confidence,
    /// What the officer must know, for example which part is unsure.
    #[prop(optional, into)]
    note: OptionalText,
    #[prop(default = "Hệ thống đề xuất".to_owned(), into)] heading: String,
    /// More parts: additional sanctions, remedies, deadlines.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let label = heading.clone();
    let class = if steps.is_empty() { "law__section law__section--full" } else { "law__section" };
    let fine = match fine.0 {
        Some(fine) => view! {
            <h3>"Mức phạt tiền đề xuất"</h3>
            <p class="law__fine">{fine}</p>
            {words.0.map(|words| view! { <p class="law__words">{words}</p> })}
        }
        .into_any(),
        None => view! { <h3>"Khung phạt tiền"</h3><p>"Đồng chí chọn mức phạt trong khung."</p> }.into_any(),
    };
    let more = children.map(|children| view! { <div class="law__section law__section--full">{children()}</div> });
    view! {
        <section class="law" aria-label=label>
            <div class="law__head">
                <h2 class="law__heading">{scales()}{heading}</h2>
                <ConfidenceTag confidence=confidence />
            </div>
            <div class="law__body">
                <div class="law__section law__section--full">
                    <p class="law__article">{article}</p>
                    <p class="law__conduct">{conduct}</p>
                </div>
                <div class=class aria-live="polite">
                    {fine}
                    {scale(position)}
                    <p class="law__ends">
                        <span><span class="visually-hidden">"Khung từ "</span>{frame_min}</span>
                        <span><span class="visually-hidden">" đến "</span>{frame_max}</span>
                    </p>
                </div>
                {arithmetic(steps)}
                {competence(signers)}
                {more}
            </div>
            {note.0.map(|note| view! { <p class="law__note">{note}</p> })}
        </section>
    }
    .into_any()
}

/// The frame as a ruler with the proposed fine on it. Attributes, not styles: a strict content policy allows no inline style.
fn scale(position: Option<u8>) -> AnyView {
    let ticks = (0..=10_u8)
        .map(|tick| {
            let x = format!("{}%", u32::from(tick) * 10);
            let y = if tick % 5 == 0 { "8" } else { "13" };
            view! { <line x1=x.clone() x2=x y1=y y2="18" stroke="currentColor" /> }
        })
        .collect::<Vec<_>>();
    let marker = position.map(|position| {
        let x = format!("{}%", position.min(100));
        view! {
            <rect x="0" y="16" height="4" width=x.clone() fill="var(--accent)" />
            <circle cx=x cy="18" r="7" fill="var(--accent)" stroke="var(--surface)" stroke-width="3" />
        }
    });
    view! {
        <svg class="law__scale" width="100%" height="26" aria-hidden="true">
            {ticks}
            <rect x="0" y="17" width="100%" height="2" fill="currentColor" />
            {marker}
        </svg>
    }
    .into_any()
}

fn arithmetic(steps: Vec<LawStep>) -> Option<AnyView> {
    let last = steps.len().checked_sub(1)?;
    let rows = steps
        .into_iter()
        .enumerate()
        .map(|(index, step)| {
            let total = (index == last && last > 0).then_some("law__total");
            view! {
                <tr class=total>
                    <th scope="row">{step.what}<span class="law__ground">{step.ground}</span></th>
                    <td class="num">{step.result}</td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    Some(
        view! {
            <div class="law__section">
                <h3>"Cách tính"</h3>
                <table class="law__steps"><tbody>{rows}</tbody></table>
            </div>
        }
        .into_any(),
    )
}

fn competence(signers: Vec<LawSigner>) -> Option<AnyView> {
    if signers.is_empty() {
        return None;
    }
    let items = signers
        .into_iter()
        .map(|signer| {
            let mark = if signer.may_sign {
                tag(Tone::Success, "Đúng thẩm quyền".to_owned())
            } else {
                tag(Tone::Danger, "Vượt thẩm quyền".to_owned())
            };
            view! {
                <li class="law__signer">
                    <div><b>{signer.title}</b><span class="law__ground">{signer.ground}</span></div>
                    <div>{mark}</div>
                </li>
            }
        })
        .collect::<Vec<_>>();
    Some(
        view! {
            <div class="law__section law__section--full">
                <h3>"Người có thẩm quyền ký"</h3>
                <ul class="law__signers">{items}</ul>
            </div>
        }
        .into_any(),
    )
}

fn scales() -> AnyView {
    view! {
        <svg width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
            <path d="M12 3v18M7 21h10M4.5 6.5 12 5l7.5 1.5M4.5 6.5 2 13h5zM19.5 6.5 17 13h5z" />
            <path d="M2 13a2.5 2.5 0 0 0 5 0M17 13a2.5 2.5 0 0 0 5 0" />
        </svg>
    }
    .into_any()
}
