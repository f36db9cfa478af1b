//! libFuzzer on one of the checks, the one that `SAAR_FUZZ` names.

#![no_main]

mod checks;

use std::sync::LazyLock;

static CHECK: LazyLock<checks::Check> = LazyLock::new(|| {
    let name = std::env::var("SAAR_FUZZ").expect("the name of a check");
    checks::ALL.iter().find(|(known, _)| *known == name).expect("the name of a check").1
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| CHECK(bytes));
