CREATE TABLE "event_tombstone" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"deleted_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "memory_forgotten" (
	"person_id" text NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "memory_forgotten_person_id_hash_pk" PRIMARY KEY("person_id","hash")
);
--> statement-breakpoint
CREATE TABLE "memory_item" (
	"person_id" text NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"field" text,
	"value" text,
	"text" text NOT NULL,
	"scope" text NOT NULL,
	"origin" text NOT NULL,
	"confidence" real NOT NULL,
	"turn_id" text,
	"said_at" timestamp with time zone NOT NULL,
	"superseded_by" integer,
	"superseded_at" timestamp with time zone,
	"terms" "tsvector" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "memory_item_person_id_number_pk" PRIMARY KEY("person_id","number")
);
--> statement-breakpoint
CREATE TABLE "memory_passage" (
	"person_id" text NOT NULL,
	"turn_id" text NOT NULL,
	"conversation_id" text NOT NULL,
	"scope" text NOT NULL,
	"text" text NOT NULL,
	"said_at" timestamp with time zone NOT NULL,
	"terms" "tsvector" NOT NULL,
	"term_count" integer NOT NULL,
	"is_superseded" boolean DEFAULT false NOT NULL,
	CONSTRAINT "memory_passage_person_id_turn_id_pk" PRIMARY KEY("person_id","turn_id")
);
--> statement-breakpoint
CREATE TABLE "memory_person" (
	"person_id" text PRIMARY KEY NOT NULL,
	"is_off" boolean DEFAULT false NOT NULL,
	"private_in" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"last_number" integer DEFAULT 0 NOT NULL,
	"learnt_day" text,
	"learnt_count" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "memory_vector" (
	"person_id" text NOT NULL,
	"ref" text NOT NULL,
	"model" text NOT NULL,
	"dimensions" integer NOT NULL,
	"vector" "bytea" NOT NULL,
	"text_hash" "bytea",
	CONSTRAINT "memory_vector_person_id_ref_pk" PRIMARY KEY("person_id","ref")
);
--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "files" jsonb;--> statement-breakpoint
ALTER TABLE "turn" ADD COLUMN "learning" text;--> statement-breakpoint
ALTER TABLE "turn" ADD COLUMN "memories_used" jsonb;--> statement-breakpoint
ALTER TABLE "turn" ADD COLUMN "out_of_history" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "memory_forgotten" ADD CONSTRAINT "memory_forgotten_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memory_item" ADD CONSTRAINT "memory_item_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memory_passage" ADD CONSTRAINT "memory_passage_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memory_person" ADD CONSTRAINT "memory_person_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memory_vector" ADD CONSTRAINT "memory_vector_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "event_tombstone_old" ON "event_tombstone" USING btree ("deleted_at");--> statement-breakpoint
CREATE INDEX "memory_passage_said" ON "memory_passage" USING btree ("person_id","said_at");--> statement-breakpoint
CREATE INDEX "turn_unlearnt" ON "turn" USING btree ("person_id","finished_at") WHERE learning = 'pending';--> statement-breakpoint
ALTER TABLE "memory_item" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "memory_item" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "own_rows" ON "memory_item" USING (person_id = current_setting('chasqui.person', true));--> statement-breakpoint
ALTER TABLE "memory_passage" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "memory_passage" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "own_rows" ON "memory_passage" USING (person_id = current_setting('chasqui.person', true));--> statement-breakpoint
ALTER TABLE "memory_vector" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "memory_vector" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "own_rows" ON "memory_vector" USING (person_id = current_setting('chasqui.person', true));--> statement-breakpoint
ALTER TABLE "memory_forgotten" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "memory_forgotten" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "own_rows" ON "memory_forgotten" USING (person_id = current_setting('chasqui.person', true));--> statement-breakpoint
-- Vectors stay in their rows up to 2,000 dimensions: moved out of line, as is the default from 2 kB on, the vectors of a
-- person take four times as long to read.
ALTER TABLE "memory_vector" ALTER COLUMN "vector" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "memory_vector" SET (toast_tuple_target = 8160);--> statement-breakpoint
ALTER TABLE "event" ALTER COLUMN "body" SET STATISTICS 0, ALTER COLUMN "raw" SET STATISTICS 0;--> statement-breakpoint
ALTER TABLE "turn" ALTER COLUMN "asked" SET STATISTICS 0, ALTER COLUMN "answer" SET STATISTICS 0;--> statement-breakpoint
ALTER TABLE "outbox" ALTER COLUMN "text" SET STATISTICS 0, ALTER COLUMN "sends" SET STATISTICS 0, ALTER COLUMN "files" SET STATISTICS 0;--> statement-breakpoint
ALTER TABLE "identity" ALTER COLUMN "display_name" SET STATISTICS 0;--> statement-breakpoint
ALTER TABLE "conversation" ALTER COLUMN "chat" SET STATISTICS 0;--> statement-breakpoint
ALTER TABLE "memory_item" ALTER COLUMN "value" SET STATISTICS 0, ALTER COLUMN "text" SET STATISTICS 0, ALTER COLUMN "terms" SET STATISTICS 0;--> statement-breakpoint
ALTER TABLE "memory_passage" ALTER COLUMN "text" SET STATISTICS 0, ALTER COLUMN "terms" SET STATISTICS 0;--> statement-breakpoint
ALTER TABLE "memory_vector" ALTER COLUMN "vector" SET STATISTICS 0, ALTER COLUMN "text_hash" SET STATISTICS 0;--> statement-breakpoint
DO $$
DECLARE sampled record;
BEGIN
	IF to_regprocedure('pg_clear_attribute_stats(text,text,text,boolean)') IS NULL THEN RETURN; END IF;
	FOR sampled IN SELECT relname, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
		WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attstattarget = 0 LOOP
		PERFORM pg_clear_attribute_stats('public', sampled.relname, sampled.attname, false);
	END LOOP;
END $$;
