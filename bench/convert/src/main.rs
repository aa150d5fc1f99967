//! `convert-catalogues OUT.csv FILE…`: the files' names tell which catalogue each is.

use infrasell_bench_convert::{ConvertError, Converter};
use std::{
    fs::File,
    io::BufWriter,
    path::{Path, PathBuf},
    process::ExitCode,
};

fn main() -> ExitCode {
    let mut paths = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(out), files) = (paths.next(), paths.collect::<Vec<_>>()) else {
        eprintln!("usage: convert-catalogues OUT.csv flipkart.jsonl.gz bigbasket.csv.gz");
        return ExitCode::from(2);
    };
    match run(&out, &files) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(out: &Path, files: &[PathBuf]) -> Result<(), ConvertError> {
    let mut converter = Converter::new(BufWriter::new(File::create(out)?))?;
    for path in files {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().to_lowercase());
        match name {
            name if name.contains("flipkart") => converter.flipkart(File::open(path)?)?,
            name if name.contains("bigbasket") => converter.bigbasket(File::open(path)?)?,
            _ => return Err(ConvertError::UnknownFile(path.clone())),
        }
    }
    let counts = converter.finish()?;
    println!("{} products written, {} left out for want of a name or a price", counts.written, counts.left_out);
    Ok(())
}
