-- Whose the cart is. A customer has one open cart a channel.
ALTER TABLE cart_cart ADD COLUMN customer_id BIGINT;
CREATE UNIQUE INDEX cart_cart_customer ON cart_cart (customer_id, channel)
    WHERE customer_id IS NOT NULL AND state <> 'completed';
