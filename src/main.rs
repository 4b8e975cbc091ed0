//! The program: the real world, handed to the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    gptauth::cli::main(std::env::args_os())
}
