//! Comments on a case, on its page: what is open on top, the forms that answer, close and ask.

use super::common::time_left;
use crate::api::comment::{CommentLine, CommentsView, SubmitComment, SubmitCommentStep};
use crate::components::{Actions, Button, ButtonKind, DateField, Tag, TextareaField, Tone};
use crate::forms::Draft;
use crate::islands::answers;
use domain::calendar::{format_date, format_short};
use domain::direction::Told;
use domain::direction::comment::{Comment, CommentState};
use jiff::civil::DateTime;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Colour of a comment's status; the words always stand beside it.
const fn tone(state: CommentState) -> Tone {
    match state {
        CommentState::Open => Tone::Warning,
        CommentState::Answered => Tone::Info,
        CommentState::Closed => Tone::Success,
        CommentState::Withdrawn => Tone::Neutral,
    }
}

/// The section of a case page; nothing where nobody asked and this officer does not ask.
pub(super) fn section(view: &CommentsView) -> Option<AnyView> {
    if view.comments.is_empty() && !view.may_ask {
        return None;
    }
    let draft = view.draft.clone().unwrap_or_default();
    let (open, over): (Vec<&CommentLine>, Vec<&CommentLine>) =
        view.comments.iter().partition(|line| line.comment.state.is_open());
    let one = |line: &&CommentLine| shown(view, line, &draft);
    let open = open.iter().map(one).collect::<Vec<_>>();
    let count = over.len();
    let over = (count > 0).then(|| {
        let lines = over.iter().map(one).collect::<Vec<_>>();
        let words = format!("Ý kiến đã xong ({count})");
        view! { <details><summary>{words}</summary><div class="stack">{lines}</div></details> }
    });
    let ask = view.may_ask.then(|| ask_form(view, &draft));
    Some(
        view! {
            <section class="stack" id="y-kien">
                <h2>"Ý kiến chỉ đạo"</h2>
                {open}
                {ask}
                {over}
            </section>
        }
        .into_any(),
    )
}

fn said(who: &str, told: &Told) -> AnyView {
    let head = format!("{who}: {} – {}, {}", told.by.full_name, told.by.title, format_short(told.at));
    view! { <p class="small muted">{head}</p><p class="timeline__details">{told.text.clone()}</p> }.into_any()
}

fn due(comment: &Comment, now: DateTime) -> Option<AnyView> {
    let due = comment.due.filter(|_| comment.state == CommentState::Open)?;
    let (words, tone) = time_left(due.at(23, 59, 59, 0), now);
    let words = format!("Trả lời đến hết ngày {}: {words}", format_date(due));
    Some(view! { <Tag text=words tone=tone /> }.into_any())
}

fn shown(view: &CommentsView, line: &CommentLine, draft: &Draft) -> AnyView {
    let comment = &line.comment;
    let replies = comment.replies.iter().map(|told| said("Trả lời, hỏi thêm", told)).collect::<Vec<_>>();
    let (value, error) = answers(draft);
    let id = comment.id.to_string();
    let field = |name: &str| format!("{name}.{id}");
    let form = |step: &'static str, button: &'static str, kind: ButtonKind, input: AnyView| {
        view! {
            <form method="post" action=SubmitCommentStep::url() class="stack" novalidate>
                <input type="hidden" name="case" value=view.case.clone() />
                <input type="hidden" name="comment" value=id.clone() />
                <input type="hidden" name="version" value=comment.version.to_string() />
                <input type="hidden" name="step" value=step />
                {input}
                <Actions><Button text=button kind=kind small=true /></Actions>
            </form>
        }
        .into_any()
    };
    let text = |name: &str, label: &'static str| {
        let name = field(name);
        let (value, error) = (value(&name), error(&name));
        view! { <TextareaField name=name label=label value=value error=error rows=3 /> }.into_any()
    };
    let answer = (line.answers && comment.state == CommentState::Open)
        .then(|| form("tra-loi-y-kien", "Trả lời ý kiến", ButtonKind::Primary, text("answer", "Câu trả lời")));
    let judge = (line.judges && comment.state == CommentState::Answered).then(|| {
        let close = form("dong-y-kien", "Đóng ý kiến", ButtonKind::Primary, ().into_any());
        let again = form("hoi-them-y-kien", "Hỏi thêm", ButtonKind::Secondary, text("again", "Điều cần trả lời thêm"));
        view! { {close}<details><summary>"Câu trả lời chưa đủ"</summary>{again}</details> }
    });
    let withdraw = (line.judges && comment.state == CommentState::Open).then(|| {
        let inner = form("rut-y-kien", "Rút ý kiến", ButtonKind::Secondary, text("reason", "Lý do rút"));
        view! { <details><summary>"Rút ý kiến"</summary>{inner}</details> }
    });
    view! {
        <div class="card stack">
            <p class="cluster"><Tag text=comment.state.label() tone=tone(comment.state) />{due(comment, view.now)}</p>
            {said("Ý kiến", &comment.asked)}
            {replies}
            {answer}
            {judge}
            {withdraw}
        </div>
    }
    .into_any()
}

fn ask_form(view: &CommentsView, draft: &Draft) -> AnyView {
    let (value, error) = answers(draft);
    let open = draft.fields.has("comment_text");
    view! {
        <details open=open>
            <summary>"Nêu ý kiến, yêu cầu trả lời"</summary>
            <form method="post" action=SubmitComment::url() class="card stack" novalidate>
                <input type="hidden" name="case" value=view.case.clone() />
                <input type="hidden" name="comment" value=view.new_id.clone() />
                <TextareaField name="comment_text" label="Ý kiến, điều cần trả lời" hint="Công chức thụ lý hoặc lãnh đạo đơn vị trả lời; ý kiến không in trên văn bản của hồ sơ" value=value("comment_text") error=error("comment_text") rows=3 />
                <DateField name="comment_due" label="Trả lời trước hết ngày" value=value("comment_due") error=error("comment_due") optional=true />
                <Actions><Button text="Nêu ý kiến" kind=ButtonKind::Secondary /></Actions>
            </form>
        </details>
    }
    .into_any()
}
