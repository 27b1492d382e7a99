//! Drives a parser or decoder with mutated inputs, counts them, and can make each of them again from a seed.
//!
//! Stable toolchain, no instrumentation: an input is a corpus entry under a few random changes, chosen by the seed, the target's
//! name and the input's number alone. So a run is the same everywhere, and one input can be run alone. Must not know any parser.
//!
//! `INS_FUZZ_TIMES` multiplies the inputs of each target (1 when it is not set), `INS_FUZZ_SEED` begins another run,
//! `INS_FUZZ_ONLY=TARGET:NUMBER` runs one input, `INS_FUZZ_LOG` names a file that gets one line for each target.

#![allow(clippy::print_stdout, reason = "what was run is told")]

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// The seed of a run that names none.
const SEED: u64 = 1872;

/// Longest a single input may take: what a request of a few kilobytes must not exceed, even where nothing is optimised.
const SLOWEST: Duration = Duration::from_secs(10);

/// Longest input in bytes, where a target names nothing else.
const LONGEST: usize = 4096;

/// A generator of numbers that is the same everywhere (SplitMix64).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// From a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 when `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    /// Once in `times`.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of a list.
    pub fn of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> Option<&'a T> {
        list.get(self.below(list.len())).copied()
    }
}

/// Words that parsers trip over: ends of ranges, quoting of other languages, letters that are several, none, or turn around.
const WORDS: [&str; 72] = [
    "0",
    "-0",
    "-1",
    "1",
    "255",
    "256",
    "65535",
    "65536",
    "2147483647",
    "2147483648",
    "-2147483648",
    "4294967295",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "18446744073709551615",
    "1e309",
    "1e-400",
    "NaN",
    "Infinity",
    "0x",
    "0.0000000000000001",
    "99999999999999999999999999999999999999",
    "00",
    "01",
    "29/02/2026",
    "30/02/2026",
    "31/12/9999",
    "00/00/0000",
    "2026-13-01",
    "-9999-01-01",
    "24:00",
    "23:59:60",
    "null",
    "true",
    "{}",
    "[]",
    "[[[[[[[[",
    "{\"a\":",
    "\"",
    "'",
    "\\",
    "\\u0000",
    "\\ud800",
    "<",
    ">",
    "&",
    "&amp;",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE x [<!ENTITY a \"b\">]>",
    "%",
    "%00",
    "%c0%ae",
    "%FF",
    "=",
    ";",
    ",",
    "\t",
    "\r\n",
    "\0",
    "\u{feff}",
    "\u{200d}",
    "\u{202e}",
    "e\u{323}\u{302}",
    "\u{1F468}\u{200D}\u{1F469}",
    "ß",
    "İ",
    "ư",
    "đ",
    "\u{10FFFF}",
    "=cmd|' /C calc'!A0",
];

/// What a target is driven with.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// Its name, which is also where its inputs begin.
    pub target: &'a str,
    /// Inputs in the short run.
    pub inputs: u64,
    /// What good inputs look like; at least one.
    pub corpus: &'a [&'a [u8]],
    /// Words of its own language.
    pub words: &'a [&'a str],
    /// Longest input in bytes.
    pub longest: usize,
}

