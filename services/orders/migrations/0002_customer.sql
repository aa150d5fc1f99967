-- Whose an order is: a customer who was signed in, or who has shown since that its e-mail address is his.
ALTER TABLE orders_order ADD COLUMN customer_id BIGINT;
CREATE INDEX orders_order_customer ON orders_order (customer_id, placed_at, id) WHERE customer_id IS NOT NULL;
