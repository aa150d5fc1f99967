//! Which products a rule-based collection holds.

use super::text::fold;
use infrasell_contracts::catalog::{CollectionRule, RuleField, RuleRelation};
use infrasell_kernel::CategoryId;

/// What rules look at of one product. Texts are folded.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facts {
    title: String,
    product_type: String,
    vendor: String,
    tags: Vec<String>,
    /// From the root down to its own.
    categories: Vec<CategoryId>,
    weights: Vec<i64>,
}

impl Facts {
    pub(crate) fn new(
        [title, product_type, vendor]: [&str; 3],
        tags: &[String],
        categories: &[CategoryId],
        weights: impl Iterator<Item = i64>,
    ) -> Self {
        Facts {
            title: fold(title).into_owned(),
            product_type: fold(product_type).into_owned(),
            vendor: fold(vendor).into_owned(),
            tags: tags.iter().map(|tag| fold(tag).into_owned()).collect(),
            categories: categories.to_vec(),
            weights: weights.collect(),
        }
    }
}

/// A collection's rules, read once.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Rules {
    all: bool,
    tests: Vec<Test>,
}

#[derive(Debug, Clone, PartialEq)]
enum Test {
    Text(RuleField, RuleRelation, String),
    Category { is: bool, id: CategoryId },
    Weight(RuleRelation, i64),
}

impl Rules {
    /// Reads rules; each that makes no sense is named by its place, its bad field and why.
    pub(crate) fn new(all: bool, rules: &[CollectionRule]) -> Result<Self, Vec<(usize, &'static str, String)>> {
        let mut tests = Vec::with_capacity(rules.len());
        let mut wrong = Vec::new();
        for (i, rule) in rules.iter().enumerate() {
            match Test::new(rule) {
                Ok(test) => tests.push(test),
                Err((field, why)) => wrong.push((i, field, why)),
            }
        }
        if wrong.is_empty() { Ok(Rules { all, tests }) } else { Err(wrong) }
    }

    pub(crate) fn hold(&self, product: &Facts) -> bool {
        if self.all {
            self.tests.iter().all(|test| test.holds(product))
        } else {
            self.tests.iter().any(|test| test.holds(product))
        }
    }

    /// The categories that the rules name.
    pub(crate) fn categories(&self) -> impl Iterator<Item = CategoryId> {
        self.tests.iter().filter_map(|test| if let Test::Category { id, .. } = test { Some(*id) } else { None })
    }

    /// Whether the rules look at variants.
    pub(crate) fn weigh(&self) -> bool {
        self.tests.iter().any(|test| matches!(test, Test::Weight(..)))
    }
}

impl Test {
    fn new(rule: &CollectionRule) -> Result<Self, (&'static str, String)> {
        use RuleRelation::{Contains, EndsWith, Equals, GreaterThan, LessThan, NotEquals, StartsWith};
        let misfit = || Err(("relation", "this field cannot be compared in this way".into()));
        match (rule.field, rule.relation) {
            (RuleField::WeightGrams, Contains | StartsWith | EndsWith) => misfit(),
            (RuleField::WeightGrams, relation) => match rule.value.trim().parse() {
                Ok(grams) => Ok(Test::Weight(relation, grams)),
                Err(_) => Err(("value", "a weight is a whole number of grams".into())),
            },
            (RuleField::Category, Equals | NotEquals) => match rule.value.trim().parse() {
                Ok(id) => Ok(Test::Category { is: rule.relation == Equals, id }),
                Err(error) => Err(("value", error.to_string())),
            },
            (RuleField::Category, _) | (_, GreaterThan | LessThan) => misfit(),
            (field, relation) => Ok(Test::Text(field, relation, fold(rule.value.trim()).into_owned())),
        }
    }

