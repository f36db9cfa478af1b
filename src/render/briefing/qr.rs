//! QR codes, so that a reader of paper finds the page.

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder};

/// Empty modules around a code, as its standard asks.
const QUIET: usize = 4;

/// `text` as a QR code: an SVG image of black squares; empty where it is longer than a code can hold.
pub fn svg(text: &str) -> String {
    let Ok(code) = QRBuilder::new(text).ecl(ECL::M).build() else { return String::new() };
    let mut path = String::new();
    for y in 0..code.size {
        let row = &code[y][..code.size];
        let mut x = 0;
        while x < code.size {
            // a run of black modules is one rectangle, so that no seams show
            let run = row[x..].iter().take_while(|module| module.value()).count();
            if run > 0 {
                // writing to a string cannot fail
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    let size = code.size + 2 * QUIET;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"></path><path fill=\"#000\" d=\"{path}\"></path></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_square_and_has_its_three_finders() {
        let svg = svg("https://example.org/editions/2026-W07/");
        assert!(svg.contains("viewBox=\"0 0 "), "{svg}");
        // the finder at the upper left begins with seven black modules
        assert!(svg.contains(&format!("M{QUIET} {QUIET}h7v1h-7z")), "{svg}");
        assert_eq!(super::svg(&"x".repeat(4000)), "");
    }
}
