//! T-01: what the machine is like does not show in the site.

use crate::project::{assert_same, tree};
use crate::sandbox::Sandbox;

/// Builds in a place whose path is longer.
const LONGER: &str = "mkdir -p ../a/longer && cp -r . ../a/longer/x && cd ../a/longer/x && \"$@\" \
    && mv public ../../../project && cd ../../../project && rm -r ../a";

#[test]
fn the_machine_does_not_show() {
    let good = Sandbox::published();
    let site = tree(&good.at("public"));
    for (through, environment) in [
        ("umask 077; \"$@\" --threads=8", [("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8")]),
        ("umask 000; \"$@\" --threads=1", [("TZ", "America/St_Johns"), ("LC_ALL", "hi_IN.UTF-8")]),
        (LONGER, [("HOME", "/nowhere"), ("TZ", "Asia/Kolkata")]),
    ] {
        let mut sandbox = Sandbox::bare();
        sandbox.through = through;
        sandbox.environment = environment.map(|(key, value)| (key, value.to_owned())).to_vec();
        let run = sandbox.attempt(&["build"], &[]);
        assert_eq!(run.code, 0, "{}", run.text);
        assert_same(&site, &tree(&sandbox.at("public")), through);
    }
}
