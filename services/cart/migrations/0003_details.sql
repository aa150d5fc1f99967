-- What the buyer says of himself and of how he wants his cart: always read whole with it, so it is JSON in the row.
ALTER TABLE cart_cart ADD COLUMN details TEXT NOT NULL DEFAULT '{}';
