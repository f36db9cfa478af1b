//! The preview, asked as a browser asks, and as one asks who means harm. All on this machine, and bounded.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use saar::link::AsOf;
use saar::pipeline::{self, Options, Progress};
use saar::publish::{Place, Shelf};

use crate::project::{Project, article};

/// Longest that anything here may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running preview; it ends with its value.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer: status, head, body.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Server {
    fn start(project: &Project) -> Self {
        let mut command = project.command(&["serve", "--port", "0"]);
        let mut child = command.stderr(Stdio::piped()).stdin(Stdio::null()).spawn().expect("the program runs");
        let mut told = BufReader::new(child.stderr.take().expect("a pipe"));
        let mut line = String::new();
        let port = loop {
            line.clear();
            assert!(told.read_line(&mut line).expect("text") > 0, "the program ended");
            if let Some((_, rest)) = line.split_once("http://127.0.0.1:") {
                break rest.split('/').next().expect("a port").parse().expect("a number");
            }
        };
        // what it says further is read, so that it never has to wait
        std::thread::spawn(move || std::io::copy(&mut told, &mut std::io::sink()));
        Self { child, port }
    }

    fn open(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the preview listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        stream
    }

    /// Sends bytes, and reads what comes until the connection is closed.
    fn raw(&self, bytes: &[u8]) -> String {
        let mut stream = self.open();
        let mut text = Vec::new();
        // it may be closed before all is written
        let _ = stream.write_all(bytes);
        let _ = stream.read_to_end(&mut text);
        String::from_utf8_lossy(&text).into_owned()
    }

    fn ask(&self, method: &str, path: &str, headers: &str) -> Answer {
        let request = format!("{method} {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n");
        let text = self.raw(request.as_bytes());
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Answer { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &format!("Host: localhost:{}\r\n", self.port))
    }

    /// The events from now on.
    fn events(&self) -> Events {
        let page = self.get("/").body;
        let (_, token) = page.split_once("data-token=\"").expect("the script is in the page");
        let token = token.split('"').next().expect("a token");
        let mut stream = self.open();
        write!(stream, "GET /~saar/events?token={token} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port)
            .expect("room");
        let mut events = Events(BufReader::new(stream));
        // the first one says how things stand
        events.next();
        events
    }
}

struct Events(BufReader<TcpStream>);

impl Events {
    /// The next one.
    fn next(&mut self) -> serde_json::Value {
        let mut line = String::new();
        loop {
            line.clear();
            assert!(self.0.read_line(&mut line).expect("an event in time") > 0, "the events end");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).expect("JSON");
            }
        }
    }
}

struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &'static str, _: usize) {}

    fn step(&self) {}
}

fn now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a clock");
    u64::try_from(since.as_nanos()).expect("in range")
}

#[test]
fn what_stands_in_memory_is_what_would_stand_in_a_folder() {
    let project = Project::small();
    let shelf = Shelf::new(now);
    let options = Options { output: Some(Place::Shelf(shelf.clone())), ..Options::of(project.path()) };
    let same = |what: &str| {
        let built = pipeline::build(&options, &Silent).expect("no failure of the machine");
        let stands = shelf.stands();
        let site = project.build(&["--no-cache"]);
        assert_eq!(site.len(), stands.count(), "{what}");
        for (path, bytes) in &site {
            assert_eq!(stands.file(path).map(|file| &**file), Some(bytes.as_slice()), "{what}: {path}");
        }
        built.published.expect("published")
    };
    let first = same("a first build");
    assert_eq!((first.spared, first.unchanged), (0, false));
    let second = same("again");
    assert!(second.unchanged);
    project.write("content/a.md", article("कानपुर में दूसरी बैठक", "2024-04-28", "up/kanpur-nagar"));
    let third = same("an edit");
    assert!(third.spared > 50 && third.changed.len() > 5, "{third:?}");
    project.write("content/b.md", article("आगरा में बैठक", "2024-05-02", "up/agra"));
    same("a new article");
    fs::remove_file(project.at("content/a.md")).expect("it was there");
    same("one less");
    // the search may follow, and then does
    project.write("content/b.md", article("आगरा में कोई सभा", "2024-05-02", "up/agra"));
    let before = shelf.stands();
    let later = Options { search_later: true, ..options.clone() };
    assert!(!pipeline::build(&later, &Silent).expect("no failure").published.expect("published").unchanged);
    let stands = shelf.stands();
    let names: Vec<String> = project.site().into_keys().filter(|path| path.starts_with("search/")).collect();
    let index =
        |stands: &saar::publish::Stands| -> Vec<_> { names.iter().map(|name| stands.file(name).cloned()).collect() };
    assert!(names.len() > 2 && index(&stands) == index(&before), "the index waits");
    assert!(stands.file("index.html") != before.file("index.html"), "and nothing else");
    same("after a rest");
    assert!(index(&shelf.stands()) != index(&before), "the index follows");
    let past = Options { as_of: chrono::NaiveDate::from_ymd_opt(2024, 5, 1).map(AsOf::Day), ..options.clone() };
    assert_eq!(pipeline::build(&past, &Silent).expect("no failure").articles, 0);
}

