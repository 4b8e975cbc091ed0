//! How the errors of this area end the program.
