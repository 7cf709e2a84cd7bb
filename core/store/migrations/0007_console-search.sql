ALTER TABLE "conversation" ADD COLUMN "last_turn_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "conversation_active" ON "conversation" USING btree ("last_turn_at","id") WHERE last_turn_at is not null;--> statement-breakpoint
CREATE INDEX "turn_stopped" ON "turn" USING btree ("finished_at") WHERE state in ('blocked', 'apologised');--> statement-breakpoint
UPDATE "conversation" SET "last_turn_at" = "turn"."started_at" FROM "turn"
WHERE "turn"."conversation_id" = "conversation"."id" AND "turn"."number" = "conversation"."last_turn_number";