#[test]
fn pages_follow_the_files() {
    let project = Project::small();
    let server = Server::start(&project);
    let path = "/articles/2024/04/a/";
    assert!(server.get(path).body.contains("कानपुर में बैठक"));
    let mut events = server.events();

    project.write("content/a.md", article("कानपुर में सभा", "2024-04-28", "up/kanpur-nagar"));
    let event = events.next();
    assert_eq!((event["failed"].as_bool(), event["page"].as_str()), (Some(false), Some(path)));
    assert!(server.get(path).body.contains("कानपुर में सभा"));

    // an error: the last good site stays, and what is wrong is told as text
    project.write("content/a.md", article("<script>alert(1)</script>", "2024-13-28", "up/kanpur-nagar"));
    let event = events.next();
    assert_eq!(event["failed"].as_bool(), Some(true));
    assert!(server.get(path).body.contains("कानपुर में सभा"));
    let told: serde_json::Value = serde_json::from_str(&server.get("/~saar/told").body).expect("JSON");
    assert!(told["text"].as_str().expect("text").contains("content/a.md:3"), "{told}");
    let status = server.get("/~saar/status").body;
    assert!(status.contains("2024-13-28") && !status.contains("<script>alert"), "{status}");

    // as editors save: another file takes its place
    project.write("next.md", article("कानपुर में रैली", "2024-04-28", "up/kanpur-nagar"));
    fs::rename(project.at("next.md"), project.at("content/a.md")).expect("a rename");
    assert_eq!(events.next()["failed"].as_bool(), Some(false));
    assert!(server.get(path).body.contains("कानपुर में रैली"));

    project.write("templates/404.html", "{% extends \"base.html\" %}{% block main %}कुछ नहीं{% endblock main %}");
    assert_eq!(events.next()["page"], serde_json::Value::Null);
    let missing = server.get("/nothing/");
    assert_eq!((missing.status, missing.body.contains("कुछ नहीं")), (404, true));

    // the content gone and back again
    fs::rename(project.at("content"), project.at("away")).expect("a rename");
    assert_eq!(events.next()["failed"].as_bool(), Some(true));
    assert!(server.get(path).body.contains("कानपुर में रैली"));
    fs::rename(project.at("away"), project.at("content")).expect("a rename");
    assert_eq!(events.next()["failed"].as_bool(), Some(false));
    project.write("content/a.md", article("कानपुर में यात्रा", "2024-04-28", "up/kanpur-nagar"));
    events.next();
    assert!(server.get(path).body.contains("कानपुर में यात्रा"));
    assert!(!project.at("public").exists(), "the preview never touches the site that is published");
}

#[test]
fn other_moments_have_addresses_of_their_own() {
    let project = Project::small();
    project.write("content/later.md", article("बाद में", "2024-05-20", "up/agra"));
    let draft = article("कच्चा", "2024-05-21", "up/agra").replacen("---\n", "---\ndraft: true\n", 1);
    project.write("content/draft.md", draft);
    let server = Server::start(&project);
    let (later, drafted) = ("/articles/2024/05/later/", "/articles/2024/05/draft/");
    assert!(server.get(drafted).body.contains("[मसौदा] कच्चा"));

    let moved = server.get(&format!("{later}?as-of=2024-05-20T12:00%2B05:30"));
    assert_eq!(moved.status, 303);
    assert!(moved.head.contains("location: /~2024-05-20t06-30-00z/articles/2024/05/later/"), "{}", moved.head);
    assert_eq!(server.get(&format!("/~2024-05-19{later}")).status, 404);
    let page = server.get(&format!("/~2024-05-20{later}"));
    assert!(page.body.contains("href=\"/~2024-05-20/assets/style.css\""), "links lead on within the moment");
    assert_eq!(server.get(&format!("/~published{drafted}")).status, 404);
    assert!(server.get("/?drafts=no").head.contains("location: /~published/\r\n"));
    assert!(server.get("/~published/x?as-of=").head.contains("location: /~published/x"));
    assert_eq!(server.get("/?as-of=soon").status, 400);
    // it follows the files too
    let mut events = server.events();
    project.write("content/later.md", article("सबके बाद", "2024-05-20", "up/agra"));
    events.next();
    assert!(server.get(&format!("/~2024-05-20{later}")).body.contains("सबके बाद"));
}

