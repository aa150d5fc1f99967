-- Whose the checkout is, when he was signed in as he began, edited or completed it.
ALTER TABLE checkout_checkout ADD COLUMN customer_id BIGINT;
