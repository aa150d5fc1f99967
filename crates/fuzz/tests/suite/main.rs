//! Every target, the short form: its seeds, what was once found, and some thousand mutations from a fixed seed. The long
//! form is `cargo xtask soak`.

mod graphql;

use infrasell_fuzz::{TARGETS, mutate, survives, target};

/// Mutations a target.
const TRIES: u32 = 4_000;

#[test]
fn no_target_fails_with_bytes_made_from_a_fixed_seed() {
    for target in TARGETS {
        assert!(!target.seeds.is_empty(), "{}", target.name);
        for seed in target.seeds {
            assert!(survives(target, seed), "{} with {}", target.name, seed.escape_ascii());
        }
        let mut chance = mutate::Chance::new(7);
        for _ in 0..TRIES {
            let bytes = mutate::next(&mut chance, target);
            assert!(survives(target, &bytes), "{} with b\"{}\"", target.name, bytes.escape_ascii());
        }
    }
}

/// What a fuzzer once found: the target and the bytes.
const FOUND: &[(&str, &[u8])] = &[];

#[test]
fn what_was_once_found_stays_mended() {
    for (name, bytes) in FOUND {
        let target = target(name).expect("the target is there");
        assert!(survives(target, bytes), "{name} with b\"{}\"", bytes.escape_ascii());
    }
}

#[test]
fn a_fault_is_found_and_made_small() {
    let bytes = mutate::shrink(b"a long text with an X somewhere in it".to_vec(), |b| b.contains(&b'X'));
    assert_eq!(bytes, b"X");
    let broken = infrasell_fuzz::Target { name: "broken", seeds: &[b"abc"], run: |b| assert!(!b.contains(&0)) };
    let mut chance = mutate::Chance::new(1);
    let found = (0..10_000).any(|_| !survives(&broken, &mutate::next(&mut chance, &broken)));
    assert!(found, "a fault one byte away was not found");
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let made = |seed| {
        let mut chance = mutate::Chance::new(seed);
        (0..50).map(|_| mutate::next(&mut chance, &TARGETS[0])).collect::<Vec<_>>()
    };
    assert_eq!(made(3), made(3));
    assert_ne!(made(3), made(4));
}
