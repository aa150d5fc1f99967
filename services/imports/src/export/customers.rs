//! Customers: a row each, with the address that his goods go to and where he stands on marketing.

use super::Sheet;
use crate::{apply::Target, guard, table::customers::agreement};
use infrasell_contracts::{
    common::Direction,
    customers::{Address, Customer, CustomerSort, ListAddresses, ListCustomers},
};
use infrasell_kernel::{Cursor, PageRequest};
use infrasell_rpc::{Cx, Fault};

/// Customers of one page.
const PAGE: u32 = 100;

pub(super) const HEADER: &[&str] = &[
    "E-mail",
    "Name",
    "Phone",
    "Language",
    "Note",
    "Tags",
    "Consents",
    "Address name",
    "Address company",
    "Address line 1",
    "Address line 2",
    "Address city",
    "Address region",
    "Address postal code",
    "Address country",
    "Address phone",
    "Orders",
    "Customer since",
];

pub(crate) struct Customers {
    target: Target,
}

impl Customers {
    pub(super) fn begin(target: &Target) -> Customers {
        Customers { target: target.clone() }
    }

    pub(super) async fn page(
        &self,
        cx: &Cx,
        after: Option<Cursor>,
        sheet: &mut Sheet,
    ) -> Result<Option<Cursor>, Fault> {
        let (sort, direction) = (CustomerSort::CreatedAt, Some(Direction::Asc));
        let page = PageRequest { limit: Some(PAGE), after };
        let ask = ListCustomers { sort, direction, page, ..ListCustomers::default() };
        let page = self.target.customers.customers(cx, ask).await.map_err(|error| Fault::relay(&error))?;
        for customer in &page.items {
            let address = self.address(cx, customer).await?;
            write(customer, address.as_ref(), sheet);
        }
        Ok(page.next)
    }

    /// The address that his goods go to, or the first that he keeps.
    async fn address(&self, cx: &Cx, customer: &Customer) -> Result<Option<Address>, Fault> {
        let page = PageRequest { limit: Some(250), after: None };
        let ask = ListAddresses { customer: customer.id, page };
        let kept = self.target.customers.addresses(cx, ask).await.map_err(|error| Fault::relay(&error))?.items;
        let default = kept.iter().position(|address| address.default_shipping).unwrap_or(0);
        Ok(kept.into_iter().nth(default))
    }
}

fn write(customer: &Customer, address: Option<&Address>, sheet: &mut Sheet) {
    sheet.text(&customer.email);
    sheet.text(&customer.name);
    sheet.text(customer.phone.as_deref().unwrap_or_default());
    sheet.plain(&customer.locale.as_ref().map_or_else(String::new, ToString::to_string));
    sheet.text(&customer.note);
    sheet.text(&guard::join(&customer.tags, ',', ", "));
    let consents: Vec<String> = customer.consents.iter().map(agreement).collect();
    sheet.text(&guard::join(&consents, ',', ", "));
    match address.map(|kept| &kept.address) {
        None => sheet.blanks(9),
        Some(to) => {
            let or_blank = |text: &Option<String>| text.clone().unwrap_or_default();
            for text in [&to.name, &or_blank(&to.company), &to.line1, &or_blank(&to.line2), &to.city] {
                sheet.text(text);
            }
            sheet.text(&or_blank(&to.region));
            sheet.text(&or_blank(&to.postal_code));
            sheet.plain(&to.country.map_or_else(String::new, |country| country.to_string()));
            sheet.text(&or_blank(&to.phone));
        }
    }
    sheet.plain(&customer.orders_count.to_string());
    sheet.plain(&customer.created_at.to_string());
    sheet.end();
}
