CREATE TABLE "access_entry" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"identity_id" text,
	"state" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "channel_note" (
	"account" text NOT NULL,
	"key" text NOT NULL,
	"value" "bytea" NOT NULL,
	"until" timestamp with time zone NOT NULL,
	CONSTRAINT "channel_note_account_key_pk" PRIMARY KEY("account","key")
);
--> statement-breakpoint
CREATE TABLE "delivery_status" (
	"account" text NOT NULL,
	"message_id" text NOT NULL,
	"state" text NOT NULL,
	"sent_as" text,
	"fault" text,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "delivery_status_account_message_id_pk" PRIMARY KEY("account","message_id")
);
--> statement-breakpoint
CREATE TABLE "feedback" (
	"turn_id" text NOT NULL,
	"person_id" text NOT NULL,
	"value" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "feedback_turn_id_person_id_pk" PRIMARY KEY("turn_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "pairing" (
	"identity_id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"account" text NOT NULL,
	"code" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "pairing_code" UNIQUE("code")
);
--> statement-breakpoint
ALTER TABLE "conversation" ADD COLUMN "send_after" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "conversation" ADD COLUMN "group_mode" text;--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_turn_id_turn_id_fk" FOREIGN KEY ("turn_id") REFERENCES "public"."turn"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairing" ADD CONSTRAINT "pairing_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "channel_note_old" ON "channel_note" USING btree ("until");--> statement-breakpoint
CREATE INDEX "delivery_status_sent_as" ON "delivery_status" USING btree ("sent_as") WHERE sent_as is not null;--> statement-breakpoint
CREATE INDEX "delivery_status_old" ON "delivery_status" USING btree ("changed_at");--> statement-breakpoint
CREATE INDEX "feedback_person_id_index" ON "feedback" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "pairing_person_id_index" ON "pairing" USING btree ("person_id");