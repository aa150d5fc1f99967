//! India's PIN codes and states.
//!
//! Source: the Department of Posts' All India Pincode Directory as published on data.gov.in (snapshots of 2019, with
//! 19,238 codes, and of October 2025, with 19,586), grouped by the first three digits, which name the sorting district.
//! A sorting district may serve a neighbouring state's villages; then both states are named. Codes that were not yet
//! given out belong to the circle around them. Entries of the directory whose state cannot be (a code of Mumbai in West
//! Bengal) were left out after comparing both snapshots; districts on a border that was drawn anew (Andhra Pradesh and
//! Telangana, Jammu and Kashmir and Ladakh) are taken for either side.

/// Why a PIN is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// Not six digits, or the first is a zero.
    #[error("a PIN is six digits, the first not 0")]
    Form,
    /// No postal circle has codes that begin so.
    #[error("no Indian PIN begins with these digits")]
    Unknown,
    /// It is of another state.
    #[error("this PIN is in {}", names(.states))]
    OtherState {
        /// The states that codes with these first three digits are in, by code.
        states: &'static [&'static str],
    },
}

impl PinError {
    /// The word for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            PinError::Form | PinError::Unknown => "invalid_postal_code",
            PinError::OtherState { .. } => "postal_code_of_other_region",
        }
    }
}

/// From which first three digits to which, and whose they are.
type Circle = (u16, u16, &'static [&'static str]);

const CIRCLES: &[Circle] = &[
    (110, 119, &["DL"]),
    (120, 139, &["HR"]),
    (140, 140, &["PB", "CH"]),
    (141, 159, &["PB"]),
    (160, 160, &["CH", "PB", "HR"]),
    (161, 169, &["CH", "PB"]),
    (170, 179, &["HP"]),
    (180, 193, &["JK"]),
    (194, 194, &["LA", "JK"]),
    (195, 199, &["JK", "LA"]),
    (200, 243, &["UP"]),
    (244, 244, &["UP", "UK"]),
    (245, 245, &["UP"]),
    (246, 247, &["UP", "UK"]),
    (248, 249, &["UK"]),
    (250, 261, &["UP"]),
    (262, 262, &["UP", "UK"]),
    (263, 263, &["UK"]),
    (264, 289, &["UP"]),
    (300, 349, &["RJ"]),
    (360, 361, &["GJ"]),
    (362, 362, &["GJ", "DH"]),
    (363, 395, &["GJ"]),
    (396, 396, &["GJ", "DH"]),
    (397, 399, &["GJ"]),
    (400, 402, &["MH"]),
    (403, 403, &["GA"]),
    (404, 449, &["MH"]),
    (450, 489, &["MP"]),
    (490, 499, &["CG"]),
    (500, 502, &["TS"]),
    (503, 509, &["TS", "AP"]),
    (510, 530, &["AP"]),
    (531, 531, &["AP", "TS"]),
    (532, 532, &["AP"]),
    (533, 533, &["AP", "PY", "TS"]),
    (534, 539, &["AP"]),
    (560, 599, &["KA"]),
    (600, 604, &["TN"]),
    (605, 605, &["TN", "PY"]),
    (606, 606, &["TN"]),
    (607, 607, &["TN", "PY"]),
    (608, 608, &["TN"]),
    (609, 609, &["TN", "PY"]),
    (610, 669, &["TN"]),
    (670, 672, &["KL"]),
    (673, 673, &["KL", "PY"]),
    (674, 681, &["KL"]),
    (682, 682, &["KL", "LD"]),
    (683, 699, &["KL"]),
    (700, 736, &["WB"]),
    (737, 737, &["SK"]),
    (738, 743, &["WB"]),
    (744, 744, &["AN"]),
    (745, 749, &["WB"]),
    (750, 779, &["OD"]),
    (780, 780, &["AS"]),
    (781, 783, &["AS", "ML"]),
    (784, 789, &["AS"]),
    (790, 792, &["AR"]),
    (793, 794, &["ML"]),
    (795, 795, &["MN"]),
    (796, 796, &["MZ"]),
    (797, 798, &["NL"]),
    (799, 799, &["TR"]),
    (800, 812, &["BR"]),
    (813, 814, &["BR", "JH"]),
    (815, 820, &["JH"]),
    (821, 821, &["BR"]),
    (822, 822, &["JH"]),
    (823, 824, &["BR"]),
    (825, 839, &["JH"]),
    (840, 859, &["BR"]),
];

