CREATE TABLE "console_account" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"password_hash" text NOT NULL,
	"totp_secret" "bytea",
	"totp_step" bigint,
	"recovery_hashes" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"signed_in_at" timestamp with time zone,
	CONSTRAINT "console_account_name" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "console_attempt" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"retry_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "console_audit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "console_audit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"account_id" text,
	"account_name" text NOT NULL,
	"action" text NOT NULL,
	"target" text,
	"about_person" text,
	"outcome" text NOT NULL,
	"network" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "console_link" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"account_id" text,
	"role" text,
	"made_by" text,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "console_session" (
	"id" text PRIMARY KEY NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"account_id" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"proved_at" timestamp with time zone NOT NULL,
	"browser" text NOT NULL,
	"network" text NOT NULL,
	CONSTRAINT "console_session_token" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "deletion_receipt" (
	"id" text PRIMARY KEY NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone,
	"counts" jsonb
);
--> statement-breakpoint
CREATE TABLE "person_limit" (
	"person_id" text PRIMARY KEY NOT NULL,
	"burst" integer,
	"per_minute" integer,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_rollup" (
	"span" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"turns" jsonb NOT NULL,
	"people" integer NOT NULL,
	"first_words" jsonb NOT NULL,
	"blocks" jsonb NOT NULL,
	CONSTRAINT "usage_rollup_span_starts_at_pk" PRIMARY KEY("span","starts_at")
);
--> statement-breakpoint
ALTER TABLE "turn" ADD COLUMN "steps" jsonb;--> statement-breakpoint
ALTER TABLE "console_link" ADD CONSTRAINT "console_link_account_id_console_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."console_account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "console_session" ADD CONSTRAINT "console_session_account_id_console_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."console_account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_limit" ADD CONSTRAINT "person_limit_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "console_attempt_old" ON "console_attempt" USING btree ("changed_at");--> statement-breakpoint
CREATE INDEX "console_audit_at" ON "console_audit" USING btree ("at");--> statement-breakpoint
CREATE INDEX "console_audit_person" ON "console_audit" USING btree ("about_person") WHERE about_person is not null;--> statement-breakpoint
CREATE INDEX "console_session_account_id_index" ON "console_session" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "deletion_receipt_asked" ON "deletion_receipt" USING btree ("asked_at");