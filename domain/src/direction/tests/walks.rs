//! Random walks: at every state every command is refused or applied, and what is kept follows from the events.

use super::*;
use crate::direction::comment::CommentEvent;
use proptest::prelude::*;

fn command(number: u8) -> TaskCommand {
    let text = || "Một vài lời".to_owned();
    match number % 11 {
        0 => TaskCommand::Accept,
        1 => TaskCommand::AskBack { reason: text() },
        2 => TaskCommand::Explain { words: text() },
        3 => TaskCommand::Progress { percent: Some(30), words: text() },
        4 => TaskCommand::Progress { percent: None, words: String::new() },
        5 => TaskCommand::Report { result: text() },
        6 => TaskCommand::AcceptResult { words: String::new() },
        7 => TaskCommand::ReturnResult { reason: text() },
        8 => {
            let child = TaskRef { id: Uuid::from_u128(7), code: "CĐ-33-01/2026/001".into(), title: text() };
            TaskCommand::PassOn { child }
        }
        9 => TaskCommand::Withdraw { reason: text() },
        _ => TaskCommand::Reschedule { due: date(2026, 12, 24), reason: text() },
    }
}

fn somebody(number: u8) -> Actor {
    match number % 6 {
        0 | 1 => head(),
        2 | 3 => leader(1),
        4 => leader(2),
        _ => actor("ksv1", Role::Controller, "TW/33/33-01"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_task_stays_whole(steps in prop::collection::vec((0_u8..11, 0_u8..6, 0_u32..4), 40)) {
        let new = new_task("TW/33", vec![team("TW/33/33-01"), team("TW/33/33-02")]);
        let mut events = vec![decide(TaskAsk::Give(&new), &context(&head())).unwrap()];
        let mut task = Task::open(&events[0]).unwrap();
        for (number, who, part) in steps {
            let (command, who) = (command(number), somebody(who));
            let part = (part > 0).then_some(part);
            let before = task.clone();
            match decide(TaskAsk::Do(&task, part, &command), &context(&who)) {
                Ok(event) => {
                    prop_assert_eq!(event.seq, task.version + 1);
                    task.apply(&event);
                    events.push(event);
                }
                Err(refusal) => prop_assert!(!refusal.message().is_empty() && refusal.citation().is_none()),
            }
            for (old, new) in before.parts.iter().zip(&task.parts) {
                prop_assert!(new.version >= old.version && new.version <= task.version);
                // What is over stays as it was.
                prop_assert!(old.state.is_open() || old == new);
                prop_assert!(new.state != PartState::Done || new.result.is_some(), "done without a result");
                prop_assert!(old.state == new.state || new.version == task.version);
                // Only who is asked moves a part on.
                if old.state != new.state && old.state.turn() == TaskTurn::Giver {
                    prop_assert!(who.path == task.path);
                }
            }
        }
        prop_assert_eq!(Task::replay(&events).unwrap(), task);
    }

    #[test]
    fn a_comment_stays_whole(steps in prop::collection::vec((0_u8..4, 0_u8..6), 30)) {
        let responsible = OfficerId("ksv1".into());
        let head = head();
        let made = decide_comment(CommentAsk::Make(&new_comment(&head)), &comment_context(&head, &responsible));
        let mut events: Vec<CommentEvent> = vec![made.unwrap()];
        let mut comment = Comment::open(&events[0]).unwrap();
        for (number, who) in steps {
            let text = "Một vài lời".to_owned();
            let command = match number {
                0 => CommentCommand::Answer { text },
                1 => CommentCommand::Close,
                2 => CommentCommand::Reopen { text },
                _ => CommentCommand::Withdraw { reason: text },
            };
            let who = somebody(who);
            let before = comment.state;
            let ask = CommentAsk::Do(&comment, &command);
            if let Ok(event) = decide_comment(ask, &comment_context(&who, &responsible)) {
                prop_assert!(before.is_open(), "what is closed stays closed");
                prop_assert_eq!(event.seq, comment.version + 1);
                comment.apply(&event);
                events.push(event);
                prop_assert!(comment.state != CommentState::Closed || before == CommentState::Answered);
            }
        }
        prop_assert_eq!(Comment::replay(&events).unwrap(), comment);
    }
}
