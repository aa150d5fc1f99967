-- The count of changes that the newest event about a payment came with: 0 where payments did not count yet.
ALTER TABLE orders_payment ADD COLUMN told_revision BIGINT NOT NULL DEFAULT 0;
