//! Telephone numbers: read however they are written, kept in E.164.

use infrasell_kernel::{CountryCode, contact::PHONE_MAX};
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, enums::Region};

/// A number that somebody can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phone {
    /// `+919876543210`.
    pub(crate) e164: String,
    /// Without the country's code: `9876543210`.
    pub(crate) national: String,
}

/// Reads a number; of the country `home` unless it begins with `+`. Nothing when nobody can have it.
pub(crate) fn read(text: &str, home: CountryCode) -> Option<Phone> {
    if text.len() > PHONE_MAX * 4 || text.chars().count() > PHONE_MAX {
        return None;
    }
    let number = PHONE_NUMBER_UTIL.parse(text.trim(), Region::try_from(home.code()).ok()).ok()?;
    if !number.is_valid() {
        return None;
    }
    let e164 = number.format_as(PhoneNumberFormat::E164).to_string();
    Some(Phone { e164, national: number.national_number.to_string() })
}
