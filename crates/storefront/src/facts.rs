//! What a request knows, and what it wants to know.
//!
//! Always true: of each kind everything that is wanted is fetched by one call to [`Fact::fetch`], all kinds at the same
//! time; what was fetched once is not asked for again, also when there was nothing; nothing is kept for others unless
//! its kind says what makes it old.

use crate::{context::Ask, gather, shown::Shown};
use futures_util::future::BoxFuture;
use infrasell_rpc::Fault;
use std::{
    cell::RefCell,
    collections::HashMap,
    fmt::Debug,
    hash::{BuildHasherDefault, DefaultHasher, Hash},
};

/// A kind of fact: products by id, a list by what was asked for.
pub trait Fact: Sized + Send + 'static {
    /// What it is known by.
    type Key: Clone + Eq + Hash + Debug + Send + Sync;
    /// What is known.
    type Value: Send + Sync;

    /// Fetches many; what is not there is left out. A service is asked once, not once a key, wherever it lets itself be.
    fn fetch(ask: &Ask, keys: Vec<Self::Key>) -> BoxFuture<'_, Found<Self::Key, Self::Value>>;

    /// Notes what makes an answer old that shows this (`None`: that there is nothing). A kind that is somebody's own says
    /// [`Shown::private`], and then the answer is not kept at all.
    fn note(key: &Self::Key, value: Option<&Self::Value>, shown: &mut Shown);
}

/// What was fetched: each key with what there is under it.
pub type Found<K, V> = Result<Vec<(K, V)>, Fault>;

/// Facts of one kind.
pub struct Table<F: Fact> {
    known: HashMap<F::Key, Option<F::Value>, Hashing>,
    failed: HashMap<F::Key, Fault, Hashing>,
    wanted: RefCell<Vec<F::Key>>,
}

/// Keys are ours or few, so that nobody can make them meet.
type Hashing = BuildHasherDefault<DefaultHasher>;

/// What there is under a key.
pub enum Known<'f, T> {
    /// This.
    Here(&'f T),
    /// Nothing.
    Absent,
    /// It could not be fetched.
    Failed(&'f Fault),
    /// It has not been asked for, and will be now.
    Wanted,
}

impl<F: Fact> Default for Table<F> {
    fn default() -> Self {
        Table { known: HashMap::default(), failed: HashMap::default(), wanted: RefCell::default() }
    }
}

impl<F: Fact> Table<F> {
    /// What there is; a key that was never asked for is noted as wanted.
    pub fn look(&self, key: &F::Key) -> Known<'_, F::Value> {
        match self.known.get(key) {
            Some(Some(value)) => Known::Here(value),
            Some(None) => Known::Absent,
            None => match self.failed.get(key) {
                Some(fault) => Known::Failed(fault),
                None => {
                    self.wanted.borrow_mut().push(key.clone());
                    Known::Wanted
                }
            },
        }
    }

    /// Puts in what is known already: what a mutation was answered with.
    pub fn put(&mut self, key: F::Key, value: F::Value) {
        self.known.insert(key, Some(value));
    }

    /// Forgets everything, after a mutation has changed it.
    pub fn forget(&mut self) {
        *self = Table::default();
    }

    fn wants(&mut self) -> bool {
        !self.wanted.get_mut().is_empty()
    }

    async fn fetch(&mut self, ask: &Ask) {
        let mut keys: Vec<F::Key> = vec![];
        let mut seen = std::collections::HashSet::new();
        for key in self.wanted.take() {
            if seen.insert(key.clone()) {
                keys.push(key);
            }
        }
        if keys.is_empty() {
            return;
        }
        match F::fetch(ask, keys.clone()).await {
            Ok(found) => {
                self.known.extend(found.into_iter().map(|(key, value)| (key, Some(value))));
                for key in keys {
                    self.known.entry(key).or_insert(None);
                }
            }
            Err(fault) => self.failed.extend(keys.into_iter().map(|key| (key, fault.clone()))),
        }
    }

    fn note(&self, shown: &mut Shown) {
        for (key, value) in &self.known {
            F::note(key, value.as_ref(), shown);
        }
        if !self.failed.is_empty() {
            shown.private();
        }
    }
}

