//! Enums whose variants are words: the same on the wire, in the database and in a diagram.

/// A word that names no variant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{word}' is not a known {of}")]
pub struct UnknownWord {
    /// What was read, at most 48 characters of it.
    pub word: String,
    /// The name of the type that it should have been.
    pub of: &'static str,
}

/// Declares an enum with its words, `ALL`, `as_str`, `Display` and `FromStr`.
macro_rules! words {
    ($(#[$doc:meta])* $Name:ident { $($(#[$variant_doc:meta])* $Variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize, schemars::JsonSchema,
        )]
        pub enum $Name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $Variant,)+
        }
        impl $Name {
            /// Every variant, in the order of declaration.
            pub const ALL: &'static [$Name] = &[$($Name::$Variant),+];

            /// The word on the wire and in the database.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($Name::$Variant => $word),+ }
            }
        }
        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl std::str::FromStr for $Name {
            type Err = $crate::words::UnknownWord;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|one| one.as_str() == word).ok_or_else(|| $crate::words::UnknownWord {
                    word: word.chars().take(48).collect(),
                    of: stringify!($Name),
                })
            }
        }
    };
}
pub(crate) use words;
