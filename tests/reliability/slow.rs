//! Senders that are slow on purpose: heads that never end, bodies that drip, answers that are not read. Others are served meanwhile.

use ins_tests::http::authority;
use ins_tests::officers::sign_in;
use ins_tests::over::Over;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Connections of each kind.
const EACH: usize = 100;

/// How long it goes on, in seconds: `INS_SLOW_SECONDS`, else enough to see that pages are answered.
fn length() -> Duration {
    let seconds = std::env::var("INS_SLOW_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(8);
    Duration::from_secs(seconds)
}

fn connect() -> Option<TcpStream> {
    let stream = TcpStream::connect(authority()).ok()?;
    stream.set_write_timeout(Some(Duration::from_millis(200))).ok()?;
    Some(stream)
}

#[test]
fn who_is_slow_on_purpose_keeps_nobody_waiting() {
    let mut officer = sign_in("ksv10");
    let quiet = times(&mut || officer.get("/ho-so").status, Duration::from_secs(1));
    let over = AtomicBool::new(false);
    let (loud, held) = std::thread::scope(|scope| {
        let slow = scope.spawn(|| {
            let here = authority();
            let mut open: Vec<(usize, TcpStream)> = Vec::new();
            for number in 0..EACH * 4 {
                let Some(mut stream) = connect() else { continue };
                let begin = match number % 4 {
                    // A head that never ends.
                    0 => format!("GET /ho-so HTTP/1.1\r\nHost: {here}\r\n"),
                    // A body that drips.
                    1 => format!("POST /api/dang-nhap HTTP/1.1\r\nHost: {here}\r\nOrigin: http://{here}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n"),
                    // Pieces without an end.
                    2 => format!("POST /trao-doi/nhap HTTP/1.1\r\nHost: {here}\r\nOrigin: http://{here}\r\nTransfer-Encoding: chunked\r\n\r\n"),
                    // Requests whose answers are not read.
                    _ => format!("GET /dang-nhap HTTP/1.1\r\nHost: {here}\r\nAccept: text/html\r\n\r\n").repeat(20),
                };
                let _ = stream.write_all(begin.as_bytes());
                open.push((number % 4, stream));
            }
            while !over.load(Ordering::Relaxed) {
                for (kind, stream) in &mut open {
                    let drip: &[u8] = match kind {
                        0 => b"X-a: b\r\n",
                        1 => b"a",
                        2 => b"1\r\na\r\n",
                        _ => b"",
                    };
                    let _ = stream.write(drip);
                }
                std::thread::sleep(Duration::from_millis(700));
            }
            // Those that the server has let go of.
            let mut held = 0;
            for (_, stream) in &mut open {
                stream.set_read_timeout(Some(Duration::from_millis(1))).expect("a timeout");
                let mut byte = [0; 1];
                held += usize::from(matches!(stream.read(&mut byte), Err(error) if error.kind() == std::io::ErrorKind::WouldBlock));
            }
            held
        });
        std::thread::sleep(Duration::from_secs(1));
        let loud = {
            let _over = Over(&over);
            times(&mut || officer.get("/ho-so").status, length())
        };
        (loud, slow.join().expect("the slow ones"))
    });
    let p95 = |times: &[Duration]| times.get(times.len() * 95 / 100).copied().unwrap_or_default();
    assert!(loud.len() > 20, "{} pages while others were slow", loud.len());
    assert!(p95(&loud) < Duration::from_secs(2), "p95 {:?} beside {:?}", p95(&loud), p95(&quiet));
    println!(
        "attack | {} slow connections (heads, bodies, pieces, unread answers) | {} pages beside them, p95 {} ms instead of {} ms; {held} still held at the end |",
        EACH * 4,
        loud.len(),
        p95(&loud).as_millis(),
        p95(&quiet).as_millis()
    );
}

/// How long each answer of 200 took, sorted.
fn times(ask: &mut dyn FnMut() -> u16, length: Duration) -> Vec<Duration> {
    let (begun, mut times) = (Instant::now(), Vec::new());
    while begun.elapsed() < length {
        let start = Instant::now();
        assert_eq!(ask(), 200);
        times.push(start.elapsed());
    }
    times.sort_unstable();
    times
}
