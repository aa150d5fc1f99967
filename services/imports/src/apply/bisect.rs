//! Bulk calls are all or nothing; a file is not. What one item spoils is taken out, and the rest goes in.

use infrasell_kernel::ErrorKind;
use infrasell_rpc::{Fault, ServiceError};
use std::collections::BTreeMap;

/// Why a service would not take an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// In words.
    pub(crate) reason: String,
    /// The last part of the field's path, such as `sku`; empty when no field is at fault.
    pub(crate) field: String,
}

/// What a service made of a list of items.
pub(crate) struct Taken<A> {
    /// Answers, each with the places of the items that it is about, in the order of the call.
    pub(crate) answers: Vec<(Vec<usize>, A)>,
    /// The places of items that were refused, with the reason.
    pub(crate) refused: Vec<(usize, Refusal)>,
}

/// Calls with up to `most` items at a time. When a call is refused, the items that its errors name (`products.7.title`,
/// if `list` is `products`) are left out and it is made again; an error that names none is found by halving.
///
/// # Errors
/// When the service is away or broken, which says nothing of the items.
pub(crate) async fn each<T, A, E, F>(
    items: &[T],
    most: usize,
    list: &str,
    mut call: impl FnMut(Vec<T>) -> F,
) -> Result<Taken<A>, Fault>
where
    T: Clone,
    E: ServiceError,
    F: Future<Output = Result<A, E>>,
{
    let mut taken = Taken { answers: vec![], refused: vec![] };
    let all: Vec<usize> = (0..items.len()).collect();
    let mut parts: Vec<Vec<usize>> = all.chunks(most.max(1)).rev().map(<[usize]>::to_vec).collect();
    while let Some(mut part) = parts.pop() {
        let error = match call(part.iter().map(|&at| items[at].clone()).collect()).await {
            Ok(answer) => {
                taken.answers.push((part, answer));
                continue;
            }
            Err(error) => error,
        };
        if !speaks_of_items(error.kind()) {
            return Err(Fault::relay(&error));
        }
        let named = named(&error, list, part.len());
        if !named.is_empty() {
            let mut rest = vec![];
            for (i, at) in part.into_iter().enumerate() {
                match named.get(&i) {
                    Some(refusal) => taken.refused.push((at, refusal.clone())),
                    None => rest.push(at),
                }
            }
            parts.extend((!rest.is_empty()).then_some(rest));
        } else if let [at] = part[..] {
            taken.refused.push((at, refusal(&error)));
        } else {
            let half = part.split_off(part.len() / 2);
            parts.push(half);
            parts.push(part);
        }
    }
    Ok(taken)
}

fn speaks_of_items(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Invalid | ErrorKind::Conflict | ErrorKind::NotFound | ErrorKind::Stale | ErrorKind::Malformed
    )
}

/// The items that an error names by their place in the list, if every field that it speaks of is of one.
fn named(error: &impl ServiceError, list: &str, items: usize) -> BTreeMap<usize, Refusal> {
    let Some(Fault::Invalid { errors }) = error.fault() else { return BTreeMap::new() };
    let mut named: BTreeMap<usize, Refusal> = BTreeMap::new();
    for error in errors {
        let mut parts = error.path.split('.');
        let place = (parts.next() == Some(list)).then(|| parts.next()?.parse::<usize>().ok()).flatten();
        let Some(place) = place.filter(|place| *place < items) else { return BTreeMap::new() };
        let prefix = format!("{list}.{place}.");
        let message = error.message.replace(&prefix, "");
        named
            .entry(place)
            .and_modify(|refusal| refusal.reason = format!("{}; {message}", refusal.reason))
            .or_insert_with(|| Refusal { field: field(&error.path), reason: message.clone() });
    }
    named
}

/// The last part of a path that is a name.
fn field(path: &str) -> String {
    path.rsplit('.').find(|part| part.parse::<usize>().is_err()).unwrap_or("").to_owned()
}

fn refusal(error: &impl ServiceError) -> Refusal {
    let fields = match error.fault() {
        Some(Fault::Invalid { errors }) => errors.as_slice(),
        _ => &[],
    };
    match fields.first() {
        Some(first) => {
            let messages: Vec<&str> = fields.iter().map(|field| field.message.as_str()).collect();
            Refusal { reason: messages.join("; "), field: field(&first.path) }
        }
        None => Refusal { reason: error.to_string(), field: String::new() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use infrasell_kernel::FieldError;
    use std::cell::RefCell;

    /// Refuses negative numbers, and says which when `list` is the one it speaks of.
    fn run(items: &[i32], most: usize, list: &str) -> (Result<Taken<Vec<i32>>, Fault>, usize) {
        let calls = RefCell::new(0);
        let each = each(items, most, list, |part: Vec<i32>| {
            *calls.borrow_mut() += 1;
            async move {
                if part.contains(&-9) {
                    return Err(Fault::Unavailable { what: "catalog".into() });
                }
                let bad = part.iter().enumerate().filter(|(_, n)| **n < 0);
                let errors: Vec<FieldError> = bad
                    .map(|(i, _)| FieldError::new(format!("items.{i}.sku"), "bad", format!("items.{i}.sku is bad")))
                    .collect();
                if errors.is_empty() { Ok(part) } else { Err(Fault::Invalid { errors }) }
            }
        });
        let result = tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(each);
        let calls = *calls.borrow();
        (result, calls)
    }

    #[test]
    fn only_what_is_at_fault_is_left_out() {
        let items: Vec<i32> = (0..1_000).map(|n| if n % 400 == 7 { -1 } else { n }).collect();
        for (list, most_calls, reason) in [("items", 8, "sku is bad"), ("others", 70, "items.0.sku is bad")] {
            let (taken, calls) = run(&items, 300, list);
            let taken = taken.unwrap();
            let refused: Vec<usize> = taken.refused.iter().map(|(at, _)| *at).collect();
            assert_eq!(refused, [7, 407, 807]);
            assert_eq!(taken.refused[0].1, Refusal { reason: reason.into(), field: "sku".into() });
            let mut kept = 0;
            for (places, answer) in &taken.answers {
                kept += places.len();
                assert_eq!(answer, &places.iter().map(|&at| items[at]).collect::<Vec<_>>());
            }
            assert_eq!(kept, 997);
            assert!(calls <= most_calls, "{calls} calls");
        }
    }

    #[test]
    fn all_may_be_at_fault() {
        let (taken, calls) = run(&[-1; 100], 100, "items");
        assert_eq!((taken.unwrap().refused.len(), calls), (100, 1));
    }

    #[test]
    fn a_service_that_is_away_is_no_refusal() {
        assert_eq!(run(&[1, -9, 3], 10, "items").0.err(), Some(Fault::Unavailable { what: "catalog".into() }));
        let (taken, calls) = run(&[], 10, "items");
        assert_eq!((taken.unwrap().answers.len(), calls), (0, 0));
    }
}
