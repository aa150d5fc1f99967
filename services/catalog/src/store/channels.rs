//! Where something is published, in one column: NULL for every channel, else the ids between commas, `,1,7,`.

use infrasell_kernel::{ChannelId, Id};
use std::fmt::Write;

pub(crate) fn to_column(channels: Option<&[ChannelId]>) -> Option<String> {
    let mut text = String::from(",");
    for channel in channels? {
        // writing to a string does not fail
        let _ = write!(text, "{},", channel.get());
    }
    Some(text)
}

pub(crate) fn from_column(text: Option<String>) -> Option<Vec<ChannelId>> {
    let text = text?;
    Some(text.split(',').filter_map(|id| id.parse().ok()).map(Id::from_i64).collect())
}

/// Whether what stands in the column includes `channel`.
pub(crate) fn include(column: Option<&str>, channel: ChannelId) -> bool {
    column.is_none_or(|text| text.contains(&format!(",{},", channel.get())))
}

/// The pattern that the column of what is published in `channel` is LIKE.
pub(crate) fn pattern(channel: ChannelId) -> String {
    format!("%,{},%", channel.get())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_whole() {
        let id = ChannelId::from_i64;
        let column = to_column(Some(&[id(1), id(17)]));
        assert_eq!(column.as_deref(), Some(",1,17,"));
        assert_eq!(from_column(column.clone()), Some(vec![id(1), id(17)]));
        assert!(include(column.as_deref(), id(17)) && !include(column.as_deref(), id(7)) && include(None, id(7)));
        assert_eq!(to_column(Some(&[])).as_deref(), Some(","));
        assert_eq!(from_column(Some(",".into())), Some(vec![]));
        assert_eq!((to_column(None), from_column(None)), (None, None));
    }
}
