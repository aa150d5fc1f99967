-- Where a payment was agreed: null for those from before this was noted. How often a change of it was told.
ALTER TABLE payments_payment ADD COLUMN channel_id BIGINT;
ALTER TABLE payments_payment ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
CREATE INDEX payments_payment_channel ON payments_payment (channel_id, created_at, id);
