//! A runner of tests that must end: what it prints is passed on, and one that hangs is ended with everything it started.

use anyhow::{Context, Result};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// How a runner ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With success.
    Passed,
    /// Without.
    Failed,
    /// It was ended after this time.
    Hung(Duration),
}

/// Runs a command to its end or to the end of its time; hands on every line it prints.
///
/// # Errors
/// It cannot be started, or what it prints is no text.
pub fn run(what: &str, command: &mut Command, longest: Duration, mut line: impl FnMut(&str)) -> Result<End> {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::piped()).stdin(Stdio::null()).spawn().with_context(|| what.to_owned())?;
    let output = child.stdout.take().context("no output")?;
    let (sender, lines) = mpsc::channel();
    let reader = thread::spawn(move || {
        BufReader::new(output).lines().take_while(|line| sender.send(line.as_ref().ok().cloned()).is_ok()).count()
    });
    loop {
        match lines.recv_timeout(longest.saturating_sub(begun.elapsed())) {
            Ok(text) => line(&text.with_context(|| format!("{what}: a line is not UTF-8"))?),
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                end(&mut child)?;
                return Ok(End::Hung(longest));
            }
        }
    }
    // Whoever prints nothing any more may still be there.
    while child.try_wait()?.is_none() {
        if begun.elapsed() > longest {
            end(&mut child)?;
            return Ok(End::Hung(longest));
        }
        thread::sleep(Duration::from_millis(20));
    }
    drop(reader);
    Ok(if child.wait()?.success() { End::Passed } else { End::Failed })
}

/// Ends a child and all it started, itself first: it must start nothing more.
fn end(child: &mut Child) -> Result<()> {
    let family = family(child.id());
    child.kill()?;
    child.wait()?;
    if !family.is_empty() {
        let ids = family.iter().map(u32::to_string);
        // One that ended by itself meanwhile is as good.
        Command::new("kill").arg("-KILL").args(ids).stderr(Stdio::null()).status().context("kill")?;
    }
    Ok(())
}

/// The processes that descend from one, without it.
fn family(root: u32) -> Vec<u32> {
    let parents: Vec<(u32, u32)> = std::fs::read_dir("/proc").map_or_else(
        |_| Vec::new(),
        |entries| entries.flatten().filter_map(|entry| parent(entry.file_name().to_str()?.parse().ok()?)).collect(),
    );
    let mut found = vec![root];
    let mut next = 0;
    while let Some(&one) = found.get(next) {
        found.extend(parents.iter().filter(|(_, parent)| *parent == one).map(|(id, _)| *id));
        next += 1;
    }
    found.split_off(1)
}

/// A process with its parent: the second field behind the name, which stands in brackets and may hold anything.
fn parent(id: u32) -> Option<(u32, u32)> {
    let text = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    Some((id, text.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, longest: Duration) -> (End, Vec<String>) {
        let mut lines = Vec::new();
        let end =
            run("sh", Command::new("sh").args(["-c", script]), longest, |line| lines.push(line.to_owned())).unwrap();
        (end, lines)
    }

    #[test]
    fn what_ends_by_itself_is_told_as_it_ended() {
        let long = Duration::from_secs(20);
        assert_eq!(shell("echo a; echo b", long), (End::Passed, vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(shell("echo a; exit 3", long), (End::Failed, vec!["a".to_owned()]));
    }

    #[test]
    fn what_hangs_is_ended_with_what_it_started() {
        let begun = Instant::now();
        let (end, lines) = shell("sleep 300 & echo $!; wait", Duration::from_millis(600));
        assert_eq!(end, End::Hung(Duration::from_millis(600)));
        assert!(begun.elapsed() < Duration::from_secs(60));
        let sleeper: u32 = lines.first().unwrap().parse().unwrap();
        let gone = (0..100).any(|_| {
            thread::sleep(Duration::from_millis(20));
            // Gone, or ended and not yet waited for by whoever inherits it.
            std::fs::read_to_string(format!("/proc/{sleeper}/stat"))
                .map_or(true, |text| text.rsplit_once(')').is_some_and(|(_, rest)| rest.starts_with(" Z")))
        });
        assert!(gone, "process {sleeper} is still there");
    }
}
