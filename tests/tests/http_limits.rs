//! Who does too much, or too slowly, and what becomes of everybody else: against hosts with small limits.
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use ins_tests::guards::{Kind, problems};
use ins_tests::host::Host;
use ins_tests::http::{Answer, Visitor};
use ins_tests::officers::PASSWORD;
use socket2::{Domain, Socket, Type};
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// Limits that a test meets in seconds.
fn small() -> Host {
    let limits = [
        "--header-timeout",
        "2",
        "--body-timeout",
        "1",
        "--write-timeout",
        "2",
        "--min-rate",
        "2000",
        "--max-connections",
        "60",
        "--max-connections-per-address",
        "40",
        "--max-header-size",
        "16384",
        "--max-buffered",
        "262144",
        "--max-body-size",
        "reports=1024",
    ];
    Host::start(&limits, &[], &[])
}

fn connect(host: &Host) -> TcpStream {
    let stream = TcpStream::connect(&host.authority).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    stream
}

/// Reads until the other end closes; answers what came and how long it took.
fn until_closed(mut stream: TcpStream) -> (String, Duration) {
    let begun = Instant::now();
    let mut all = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => all.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => break,
            Err(error) => panic!("it stays open: {error}"),
        }
    }
    (String::from_utf8_lossy(&all).into_owned(), begun.elapsed())
}

/// Whether somebody else is served, and how quickly.
fn is_served(host: &Host) -> Duration {
    let begun = Instant::now();
    assert_eq!(host.visitor().get("/dang-nhap").status, 200);
    begun.elapsed()
}

#[test]
fn heads_that_never_end_and_silence_are_closed() {
    let host = small();
    let silent = connect(&host);
    let mut slow = connect(&host);
    slow.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").expect("written");
    let feeder = {
        let mut stream = slow.try_clone().expect("the same connection");
        std::thread::spawn(move || {
            for _ in 0..100 {
                if stream.write_all(b"a").is_err() {
                    return;
                }
                std::thread::sleep(Duration::from_millis(100));
            }
        })
    };
    let (_, took) = until_closed(slow);
    assert!(took < Duration::from_secs(5), "a head that never ends: {took:?}");
    let (_, took) = until_closed(silent);
    assert!(took < Duration::from_secs(5), "silence: {took:?}");
    feeder.join().expect("the feeder ends");
    // A connection that was used and is idle since is closed as well.
    let mut used = connect(&host);
    used.write_all(format!("GET /suc-khoe/song HTTP/1.1\r\nHost: {}\r\n\r\n", host.authority).as_bytes())
        .expect("written");
    let (answer, took) = until_closed(used);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!((1..6).contains(&took.as_secs()), "{took:?}");
    is_served(&host);
}

#[test]
fn a_body_must_move() {
    let host = small();
    let head = format!(
        "POST /api/dang-nhap HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n",
        host.authority
    );
    let mut slow = connect(&host);
    slow.write_all(head.as_bytes()).expect("written");
    let mut feeder = slow.try_clone().expect("the same connection");
    let feeding = std::thread::spawn(move || {
        while feeder.write_all(b"a").is_ok() {
            std::thread::sleep(Duration::from_millis(50))
        }
    });
    let (answer, took) = until_closed(slow);
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("quá chậm"), "{answer}");
    assert!(answer.to_ascii_lowercase().contains("content-security-policy: default-src 'none'"), "{answer}");
    assert!(took < Duration::from_secs(5), "{took:?}");
    feeding.join().expect("the feeder ends");
    assert!(host.figure("host_rejected_total", "reason=slow-body") >= 1.0);

    // One that moves at its rate is taken, though it takes longer than the first grace.
    let mut steady = connect(&host);
    let head = head.replace("100000", "8000").replace("Content-Type", "Connection: close\r\nContent-Type");
    steady.write_all(head.as_bytes()).expect("written");
    for _ in 0..16 {
        steady.write_all(&[b'a'; 500]).expect("taken");
        std::thread::sleep(Duration::from_millis(150));
    }
    let (answer, _) = until_closed(steady);
    assert!(!answer.starts_with("HTTP/1.1 408") && answer.starts_with("HTTP/1.1 "), "{answer}");
}

#[test]
fn who_takes_no_answer_is_let_go() {
    let host = small();
    let page = host.visitor().get("/hien-truong").text();
    let module = page.split('"').find(|part| part.ends_with(".wasm")).expect("the module").to_owned();
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    socket.set_recv_buffer_size(4096).expect("a small buffer");
    let address: SocketAddr = host.authority.parse().expect("an address");
    socket.connect(&address.into()).expect("connected");
    let mut stream: TcpStream = socket.into();
    let request = format!("GET {module} HTTP/1.1\r\nHost: {}\r\n\r\n", host.authority);
    for _ in 0..12 {
        stream.write_all(request.as_bytes()).expect("asked");
    }
    let end = Instant::now() + Duration::from_secs(15);
    while host.figure("host_rejected_total", "reason=slow-reader") < 1.0 {
        assert!(Instant::now() < end, "it is never let go: {:?}", host.read_figures());
        std::thread::sleep(Duration::from_millis(100));
    }
    is_served(&host);
}

