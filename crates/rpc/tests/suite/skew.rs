//! One release old and new run together: a contract to which a field in the question, one in a part of it that refuses what
//! it does not know, a field in the answer, a method, an error and a family of errors were added; the old calls the new, and
//! the new the old.

use crate::raw::{peer, serving};
use infrasell_rpc::{Cx, Guard, Inbound, ServiceError};
use std::{sync::Arc, time::Duration};

/// The contract as it was.
mod old {
    use serde::{Deserialize, Serialize};

    #[derive(Debug, Serialize, Deserialize)]
    pub struct Ask {
        pub units: i64,
        #[serde(default)]
        pub wish: Wish,
    }
    /// As the edge hands on what clients send.
    #[derive(Debug, Default, Serialize, Deserialize)]
    #[serde(deny_unknown_fields, default)]
    pub struct Wish {
        pub note: String,
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    pub struct Answer {
        pub left: i64,
    }
    infrasell_rpc::service_error! {
        pub enum ShedError {
            #[error("only {left} left")]
            Short { left: i64 } => Conflict,
        }
    }
    infrasell_rpc::service! {
        pub trait Shed in shed, error ShedError {
            read fn look(Ask) -> Answer;
        }
    }

    pub struct Wood;
    #[async_trait::async_trait]
    impl Shed for Wood {
        async fn look(&self, _: &infrasell_rpc::Cx, req: Ask) -> Result<Answer, ShedError> {
            if req.units > 5 { Err(ShedError::Short { left: 5 }) } else { Ok(Answer { left: 5 - req.units }) }
        }
    }
}

/// The contract as it is now.
mod new {
    use serde::{Deserialize, Serialize};

    #[derive(Debug, Default, Serialize, Deserialize)]
    pub struct Ask {
        pub units: i64,
        #[serde(default)]
        pub colour: Option<String>,
        #[serde(default)]
        pub wish: Wish,
    }
    #[derive(Debug, Default, Serialize, Deserialize)]
    #[serde(deny_unknown_fields, default)]
    pub struct Wish {
        pub note: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub gift: Option<bool>,
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    pub struct Answer {
        pub left: i64,
        #[serde(default)]
        pub colour: String,
    }
    infrasell_rpc::service_error! {
        pub enum ShedError {
            #[error("only {left} left")]
            Short { left: i64 } => Conflict,
            #[error("the paint is wet until {hour}")]
            Wet { hour: u8 } => Conflict,
        }
    }
    infrasell_rpc::service! {
        pub trait Shed in shed, error ShedError {
            read fn look(Ask) -> Answer;
            write fn paint(Ask) -> Answer;
        }
    }

    pub struct Steel;
    #[async_trait::async_trait]
    impl Shed for Steel {
        async fn look(&self, _: &infrasell_rpc::Cx, req: Ask) -> Result<Answer, ShedError> {
            match req.units {
                0 => Err(ShedError::Wet { hour: 9 }),
                units if units > 5 => Err(ShedError::Short { left: 5 }),
                units => Ok(Answer { left: 5 - units, colour: req.colour.unwrap_or_else(|| "bare".into()) }),
            }
        }
        async fn paint(&self, cx: &infrasell_rpc::Cx, req: Ask) -> Result<Answer, ShedError> {
            self.look(cx, req).await
        }
    }
}

fn asked(units: i64) -> old::Ask {
    old::Ask { units, wish: old::Wish { note: "soon".into() } }
}

async fn at(contract: axum::Router) -> Arc<infrasell_rpc::Peer> {
    let inbound = Inbound { guard: Guard::open(), tls: None, drain: Duration::from_secs(1) };
    peer(serving(contract, inbound).await, 5_000)
}

#[tokio::test]
async fn the_old_calls_the_new() {
    use old::Shed;
    let (far, cx) = (old::wire::Remote(at(new::wire::routes(Arc::new(new::Steel))).await), Cx::system("test", "r"));
    assert_eq!(far.look(&cx, asked(2)).await, Ok(old::Answer { left: 3 }));
    assert_eq!(far.look(&cx, asked(9)).await, Err(old::ShedError::Short { left: 5 }));
    let unheard_of = far.look(&cx, asked(0)).await.unwrap_err().problem();
    assert_eq!((unheard_of.status, unheard_of.code.as_str()), (409, "wet"), "its code and family are kept");
    assert_eq!(unheard_of.title, "the paint is wet until 9");
}

#[tokio::test]
async fn the_new_calls_the_old() {
    use new::Shed;
    let (far, cx) = (new::wire::Remote(at(old::wire::routes(Arc::new(old::Wood))).await), Cx::system("test", "r"));
    let coloured = new::Ask { units: 2, colour: Some("red".into()), wish: new::Wish::default() };
    assert_eq!(far.look(&cx, coloured).await, Ok(new::Answer { left: 3, colour: String::new() }));
    assert_eq!(
        far.look(&cx, new::Ask { units: 9, ..new::Ask::default() }).await,
        Err(new::ShedError::Short { left: 5 })
    );
    for _ in 0..10 {
        let missing = far.paint(&cx, new::Ask::default()).await.unwrap_err().problem();
        assert_eq!(
            (missing.status, missing.code.as_str()),
            (503, "unavailable"),
            "until the peer is of this version, too"
        );
    }
    let wish = new::Wish { note: "soon".into(), gift: Some(true) };
    let refused = far.look(&cx, new::Ask { units: 1, wish, ..new::Ask::default() }).await.unwrap_err().problem();
    assert_eq!((refused.status, refused.code.as_str()), (503, "unavailable"), "a wish is not done by half");
    let known = far.look(&cx, new::Ask { units: 1, ..new::Ask::default() }).await;
    assert_eq!(known.unwrap().left, 4, "what the old one has goes on: the circuit is closed");
}

#[tokio::test]
async fn a_family_of_errors_that_only_the_new_one_knows_is_an_error_and_not_noise() {
    let newer = axum::Router::new().route(
        "/shed.look",
        axum::routing::post(|| async {
            r#"{"err":{"code":"asleep","until":7},"kind":"drowsy","message":"it sleeps","since":6}"#
        }),
    );
    use old::Shed;
    let error = old::wire::Remote(at(newer).await).look(&Cx::system("test", "r"), asked(1)).await;
    let problem = error.unwrap_err().problem();
    assert_eq!((problem.status, problem.code.as_str()), (500, "asleep"));
}