impl<'a> Plan<'a> {
    /// A plan with the usual length.
    pub const fn new(target: &'a str, inputs: u64, corpus: &'a [&'a [u8]], words: &'a [&'a str]) -> Self {
        Self { target, inputs, corpus, words, longest: LONGEST }
    }

    /// The same with longer inputs.
    pub const fn longest(self, longest: usize) -> Self {
        Self { longest, ..self }
    }

    fn seed(&self, seed: u64, number: u64) -> Random {
        let name = self
            .target
            .bytes()
            .fold(0xCBF2_9CE4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
        let mut random = Random::new(seed ^ name ^ number.wrapping_mul(0xD6E8_FEB8_6659_FD93));
        random.next();
        random
    }

    /// The input of a number.
    pub fn input(&self, seed: u64, number: u64) -> Vec<u8> {
        let mut random = self.seed(seed, number);
        let mut input = random.of(self.corpus).map(<[u8]>::to_vec).unwrap_or_default();
        // The corpus itself comes first, as it stands.
        if let Some(entry) = usize::try_from(number).ok().and_then(|number| self.corpus.get(number)) {
            return (*entry).to_vec();
        }
        let most = if random.once_in(8) { 24 } else { 5 };
        let changes = 1 + random.below(most);
        for _ in 0..changes {
            self.change(&mut input, &mut random);
        }
        input.truncate(self.longest);
        input
    }

    fn change(&self, input: &mut Vec<u8>, random: &mut Random) {
        let place = random.below(input.len() + 1);
        let span = place..(place + 1 + random.below(1 + input.len().saturating_sub(place).min(32))).min(input.len());
        match random.below(12) {
            0 => {
                if let Some(byte) = input.get_mut(place) {
                    *byte ^= 1 << random.below(8);
                }
            }
            1 => {
                let new = [0, 1, 0x7F, 0x80, 0xFF, b' ', b'\n', b'"', b'<', b'0'].get(random.below(10)).copied();
                if let (Some(byte), Some(new)) = (input.get_mut(place), new) {
                    *byte = new;
                }
            }
            2 => {
                let byte = u8::try_from(random.below(256)).unwrap_or(0);
                input.insert(place, byte);
            }
            3 => drop(input.drain(span)),
            4 => {
                let piece = input.get(span).unwrap_or_default().to_vec();
                let times = if random.once_in(20) { 1 + random.below(200) } else { 1 };
                for _ in 0..times {
                    if input.len() < self.longest {
                        input.splice(place..place, piece.iter().copied());
                    }
                }
            }
            5 | 6 => {
                let own = !self.words.is_empty() && !random.once_in(3);
                let word = if own { random.of(self.words) } else { random.of(&WORDS) }.unwrap_or_default();
                input.splice(place..place, word.bytes());
            }
            7 => {
                let own = !self.words.is_empty() && !random.once_in(3);
                let word = if own { random.of(self.words) } else { random.of(&WORDS) }.unwrap_or_default();
                input.splice(span, word.bytes());
            }
            8 => {
                let other = random.of(self.corpus).unwrap_or_default();
                let from = random.below(other.len() + 1);
                let end = (from + 1 + random.below(64)).min(other.len());
                let piece = other.get(from..end).unwrap_or_default().to_vec();
                input.splice(place..place, piece);
            }
            9 => input.truncate(place),
            10 => {
                // A digit becomes another one, where there is one: dates and sums stay nearly right.
                let digits: Vec<usize> =
                    input.iter().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(at, _)| at).collect();
                let new = b'0' + u8::try_from(random.below(10)).unwrap_or(0);
                if let Some(byte) = digits.get(random.below(digits.len())).and_then(|at| input.get_mut(*at)) {
                    *byte = new;
                }
            }
            _ => {
                let other = random.below(input.len() + 1);
                if place < input.len() && other < input.len() {
                    input.swap(place, other);
                }
            }
        }
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Runs a target. Panics at the first input that made it panic, or that took longer than [`SLOWEST`], and says how to run that one again.
pub fn run(plan: &Plan<'_>, target: impl Fn(&[u8])) {
    let seed = number("INS_FUZZ_SEED").unwrap_or(SEED);
    let inputs = plan.inputs.saturating_mul(number("INS_FUZZ_TIMES").unwrap_or(1));
    let only = std::env::var("INS_FUZZ_ONLY").ok();
    let numbers = match only.as_deref().and_then(|only| only.rsplit_once(':')) {
        None => 0..inputs,
        Some((name, number)) if name == plan.target => {
            let number: u64 = number.parse().unwrap_or(0);
            number..number + 1
        }
        Some(_) => return,
    };
    let (begun, mut slowest, mut ran) = (Instant::now(), Duration::ZERO, 0_u64);
    for number in numbers {
        let input = plan.input(seed, number);
        let start = Instant::now();
        let ended = catch_unwind(AssertUnwindSafe(|| target(&input)));
        let took = start.elapsed();
        slowest = slowest.max(took);
        ran += 1;
        let shown = || {
            let head = input.get(..input.len().min(400)).unwrap_or_default();
            let again = format!("INS_FUZZ_SEED={seed} INS_FUZZ_ONLY={}:{number}", plan.target);
            format!("{again}\n{} bytes: {:?}", input.len(), String::from_utf8_lossy(head))
        };
        assert!(ended.is_ok(), "{}: input {number} panics; again: {}", plan.target, shown());
        assert!(took < SLOWEST, "{}: input {number} takes {took:?}; again: {}", plan.target, shown());
    }
    let line = format!(
        "fuzz | {} | {ran} | {:.1} | {:.1} | {seed}",
        plan.target,
        begun.elapsed().as_secs_f64(),
        slowest.as_secs_f64() * 1000.0
    );
    println!("{line}");
    if let Ok(path) = std::env::var("INS_FUZZ_LOG") {
        let file = std::fs::OpenOptions::new().create(true).append(true).open(&path);
        let written = file.and_then(|mut file| writeln!(file, "{line}"));
        assert!(written.is_ok(), "cannot write {path}");
    }
}

/// Runs a target that takes text.
pub fn text(plan: &Plan<'_>, target: impl Fn(&str)) {
    run(plan, |input| target(&String::from_utf8_lossy(input)));
}

/// Runs a target that takes named fields: lines `name=value` of the input, `\u{1}` standing for a line break within a value.
pub fn fields(plan: &Plan<'_>, target: impl Fn(&[(String, String)])) {
    text(plan, |input| {
        let pairs: Vec<(String, String)> = input
            .lines()
            .filter_map(|line| line.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.replace('\u{1}', "\n")))
            .collect();
        target(&pairs);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: Plan<'static> = Plan::new("probe", 3_000, &[b"ab=12", b"cd"], &["word"]);

    #[test]
    fn an_input_is_the_same_every_time_and_no_two_runs_are() {
        assert_eq!((PLAN.input(1, 0), PLAN.input(1, 1)), (b"ab=12".to_vec(), b"cd".to_vec()), "the corpus comes first");
        let run = |seed| (2..500).map(|number| PLAN.input(seed, number)).collect::<Vec<_>>();
        assert_eq!(run(1), run(1));
        assert_ne!(run(1), run(2));
        assert!(run(1).iter().any(|input| input.windows(4).any(|part| part == b"word")));
        assert!(run(1).iter().all(|input| input.len() <= LONGEST));
    }

    #[test]
    fn a_panic_is_found_and_named() {
        let found = catch_unwind(|| text(&PLAN, |input| assert!(!input.contains("word"), "found")));
        let told = found.unwrap_err();
        let told = told.downcast_ref::<String>().expect("words");
        assert!(told.contains("INS_FUZZ_ONLY=probe:"), "{told}");
    }

    #[test]
    fn fields_are_lines() {
        let seeds = ["a=1\nb=x\u{1}y".as_bytes()];
        let plan = Plan::new("fields", 1, &seeds, &[]);
        fields(&plan, |pairs| {
            let expected = [("a", "1"), ("b", "x\ny")].map(|(name, value)| (name.to_owned(), value.to_owned()));
            assert_eq!(pairs, expected);
        });
    }
}
