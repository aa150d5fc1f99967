//! Guest carts.
