//! Lets Leptos spawn: every task becomes a task of the component's own event loop.

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};

struct Tasks;

impl CustomExecutor for Tasks {
    fn spawn(&self, task: PinnedFuture<()>) {
        spin_sdk::wit_bindgen::spawn(task);
    }

    fn spawn_local(&self, task: PinnedLocalFuture<()>) {
        spin_sdk::wit_bindgen::spawn(task);
    }

    fn poll_local(&self) {}
}

/// Installs it once per instance, before the first route list is made; a second call changes nothing.
pub fn install() {
    let _ = Executor::init_custom_executor(Tasks);
}
