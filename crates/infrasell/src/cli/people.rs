//! Staff and keys from the command line.

use super::run::RunError;
use crate::app::App;
use infrasell_contracts::identity::{ApiKeyInput, CreateApiKey, CreateStaff, StaffInput};
use infrasell_kernel::Token;
use infrasell_rpc::Cx;
use std::{io::Read, path::Path};

fn cx() -> Cx {
    Cx::system("cli", "cli")
}

/// Adds a member of staff; prints the password when it was made here.
pub async fn create_staff(
    app: &App,
    email: String,
    name: Option<String>,
    role: String,
    password_file: Option<&Path>,
) -> Result<(), RunError> {
    let (password, made) = match password_file {
        Some(file) => (read_password(file)?, false),
        None => (Token::random(&*app.env.random).to_string(), true),
    };
    let name = name.unwrap_or_else(|| email.clone());
    let staff = StaffInput { email, name, password: password.clone(), roles: vec![role], channels: None };
    let staff = app.services.identity.create_staff(&cx(), CreateStaff { staff }).await;
    let staff = staff.map_err(|e| RunError::refused(&e))?;
    eprintln!("{} can sign in as {}", staff.email, staff.roles.join(", "));
    if made {
        eprintln!("the password, shown this once:");
        println!("{password}");
    }
    Ok(())
}

fn read_password(file: &Path) -> Result<String, RunError> {
    let failed = |cause| RunError::File { path: file.display().to_string(), cause };
    let mut text = String::new();
    if file == Path::new("-") {
        std::io::stdin().read_to_string(&mut text).map_err(failed)?;
    } else {
        text = std::fs::read_to_string(file).map_err(failed)?;
    }
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// Makes an API key and prints its secret.
pub async fn create_key(app: &App, name: String, role: String) -> Result<(), RunError> {
    let key = ApiKeyInput { name, role, channels: None, expires_at: None };
    let made = app.services.identity.create_api_key(&cx(), CreateApiKey { key }).await;
    let made = made.map_err(|e| RunError::refused(&e))?;
    eprintln!("the key '{}' ({}), shown this once:", made.key.name, made.key.role);
    println!("{}", made.secret);
    Ok(())
}
