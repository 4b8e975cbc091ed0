//! A page as a QR code, for a phone in front of the terminal.

use super::styles::Styles;
use qrcode::{Color, EcLevel, QrCode};

/// The light frame around the code, in modules: half of what the standard asks for, which cameras
/// forgive and 80 columns need.
const FRAME: usize = 2;

/// Returns the code, two modules in a character, where it fits into so many columns and lines.
///
/// Without colour the light modules are drawn, for the dark ground that most terminals have.
pub fn code(text: &str, columns: usize, lines: usize, styles: Styles) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    let width = code.width() + 2 * FRAME;
    if width > columns || width.div_ceil(2) > lines {
        return None;
    }
    let dark = |x: usize, y: usize| {
        let inside = FRAME..FRAME + code.width();
        inside.contains(&x) && inside.contains(&y) && code[(x - FRAME, y - FRAME)] == Color::Dark
    };
    let row = |y: usize| {
        let cells = (0..width).map(|x| match (dark(x, y), y + 1 < width && dark(x, y + 1)) {
            (false, false) => '█',
            (false, true) => '▀',
            (true, false) => '▄',
            (true, true) => ' ',
        });
        styles.light_on_dark(cells.collect::<String>())
    };
    Some((0..width).step_by(2).map(row).collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads the drawing back into modules.
    fn modules(drawing: &str) -> Vec<Vec<bool>> {
        let rows = drawing.lines().flat_map(|line| {
            let half = |light: [char; 2]| line.chars().map(|cell| !light.contains(&cell)).collect::<Vec<_>>();
            [half(['█', '▀']), half(['█', '▄'])]
        });
        rows.collect()
    }

    #[test]
    fn what_is_drawn_is_the_code_in_a_light_frame() {
        let text = "https://id.example.com/oidc/auth?response_type=code&client_id=agenda";
        let drawn = modules(&code(text, 80, 40, Styles::default()).unwrap());
        let expected = QrCode::with_error_correction_level(text, EcLevel::L).unwrap();
        for (y, row) in drawn.iter().enumerate().take(expected.width() + 2 * FRAME) {
            for (x, dark) in row.iter().enumerate() {
                let inside = |at: usize| at.checked_sub(FRAME).filter(|at| *at < expected.width());
                let module = inside(x).zip(inside(y)).is_some_and(|at| expected[at] == Color::Dark);
                assert_eq!(*dark, module, "at {x}, {y}");
            }
        }
    }

    #[test]
    fn an_authorization_request_fits_80_columns() {
        let url = format!("https://auth.example.com/oidc/auth?{}", "x".repeat(400));
        let drawn = code(&url, 80, 50, Styles::default()).unwrap();
        assert!(drawn.lines().all(|line| line.chars().count() <= 80));
    }

    #[test]
    fn what_does_not_fit_is_not_drawn() {
        assert_eq!(code("https://id.example.com/", 20, 40, Styles::default()), None);
        assert_eq!(code("https://id.example.com/", 80, 10, Styles::default()), None);
        assert_eq!(code(&"x".repeat(5000), 500, 500, Styles::default()), None);
    }
}
