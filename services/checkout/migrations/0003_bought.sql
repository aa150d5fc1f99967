-- The checkout that a cart became an order by, for who still holds the cart's token.
CREATE INDEX checkout_checkout_bought ON checkout_checkout (cart) WHERE state = 'completed';
