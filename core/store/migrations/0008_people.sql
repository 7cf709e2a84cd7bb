ALTER TABLE "memory_item" ADD COLUMN "edited_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "last_turn_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "access_entry_identity" ON "access_entry" USING btree ("identity_id") WHERE identity_id is not null;--> statement-breakpoint
CREATE INDEX "person_active" ON "person" USING btree (coalesce(last_turn_at, created_at),"id");--> statement-breakpoint
UPDATE "person" SET "last_turn_at" = (SELECT max("started_at") FROM "turn" WHERE "turn"."person_id" = "person"."id");
