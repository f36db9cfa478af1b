//! The program: see [`saar::cli`].

// pages are made of many small pieces: a fifth of the time went into the system's own
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    saar::cli::main()
}
