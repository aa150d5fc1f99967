//! `cargo xtask demo`: from a fresh clone to a shop that sells, in one command.

mod furnish;

use crate::{
    http::Shop,
    tools::{Failure, Profile, build, must, root},
};
use serde_json::json;
use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

const OWNER: &str = "owner@example.in";

/// Builds, fills and serves the demo shop until it is stopped.
///
/// # Errors
/// When a step fails; what it printed stands above.
pub fn run(port: u16) -> Result<(), Failure> {
    println!("building (the first time takes some minutes) …");
    let binary = build("infrasell", "infrasell", Profile::Dev)?;
    let data = root().join("demo-data");
    let fresh = !data.join("shop.db").exists();
    let (password, key) = if fresh { create(&binary, &data)? } else { remembered(&data)? };
    let mut server = serve(&binary, &data, port)?;
    let shop = Shop { base: format!("http://127.0.0.1:{port}"), key };
    let ready = shop
        .wait(30)
        .and_then(|()| if fresh { furnish::furnish(&shop) } else { Ok(()) })
        .and_then(|()| show(&shop, &password));
    if let Err(error) = ready {
        drop(server.kill());
        drop(server.wait());
        return Err(error);
    }
    // Ctrl-C reaches the server too: it drains, and this ends with it
    let status = server.wait()?;
    if status.success() { Ok(()) } else { Err(format!("the server ended with {status}").into()) }
}

fn create(binary: &Path, data: &Path) -> Result<(String, String), Failure> {
    let sample = root().join("examples/shop");
    fs::create_dir_all(data)?;
    println!("importing our sample catalogue and its pictures …");
    must(infrasell(binary, data).arg("import").arg(sample.join("products.csv")), "the import")?;
    let password = secret(infrasell(binary, data).args(["staff", "create", "--email", OWNER, "--name", "Owner"]))?;
    let key = secret(infrasell(binary, data).args(["key", "create", "demo", "--role", "owner"]))?;
    keep(&data.join("demo-credentials"), &format!("{password}\n{key}\n"))?;
    Ok((password, key))
}

/// Writes a new file that its owner alone reads.
fn keep(file: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)?.write_all(text.as_bytes())
}

/// What the first run made; the secrets of a demo may lie beside it.
fn remembered(data: &Path) -> Result<(String, String), Failure> {
    let file = data.join("demo-credentials");
    let text = fs::read_to_string(&file)
        .map_err(|cause| format!("{}: {cause}; remove demo-data and try again", file.display()))?;
    let mut lines = text.lines().map(str::to_owned);
    match (lines.next(), lines.next()) {
        (Some(password), Some(key)) => Ok((password, key)),
        _ => Err(format!("{} is damaged; remove demo-data and try again", file.display()).into()),
    }
}

fn infrasell(binary: &Path, data: &Path) -> Command {
    let mut command = Command::new(binary);
    command.arg("--data").arg(data);
    command
}

/// What a command prints on standard output, which is the secret alone.
fn secret(command: &mut Command) -> Result<String, Failure> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("{command:?} failed").into());
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

fn serve(binary: &Path, data: &Path, port: u16) -> Result<Child, Failure> {
    let data: PathBuf = data.into();
    Ok(infrasell(binary, &data).args(["serve", "--listen", &format!("127.0.0.1:{port}")]).spawn()?)
}

/// Prints where everything is and how to buy something. The cart and its checkout are there already, so that each line
/// works as it stands.
fn show(shop: &Shop, password: &str) -> Result<(), Failure> {
    let base = &shop.base;
    let found = shop.get("/store/v1/products?in_stock=true&limit=1")?;
    let variant = found["items"][0]["variants"][0]["id"]
        .as_str()
        .ok_or("the sample catalogue has no product in stock")?
        .to_owned();
    let cart = shop.post("/store/v1/carts", &json!({}))?["token"].as_str().unwrap_or_default().to_owned();
    let checkout =
        shop.post("/store/v1/checkouts", &json!({ "cart": cart }))?["token"].as_str().unwrap_or_default().to_owned();
    let methods = shop.get("/admin/v1/shipping-methods")?;
    let method = methods["items"][0]["id"].as_str().unwrap_or_default().to_owned();
    let address = json!({ "name": "A Buyer", "line1": "7 Hill Street", "city": "Mumbai", "region": "MH", "postal_code": "400001", "country": "IN" });
    let details = json!({ "email": "buyer@example.in", "shipping_address": address, "payment_method": "cod",
        "shipping": [{ "group": "default", "method": method }] });
    let json = "-H 'content-type: application/json'";
    let hash = format!(
        "$(curl -s {base}/store/v1/checkouts/{checkout} | grep -o '\"quote_hash\":\"[0-9a-f]*' | cut -d'\"' -f4)"
    );
    println!(
        "
The shop is open:
  {base}/            what this is
  {base}/docs        every call, to read
  owner              {OWNER}  {password}
  API key            {key}

Buy something; each line works when pasted, in this order:

curl -s '{base}/store/v1/products?limit=3'

curl -s -X POST {base}/store/v1/carts/{cart}/lines {json} -d '{{\"lines\":[{{\"variant\":\"{variant}\",\"quantity\":2}}]}}'

curl -s -X PATCH {base}/store/v1/checkouts/{checkout} {json} -d '{details}'

curl -s -X POST {base}/store/v1/checkouts/{checkout}/complete {json} -d \"{{\\\"quote_hash\\\":\\\"{hash}\\\"}}\"

curl -s '{base}/admin/v1/orders?limit=1' -H 'Authorization: Bearer {key}'

Ctrl-C stops. To begin again, remove the folder demo-data.",
        key = shop.key
    );
    Ok(())
}
