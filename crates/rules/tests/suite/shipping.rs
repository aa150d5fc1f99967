//! Groups and options of shipping.

use infrasell_kernel::CountryCode;
use infrasell_rules::quote::{LineFacts, MethodFacts, offered_methods, shipping_groups};

fn line(key: &str, quantity: i64, weight_grams: i64, requires_shipping: bool) -> LineFacts {
    LineFacts {
        key: key.into(),
        quantity,
        unit_price_minor: 100,
        compare_at_minor: None,
        taxes: vec![],
        requires_shipping,
        weight_grams,
    }
}

fn method(key: &str) -> MethodFacts {
    MethodFacts {
        key: key.into(),
        label: key.into(),
        price_minor: 4_900,
        min_subtotal_minor: None,
        max_subtotal_minor: None,
        free_over_minor: None,
        min_weight_grams: None,
        max_weight_grams: None,
        countries: vec![],
    }
}

#[test]
fn what_travels_is_one_group_and_digital_goods_are_none() {
    let groups =
        shipping_groups(&[line("a", 2, 300, true), line("e-book", 1, 0, false), line("b", 1, 50, true)]).unwrap();
    assert_eq!(groups.len(), 1);
    assert_eq!(
        (groups[0].lines.as_slice(), groups[0].weight_grams),
        (["a".to_owned(), "b".to_owned()].as_slice(), 650)
    );
    assert!(shipping_groups(&[line("e-book", 1, 0, false)]).unwrap().is_empty());
    assert!(shipping_groups(&[line("a", 2, i64::MAX, true)]).is_err());
}

#[test]
fn a_method_is_offered_within_its_bounds_ends_included() {
    let group = shipping_groups(&[line("a", 1, 500, true)]).unwrap().remove(0);
    let offered = |change: fn(&mut MethodFacts), subtotal| {
        let mut one = method("m");
        change(&mut one);
        offered_methods(&group, CountryCode::IN, subtotal, &[one]).first().map(|option| option.price_minor)
    };
    assert_eq!(offered(|_| {}, 0), Some(4_900));
    assert_eq!(offered(|m| m.min_subtotal_minor = Some(100), 99), None);
    assert_eq!(offered(|m| m.min_subtotal_minor = Some(100), 100), Some(4_900));
    assert_eq!(offered(|m| m.max_subtotal_minor = Some(100), 100), Some(4_900));
    assert_eq!(offered(|m| m.max_subtotal_minor = Some(100), 101), None);
    assert_eq!(offered(|m| m.free_over_minor = Some(100), 99), Some(4_900));
    assert_eq!(offered(|m| m.free_over_minor = Some(100), 100), Some(0));
    assert_eq!(offered(|m| m.min_weight_grams = Some(501), 0), None);
    assert_eq!(offered(|m| m.min_weight_grams = Some(500), 0), Some(4_900));
    assert_eq!(offered(|m| m.max_weight_grams = Some(499), 0), None);
    assert_eq!(offered(|m| m.max_weight_grams = Some(500), 0), Some(4_900));
    assert_eq!(offered(|m| m.countries = vec!["DE".parse().unwrap()], 0), None);
    assert_eq!(offered(|m| m.countries = vec!["DE".parse().unwrap(), CountryCode::IN], 0), Some(4_900));
}

#[test]
fn options_keep_the_order_of_the_methods() {
    let group = shipping_groups(&[line("a", 1, 500, true)]).unwrap().remove(0);
    let options = offered_methods(&group, CountryCode::IN, 0, &[method("slow"), method("fast")]);
    assert_eq!(options.iter().map(|option| option.method.as_str()).collect::<Vec<_>>(), ["slow", "fast"]);
}
