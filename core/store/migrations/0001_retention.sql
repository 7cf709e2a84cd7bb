ALTER TABLE "event" ALTER COLUMN "body" DROP NOT NULL;--> statement-breakpoint
CREATE INDEX "event_raw" ON "event" USING btree ("received_at") WHERE raw is not null;--> statement-breakpoint
CREATE INDEX "event_of_no_turn" ON "event" USING btree ("received_at") WHERE state = 'done' and turn_id is null;--> statement-breakpoint
CREATE INDEX "turn_finished" ON "turn" USING btree ("finished_at") WHERE finished_at is not null;--> statement-breakpoint
CREATE INDEX "turn_refused" ON "turn" USING btree ("finished_at") WHERE state in ('limited', 'ignored');