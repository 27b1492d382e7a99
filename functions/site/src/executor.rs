//! Lets Leptos spawn: tasks run beside the request that spawned them and end with it.
//!
//! Reactive tasks wait on each other, never on the platform. A component task that sleeps with nothing but such tasks is
//! a trap, and a task of one request must not wake another's. So each request polls the tasks it spawned, and drops
//! those that are left when its answer is complete: nobody would ever wake them.

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

/// Tasks spawned and not yet polled.
type Spawned = Rc<RefCell<Vec<PinnedLocalFuture<()>>>>;

thread_local! {
    /// Where tasks go: the request that is being polled. Outside of one they have nobody to run for, and are dropped.
    static CURRENT: RefCell<Option<Spawned>> = const { RefCell::new(None) };
}

struct Tasks;

fn spawn(task: PinnedLocalFuture<()>) {
    CURRENT.with_borrow(|current| {
        if let Some(spawned) = current {
            spawned.borrow_mut().push(task);
        }
    });
}

impl CustomExecutor for Tasks {
    fn spawn(&self, task: PinnedFuture<()>) {
        spawn(task);
    }

    fn spawn_local(&self, task: PinnedLocalFuture<()>) {
        spawn(task);
    }

    fn poll_local(&self) {}
}

/// Installs it once per instance, before the first route list is made; a second call changes nothing.
pub fn install() {
    let _ = Executor::init_custom_executor(Tasks);
}

/// Runs a request with the tasks it spawns, until the request itself is done.
pub async fn with_tasks<F: Future>(request: F) -> F::Output {
    let spawned = Spawned::default();
    let mut running = FuturesUnordered::new();
    let mut request = pin!(request);
    poll_fn(|context| {
        let outer = CURRENT.replace(Some(spawned.clone()));
        let result = loop {
            if let Poll::Ready(output) = request.as_mut().poll(context) {
                break Poll::Ready(output);
            }
            running.extend(spawned.borrow_mut().drain(..));
            let mut finished = false;
            while let Poll::Ready(Some(())) = running.poll_next_unpin(context) {
                finished = true;
            }
            // A task that ended, or spawned another, may be what the request waits for.
            if !finished && spawned.borrow().is_empty() {
                break Poll::Pending;
            }
        };
        CURRENT.set(outer);
        result
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::future::join;

    #[test]
    fn tasks_run_beside_the_request_and_end_with_it() {
        let done = Rc::new(RefCell::new(0));
        let counted = done.clone();
        let output = futures_util::FutureExt::now_or_never(with_tasks(async move {
            for _ in 0..3 {
                let counted = counted.clone();
                spawn(Box::pin(async move { *counted.borrow_mut() += 1 }));
            }
            spawn(Box::pin(std::future::pending()));
            let mut waited = 0;
            poll_fn(|context| {
                waited += 1;
                context.waker().wake_by_ref();
                if waited > 1 { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
            join(async { 1 }, async { 2 }).await
        }));
        assert_eq!(output, Some((1, 2)));
        assert_eq!(*done.borrow(), 3);
    }
}