#[test]
fn thousands_of_idle_connections_are_bounded_and_others_are_served() {
    let host = small();
    let mut open: Vec<TcpStream> = Vec::new();
    for _ in 0..2_000 {
        // Refused ones are closed without a word, which may already show when connecting.
        if let Ok(stream) = TcpStream::connect(&host.authority) {
            open.push(stream);
        }
        if open.len() == 100 {
            assert!(host.figure("host_connections", "") <= 40.0);
            // Somebody at another address gets in while one address has all that it may have.
            let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
            let elsewhere: SocketAddr = "127.0.0.2:0".parse().expect("an address");
            socket.bind(&elsewhere.into()).expect("bound");
            let address: SocketAddr = host.authority.parse().expect("an address");
            socket.connect(&address.into()).expect("connected");
            let mut stream: TcpStream = socket.into();
            let request =
                format!("GET /suc-khoe/song HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", host.authority);
            stream.write_all(request.as_bytes()).expect("asked");
            let (answer, took) = until_closed(stream);
            assert!(answer.starts_with("HTTP/1.1 200") && took < Duration::from_secs(2), "{took:?} {answer}");
        }
    }
    assert!(host.figure("host_connections", "") <= 40.0);
    assert!(host.figure("host_rejected_total", "reason=address") >= 1_000.0, "{:?}", host.read_figures());
    drop(open);
    let end = Instant::now() + Duration::from_secs(10);
    while host.figure("host_connections", "") > 1.0 {
        assert!(Instant::now() < end, "closed ones are counted for ever");
        std::thread::sleep(Duration::from_millis(50));
    }
    is_served(&host);
}

#[test]
fn heads_and_bodies_beyond_their_size_are_refused() {
    let host = small();
    let mut stream = connect(&host);
    let head = format!("GET / HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\n\r\n", "a".repeat(64 << 10));
    let _ = stream.write_all(head.as_bytes());
    let (answer, _) = until_closed(stream);
    assert!(answer.starts_with("HTTP/1.1 431") || answer.is_empty(), "{answer}");

    let mut stream = connect(&host);
    let many: String = (0..500).map(|n| format!("X-{n}: a\r\n")).collect();
    let _ = stream.write_all(format!("GET / HTTP/1.1\r\nHost: x\r\n{many}\r\n").as_bytes());
    let (answer, _) = until_closed(stream);
    assert!(answer.starts_with("HTTP/1.1 431") || answer.is_empty(), "{answer}");

    let answer = host.visitor().send("POST", "/bao-cao/tep/thang.csv", &[], &[b'a'; 1025]);
    assert_eq!(answer.status, 413, "{}", answer.text());
    assert_eq!(problems(&answer, Kind::Host), Vec::<String>::new());
    let answer = host.visitor().send("POST", "/bao-cao/tep/thang.csv", &[], &[b'a'; 1024]);
    assert_eq!(answer.status, 405, "what fits reaches the function");
    is_served(&host);
}

