-- Where each order was placed; null until the order is read again.
ALTER TABLE customers_order ADD COLUMN channel_id BIGINT;
CREATE INDEX customers_order_channel ON customers_order (channel_id, customer_id);
CREATE INDEX customers_order_no_channel ON customers_order (order_id) WHERE channel_id IS NULL;