#[test]
fn no_address_leads_out_of_the_site() {
    let project = Project::small();
    project.write("secret.txt", "a secret");
    let server = Server::start(&project);
    let long = format!("/{}", "a".repeat(64 << 10));
    let paths = [
        "/../../secret.txt",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/%252e%252e/secret.txt",
        "/..%5csecret.txt",
        "/..;/secret.txt",
        "//secret.txt",
        "/a/./../..",
        "/%00",
        "/C:/",
        "/%c0%ae%c0%ae/secret.txt",
        "/~saar/../secret.txt",
        "/~2024-04-20/../secret.txt",
        "/~saar/nothing",
        "/~../",
        "/content/a.md",
        "/site.yaml",
        "/%",
        "/%zz",
        &long,
    ];
    for path in paths {
        let answer = server.get(path);
        assert!(matches!(answer.status, 400 | 404 | 414 | 431), "{path:.40}: {} {}", answer.status, answer.body);
        assert!(!answer.body.contains("a secret"), "{path:.40}");
    }
    assert!(server.raw(b"GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n").starts_with("HTTP/1.1 400"));
    let absolute =
        format!("GET http://localhost:{}/ HTTP/1.1\r\nHost: localhost:{0}\r\nConnection: close\r\n\r\n", server.port);
    assert!(server.raw(absolute.as_bytes()).starts_with("HTTP/1.1 400"));
    assert_eq!(server.get("/").status, 200, "it still answers");
    // a folder without its slash
    let folder = server.get("/articles/2024/04/a");
    assert!(folder.status == 308 && folder.head.contains("location: /articles/2024/04/a/"), "{}", folder.head);
    assert!(!server.get("//evil.example?as-of=2024-04-20").head.contains("location"), "no way to another host");
}

#[test]
fn only_pages_of_its_own_may_ask() {
    let project = Project::small();
    let server = Server::start(&project);
    let own = format!("Host: 127.0.0.1:{}\r\n", server.port);
    for host in ["evil.example", "127.0.0.1.evil.example", "localhost:9"] {
        assert_eq!(server.ask("GET", "/", &format!("Host: {host}\r\n")).status, 421, "{host}");
    }
    assert_eq!(server.ask("GET", "/", "").status, 400);
    assert_eq!(server.ask("GET", "/", &format!("{own}{own}")).status, 400);
    assert_eq!(server.ask("GET", "/", &format!("{own}Origin: http://evil.example\r\n")).status, 403);
    assert_eq!(server.ask("GET", "/", &format!("{own}Sec-Fetch-Site: cross-site\r\n")).status, 403);
    assert_eq!(server.ask("GET", "/~saar/events", &own).status, 403, "no token");
    assert_eq!(server.ask("GET", "/~saar/events?token=0", &own).status, 403, "another token");
    for method in ["POST", "PUT", "DELETE", "TRACE", "OPTIONS"] {
        assert_eq!(server.ask(method, "/", &own).status, 405, "{method}");
    }
    assert_ne!(server.ask("CONNECT", "localhost:1", &own).status, 200);
    let page = server.ask("GET", "/", &own);
    for header in
        ["x-content-type-options: nosniff", "cache-control: no-store", "content-type: text/html; charset=utf-8"]
    {
        assert!(page.head.contains(header), "{}", page.head);
    }
    assert!(!page.head.contains("access-control"), "{}", page.head);
    assert!(server.get("/data/articles.json").head.contains("content-type: application/json"));
    assert_eq!(server.ask("HEAD", "/", &own).body, "");
}

#[test]
fn a_port_that_is_taken_is_told() {
    let project = Project::small();
    let server = Server::start(&project);
    let run = project.saar(&["serve", "--port", &server.port.to_string()]);
    assert_eq!(run.code, 3, "{}", run.text);
    assert!(run.text.contains(&format!("127.0.0.1:{}", server.port)) && run.text.contains("--port 0"), "{}", run.text);
    let open = project.saar(&["serve", "--host", "0.0.0.0"]);
    assert_eq!(open.code, 2, "{}", open.text);
    assert!(open.text.contains("--allow-host"), "{}", open.text);
}

