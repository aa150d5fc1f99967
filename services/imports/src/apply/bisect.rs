//! Bulk calls are all or nothing; a file is not. What one item spoils is found by halving.

use infrasell_kernel::ErrorKind;
use infrasell_rpc::{Fault, ServiceError};

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
    /// Answers, each with the place of the first item it is about; together they cover all that was taken.
    pub(crate) answers: Vec<(usize, A)>,
    /// The places of items that were refused, with the reason.
    pub(crate) refused: Vec<(usize, Refusal)>,
}

/// Calls with up to `most` items at a time. A call that is refused is made again with each half of its items, so that
/// only those are left out that are at fault.
///
/// # Errors
/// When the service is away or broken, which says nothing of the items.
pub(crate) async fn each<T, A, E, F>(
    items: &[T],
    most: usize,
    mut call: impl FnMut(Vec<T>) -> F,
) -> Result<Taken<A>, Fault>
where
    T: Clone,
    E: ServiceError,
    F: Future<Output = Result<A, E>>,
{
    let mut taken = Taken { answers: vec![], refused: vec![] };
    let mut spans: Vec<(usize, usize)> = vec![];
    for start in (0..items.len()).step_by(most.max(1)) {
        spans.push((start, (start + most.max(1)).min(items.len())));
    }
    spans.reverse();
    while let Some((start, end)) = spans.pop() {
        let error = match call(items[start..end].to_vec()).await {
            Ok(answer) => {
                taken.answers.push((start, answer));
                continue;
            }
            Err(error) => error,
        };
        let says_nothing_of_items = matches!(
            error.kind(),
            ErrorKind::Unavailable
                | ErrorKind::Internal
                | ErrorKind::TooMany
                | ErrorKind::Unauthenticated
                | ErrorKind::Forbidden
        );
        if says_nothing_of_items {
            return Err(Fault::relay(&error));
        }
        if end - start == 1 {
            taken.refused.push((start, refusal(&error)));
            continue;
        }
        let middle = start + (end - start) / 2;
        spans.push((middle, end));
        spans.push((start, middle));
    }
    Ok(taken)
}

fn refusal(error: &impl ServiceError) -> Refusal {
    let fields = match error.fault() {
        Some(Fault::Invalid { errors }) => errors.as_slice(),
        _ => &[],
    };
    match fields.first() {
        Some(first) => {
            let field = first.path.rsplit('.').find(|part| part.parse::<usize>().is_err()).unwrap_or("").to_owned();
            let messages: Vec<&str> = fields.iter().map(|field| field.message.as_str()).collect();
            Refusal { reason: messages.join("; "), field }
        }
        None => Refusal { reason: error.to_string(), field: String::new() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    fn run(items: &[i32], most: usize) -> (Result<Taken<Vec<i32>>, Fault>, usize) {
        let calls = RefCell::new(0);
        let result =
            tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(each(items, most, |part| {
                *calls.borrow_mut() += 1;
                async move {
                    if part.contains(&-9) {
                        return Err(Fault::Unavailable { what: "catalog".into() });
                    }
                    match part.iter().position(|n| *n < 0) {
                        Some(at) => Err(Fault::field(format!("products.{at}.sku"), "bad", "the sku is bad")),
                        None => Ok(part),
                    }
                }
            }));
        let calls = *calls.borrow();
        (result, calls)
    }

    #[test]
    fn only_what_is_at_fault_is_left_out() {
        let items: Vec<i32> = (0..1_000).map(|n| if n % 400 == 7 { -1 } else { n }).collect();
        let (taken, calls) = run(&items, 300);
        let taken = taken.unwrap();
        let refused: Vec<usize> = taken.refused.iter().map(|(at, _)| *at).collect();
        assert_eq!(refused, [7, 407, 807]);
        assert_eq!(taken.refused[0].1, Refusal { reason: "the sku is bad".into(), field: "sku".into() });
        let kept: usize = taken.answers.iter().map(|(_, part)| part.len()).sum();
        assert_eq!(kept, 997);
        for (start, part) in &taken.answers {
            assert_eq!(part.as_slice(), &items[*start..start + part.len()]);
        }
        assert!(calls < 70, "{calls} calls");
    }

    #[test]
    fn a_service_that_is_away_is_no_refusal() {
        assert_eq!(run(&[1, -9, 3], 10).0.err(), Some(Fault::Unavailable { what: "catalog".into() }));
        let (taken, calls) = run(&[], 10);
        assert_eq!((taken.unwrap().answers.len(), calls), (0, 0));
    }
}