/// States and union territories: the code of ISO 3166-2 without the country, the code before 2023 where it was another,
/// the name.
const STATES: &[(&str, &[&str], &str)] = &[
    ("AN", &[], "Andaman and Nicobar Islands"),
    ("AP", &[], "Andhra Pradesh"),
    ("AR", &[], "Arunachal Pradesh"),
    ("AS", &[], "Assam"),
    ("BR", &[], "Bihar"),
    ("CG", &["CT"], "Chhattisgarh"),
    ("CH", &[], "Chandigarh"),
    ("DH", &["DD", "DN"], "Dadra and Nagar Haveli and Daman and Diu"),
    ("DL", &[], "Delhi"),
    ("GA", &[], "Goa"),
    ("GJ", &[], "Gujarat"),
    ("HP", &[], "Himachal Pradesh"),
    ("HR", &[], "Haryana"),
    ("JH", &[], "Jharkhand"),
    ("JK", &[], "Jammu and Kashmir"),
    ("KA", &[], "Karnataka"),
    ("KL", &[], "Kerala"),
    ("LA", &[], "Ladakh"),
    ("LD", &[], "Lakshadweep"),
    ("MH", &[], "Maharashtra"),
    ("ML", &[], "Meghalaya"),
    ("MN", &[], "Manipur"),
    ("MP", &[], "Madhya Pradesh"),
    ("MZ", &[], "Mizoram"),
    ("NL", &[], "Nagaland"),
    ("OD", &["OR"], "Odisha"),
    ("PB", &[], "Punjab"),
    ("PY", &[], "Puducherry"),
    ("RJ", &[], "Rajasthan"),
    ("SK", &[], "Sikkim"),
    ("TN", &[], "Tamil Nadu"),
    ("TR", &[], "Tripura"),
    ("TS", &["TG"], "Telangana"),
    ("UK", &["UT"], "Uttarakhand"),
    ("UP", &[], "Uttar Pradesh"),
    ("WB", &[], "West Bengal"),
];

/// The state that a code means, whatever its case, also by a code that was changed in 2023: its present code and name.
#[must_use]
pub fn state(code: &str) -> Option<(&'static str, &'static str)> {
    let code = code.trim().to_ascii_uppercase();
    let found = STATES.iter().find(|(now, before, _)| *now == code || before.contains(&code.as_str()));
    found.map(|(now, _, name)| (*now, *name))
}

/// Every state of India: its code and its name, by name.
#[must_use]
pub fn states() -> Vec<(&'static str, &'static str)> {
    let mut states: Vec<_> = STATES.iter().map(|(code, _, name)| (*code, *name)).collect();
    states.sort_by_key(|(_, name)| *name);
    states
}

/// The state that a code or a name means, whatever its case: its code.
#[must_use]
pub fn state_called(text: &str) -> Option<&'static str> {
    let by_name =
        || STATES.iter().find(|(_, _, name)| name.eq_ignore_ascii_case(text.trim())).map(|(code, _, _)| *code);
    state(text).map(|(code, _)| code).or_else(by_name)
}

/// The states that codes with the first digits of `pin` are in; none for army post offices (9…), which are in any.
///
/// # Errors
/// When it is no PIN.
pub fn states_of_pin(pin: &str) -> Result<&'static [&'static str], PinError> {
    let six_digits = pin.len() == 6 && pin.bytes().all(|b| b.is_ascii_digit()) && !pin.starts_with('0');
    if !six_digits {
        return Err(PinError::Form);
    }
    if pin.starts_with('9') {
        return Ok(&[]);
    }
    let first: u16 = pin.get(..3).and_then(|three| three.parse().ok()).ok_or(PinError::Form)?;
    let circle = CIRCLES.iter().find(|(from, to, _)| (*from..=*to).contains(&first));
    circle.map(|(_, _, states)| *states).ok_or(PinError::Unknown)
}

