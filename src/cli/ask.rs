//! Talk with a person, line by line, for the commands that ask.

use std::io::{BufRead, IsTerminal, Write};

use crate::diagnostic::Diagnostic;
use crate::report::text::printable;

/// Who answers: a person at a terminal, or a file that speaks for one.
pub(super) struct Person {
    lines: Box<dyn Iterator<Item = String>>,
    /// Whether lines come from a terminal; if not, they are shown, so that a transcript has them.
    terminal: bool,
    show: fn(&str),
}

impl Person {
    /// Whoever writes to standard input; what they are told goes to `show`.
    pub(super) fn here(show: fn(&str)) -> Self {
        let input = std::io::stdin();
        let terminal = input.is_terminal();
        Self { lines: Box::new(input.lock().lines().map_while(Result::ok)), terminal, show }
    }

    /// A file of answers, one a line.
    #[cfg(test)]
    pub(super) fn of(answers: &'static str) -> Self {
        Self { lines: Box::new(answers.lines().map(str::to_owned)), terminal: false, show: |_| {} }
    }

    /// Tells them something.
    pub(super) fn hears(&self, text: &str) {
        (self.show)(text);
    }

    /// The answer to `question`; `None` where no more will come.
    pub(super) fn line(&mut self, question: &str) -> Option<String> {
        self.hears(question);
        let _ = std::io::stdout().flush();
        let line = self.lines.next();
        if !self.terminal {
            self.hears(&format!("{}\n", line.as_deref().map(printable).unwrap_or_default()));
        }
        line
    }
}

/// A finding in one line.
pub(super) fn said(fault: &Diagnostic) -> String {
    let more = [fault.label.as_str(), fault.help.as_deref().unwrap_or_default()];
    let more: Vec<&str> = more.into_iter().filter(|more| !more.is_empty()).collect();
    if more.is_empty() { fault.message.clone() } else { format!("{}; {}", fault.message, more.join("; ")) }
}
