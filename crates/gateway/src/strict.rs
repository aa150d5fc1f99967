//! Objects are read from objects only. What serde derives takes `["a", 1]` for a struct of two fields as well; the
//! document says object, and a client that sends a list has made a mistake that it should hear of.

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
};
use std::fmt;

/// A deserializer, all the way down, that takes no list for a struct.
pub struct Strict<D>(pub D);

/// A visitor that hands on strict parts; `object` when a list will not do.
struct Walk<V> {
    inner: V,
    object: bool,
}

/// A part: a seed, or what gives the parts.
struct Part<T>(T);

macro_rules! deserialize {
    ($($method:ident($($argument:ident: $Type:ty),*), $object:literal;)*) => {
        $(fn $method<V: Visitor<'de>>(self, $($argument: $Type,)* visitor: V) -> Result<V::Value, D::Error> {
            self.0.$method($($argument,)* Walk { inner: visitor, object: $object })
        })*
    };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Strict<D> {
    type Error = D::Error;
    deserialize! {
        deserialize_any(), false;
        deserialize_bool(), false;
        deserialize_i8(), false;
        deserialize_i16(), false;
        deserialize_i32(), false;
        deserialize_i64(), false;
        deserialize_i128(), false;
        deserialize_u8(), false;
        deserialize_u16(), false;
        deserialize_u32(), false;
        deserialize_u64(), false;
        deserialize_u128(), false;
        deserialize_f32(), false;
        deserialize_f64(), false;
        deserialize_char(), false;
        deserialize_str(), false;
        deserialize_string(), false;
        deserialize_bytes(), false;
        deserialize_byte_buf(), false;
        deserialize_option(), false;
        deserialize_unit(), false;
        deserialize_unit_struct(name: &'static str), false;
        deserialize_newtype_struct(name: &'static str), false;
        deserialize_seq(), false;
        deserialize_tuple(len: usize), false;
        deserialize_tuple_struct(name: &'static str, len: usize), false;
        deserialize_map(), false;
        deserialize_struct(name: &'static str, fields: &'static [&'static str]), true;
        deserialize_enum(name: &'static str, variants: &'static [&'static str]), false;
        deserialize_identifier(), false;
        deserialize_ignored_any(), false;
    }
    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

macro_rules! visit {
    ($($method:ident($Type:ty);)*) => {
        $(fn $method<E: Error>(self, value: $Type) -> Result<V::Value, E> {
            self.inner.$method(value)
        })*
    };
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Walk<V> {
    type Value = V::Value;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }
    visit! {
        visit_bool(bool);
        visit_i8(i8);
        visit_i16(i16);
        visit_i32(i32);
        visit_i64(i64);
        visit_i128(i128);
        visit_u8(u8);
        visit_u16(u16);
        visit_u32(u32);
        visit_u64(u64);
        visit_u128(u128);
        visit_f32(f32);
        visit_f64(f64);
        visit_char(char);
        visit_str(&str);
        visit_borrowed_str(&'de str);
        visit_string(String);
        visit_bytes(&[u8]);
        visit_borrowed_bytes(&'de [u8]);
        visit_byte_buf(Vec<u8>);
    }
    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_none()
    }
    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_unit()
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.inner.visit_some(Strict(deserializer))
    }
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.inner.visit_newtype_struct(Strict(deserializer))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, parts: A) -> Result<V::Value, A::Error> {
        if self.object {
            return Err(Error::invalid_type(Unexpected::Seq, &"an object"));
        }
        self.inner.visit_seq(Part(parts))
    }
    fn visit_map<A: MapAccess<'de>>(self, parts: A) -> Result<V::Value, A::Error> {
        self.inner.visit_map(Part(parts))
    }
    fn visit_enum<A: EnumAccess<'de>>(self, parts: A) -> Result<V::Value, A::Error> {
        self.inner.visit_enum(Part(parts))
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Part<S> {
    type Value = S::Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Strict(deserializer))
    }
}
impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Part<A> {
    type Error = A::Error;
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(Part(seed))
    }
    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}
impl<'de, A: MapAccess<'de>> MapAccess<'de> for Part<A> {
    type Error = A::Error;
    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(Part(seed))
    }
    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}
impl<'de, A: EnumAccess<'de>> EnumAccess<'de> for Part<A> {
    type Error = A::Error;
    type Variant = Part<A::Variant>;
    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self::Variant), A::Error> {
        self.0.variant_seed(seed).map(|(value, variant)| (value, Part(variant)))
    }
}
impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Part<A> {
    type Error = A::Error;
    fn unit_variant(self) -> Result<(), A::Error> {
        self.0.unit_variant()
    }
    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        self.0.newtype_variant_seed(Part(seed))
    }
    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.0.tuple_variant(len, Walk { inner: visitor, object: false })
    }
    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.0.struct_variant(fields, Walk { inner: visitor, object: true })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Outer {
        inner: Option<Inner>,
        list: Vec<Inner>,
        choice: Choice,
    }
    #[derive(Debug, Deserialize, PartialEq)]
    struct Inner {
        number: i64,
        text: String,
    }
    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "snake_case")]
    enum Choice {
        Unit,
        New(Inner),
        Pair(i64, i64),
    }

    fn read(text: &str) -> Result<Outer, String> {
        let mut json = serde_json::Deserializer::from_str(text);
        let read: Result<Outer, _> = serde_path_to_error::deserialize(Strict(&mut json));
        read.map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_an_object_is_read_as_ever() {
        for (choice, expected) in [
            (r#""unit""#, Choice::Unit),
            (r#"{"new":{"number":3,"text":"c"}}"#, Choice::New(Inner { number: 3, text: "c".into() })),
            (r#"{"pair":[1,2]}"#, Choice::Pair(1, 2)),
        ] {
            let text = format!(
                r#"{{"inner":{{"number":1,"text":"a"}},"list":[{{"number":2,"text":"b"}}],"choice":{choice}}}"#
            );
            let inner = |number, text: &str| Inner { number, text: text.into() };
            let wanted = Outer { inner: Some(inner(1, "a")), list: vec![inner(2, "b")], choice: expected };
            assert_eq!(read(&text), Ok(wanted));
        }
    }

    #[test]
    fn a_list_in_place_of_an_object_is_named_with_its_place() {
        for (text, place) in [
            (r#"[null,[],"unit"]"#, ""),
            (r#"{"inner":[1,"a"],"list":[],"choice":"unit"}"#, "inner"),
            (r#"{"list":[[2,"b"]],"choice":"unit"}"#, "list[0]"),
            (r#"{"list":[],"choice":{"new":[3,"c"]}}"#, "choice.new"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains("expected an object") && error.contains(place), "{text}: {error}");
        }
    }
}
