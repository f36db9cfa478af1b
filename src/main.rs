//! The program: see [`saar::cli`].

// pages are made of many small pieces, and a fifth of the samples were in the allocator of the system
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    saar::cli::main()
}