/// Whether `pin` can be in the state `region`. Army post offices (9…) are in any. A region that is no state of India is
/// the caller's to refuse.
///
/// # Errors
/// When it certainly cannot.
pub fn check_pin(pin: &str, region: &str) -> Result<(), PinError> {
    let states = states_of_pin(pin)?;
    match state(region) {
        Some((code, _)) if !states.is_empty() && !states.contains(&code) => Err(PinError::OtherState { states }),
        _ => Ok(()),
    }
}

fn names(states: &[&str]) -> String {
    let names: Vec<&str> = states.iter().filter_map(|code| state(code)).map(|(_, name)| name).collect();
    names.join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_in_order_do_not_overlap_and_name_states_that_there_are() {
        let mut last = 109;
        for (from, to, states) in CIRCLES {
            assert!(*from > last && to >= from, "{from}");
            last = *to;
            assert!(!states.is_empty() && states.iter().all(|code| state(code).is_some_and(|(now, _)| now == *code)));
        }
        let served: Vec<&str> = CIRCLES.iter().flat_map(|(_, _, states)| states.iter().copied()).collect();
        for (code, before, _) in STATES {
            assert!(served.contains(code), "{code}");
            assert!(before.iter().all(|old| state(old).is_some_and(|(now, _)| now == *code)));
        }
        assert_eq!(STATES.len(), 36);
    }

    #[test]
    fn pins_of_every_state_are_taken_in_their_own_state() {
        for (pin, region) in [
            ("110001", "DL"),
            ("122001", "HR"),
            ("144001", "PB"),
            ("160017", "CH"),
            ("171001", "HP"),
            ("190001", "JK"),
            ("194101", "LA"),
            ("226001", "UP"),
            ("248001", "UK"),
            ("248001", "UT"),
            ("302001", "RJ"),
            ("380001", "GJ"),
            ("396210", "DH"),
            ("396230", "dn"),
            ("411001", "MH"),
            ("403001", "GA"),
            ("462001", "MP"),
            ("492001", "CG"),
            ("492001", "CT"),
            ("500001", "TS"),
            ("500001", "tg"),
            ("520001", "AP"),
            ("560001", "KA"),
            ("600001", "TN"),
            ("605001", "PY"),
            ("533464", "PY"),
            ("673310", "PY"),
            ("682001", "KL"),
            ("682555", "LD"),
            ("700001", "WB"),
            ("737101", "SK"),
            ("744101", "AN"),
            ("751001", "OD"),
            ("751001", "OR"),
            ("781001", "AS"),
            ("791111", "AR"),
            ("793001", "ML"),
            ("795001", "MN"),
            ("796001", "MZ"),
            ("797001", "NL"),
            ("799001", "TR"),
            ("800001", "BR"),
            ("834001", "JH"),
            ("900056", "KA"),
            ("411001", "somewhere"),
        ] {
            assert_eq!(check_pin(pin, region), Ok(()), "{pin} {region}");
        }
    }

    #[test]
    fn a_state_is_found_by_its_code_its_name_or_its_pin() {
        assert_eq!(state_called(" maharashtra "), Some("MH"));
        assert_eq!(state_called("tg"), Some("TS"));
        assert_eq!(state_called("Atlantis"), None);
        assert_eq!(states_of_pin("411001"), Ok(&["MH"][..]));
        assert_eq!(states_of_pin("900056"), Ok(&[][..]));
        assert!(states().windows(2).all(|pair| pair[0].1 < pair[1].1));
    }

    #[test]
    fn what_certainly_is_wrong_is_refused() {
        for pin in ["", "011001", "41100", "4110011", "41100a", "४११००१", "411 01", "-41101"] {
            assert_eq!(check_pin(pin, "MH"), Err(PinError::Form), "{pin}");
        }
        for pin in ["290001", "350001", "540001", "860001"] {
            assert_eq!(check_pin(pin, "MH"), Err(PinError::Unknown), "{pin}");
        }
        let error = check_pin("411001", "KA").unwrap_err();
        assert_eq!(
            (error.code(), error.to_string().as_str()),
            ("postal_code_of_other_region", "this PIN is in Maharashtra")
        );
        assert_eq!(check_pin("244001", "DL").unwrap_err().to_string(), "this PIN is in Uttar Pradesh or Uttarakhand");
    }
}
