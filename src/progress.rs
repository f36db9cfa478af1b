//! How far a build has come, shown on a terminal.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::pipeline::Progress;
use crate::report::text::printable;

/// Progress bars on a terminal, nothing elsewhere.
pub struct Bars {
    bar: ProgressBar,
    quiet: bool,
}

impl Bars {
    /// Bars that are removed when they are dropped; `quiet` shows none.
    pub fn new(quiet: bool) -> Self {
        let target = if quiet || !std::io::stderr().is_terminal() {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(8)
        };
        Self { bar: ProgressBar::with_draw_target(Some(0), target), quiet }
    }
}

impl Progress for Bars {
    fn stage(&self, name: &'static str, steps: usize) {
        // nobody knows how many pages an archive has before it is read
        let steps_known = if steps > 0 { "{bar:30} {human_pos}/{human_len}" } else { "{human_pos}" };
        let style = ProgressStyle::with_template(&format!("{{msg:>8}} {steps_known}"));
        self.bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        self.bar.set_message(name);
        self.bar.set_length(steps as u64);
        self.bar.set_position(0);
    }

    fn step(&self) {
        self.bar.inc(1);
    }

    fn say(&self, text: &str) {
        if !self.quiet {
            // a closed pipe is no reason to fail
            self.bar.suspend(|| drop(writeln!(std::io::stderr(), "{}", printable(text))));
        }
    }
}

impl Drop for Bars {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
