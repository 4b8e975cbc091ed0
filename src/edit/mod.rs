//! Mends a document in place: a fault with one right answer, and the bytes that change.
//!
//! A fix is a value: what it mends, and the changes of content that it stands for. The text is
//! changed at the places of those changes only, in the manner of the text around them, so that
//! comments, order and quotes stay. What comes out is read again and must say exactly what was
//! meant; a fix that cannot be written so is left.

mod change;
mod fix;
mod fixes;
mod path;
mod render;
mod rounds;
mod splice;
mod style;
mod walk;

pub use fix::{Fix, Mends};
pub use fixes::{Names, fixes, is_function_name, sentences};
pub use render::yaml;
pub use rounds::{Applied, Choose, Mended, mend};

#[cfg(test)]
mod tests;
