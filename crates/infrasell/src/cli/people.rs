//! Staff and keys from the command line.

use super::run::RunError;
use crate::{app::App, config::Config, master_key::KeyFile};
use infrasell_contracts::identity::{
    ApiKey, ApiKeyInput, CreateApiKey, CreateStaff, ListApiKeys, ListStaff, RemoveSecondFactor, RevokeApiKey,
    RotateSigningKey, Staff, StaffInput, StaffPatch, UpdateStaff,
};
use infrasell_kernel::{ApiKeyId, Env, PageRequest, Token};
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
    let (password, made) = read_or_make(app, password_file)?;
    let name = name.unwrap_or_else(|| email.clone());
    let staff = StaffInput { email, name, password: password.clone(), roles: vec![role], channels: None };
    let staff = app.services.identity.create_staff(&cx(), CreateStaff { staff }).await;
    let staff = staff.map_err(|e| RunError::refused(&e))?;
    eprintln!("{} can sign in as {}", staff.email, staff.roles.join(", "));
    show_made(made, &password);
    Ok(())
}

/// The password in a file, or a fresh one; and whether it was made here.
fn read_or_make(app: &App, file: Option<&Path>) -> Result<(String, bool), RunError> {
    Ok(match file {
        Some(file) => (read_password(file)?, false),
        None => (Token::random(&*app.env.random).to_string(), true),
    })
}

fn show_made(made: bool, password: &str) {
    if made {
        eprintln!("the password, shown this once:");
        println!("{password}");
    }
}

/// Sets a member of staff's password, for whoever can no longer get in; prints it when it was made here.
pub async fn reset_password(
    app: &App,
    email: &str,
    password_file: Option<&Path>,
    without_second_factor: bool,
) -> Result<(), RunError> {
    let identity = &app.services.identity;
    let staff = find_staff(app, email).await?;
    let (password, made) = read_or_make(app, password_file)?;
    let patch = StaffPatch { password: Some(password.clone()), ..StaffPatch::default() };
    let update = UpdateStaff { id: staff.id, patch, if_version: None };
    identity.update_staff(&cx(), update).await.map_err(|e| RunError::refused(&e))?;
    if without_second_factor && staff.second_factor {
        let remove = RemoveSecondFactor { staff: staff.id, code: None };
        identity.remove_second_factor(&cx(), remove).await.map_err(|e| RunError::refused(&e))?;
    }
    eprintln!("{} has a new password, and his sessions are ended", staff.email);
    show_made(made, &password);
    Ok(())
}

async fn find_staff(app: &App, email: &str) -> Result<Staff, RunError> {
    let mut page = PageRequest::default();
    loop {
        let list = ListStaff { search: Some(email.to_owned()), page, ..ListStaff::default() };
        let found = app.services.identity.staff(&cx(), list).await.map_err(|e| RunError::refused(&e))?;
        let same = |staff: &Staff| staff.email.to_lowercase() == email.trim().to_lowercase();
        if let Some(staff) = found.items.into_iter().find(same) {
            return Ok(staff);
        }
        let Some(next) = found.next else {
            return Err(RunError::Refused(format!("there is no member of staff with the e-mail address {email}")));
        };
        page = PageRequest { after: Some(next), ..PageRequest::default() };
    }
}

/// Lists API keys.
pub async fn list_keys(app: &App) -> Result<(), RunError> {
    let mut page = PageRequest::default();
    loop {
        let found = app.services.identity.api_keys(&cx(), ListApiKeys { live: None, page }).await;
        let found = found.map_err(|e| RunError::refused(&e))?;
        for key in &found.items {
            println!("{}\t{}…\t{}\t{}\t{}", key.id, key.prefix, key.role, key.name, state(app, key));
        }
        let Some(next) = found.next else { return Ok(()) };
        page = PageRequest { after: Some(next), ..PageRequest::default() };
    }
}

fn state(app: &App, key: &ApiKey) -> String {
    match (key.revoked_at, key.expires_at) {
        (Some(at), _) => format!("revoked {at}"),
        (None, Some(end)) if end <= app.env.now() => format!("expired {end}"),
        (None, Some(end)) => format!("until {end}"),
        (None, None) => "live".into(),
    }
}

/// Revokes an API key.
pub async fn revoke_key(app: &App, id: ApiKeyId) -> Result<(), RunError> {
    let revoked = app.services.identity.revoke_api_key(&cx(), RevokeApiKey { id }).await;
    let revoked = revoked.map_err(|e| RunError::refused(&e))?;
    eprintln!("{id} '{}' is revoked", revoked.name);
    Ok(())
}

/// Lets the next signing key sign.
pub async fn rotate_signing_key(app: &App, revoke: bool) -> Result<(), RunError> {
    let rotated = app.services.identity.rotate_signing_key(&cx(), RotateSigningKey { revoke }).await;
    for key in rotated.map_err(|e| RunError::refused(&e))?.keys {
        println!("{}\t{:?}", key.kid, key.state);
    }
    Ok(())
}

/// Puts a new master key before the others and seals with it.
pub async fn rotate_master_key(config: &Config, data: &Path, forget: bool) -> Result<(), RunError> {
    let refused = |error: &dyn std::fmt::Display| RunError::Refused(error.to_string());
    let app = App::open(config, data, Env::system()).await?;
    let file = KeyFile::configured(config, data).ok_or_else(|| {
        refused(&"the master key is in the configuration (identity.key): put a new one before it there, and restart")
    })?;
    if forget {
        let forgotten = app.forget_unopenable().await?;
        println!("{forgotten} secrets were given up");
    } else {
        // what cannot be opened now is said before anything is changed
        app.bootstrap().await?;
        let keys = file.rotate(&*app.env.random).map_err(|error| refused(&error))?;
        println!("{} holds the new master key {}", file.path().display(), keys.ids()[0]);
    }
    app.bootstrap().await?;
    println!("every secret in the database is sealed with it; backups from before need the keys below it");
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
