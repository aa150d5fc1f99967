//! A small HTTP client for tasks that talk to a shop they started.

use crate::tools::Failure;
use serde_json::Value;

/// A shop, and the key that opens its admin API.
pub struct Shop {
    /// `http://127.0.0.1:8080`.
    pub base: String,
    /// The API key.
    pub key: String,
}

impl Shop {
    /// GET.
    ///
    /// # Errors
    /// When there is no answer, or one that is not 2xx.
    pub fn get(&self, path: &str) -> Result<Value, Failure> {
        self.read(path, ureq::get(format!("{}{path}", self.base)).header("authorization", self.bearer()).call())
    }

    /// POST with a JSON body.
    ///
    /// # Errors
    /// As [`Shop::get`].
    pub fn post(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        let request = ureq::post(format!("{}{path}", self.base)).header("authorization", self.bearer());
        self.read(path, request.config().http_status_as_error(false).build().send_json(body))
    }

    /// PATCH with a JSON body.
    ///
    /// # Errors
    /// As [`Shop::get`].
    pub fn patch(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        let request = ureq::patch(format!("{}{path}", self.base)).header("authorization", self.bearer());
        self.read(path, request.config().http_status_as_error(false).build().send_json(body))
    }

    /// Waits until the shop answers.
    ///
    /// # Errors
    /// When it does not within `seconds`.
    pub fn wait(&self, seconds: u64) -> Result<(), Failure> {
        for _ in 0..seconds * 20 {
            if ureq::get(format!("{}/readyz", self.base)).call().is_ok() {
                return Ok(());
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        Err(format!("{} does not answer", self.base).into())
    }

    fn bearer(&self) -> String {
        format!("Bearer {}", self.key)
    }

    fn read(
        &self,
        path: &str,
        result: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> Result<Value, Failure> {
        let mut response = result.map_err(|cause| format!("{path}: {cause}"))?;
        let text = response.body_mut().read_to_string()?;
        if !response.status().is_success() {
            return Err(format!("{path}: {} {text}", response.status()).into());
        }
        Ok(serde_json::from_str(&text).unwrap_or(Value::Null))
    }
}
