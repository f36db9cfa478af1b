//! The program: see [`saar::cli`].

fn main() -> std::process::ExitCode {
    saar::cli::main()
}
