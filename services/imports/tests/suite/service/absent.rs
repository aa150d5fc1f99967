//! Services that an import of products does not need: each says that it is not here.

use super::shop::Shop;
use async_trait::async_trait;
use infrasell_contracts::{common::*, customers::*, orders::*};
use infrasell_kernel::Page;
use infrasell_rpc::{Cx, Fault};

fake! {
    Customers for Shop, CustomersError;
    absent {
        register(Register) -> ();
        customer(GetCustomer) -> Customer;
        customers_by_id(GetCustomers) -> Vec<Customer>;
        customers(ListCustomers) -> Page<Customer>;
        create(CreateCustomer) -> Customer;
        update(UpdateCustomer) -> Customer;
        delete(DeleteCustomer) -> ();
        bulk(BulkCustomers) -> BulkDone;
        addresses(ListAddresses) -> Page<Address>;
        address(GetAddress) -> Address;
        add_address(AddAddress) -> Address;
        update_address(UpdateAddress) -> Address;
        delete_address(DeleteAddress) -> ();
        consents(ListConsents) -> Page<ConsentEntry>;
        record_consents(RecordConsents) -> Vec<Consent>;
        groups(ListGroups) -> Page<CustomerGroup>;
        group(GetGroup) -> CustomerGroup;
        create_group(CreateGroup) -> CustomerGroup;
        update_group(UpdateGroup) -> CustomerGroup;
        delete_group(DeleteGroup) -> ();
        audit(Audit) -> AuditReport;
    }
}

fake! {
    Orders for Shop, OrderError;
    absent {
        create(CreateOrder) -> Order;
        order(GetOrder) -> Order;
        orders(ListOrders) -> Page<Order>;
        cancel(CancelOrder) -> Order;
        create_fulfilment(CreateFulfilment) -> Order;
        update_fulfilment(UpdateFulfilment) -> Order;
        create_refund(CreateRefund) -> Order;
        add_note(AddNote) -> TimelineEntry;
        timeline(GetTimeline) -> Page<TimelineEntry>;
        complete(CompleteOrder) -> Order;
        claim(ClaimOrders) -> ClaimedOrders;
        audit(Audit) -> AuditReport;
    }
}