#[test]
fn bodies_share_one_room_and_who_finds_none_is_told_to_come_back() {
    let host = small();
    let origin = format!("http://{}", host.authority);
    let headers = [("Origin", origin.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
    let answer = host.visitor().send("POST", "/api/dang-nhap", &headers, &[b'a'; 400_000]);
    assert_eq!((answer.status, answer.header("retry-after")), (503, "10"), "{}", answer.text());
    assert!(answer.text().contains("Chưa ghi gì"), "{}", answer.text());
    assert_eq!(problems(&answer, Kind::Host), Vec::<String>::new());
    assert!(host.figure("host_rejected_total", "reason=memory") >= 1.0);
    let answer = host.visitor().send("POST", "/api/dang-nhap", &headers, &[b'a'; 100_000]);
    assert_ne!(answer.status, 503, "the room is given back");
    assert!(host.figure("host_buffered_bytes", "").abs() < 0.5, "{:?}", host.read_figures());
}

/// Tries until it is stopped; a window may end in between, so that twice as much may pass.
fn until_stopped(most: usize, mut attempt: impl FnMut(usize) -> Answer) -> (usize, Answer) {
    for n in 0..=2 * most {
        let answer = attempt(n);
        if answer.status == 429 {
            return (n, answer);
        }
    }
    panic!("never stopped");
}

fn sign_in(visitor: &mut Visitor, account: &str, password: &str, forwarded: Option<&str>, authority: &str) -> Answer {
    let body = format!("account={}&password={}", ins_tests::http::encode(account), ins_tests::http::encode(password));
    let origin = format!("http://{authority}");
    let mut headers = vec![
        ("Accept", "text/html"),
        ("Origin", origin.as_str()),
        ("Content-Type", "application/x-www-form-urlencoded"),
        // What the sender says of his address is worth nothing.
        ("Spin-Client-Addr", "198.51.100.77:1"),
    ];
    headers.extend(forwarded.map(|value| ("X-Forwarded-For", value)));
    visitor.send("POST", "/api/dang-nhap", &headers, body.as_bytes())
}

#[test]
fn guessing_passwords_is_stopped_by_address_and_nobody_else_is() {
    let host = Host::start(&[], &[("trusted_proxies", "127.0.0.1")], &[]);
    let attacker = Some("203.0.113.9");
    let (after, stopped) = until_stopped(60, |n| {
        // Another name each time: no name is locked, and yet it ends.
        sign_in(&mut host.visitor(), &format!("ai-do-{n}"), "sai", attacker, &host.authority)
    });
    assert!(after >= 60, "stopped after {after}");
    let seconds: u32 = stopped.header("retry-after").parse().expect("seconds");
    assert!((1..=600).contains(&seconds), "{seconds}");
    assert!(stopped.text().contains("Thử quá nhiều lần") && stopped.text().contains("Chờ "), "{}", stopped.text());
    assert_eq!(problems(&stopped, Kind::Document), Vec::<String>::new());
    // The right password does not help him either, nor does another address of his making before the proxy's.
    let right = sign_in(&mut host.visitor(), "ksv1", PASSWORD, attacker, &host.authority);
    assert_eq!(right.status, 429);
    let forged = sign_in(&mut host.visitor(), "ksv1", PASSWORD, Some("198.51.100.1, 203.0.113.9"), &host.authority);
    assert_eq!(forged.status, 429);
    let other = sign_in(&mut host.visitor(), "ksv1", PASSWORD, Some("203.0.113.10"), &host.authority);
    assert_eq!((other.status, other.header("location")), (303, "/"), "{}", other.text());
    assert_eq!(host.visitor().get("/dang-nhap").status, 200, "the page itself is read by anybody");
}

#[test]
fn an_office_that_signs_in_rightly_is_never_stopped_and_a_sender_is_not_believed() {
    let host = Host::start(&[], &[], &[]);
    for n in 0..70 {
        // No proxy is trusted here: all of these are one address, whatever they say.
        let told = format!("203.0.113.{n}");
        let answer = sign_in(&mut host.visitor(), "ksv1", PASSWORD, Some(&told), &host.authority);
        assert_eq!(answer.status, 303, "{n}: {}", answer.text());
        assert!(answer.header("set-cookie").contains("ins="), "{n}");
    }
    let (after, _) = until_stopped(60, |n| {
        let told = format!("198.51.100.{}", n % 250);
        sign_in(&mut host.visitor(), &format!("ai-do-{n}"), "sai", Some(&told), &host.authority)
    });
    assert!(after >= 60, "{after}");
}

#[test]
fn codes_keys_and_secrets_are_not_guessed_without_end() {
    let key = "k".repeat(40);
    let host = Host::start(&[], &[("metrics_key", &key)], &[]);
    let (after, stopped) = until_stopped(120, |n| host.visitor().get(&format!("/kiem-tra-van-ban/{n:08}")));
    assert!(after >= 120 && stopped.header("retry-after").parse::<u32>().is_ok(), "{after}");
    let (after, stopped) = until_stopped(60, |n| {
        let bearer = format!("Bearer ins_{n:064}");
        host.visitor().send("GET", "/api/v1/don-vi", &[("Authorization", &bearer)], b"")
    });
    assert!(after >= 60, "{after}");
    assert_eq!(stopped.header("content-type"), "application/problem+json");
    assert!(stopped.text().contains("Chờ ") && !stopped.header("retry-after").is_empty(), "{}", stopped.text());
    assert_eq!(problems(&stopped, Kind::Sealed), Vec::<String>::new());
    // The secrets of calendars and of the figures are counted with them: one guesser, one budget.
    let feed = host.visitor().send("GET", &format!("/lich/{}.ics", "0".repeat(64)), &[], b"");
    assert_eq!(feed.status, 429, "{}", feed.text());
    let figures = host.visitor().send("GET", "/suc-khoe/do-luong", &[("Authorization", &format!("Bearer {key}"))], b"");
    assert_eq!(figures.status, 429);
}

#[test]
fn searching_without_end_is_stopped_for_that_account_alone() {
    let host = Host::start(&[], &[], &[]);
    let mut officer = host.visitor();
    assert_eq!(sign_in(&mut officer, "ksv1", PASSWORD, None, &host.authority).status, 303);
    let (after, stopped) = until_stopped(480, |_| officer.get("/tim-kiem?q=ho"));
    assert!(after >= 80, "{after}");
    assert!(stopped.text().contains("Thử quá nhiều lần"), "{}", stopped.text());
    let mut other = host.visitor();
    assert_eq!(sign_in(&mut other, "ksv2", PASSWORD, None, &host.authority).status, 303);
    assert_eq!(other.get("/tim-kiem?q=ho").status, 200);
    assert_eq!(officer.get("/ho-so").status, 200, "work goes on");
}
