ALTER TABLE "conversation" ADD COLUMN "take_over" jsonb;--> statement-breakpoint
CREATE INDEX "conversation_taken_over" ON "conversation" USING btree ("id") WHERE take_over is not null;