//! What goes wrong inside: an answer of the contract, or the database's word, which may only mean that another writer
//! was quicker.

use infrasell_contracts::catalog::CatalogError;
use infrasell_db::DbError;
use infrasell_kernel::FieldError;
use infrasell_rpc::Fault;

#[derive(Debug)]
pub(crate) enum Trouble {
    Answer(CatalogError),
    Db(DbError),
    /// Two reads of a plan were of two moments, and what they say together was never true.
    Raced,
}

impl Trouble {
    /// Whether the same call, planned anew, may find another answer: somebody else took the handle or the SKU, or took
    /// away what was referred to, between the reads and the write.
    pub(crate) fn is_race(&self) -> bool {
        matches!(self, Trouble::Raced | Trouble::Db(DbError::Conflict { .. } | DbError::Violates { .. }))
    }

    /// The same once more, for what is answered in several places.
    pub(crate) fn again(&self) -> Self {
        match self {
            Trouble::Answer(error) => Trouble::Answer(error.clone()),
            Trouble::Db(error) => Trouble::Db(error.clone()),
            Trouble::Raced => Trouble::Raced,
        }
    }

    /// Too many others wrote the same things at the same time.
    pub(crate) fn busy() -> Self {
        busy().into()
    }
}

impl From<CatalogError> for Trouble {
    fn from(error: CatalogError) -> Self {
        Trouble::Answer(error)
    }
}
impl From<DbError> for Trouble {
    fn from(error: DbError) -> Self {
        Trouble::Db(error)
    }
}
impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Trouble::Answer(fault.into())
    }
}
impl From<FieldError> for Trouble {
    fn from(error: FieldError) -> Self {
        Trouble::Answer(error.into())
    }
}
impl From<Vec<FieldError>> for Trouble {
    fn from(errors: Vec<FieldError>) -> Self {
        Trouble::Answer(errors.into())
    }
}
impl From<Trouble> for CatalogError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Answer(error) => error,
            Trouble::Db(error) => Fault::from(error).into(),
            Trouble::Raced => busy().into(),
        }
    }
}
impl From<Trouble> for Fault {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Answer(error) => Fault::relay(&error),
            Trouble::Db(error) => error.into(),
            Trouble::Raced => busy(),
        }
    }
}

fn busy() -> Fault {
    Fault::Unavailable { what: "the catalogue (others are changing the same things)".into() }
}
