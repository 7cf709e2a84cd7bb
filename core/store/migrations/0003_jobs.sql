CREATE TABLE "job" (
	"name" text NOT NULL,
	"key" text NOT NULL,
	"run_after" timestamp with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"lease_until" timestamp with time zone,
	"fence" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "job_name_key_pk" PRIMARY KEY("name","key")
);
--> statement-breakpoint
DROP INDEX "turn_of_person";--> statement-breakpoint
CREATE INDEX "job_due" ON "job" USING btree ("run_after");--> statement-breakpoint
CREATE INDEX "job_leased" ON "job" USING btree ("lease_until") WHERE lease_until is not null;--> statement-breakpoint
CREATE INDEX "turn_of_person" ON "turn" USING btree ("person_id","conversation_id","number");