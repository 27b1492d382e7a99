//! Folds events into the task. Total: an event that was once accepted always applies.

use super::{Part, PartState, Task, TaskEvent, TaskEventBody, Told};
use crate::calendar::to_local;

impl Task {
    /// The task after its first event, or `None` when that does not give one.
    pub fn open(event: &TaskEvent) -> Option<Task> {
        let TaskEventBody::TaskGiven { task } = &event.body else { return None };
        let parts = (1..).zip(&task.to).map(|(number, to)| Part {
            number,
            to: to.clone(),
            state: PartState::Given,
            version: event.seq,
            percent: None,
            last: None,
            result: None,
            children: Vec::new(),
        });
        Some(Task {
            id: task.id,
            code: task.code.clone(),
            version: event.seq,
            kind: task.kind,
            title: task.title.clone(),
            content: task.content.clone(),
            field: task.field,
            about: task.about.clone(),
            campaign: task.campaign,
            due: task.due,
            parent: task.parent.clone(),
            unit: task.unit.clone(),
            path: task.path.clone(),
            province: task.province.clone(),
            unit_name: task.unit_name.clone(),
            giver: event.by.clone(),
            given_at: event.at,
            parts: parts.collect(),
        })
    }

    /// Rebuilds the task from its whole history; `None` when it does not begin with its giving.
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a TaskEvent>) -> Option<Task> {
        let mut events = events.into_iter();
        let mut task = Self::open(events.next()?)?;
        for event in events {
            task.apply(event);
        }
        Some(task)
    }

    /// Folds one event into the task.
    pub fn apply(&mut self, event: &TaskEvent) {
        self.version = event.seq;
        if let TaskEventBody::TaskRescheduled { due, .. } = &event.body {
            self.due = *due;
        }
        let concerned = |part: &&mut Part| match event.part {
            Some(number) => part.number == number,
            None => part.state.is_open(),
        };
        for part in self.parts.iter_mut().filter(concerned) {
            part.take(event);
        }
    }
}

impl Part {
    fn take(&mut self, event: &TaskEvent) {
        self.version = event.seq;
        let told = |text: &str| Some(Told { by: event.by.clone(), at: to_local(event.at), text: text.to_owned() });
        match &event.body {
            TaskEventBody::TaskGiven { .. } => {}
            TaskEventBody::PartAccepted => self.state = PartState::Accepted,
            TaskEventBody::PartAskedBack { reason } => {
                self.state = PartState::AskedBack;
                self.last = told(reason);
            }
            TaskEventBody::PartExplained { words } => {
                self.state = PartState::Given;
                self.last = told(words);
            }
            TaskEventBody::PartProgressed { percent, words } => {
                self.percent = percent.or(self.percent);
                self.last = told(words);
            }
            TaskEventBody::PartReported { result } => {
                self.state = PartState::Reported;
                self.result = told(result);
                self.last = self.result.clone();
            }
            TaskEventBody::ResultAccepted { words } => {
                self.state = PartState::Done;
                self.percent = Some(100);
                self.last = told(words).filter(|told| !told.text.is_empty()).or(self.last.take());
            }
            TaskEventBody::ResultReturned { reason } => {
                self.state = PartState::Returned;
                self.last = told(reason);
            }
            TaskEventBody::PartPassedOn { child } => self.children.push(child.clone()),
            TaskEventBody::TaskWithdrawn { reason } => {
                self.state = PartState::Withdrawn;
                self.last = told(reason);
            }
            TaskEventBody::TaskRescheduled { reason, .. } => self.last = told(reason),
        }
    }
}
