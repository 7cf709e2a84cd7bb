CREATE TABLE "guard_label" (
	"turn_id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"decision" text NOT NULL,
	"note" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"revision" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "judged_text" (
	"turn_id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"direction" text NOT NULL,
	"place" integer NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "guard_label" ADD CONSTRAINT "guard_label_turn_id_turn_id_fk" FOREIGN KEY ("turn_id") REFERENCES "public"."turn"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guard_label" ADD CONSTRAINT "guard_label_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judged_text" ADD CONSTRAINT "judged_text_turn_id_turn_id_fk" FOREIGN KEY ("turn_id") REFERENCES "public"."turn"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judged_text" ADD CONSTRAINT "judged_text_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "guard_label_person_id_index" ON "guard_label" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "guard_label_order" ON "guard_label" USING btree ("at","turn_id");--> statement-breakpoint
CREATE INDEX "judged_text_person_id_index" ON "judged_text" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "judged_text_old" ON "judged_text" USING btree ("created_at");