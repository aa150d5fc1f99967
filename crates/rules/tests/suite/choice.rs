//! Which variant a choice leads to, and the trie of all choices.

use infrasell_rules::choice::{
    Chosen, OptionFacts, VariantFacts, adjacent, combinations, encode, selected, selected_or_first_available,
};
use proptest::{collection::vec, prelude::*};
use std::collections::BTreeSet;

/// Reads the trie as the storefronts' own decoder does, control character by control character.
fn decode(text: &str) -> Vec<Vec<usize>> {
    let Some(text) = text.strip_prefix("v1_") else { return vec![] };
    let (mut found, mut now, mut depth) = (vec![], vec![], 0);
    let (mut digits, mut range, mut before) = (String::new(), None, ' ');
    let set = |now: &mut Vec<usize>, depth: usize, value| {
        now.resize(depth + 1, 0);
        now[depth] = value;
    };
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            before = c;
            continue;
        }
        let value = digits.parse().unwrap_or(0);
        digits.clear();
        for skipped in range.take().map_or(0..0, |start| start..value) {
            set(&mut now, depth, skipped);
            found.push(now.clone());
        }
        set(&mut now, depth, value);
        match c {
            '-' => range = Some(value),
            ':' => depth += 1,
            ' ' => found.push(now.clone()),
            ',' => {
                if before != ',' {
                    found.push(now.clone());
                }
                now.pop();
                depth = depth.saturating_sub(1);
            }
            other => panic!("no control character: {other}"),
        }
        before = c;
    }
    if let Ok(last) = digits.parse::<usize>() {
        match range {
            Some(start) => found.extend((start..=last).map(|value| vec![value])),
            None => found.push(vec![last]),
        }
    }
    found
}

#[test]
fn the_trie_is_written_as_it_is_published() {
    let eight = [[0, 0, 0], [0, 1, 0], [0, 1, 1], [1, 0, 0], [1, 0, 1], [1, 1, 1], [2, 0, 1], [2, 1, 0]];
    let eight: Vec<Vec<usize>> = eight.iter().map(|one| one.to_vec()).collect();
    assert_eq!(encode(&eight), "v1_0:0:0,1:0-1,,1:0:0-1,1:1,,2:0:1,1:0,,");
    assert_eq!(encode(&[vec![0], vec![1], vec![2], vec![4]]), "v1_0-2 4");
    assert_eq!(encode(&[vec![0]]), "v1_0");
    assert_eq!(encode(&[]), "");
    assert_eq!(encode(&[vec![]]), "");
}

fn sets() -> impl Strategy<Value = Vec<Vec<usize>>> {
    (1..=3usize)
        .prop_flat_map(|options| vec(vec(0..12usize, options), 1..40))
        .prop_map(|all| all.into_iter().collect::<BTreeSet<_>>().into_iter().collect())
}

proptest! {
    #[test]
    fn what_is_encoded_decodes_to_the_same(set in sets()) {
        prop_assert_eq!(decode(&encode(&set)), set);
    }
}

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

/// Two sizes, two colours, of which `M / Blue` is not made and `S / Red` is sold out.
struct Shirt {
    sizes: Vec<String>,
    colours: Vec<String>,
    variants: Vec<(Vec<String>, bool)>,
}

impl Shirt {
    fn new() -> Self {
        let variants = [(["S", "Red"], false), (["S", "Blue"], true), (["M", "Red"], true)];
        Shirt {
            sizes: texts(&["S", "M"]),
            colours: texts(&["Red", "Blue"]),
            variants: variants.iter().map(|(values, available)| (texts(values), *available)).collect(),
        }
    }

    fn with<T>(&self, run: impl FnOnce(&[OptionFacts<'_>], &[VariantFacts<'_>]) -> T) -> T {
        let options =
            [OptionFacts { name: "Size", values: &self.sizes }, OptionFacts { name: "Colour", values: &self.colours }];
        let variants: Vec<_> = self
            .variants
            .iter()
            .map(|(values, is_available)| VariantFacts { values, is_available: *is_available })
            .collect();
        run(&options, &variants)
    }
}

fn chosen<'a>(options: &'a [(&'a str, &'a str)]) -> Chosen<'a> {
    Chosen { options, ignores_unknown: true, ignores_case: false }
}

#[test]
fn a_choice_leads_to_its_variant() {
    Shirt::new().with(|options, variants| {
        let find = |asked: Chosen<'_>| selected_or_first_available(options, variants, asked);
        assert_eq!(find(chosen(&[("Size", "M"), ("Colour", "Red")])), Some(2));
        assert_eq!(find(chosen(&[("Size", "S"), ("Colour", "Red")])), Some(0), "also one that is sold out");
        assert_eq!(find(chosen(&[("Size", "S")])), Some(1), "of several, one that can be bought");
        assert_eq!(find(chosen(&[("Size", "M"), ("Colour", "Blue")])), Some(1), "not made: the first available");
        assert_eq!(find(chosen(&[])), Some(1));
        assert_eq!(find(chosen(&[("Size", "M"), ("Colour", "Red"), ("Cut", "Slim")])), Some(2));
        let strict = Chosen { ignores_unknown: false, ..chosen(&[("Size", "M"), ("Cut", "Slim")]) };
        assert_eq!((selected(options, variants, strict), find(strict)), (None, Some(1)));
        let loud = [("SIZE", "m"), ("colour", "RED")];
        assert_eq!(selected(options, variants, chosen(&loud)), None);
        assert_eq!(selected(options, variants, Chosen { ignores_case: true, ..chosen(&loud) }), Some(2));
        assert_eq!(selected_or_first_available(options, &[], chosen(&[])), None);
    });
}

#[test]
fn neighbours_differ_in_one_option() {
    Shirt::new().with(|options, variants| {
        let find = |asked| adjacent(options, variants, asked);
        assert_eq!(find(chosen(&[("Size", "S"), ("Colour", "Red")])), [1, 2]);
        assert_eq!(find(chosen(&[("Size", "M"), ("Colour", "Blue")])), [1, 2], "also of a choice that is not made");
        assert_eq!(find(chosen(&[])), [0], "of the first available");
        assert_eq!(find(Chosen { ignores_unknown: false, ..chosen(&[("Cut", "Slim")]) }), [0; 0]);
        assert_eq!(adjacent(options, &[], chosen(&[])), [0; 0]);
    });
}

#[test]
fn only_what_is_made_is_encoded() {
    Shirt::new().with(|options, variants| {
        let all = combinations(options, variants.iter().copied());
        assert_eq!(encode(&all), "v1_0:0-1,1:0,");
        let available = combinations(options, variants.iter().copied().filter(|one| one.is_available));
        assert_eq!(encode(&available), "v1_0:1,1:0,");
    });
}

#[derive(serde::Deserialize)]
struct Trie {
    encoded: String,
    combinations: Vec<Vec<usize>>,
}

/// The same file is held to the decoder that storefronts run: `sdk/compatibility/test/tries.test.mjs`.
#[test]
fn tries_are_those_that_clients_decode() {
    let tries: Vec<Trie> = serde_json::from_str(include_str!("tries.json")).unwrap();
    assert!(tries.len() > 30);
    for trie in tries {
        assert_eq!(encode(&trie.combinations), trie.encoded);
        assert_eq!(decode(&trie.encoded), trie.combinations);
    }
}