#[cfg(target_os = "linux")]
#[test]
fn it_listens_on_this_machine_alone() {
    let server = Server::start(&Project::small());
    let port = format!(":{:04X}", server.port);
    let mut found = Vec::new();
    for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
        let text = fs::read_to_string(table).unwrap_or_default();
        let listening = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
        let own = listening.filter(|line| line.len() > 3 && line[3] == "0A" && line[1].ends_with(&port));
        found.extend(own.map(|line| line[1].trim_end_matches(&port).to_owned()));
    }
    assert_eq!(found[0], "0100007F", "{found:?}");
    assert!(found[1..].iter().all(|address| address == "00000000000000000000000001000000"), "{found:?}");
}

/// How many files a process holds open, and its memory in kilobytes.
#[cfg(target_os = "linux")]
fn held(server: &Server) -> (usize, usize) {
    let folder = format!("/proc/{}", server.child.id());
    let status = fs::read_to_string(format!("{folder}/status")).expect("a process");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("its memory");
    let memory = line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse().ok()).expect("a number");
    (fs::read_dir(format!("{folder}/fd")).expect("its files").count(), memory)
}

#[cfg(target_os = "linux")]
#[test]
fn who_sends_nothing_keeps_nobody_waiting() {
    let project = Project::small();
    let server = Server::start(&project);
    server.get("/");
    let (files, _) = held(&server);
    let mut slow: Vec<TcpStream> = (0..500).map(|_| server.open()).collect();
    for stream in &mut slow {
        // some are closed already to make room
        let _ = stream.write_all(b"G");
    }
    let began = Instant::now();
    for _ in 0..10 {
        assert_eq!(server.get("/").status, 200);
    }
    let each = began.elapsed() / 10;
    assert!(each < Duration::from_millis(500), "{each:?} a request");
    // readers that do not read
    let mut lazy: Vec<TcpStream> = (0..300).map(|_| server.open()).collect();
    for stream in &mut lazy {
        let _ = write!(stream, "GET /assets/style.css HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port);
    }
    assert_eq!(server.get("/").status, 200);
    let (most, memory) = held(&server);
    assert!(most <= files + 260, "{most} open files, {files} at the start");
    assert!(memory < 200 << 10, "{memory} kB");
    drop((slow, lazy));
    // many short ones, then strange ones
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..125).for_each(|_| assert_eq!(server.get("/robots.txt").status, 200)));
        }
    });
    let many = (0..200).map(|n| format!("X-{n}: {}\r\n", "x".repeat(400))).collect::<String>();
    assert!(matches!(server.ask("GET", "/", &many).status, 431 | 400));
    let ranges = format!("Host: localhost:{}\r\nRange: bytes={}\r\n", server.port, vec!["0-"; 1000].join(","));
    assert_eq!(server.ask("GET", "/robots.txt", &ranges).status, 200, "the whole file, once");
    let chunks = format!("Host: localhost:{}\r\nTransfer-Encoding: chunked\r\n", server.port);
    assert_eq!(server.ask("POST", "/", &chunks).status, 405);
    let host = format!("Host: localhost:{}\r\n\r\n", server.port);
    let pipelined = server.raw(
        format!("{}GET / HTTP/1.0\r\n{host}", format!("GET /robots.txt HTTP/1.1\r\n{host}").repeat(50)).as_bytes(),
    );
    assert_eq!(pipelined.matches("HTTP/1.1 200").count() + pipelined.matches("HTTP/1.0 200").count(), 51);
    let begun = Instant::now();
    while held(&server).0 > files && begun.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(100));
    }
    // the connection of the first request may have been among those of the start
    let left = held(&server).0;
    assert!(left <= files, "{left} of {files} are left open");
}

#[test]
fn many_files_at_once_are_few_builds() {
    let project = Project::small();
    let server = Server::start(&project);
    let mut events = server.events();
    for number in 0..300 {
        project.write(&format!("content/{number}.md"), article(&format!("लेख {number}"), "2024-04-20", "up/agra"));
    }
    let mut builds = 0;
    while !server.get("/regions/up/agra/").body.contains(">300<") {
        events.next();
        builds += 1;
        assert!(builds < 30, "a build for every file");
    }
    // half a file, then the rest of it
    let whole = article("पूरा लेख", "2024-04-28", "up/agra");
    project.write("content/a.md", &whole[..20]);
    assert_eq!(events.next()["failed"].as_bool(), Some(true));
    project.write("content/a.md", whole);
    assert_eq!(events.next()["failed"].as_bool(), Some(false));
}

#[cfg(unix)]
#[test]
fn it_ends_when_told() {
    let project = Project::small();
    let mut server = Server::start(&project);
    let told = std::process::Command::new("kill").args(["-INT", &server.child.id().to_string()]).status();
    assert!(told.expect("a signal").success());
    let ended = server.child.wait().expect("an end");
    assert_eq!(ended.code(), Some(130));
}
