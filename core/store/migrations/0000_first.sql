CREATE TABLE "channel_cursor" (
	"account" text PRIMARY KEY NOT NULL,
	"cursor" text NOT NULL,
	"moved_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "conversation" (
	"id" text PRIMARY KEY NOT NULL,
	"account" text NOT NULL,
	"chat" jsonb NOT NULL,
	"last_seq" bigint DEFAULT 0 NOT NULL,
	"last_turn_number" integer DEFAULT 0 NOT NULL,
	"lease_owner" text,
	"lease_until" timestamp with time zone,
	"fence" bigint DEFAULT 0 NOT NULL,
	"unaddressed_count" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "event" (
	"id" text PRIMARY KEY NOT NULL,
	"conversation_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"account" text NOT NULL,
	"chat_id" text NOT NULL,
	"message_id" text NOT NULL,
	"kind" text NOT NULL,
	"revision" bigint NOT NULL,
	"person_id" text NOT NULL,
	"body" jsonb NOT NULL,
	"raw" "bytea",
	"received_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"turn_id" text,
	"outcome" text,
	"outcome_detail" text,
	CONSTRAINT "event_once" UNIQUE("account","chat_id","message_id","kind","revision"),
	CONSTRAINT "event_order" UNIQUE("conversation_id","seq")
);
--> statement-breakpoint
CREATE TABLE "identity" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"display_name" text NOT NULL,
	"locale" text,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "limit_bucket" (
	"key" text PRIMARY KEY NOT NULL,
	"tokens" double precision NOT NULL,
	"filled_at" timestamp with time zone NOT NULL,
	"notice_until" timestamp with time zone,
	"notice_turn_id" text
);
--> statement-breakpoint
CREATE TABLE "media" (
	"event_id" text NOT NULL,
	"part" integer NOT NULL,
	"person_id" text NOT NULL,
	"conversation_id" text NOT NULL,
	"turn_id" text,
	"sha256" text NOT NULL,
	"mime" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"bytes" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "media_event_id_part_pk" PRIMARY KEY("event_id","part")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" text PRIMARY KEY NOT NULL,
	"turn_id" text NOT NULL,
	"conversation_id" text NOT NULL,
	"person_id" text NOT NULL,
	"turn_number" integer NOT NULL,
	"kind" text NOT NULL,
	"reply_to" text,
	"text" text DEFAULT '' NOT NULL,
	"state" text NOT NULL,
	"sends" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"fault" text,
	"created_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" text PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "turn" (
	"id" text PRIMARY KEY NOT NULL,
	"conversation_id" text NOT NULL,
	"person_id" text NOT NULL,
	"number" integer NOT NULL,
	"reply_id" text NOT NULL,
	"asked" jsonb NOT NULL,
	"state" text NOT NULL,
	"attempts" integer NOT NULL,
	"opens_window" boolean DEFAULT false NOT NULL,
	"answer" text,
	"hazards" jsonb,
	"prompt_tokens" integer,
	"answer_tokens" integer,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "turn_order" UNIQUE("conversation_id","number")
);
--> statement-breakpoint
CREATE TABLE "verdict" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "verdict_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"turn_id" text NOT NULL,
	"person_id" text NOT NULL,
	"direction" text NOT NULL,
	"guard" text NOT NULL,
	"model" text NOT NULL,
	"policy_version" text NOT NULL,
	"outcome" text NOT NULL,
	"hazards" jsonb NOT NULL,
	"probability" real,
	"took_ms" double precision NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "event" ADD CONSTRAINT "event_conversation_id_conversation_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event" ADD CONSTRAINT "event_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity" ADD CONSTRAINT "identity_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "media" ADD CONSTRAINT "media_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "media" ADD CONSTRAINT "media_conversation_id_conversation_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_turn_id_turn_id_fk" FOREIGN KEY ("turn_id") REFERENCES "public"."turn"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_conversation_id_conversation_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "turn" ADD CONSTRAINT "turn_conversation_id_conversation_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "turn" ADD CONSTRAINT "turn_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdict" ADD CONSTRAINT "verdict_turn_id_turn_id_fk" FOREIGN KEY ("turn_id") REFERENCES "public"."turn"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdict" ADD CONSTRAINT "verdict_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "event_pending" ON "event" USING btree ("conversation_id","seq") WHERE state <> 'done';--> statement-breakpoint
CREATE INDEX "event_turn_id_index" ON "event" USING btree ("turn_id");--> statement-breakpoint
CREATE INDEX "event_person_id_index" ON "event" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "identity_person_id_index" ON "identity" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "media_person_id_index" ON "media" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "media_turn_id_index" ON "media" USING btree ("turn_id");--> statement-breakpoint
CREATE INDEX "media_created_at_index" ON "media" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "outbox_open" ON "outbox" USING btree ("conversation_id","turn_number") WHERE state in ('live', 'ready');--> statement-breakpoint
CREATE INDEX "outbox_turn_id_index" ON "outbox" USING btree ("turn_id");--> statement-breakpoint
CREATE INDEX "outbox_person_id_index" ON "outbox" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "turn_running" ON "turn" USING btree ("conversation_id") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "turn_of_person" ON "turn" USING btree ("conversation_id","person_id","number");--> statement-breakpoint
CREATE INDEX "verdict_turn_id_index" ON "verdict" USING btree ("turn_id");--> statement-breakpoint
CREATE INDEX "verdict_person_id_index" ON "verdict" USING btree ("person_id");