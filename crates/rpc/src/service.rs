//! `service!`: one definition becomes a trait, the routes that serve it and the client that calls it.

/// Defines a service's contract.
///
/// ```text
/// service! {
///     /// Stock levels and reservations.
///     pub trait Inventory in inventory, error InventoryError {
///         /// Holds stock.
///         write fn reserve(Reserve) -> Reservation;
///         /// Levels of many variants.
///         read fn levels(GetLevels) -> Levels;
///     }
/// }
/// ```
/// gives the object-safe trait `Inventory`, `wire::routes(Arc<dyn Inventory>)` and `wire::Remote`, called `inventory.reserve`
/// on the wire.
#[macro_export]
macro_rules! service {
    (
        $(#[$meta:meta])* $vis:vis trait $Trait:ident in $module:ident, error $Error:ty {
            $( $(#[$fmeta:meta])* $mode:ident fn $method:ident($Req:ty) -> $Res:ty; )*
        }
    ) => {
        $(#[$meta])*
        #[$crate::async_trait]
        $vis trait $Trait: Send + Sync + 'static {
            $( $(#[$fmeta])* async fn $method(&self, cx: &$crate::Cx, req: $Req) -> Result<$Res, $Error>; )*
        }

        #[doc = concat!("`", stringify!($Trait), "` across processes.")]
        $vis mod wire {
            use super::*;
            use std::sync::Arc;

            /// The contract, served by another process.
            pub struct Remote(pub Arc<$crate::Peer>);

            #[$crate::async_trait]
            impl $Trait for Remote {
                $( async fn $method(&self, cx: &$crate::Cx, req: $Req) -> Result<$Res, $Error> {
                    const METHOD: &str = concat!(stringify!($module), ".", stringify!($method));
                    const IS_READ: bool = $crate::is_read!($mode);
                    self.0.call(&$crate::named(cx, IS_READ), METHOD, IS_READ, &req).await
                } )*
            }

            /// The routes that let another process call `service`.
            pub fn routes(service: Arc<dyn $Trait>) -> $crate::axum::Router {
                let mut methods: Vec<$crate::Method> = vec![];
                $( {
                    const METHOD: &str = concat!(stringify!($module), ".", stringify!($method));
                    let service = service.clone();
                    methods.push((METHOD, Arc::new(move |cx, body| {
                        let service = service.clone();
                        Box::pin(async move {
                            match $crate::asked::<$Req>(&body) {
                                Ok(req) => $crate::answer(&cx, service.$method(&cx, req).await),
                                Err(refusal) => *refusal,
                            }
                        })
                    })));
                } )*
                $crate::routes(methods)
            }
        }
    };
}

/// Whether a method of a contract is a read.
#[doc(hidden)]
#[macro_export]
macro_rules! is_read {
    (read) => {
        true
    };
    (write) => {
        false
    };
}

/// Defines a service's error: an enum tagged by `code` on the wire, with the family of each variant beside it and
/// [`Fault`](crate::Fault) as its untagged last variant.
#[macro_export]
macro_rules! service_error {
    (
        $(#[$meta:meta])* $vis:vis enum $Name:ident {
            $( $(#[$vmeta:meta])* $Variant:ident $({ $( $(#[$fmeta:meta])* $field:ident: $Type:ty ),* $(,)? })? => $Kind:ident, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, thiserror::Error)]
        #[serde(tag = "code", rename_all = "snake_case")]
        $vis enum $Name {
            $( $(#[$vmeta])* $Variant $({ $( $(#[$fmeta])* $field: $Type ),* })?, )*
            /// An error that any service can answer with.
            #[error(transparent)]
            #[serde(untagged)]
            Fault(#[from] $crate::Fault),
        }

        impl $crate::ServiceError for $Name {
            fn kind(&self) -> $crate::ErrorKind {
                match self {
                    $( $Name::$Variant { .. } => $crate::ErrorKind::$Kind, )*
                    $Name::Fault(fault) => fault.kind(),
                }
            }
            fn fault(&self) -> Option<&$crate::Fault> {
                if let $Name::Fault(fault) = self { Some(fault) } else { None }
            }
        }

        impl From<Vec<$crate::FieldError>> for $Name {
            fn from(errors: Vec<$crate::FieldError>) -> Self {
                $Name::Fault(errors.into())
            }
        }
        impl From<$crate::FieldError> for $Name {
            fn from(error: $crate::FieldError) -> Self {
                $Name::Fault(error.into())
            }
        }
    };
}
