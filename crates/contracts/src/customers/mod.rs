//! The contract of **customers**: who buys, where he receives, what he agreed to, and what he bought in sum. What lets him
//! in belongs to identity.

mod addresses;
mod consents;
mod groups;
mod profiles;

pub use addresses::*;
pub use consents::*;
pub use groups::*;
pub use profiles::*;

use crate::common::{Audit, AuditReport};
use infrasell_kernel::{CustomerId, Page};
use infrasell_rpc::{service, service_error};

/// The most addresses of a customer.
pub const MAX_ADDRESSES: i64 = 100;
/// The most tags of a customer; a tag has at most 64 characters.
pub const MAX_TAGS: usize = 100;
/// The most groups of a customer.
pub const MAX_GROUPS: usize = 100;
/// The most customers of one bulk change.
pub const MAX_BULK: usize = 1_000;

service_error! {
    /// What customers can answer.
    pub enum CustomersError {
        /// Another customer has this e-mail address.
        #[error("{customer} has this e-mail address already")]
        CustomerEmailTaken {
            /// Who.
            customer: CustomerId,
        } => Conflict,
        /// He signs in with it, so only he can change it.
        #[error("{customer} signs in with his e-mail address; only he can change it")]
        EmailOfAccount {
            /// Who.
            customer: CustomerId,
        } => Conflict,
        /// What somebody bought is not forgotten by deleting him.
        #[error("{customer} has {orders} orders and cannot be deleted")]
        CustomerHasOrders {
            /// Who.
            customer: CustomerId,
            /// How many.
            orders: i64,
        } => Conflict,
        /// He has as many addresses as there may be.
        #[error("a customer has at most {most} addresses")]
        TooManyAddresses {
            /// How many.
            most: i64,
        } => Conflict,
        /// Another group has this code.
        #[error("a group with the code '{group_code}' exists already")]
        GroupCodeTaken {
            /// The code.
            group_code: String,
        } => Conflict,
    }
}

service! {
    /// Customers.
    pub trait Customers in customers, error CustomersError {
        /// Opens an account, or tells the owner of the address that he has one. The answer does not say which.
        write fn register(Register) -> ();
        /// One customer.
        read fn customer(GetCustomer) -> Customer;
        /// These customers, in id order; who is not there is left out.
        read fn customers_by_id(GetCustomers) -> Vec<Customer>;
        /// Customers.
        read fn customers(ListCustomers) -> Page<Customer>;
        /// Makes a customer without an account.
        write fn create(CreateCustomer) -> Customer;
        /// Changes a customer.
        write fn update(UpdateCustomer) -> Customer;
        /// Deletes a customer who never bought, and his account.
        write fn delete(DeleteCustomer) -> ();
        /// Tags, untags, puts into groups and takes out.
        write fn bulk(BulkCustomers) -> BulkDone;
        /// A customer's addresses, in the order they came in.
        read fn addresses(ListAddresses) -> Page<Address>;
        /// One address of a customer.
        read fn address(GetAddress) -> Address;
        /// Keeps an address.
        write fn add_address(AddAddress) -> Address;
        /// Changes an address.
        write fn update_address(UpdateAddress) -> Address;
        /// Forgets an address.
        write fn delete_address(DeleteAddress) -> ();
        /// What a customer agreed to and withdrew, the newest first.
        read fn consents(ListConsents) -> Page<ConsentEntry>;
        /// Writes down what a customer agreed to or withdrew; answers where he stands then.
        write fn record_consents(RecordConsents) -> Vec<Consent>;
        /// Groups, in id order.
        read fn groups(ListGroups) -> Page<CustomerGroup>;
        /// One group.
        read fn group(GetGroup) -> CustomerGroup;
        /// Makes a group.
        write fn create_group(CreateGroup) -> CustomerGroup;
        /// Changes a group.
        write fn update_group(UpdateGroup) -> CustomerGroup;
        /// Deletes a group; its members stay customers.
        write fn delete_group(DeleteGroup) -> ();
        /// Checks customers' own books: sums = ledger of orders, tags and search keys, consents without gaps.
        read fn audit(Audit) -> AuditReport;
    }
}
