//! Locations.

use crate::support::{cx, everywhere, variant};
use infrasell_contracts::{
    common::PostalAddress,
    inventory::{
        AVAILABILITY_CHANGED, AvailabilityChanged, CreateLocation, Inventory, InventoryError, ListLocations,
        LocationInput, LocationPatch, UpdateLocation,
    },
};
use infrasell_rpc::{Fault, ServiceError};

fn input(code: &str) -> CreateLocation {
    let address = PostalAddress { region: Some("MH-too-long".into()), ..PostalAddress::default() };
    let address = if code.is_empty() { address } else { PostalAddress::default() };
    CreateLocation { location: LocationInput { code: code.into(), name: "Shelf".into(), address } }
}

#[tokio::test]
async fn main_is_made_once_however_many_replicas_start() {
    for stock in everywhere().await {
        for _ in 0..3 {
            stock.service.bootstrap(&cx()).await.unwrap();
        }
        let error = stock.service.create_location(&cx(), input("main")).await.unwrap_err();
        assert_eq!(error, InventoryError::LocationCodeTaken { location_code: "main".into() });
        assert_eq!(stock.service.locations(&cx(), ListLocations::default()).await.unwrap().items.len(), 1);
    }
}

#[tokio::test]
async fn a_bad_location_names_every_field() {
    for stock in everywhere().await {
        let error = stock.service.create_location(&cx(), input("")).await.unwrap_err();
        let Some(Fault::Invalid { errors }) = error.fault() else { panic!("{error}") };
        assert_eq!(errors.iter().map(|e| e.path.as_str()).collect::<Vec<_>>(), ["code", "address.region"]);
        for code in ["Main", "a b", "ä", &"x".repeat(33)] {
            assert!(stock.service.create_location(&cx(), input(code)).await.is_err(), "{code}");
        }
    }
}

#[tokio::test]
async fn a_change_raises_the_version_and_no_change_does_not() {
    for stock in everywhere().await {
        let change = |patch, if_version| UpdateLocation { id: stock.main, patch, if_version };
        let name = LocationPatch { name: Some("Mill".into()), ..LocationPatch::default() };
        let renamed = stock.service.update_location(&cx(), change(name.clone(), Some(1))).await.unwrap();
        assert_eq!((renamed.name.as_str(), renamed.version), ("Mill", 2));
        let again = stock.service.update_location(&cx(), change(name.clone(), None)).await.unwrap();
        assert_eq!(again.version, 2);
        let error = stock.service.update_location(&cx(), change(name, Some(1))).await.unwrap_err();
        assert_eq!(error.fault(), Some(&Fault::Stale { what: "location".into() }));
        let id = infrasell_kernel::LocationId::from_i64(404);
        let missing = UpdateLocation { id, patch: LocationPatch::default(), if_version: None };
        let error = stock.service.update_location(&cx(), missing).await.unwrap_err();
        assert_eq!(error.to_string(), "there is no location loc_404");
    }
}

#[tokio::test]
async fn switching_a_location_off_tells_what_it_had() {
    for stock in everywhere().await {
        stock.set(1, stock.main, 5).await;
        stock.set(2, stock.main, 1).await;
        stock.adjust(2, stock.main, -1).await.unwrap();
        let before = stock.events::<AvailabilityChanged>(AVAILABILITY_CHANGED).await.len();
        let patch = LocationPatch { active: Some(false), ..LocationPatch::default() };
        let req = UpdateLocation { id: stock.main, patch, if_version: None };
        stock.service.update_location(&cx(), req).await.unwrap();
        let events = stock.events::<AvailabilityChanged>(AVAILABILITY_CHANGED).await;
        assert_eq!(events[before..], [AvailabilityChanged { variants: vec![variant(1)] }]);
        let off = ListLocations { active: Some(false), ..ListLocations::default() };
        assert_eq!(stock.service.locations(&cx(), off).await.unwrap().items[0].id, stock.main);
    }
}
