//! How routes are told: once, to whoever takes requests by them and to whoever describes them.
//!
//! Always true: both are told the same. They are two types, not two ways of one, so that a program that only takes
//! requests carries nothing of the document's making: it is large, and 20 MB of memory pass through it.

use crate::{Gateway, cached};
use aide::{
    OperationInput, OperationOutput,
    axum::{ApiRouter, routing::ApiMethodRouter},
    operation::OperationHandler,
    transform::TransformOperation,
};
use axum::{Router, handler::Handler, middleware::from_fn_with_state, routing::MethodRouter};

/// What routes are told to.
pub trait Api: Sized {
    /// What stands at one path.
    type Methods: Methods;

    /// Told nothing yet.
    fn new() -> Self;

    /// At `path` stands what `told` says.
    #[must_use]
    fn at(self, path: &str, told: impl FnOnce(Self::Methods) -> Self::Methods) -> Self;

    /// All that was told to `other`, too.
    #[must_use]
    fn merge(self, other: Self) -> Self;

    /// The answers of all that was told so far are the same for everybody, and are kept.
    #[must_use]
    fn kept(self, gateway: &Gateway) -> Self;
}

impl Api for Router<Gateway> {
    type Methods = MethodRouter<Gateway>;

    fn new() -> Self {
        Router::new()
    }

    fn at(self, path: &str, told: impl FnOnce(Self::Methods) -> Self::Methods) -> Self {
        self.route(path, told(MethodRouter::new()))
    }

    fn merge(self, other: Self) -> Self {
        Router::merge(self, other)
    }

    fn kept(self, gateway: &Gateway) -> Self {
        self.layer(from_fn_with_state(gateway.clone(), cached::answer))
    }
}

impl Api for ApiRouter<Gateway> {
    type Methods = ApiMethodRouter<Gateway>;

    fn new() -> Self {
        ApiRouter::new()
    }

    fn at(self, path: &str, told: impl FnOnce(Self::Methods) -> Self::Methods) -> Self {
        self.api_route(path, told(ApiMethodRouter::new()))
    }

    fn merge(self, other: Self) -> Self {
        ApiRouter::merge(self, other)
    }

    fn kept(self, _: &Gateway) -> Self {
        self
    }
}

macro_rules! methods {
    ($($method:ident $described:ident),*) => {
        /// The methods of one path: for each a handler, and what the document says of it beyond its signature.
        pub trait Methods {
            $(
                #[must_use]
                fn $method<H, T, I, O, W>(self, handler: H, what: W) -> Self
                where
                    H: Handler<T, Gateway> + OperationHandler<I, O>,
                    T: 'static,
                    I: OperationInput,
                    O: OperationOutput,
                    W: FnOnce(TransformOperation<'_>) -> TransformOperation<'_>;
            )*
        }

        impl Methods for MethodRouter<Gateway> {
            $(
                fn $method<H, T, I, O, W>(self, handler: H, _: W) -> Self
                where
                    H: Handler<T, Gateway> + OperationHandler<I, O>,
                    T: 'static,
                    I: OperationInput,
                    O: OperationOutput,
                    W: FnOnce(TransformOperation<'_>) -> TransformOperation<'_>,
                {
                    MethodRouter::$method(self, handler)
                }
            )*
        }

        impl Methods for ApiMethodRouter<Gateway> {
            $(
                fn $method<H, T, I, O, W>(self, handler: H, what: W) -> Self
                where
                    H: Handler<T, Gateway> + OperationHandler<I, O>,
                    T: 'static,
                    I: OperationInput,
                    O: OperationOutput,
                    W: FnOnce(TransformOperation<'_>) -> TransformOperation<'_>,
                {
                    self.$described(handler, what)
                }
            )*
        }
    };
}
methods!(get get_with, post post_with, put put_with, patch patch_with, delete delete_with);

/// The tag and summary of an operation.
pub fn doc(tag: &'static str, summary: &'static str) -> impl FnOnce(TransformOperation<'_>) -> TransformOperation<'_> {
    move |operation| operation.tag(tag).summary(summary)
}
