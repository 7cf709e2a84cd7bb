CREATE TABLE "service_lease" (
	"id" text PRIMARY KEY NOT NULL,
	"owner" text,
	"until" timestamp with time zone,
	"fence" bigint NOT NULL,
	"host_name" text NOT NULL,
	"data_folder" text NOT NULL,
	"since" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "conversation" ADD COLUMN "delivery_owner" text;--> statement-breakpoint
ALTER TABLE "conversation" ADD COLUMN "delivery_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "conversation" ADD COLUMN "delivery_fence" bigint DEFAULT 0 NOT NULL;