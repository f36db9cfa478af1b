//! How far a build has come, shown on a terminal.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::pipeline::Progress;

/// Progress bars on a terminal, nothing elsewhere.
pub struct Bars(ProgressBar);

impl Bars {
    /// Bars that are removed when they are dropped; `quiet` shows none.
    pub fn new(quiet: bool) -> Self {
        let target = if quiet || !std::io::stderr().is_terminal() {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr_with_hz(8)
        };
        Self(ProgressBar::with_draw_target(Some(0), target))
    }
}

impl Progress for Bars {
    fn stage(&self, name: &'static str, steps: usize) {
        // nobody knows how many pages an archive has before it is read
        let steps_known = if steps > 0 { "{bar:30} {human_pos}/{human_len}" } else { "{human_pos}" };
        let style = ProgressStyle::with_template(&format!("{{msg:>8}} {steps_known}"));
        self.0.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        self.0.set_message(name);
        self.0.set_length(steps as u64);
        self.0.set_position(0);
    }

    fn step(&self) {
        self.0.inc(1);
    }
}

impl Drop for Bars {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