    fn holds(&self, product: &Facts) -> bool {
        match self {
            Test::Text(RuleField::Title, relation, value) => compare(&product.title, *relation, value),
            Test::Text(RuleField::ProductType, relation, value) => compare(&product.product_type, *relation, value),
            Test::Text(RuleField::Vendor, relation, value) => compare(&product.vendor, *relation, value),
            // "any of its tags": not-equals says that none is the same
            Test::Text(_, RuleRelation::NotEquals, value) => !product.tags.iter().any(|tag| tag == value),
            Test::Text(_, relation, value) => product.tags.iter().any(|tag| compare(tag, *relation, value)),
            Test::Category { is, id } => product.categories.contains(id) == *is,
            Test::Weight(RuleRelation::GreaterThan, grams) => product.weights.iter().any(|w| w > grams),
            Test::Weight(RuleRelation::LessThan, grams) => product.weights.iter().any(|w| w < grams),
            Test::Weight(relation, grams) => product.weights.contains(grams) == (*relation == RuleRelation::Equals),
        }
    }
}

fn compare(text: &str, relation: RuleRelation, value: &str) -> bool {
    match relation {
        RuleRelation::Equals => text == value,
        RuleRelation::NotEquals => text != value,
        RuleRelation::Contains => text.contains(value),
        RuleRelation::StartsWith => text.starts_with(value),
        RuleRelation::EndsWith => text.ends_with(value),
        // texts have no order; such a rule is refused when it is read
        RuleRelation::GreaterThan | RuleRelation::LessThan => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(field: RuleField, relation: RuleRelation, value: &str) -> CollectionRule {
        CollectionRule { field, relation, value: value.into() }
    }

    fn shirt() -> Facts {
        let path = [CategoryId::from_i64(1), CategoryId::from_i64(7)];
        let tags = ["Summer".to_owned(), "NEW in".to_owned()];
        Facts::new(["Linen Shirt", "Shirts", "Straße 9"], &tags, &path, [200, 350].into_iter())
    }

    #[test]
    fn each_field_is_compared_in_its_own_way() {
        use RuleField::*;
        use RuleRelation::*;
        for (field, relation, value, want) in [
            (Title, Equals, "linen SHIRT", true),
            (Title, NotEquals, "linen shirt", false),
            (Title, Contains, "EN SH", true),
            (Title, StartsWith, "Lin", true),
            (Title, EndsWith, "lin", false),
            (ProductType, Equals, "shirts ", true),
            (Vendor, Contains, "STRASSE", true),
            (Tag, Equals, "summer", true),
            (Tag, NotEquals, "summer", false),
            (Tag, NotEquals, "winter", true),
            (Tag, StartsWith, "new", true),
            (Category, Equals, "cat_1", true),
            (Category, Equals, "cat_7", true),
            (Category, Equals, "cat_2", false),
            (Category, NotEquals, "cat_2", true),
            (WeightGrams, GreaterThan, "300", true),
            (WeightGrams, GreaterThan, "350", false),
            (WeightGrams, LessThan, "201", true),
            (WeightGrams, Equals, "350", true),
            (WeightGrams, NotEquals, "350", false),
        ] {
            let rules = Rules::new(true, &[rule(field, relation, value)]).unwrap();
            assert_eq!(rules.hold(&shirt()), want, "{field:?} {relation:?} {value}");
        }
    }

    #[test]
    fn all_and_any() {
        let both =
            [rule(RuleField::Tag, RuleRelation::Equals, "summer"), rule(RuleField::Tag, RuleRelation::Equals, "x")];
        assert!(!Rules::new(true, &both).unwrap().hold(&shirt()));
        assert!(Rules::new(false, &both).unwrap().hold(&shirt()));
    }

    #[test]
    fn rules_without_sense_are_named() {
        let rules = [
            rule(RuleField::WeightGrams, RuleRelation::Contains, "1"),
            rule(RuleField::WeightGrams, RuleRelation::Equals, "1.5"),
            rule(RuleField::Category, RuleRelation::Equals, "Shirts"),
            rule(RuleField::Title, RuleRelation::GreaterThan, "a"),
            rule(RuleField::Title, RuleRelation::Equals, "a"),
        ];
        let wrong = Rules::new(true, &rules).unwrap_err();
        let named: Vec<_> = wrong.iter().map(|(i, field, _)| (*i, *field)).collect();
        assert_eq!(named, [(0, "relation"), (1, "value"), (2, "value"), (3, "relation")]);
        assert!(wrong[2].2.contains("cat_1042"), "{}", wrong[2].2);
    }
}
