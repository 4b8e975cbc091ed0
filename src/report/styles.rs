//! Colours as a value: plain until somebody decided otherwise.

use colored::Colorize;

/// The colours of one stream.
#[derive(Debug, Clone, Copy, Default)]
pub struct Styles {
    coloured: bool,
}

/// Declares a style as a method from text to text.
macro_rules! styles {
    ($($(#[$doc:meta])* $name:ident => $($method:ident).+;)*) => {
        impl Styles {
            $($(#[$doc])*
            pub fn $name(self, text: impl AsRef<str>) -> String {
                if self.coloured {
                    text.as_ref().$($method()).+.to_string()
                } else {
                    text.as_ref().to_owned()
                }
            })*
        }
    };
}

styles! {
    /// What failed.
    error => red.bold;
    /// What may fail.
    warning => yellow.bold;
    /// What to do next.
    hint => cyan.bold;
    /// What went well.
    good => green.bold;
    /// A heading, or the name of a thing.
    strong => bold;
    /// A command or value to type.
    typed => cyan;
    /// A text in JSON.
    string => green;
    /// A number or constant in JSON.
    number => yellow;
    /// A drawing whose ground is dark and whose lines are light, whatever the terminal's own colours.
    light_on_dark => bright_white.on_black;
    /// What can be passed over.
    faint => dimmed;
}

impl Styles {
    /// Returns the styles of a stream that is coloured, or not.
    pub fn new(coloured: bool) -> Self {
        if coloured {
            // The crate's own decision is process-wide; ours is per stream and already taken.
            colored::control::set_override(true);
        }
        Self { coloured }
    }

    /// Returns whether there is any colour.
    pub fn coloured(self) -> bool {
        self.coloured
    }
}