macro_rules! facts {
    ($($(#[doc = $doc:literal])* $name:ident: $Fact:ty,)*) => {
        /// Everything that a request knows.
        #[derive(Default)]
        pub struct Facts {
            $($(#[doc = $doc])* pub $name: Table<$Fact>,)*
        }

        impl Facts {
            /// Fetches all that is wanted, each kind by itself, all at the same time.
            pub(crate) fn fetch<'a>(&'a mut self, ask: &'a Ask) -> BoxFuture<'a, ()> {
                Box::pin(async move {
                    let mut kinds: Vec<BoxFuture<'a, ()>> = vec![];
                    $(if self.$name.wants() {
                        kinds.push(Box::pin(self.$name.fetch(ask)));
                    })*
                    futures_util::future::join_all(kinds).await;
                })
            }

            /// Forgets everything, after a mutation.
            pub fn forget(&mut self) {
                *self = Facts::default();
            }

            /// What makes an answer old that was written from these.
            pub(crate) fn note(&self, shown: &mut Shown) {
                $(self.$name.note(shown);)*
            }
        }
    };
}

facts! {
    /// The shop's profile.
    shop: gather::shop::TheShop,
    /// Every active channel.
    channels: gather::shop::Channels,
    /// Products by id, as far as they are on sale here.
    products: gather::product::ById,
    /// Products by handle, also a former one.
    handles: gather::product::ByHandle,
    /// Which product a variant belongs to.
    owners: gather::product::Owner,
    /// Parts of lists of products.
    product_lists: gather::list::Lists,
    /// What words find.
    searches: gather::list::Searches,
    /// What somebody who is typing might look for.
    suggestions: gather::list::Suggested,
    /// What to show beside products.
    beside: gather::list::Beside,
    /// Tags and types of products.
    product_words: gather::list::Words,
    /// Collections by id, as far as they are published here.
    collections: gather::collection::ById,
    /// Collections by handle, also a former one.
    collection_handles: gather::collection::ByHandle,
    /// The collections that products are in.
    product_collections: gather::collection::OfProducts,
    /// Parts of the list of collections.
    collection_lists: gather::collection::Lists,
    /// Prices by variant.
    prices: gather::product::Prices,
    /// Stock by variant.
    stock: gather::product::Stock,
    /// Which metafields are kept from storefronts.
    hidden_metafields: gather::metafield::Hidden,
    /// Pages and articles that words find.
    content_searches: gather::list::ContentSearches,
    /// Pages by name.
    pages: gather::content::Pages,
    /// Blogs by name.
    blogs: gather::content::Blogs,
    /// Articles by name.
    articles: gather::content::Articles,
    /// Menus by name.
    menus: gather::content::Menus,
    /// Metaobjects by name.
    metaobjects: gather::content::Metaobjects,
    /// Pictures that the shop keeps, by key.
    pictures: gather::content::Pictures,
    /// Redirects by id.
    redirects: gather::content::Redirects,
    /// The policies that have a text.
    policies: gather::content::Policies,
    /// Where paths lead that nothing is at.
    lost: gather::content::Lost,
    /// Parts of the list of pages.
    page_lists: gather::content::PageLists,
    /// Parts of the list of blogs.
    blog_lists: gather::content::BlogLists,
    /// Parts of lists of articles.
    article_lists: gather::content::ArticleLists,
    /// Parts of lists of metaobjects.
    metaobject_lists: gather::content::MetaobjectLists,
    /// Parts of the list of redirects.
    redirect_lists: gather::content::RedirectLists,
    /// Pages of sitemaps.
    sitemaps: gather::content::Sitemaps,
    /// Carts that can still be bought, with their quotes, by token.
    carts: gather::cart::ByToken,
    /// How an amount can be paid.
    payment_methods: gather::cart::Methods,
    /// Orders by token.
    placed_orders: gather::order::ByToken,
    /// Every way to send goods.
    shipping_methods: gather::order::Methods,
    /// Customers by id.
    customers: gather::customer::ById,
    /// Whose a token is.
    signed: gather::customer::Signed,
    /// The addresses that a customer keeps.
    addresses: gather::customer::Addresses,
    /// A customer's orders.
    customer_orders: gather::customer::Orders,
}
