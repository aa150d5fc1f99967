//! Everything that makes an amount: price lists, tax rates, shipping methods, the quote.
