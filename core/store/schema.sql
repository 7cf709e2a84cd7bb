-- Rendered from the catalogue, never run: the migrations make the tables. See test/core/store.test.ts.

create table access_entry (
  hash bytea not null,
  identity_id text,
  state text not null,
  changed_at timestamp with time zone not null,
  constraint access_entry_pkey PRIMARY KEY (hash)
);
CREATE INDEX access_entry_identity ON public.access_entry USING btree (identity_id) WHERE (identity_id IS NOT NULL);

create table channel_cursor (
  account text not null,
  cursor text not null,
  moved_at timestamp with time zone not null,
  constraint channel_cursor_pkey PRIMARY KEY (account)
);

create table channel_note (
  account text not null,
  key text not null,
  value bytea not null,
  until timestamp with time zone not null,
  constraint channel_note_account_key_pk PRIMARY KEY (account, key)
);
CREATE INDEX channel_note_old ON public.channel_note USING btree (until);

create table console_account (
  id text not null,
  name text not null,
  role text not null,
  password_hash text not null,
  totp_secret bytea,
  totp_step bigint,
  recovery_hashes jsonb not null default '[]'::jsonb,
  created_at timestamp with time zone not null,
  signed_in_at timestamp with time zone,
  constraint console_account_pkey PRIMARY KEY (id),
  constraint console_account_name UNIQUE (name)
);

create table console_attempt (
  key text not null,
  failures integer not null,
  retry_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint console_attempt_pkey PRIMARY KEY (key)
);
CREATE INDEX console_attempt_old ON public.console_attempt USING btree (changed_at);

create table console_audit (
  id bigint not null generated always as identity,
  at timestamp with time zone not null,
  account_id text,
  account_name text not null,
  action text not null,
  target text,
  about_person text,
  outcome text not null,
  network text not null,
  constraint console_audit_pkey PRIMARY KEY (id)
);
CREATE INDEX console_audit_action ON public.console_audit USING btree (action, at);
CREATE INDEX console_audit_at ON public.console_audit USING btree (at);
CREATE INDEX console_audit_person ON public.console_audit USING btree (about_person) WHERE (about_person IS NOT NULL);

create table console_link (
  hash bytea not null,
  kind text not null,
  account_id text,
  role text,
  made_by text,
  expires_at timestamp with time zone not null,
  constraint console_link_pkey PRIMARY KEY (hash),
  constraint console_link_account_id_console_account_id_fk FOREIGN KEY (account_id) REFERENCES console_account(id) ON DELETE CASCADE
);

create table console_passkey (
  id text not null,
  account_id text not null,
  public_key bytea not null,
  counter bigint not null,
  transports jsonb not null default '[]'::jsonb,
  name text not null,
  created_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint console_passkey_pkey PRIMARY KEY (id),
  constraint console_passkey_account_id_console_account_id_fk FOREIGN KEY (account_id) REFERENCES console_account(id) ON DELETE CASCADE
);
CREATE INDEX console_passkey_account_id_index ON public.console_passkey USING btree (account_id);

create table console_session (
  id text not null,
  token_hash bytea not null,
  account_id text not null,
  created_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  proved_at timestamp with time zone not null,
  browser text not null,
  network text not null,
  constraint console_session_pkey PRIMARY KEY (id),
  constraint console_session_token UNIQUE (token_hash),
  constraint console_session_account_id_console_account_id_fk FOREIGN KEY (account_id) REFERENCES console_account(id) ON DELETE CASCADE
);
CREATE INDEX console_session_account_id_index ON public.console_session USING btree (account_id);

create table console_token (
  id text not null,
  token_hash bytea not null,
  account_id text not null,
  role text not null,
  name text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint console_token_pkey PRIMARY KEY (id),
  constraint console_token_hash UNIQUE (token_hash),
  constraint console_token_account_id_console_account_id_fk FOREIGN KEY (account_id) REFERENCES console_account(id) ON DELETE CASCADE
);
CREATE INDEX console_token_account_id_index ON public.console_token USING btree (account_id);

create table conversation (
  id text not null,
  account text not null,
  chat jsonb not null,
  last_seq bigint not null default 0,
  last_turn_number integer not null default 0,
  lease_owner text,
  lease_until timestamp with time zone,
  fence bigint not null default 0,
  unaddressed_count bigint not null default 0,
  created_at timestamp with time zone not null,
  delivery_owner text,
  delivery_until timestamp with time zone,
  delivery_fence bigint not null default 0,
  send_after timestamp with time zone,
  group_mode text,
  last_turn_at timestamp with time zone,
  take_over jsonb,
  constraint conversation_pkey PRIMARY KEY (id)
);
CREATE INDEX conversation_active ON public.conversation USING btree (last_turn_at, id) WHERE (last_turn_at IS NOT NULL);
CREATE INDEX conversation_taken_over ON public.conversation USING btree (id) WHERE (take_over IS NOT NULL);

create table deletion_receipt (
  id text not null,
  asked_by text not null,
  asked_at timestamp with time zone not null,
  done_at timestamp with time zone,
  counts jsonb,
  constraint deletion_receipt_pkey PRIMARY KEY (id)
);
CREATE INDEX deletion_receipt_asked ON public.deletion_receipt USING btree (asked_at);

create table delivery_status (
  account text not null,
  message_id text not null,
  state text not null,
  sent_as text,
  fault text,
  changed_at timestamp with time zone not null,
  constraint delivery_status_account_message_id_pk PRIMARY KEY (account, message_id)
);
CREATE INDEX delivery_status_old ON public.delivery_status USING btree (changed_at);
CREATE INDEX delivery_status_sent_as ON public.delivery_status USING btree (sent_as) WHERE (sent_as IS NOT NULL);

create table event (
  id text not null,
  conversation_id text not null,
  seq bigint not null,
  account text not null,
  chat_id text not null,
  message_id text not null,
  kind text not null,
  revision bigint not null,
  person_id text not null,
  body jsonb,
  raw bytea,
  received_at timestamp with time zone not null,
  state text not null,
  turn_id text,
  outcome text,
  outcome_detail text,
  constraint event_pkey PRIMARY KEY (id),
  constraint event_once UNIQUE (account, chat_id, message_id, kind, revision),
  constraint event_order UNIQUE (conversation_id, seq),
  constraint event_conversation_id_conversation_id_fk FOREIGN KEY (conversation_id) REFERENCES conversation(id),
  constraint event_person_id_person_id_fk FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX event_of_no_turn ON public.event USING btree (received_at) WHERE ((state = 'done'::text) AND (turn_id IS NULL));
CREATE INDEX event_pending ON public.event USING btree (conversation_id, seq) WHERE (state <> 'done'::text);
CREATE INDEX event_person_id_index ON public.event USING btree (person_id);
CREATE INDEX event_raw ON public.event USING btree (received_at) WHERE (raw IS NOT NULL);
CREATE INDEX event_turn_id_index ON public.event USING btree (turn_id);

create table event_tombstone (
  hash bytea not null,
  deleted_at timestamp with time zone not null,
  constraint event_tombstone_pkey PRIMARY KEY (hash)
);
CREATE INDEX event_tombstone_old ON public.event_tombstone USING btree (deleted_at);

create table feedback (
  turn_id text not null,
  person_id text not null,
  value text not null,
  changed_at timestamp with time zone not null,
  constraint feedback_turn_id_person_id_pk PRIMARY KEY (turn_id, person_id),
  constraint feedback_person_id_person_id_fk FOREIGN KEY (person_id) REFERENCES person(id),
  constraint feedback_turn_id_turn_id_fk FOREIGN KEY (turn_id) REFERENCES turn(id)
);
CREATE INDEX feedback_person_id_index ON public.feedback USING btree (person_id);

create table guard_label (
  turn_id text not null,
  person_id text not null,
  decision text not null,
  note text not null,
  by text not null,
  at timestamp with time zone not null,
  revision text not null,
  constraint guard_label_pkey PRIMARY KEY (turn_id),
  constraint guard_label_person_id_person_id_fk FOREIGN KEY (person_id) REFERENCES person(id),
  constraint guard_label_turn_id_turn_id_fk FOREIGN KEY (turn_id) REFERENCES turn(id)
);
CREATE INDEX guard_label_order ON public.guard_label USING btree (at, turn_id);
CREATE INDEX guard_label_person_id_index ON public.guard_label USING btree (person_id);

create table identity (
  id text not null,
  person_id text not null,
  display_name text not null,
  locale text,
  created_at timestamp with time zone not null,
  constraint identity_pkey PRIMARY KEY (id),
  constraint identity_person_id_person_id_fk FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX identity_person_id_index ON public.identity USING btree (person_id);

create table job (
  name text not null,
  key text not null,
  run_after timestamp with time zone,
  tries integer not null default 0,
  last_error text,
  lease_until timestamp with time zone,
  fence bigint not null default 0,
  created_at timestamp with time zone not null,
  constraint job_name_key_pk PRIMARY KEY (name, key)
);
CREATE INDEX job_due ON public.job USING btree (run_after);
CREATE INDEX job_leased ON public.job USING btree (lease_until) WHERE (lease_until IS NOT NULL);

create table judged_text (
  turn_id text not null,
  person_id text not null,
  direction text not null,
  place integer not null,
  sealed bytea not null,
  created_at timestamp with time zone not null,
  constraint judged_text_pkey PRIMARY KEY (turn_id),
  constraint judged_text_person_id_person_id_fk FOREIGN KEY (person_id) REFERENCES person(id),
  constraint judged_text_turn_id_turn_id_fk FOREIGN KEY (turn_id) REFERENCES turn(id)
);
CREATE INDEX judged_text_old ON public.judged_text USING btree (created_at);
CREATE INDEX judged_text_person_id_index ON public.judged_text USING btree (person_id);

create table limit_bucket (
  key text not null,
  tokens double precision not null,
  filled_at timestamp with time zone not null,
  notice_until timestamp with time zone,
  notice_turn_id text,
  constraint limit_bucket_pkey PRIMARY KEY (key)
);

create table media (
  event_id text not null,
  part integer not null,
  person_id text not null,
  conversation_id text not null,
  turn_id text,
  sha256 text not null,
  mime text not null,
  width integer not null,
  height integer not null,
  bytes integer not null,
  created_at timestamp with time zone not null,
  constraint media_event_id_part_pk PRIMARY KEY (event_id, part),
  constraint media_conversation_id_conversation_id_fk FOREIGN KEY (conversation_id) REFERENCES conversation(id),
  constraint media_person_id_person_id_fk FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX media_created_at_index ON public.media USING btree (created_at);
CREATE INDEX media_person_id_index ON public.media USING btree (person_id);
CREATE INDEX media_turn_id_index ON public.media USING btree (turn_id);

create table memory_forgotten (
  person_id text not null,
  hash bytea not null,
  constraint memory_forgotten_person_id_hash_pk PRIMARY KEY (person_id, hash),
  constraint memory_forgotten_person_id_person_id_fk FOREIGN KEY (person_id) REFERENCES person(id)
);
force row level security; policy own_rows: (person_id = current_setting('chasqui.person'::text, true));

create table memory_item (
  person_id text not null,
  number integer not null,
  kind text not null,
  field text,
  value text,
  text text not null,
  scope text not null,
  origin text not null,
  confidence real not null,
  turn_id text,
  said_at timestamp with time zone not null,
  superseded_by integer,
  superseded_at timestamp with time zone,
  terms tsvector not null,
  created_at timestamp with time zone not null,
  edited_at timestamp with time zone,
  constraint memory_item_person_id_number_pk PRIMARY KEY (person_id, number),
  constraint memory_item_person_id_person_id_fk FOREIGN KEY (person_id) REFERENCES person(id)
);
force row level security; policy own_rows: (person_id = current_setting('chasqui.person'::text, true));

create table memory_passage (
  person_id text not null,
  turn_id text not null,
  conversation_id text not null,
  scope text not null,
  text text not null,
  said_at timestamp with time zone not null,
  terms tsvector not null,
  term_count integer not null,
  is_superseded boolean not null default false,
  constraint memory_passage_person_id_turn_id_pk PRIMARY KEY (person_id, turn_id),
  constraint memory_passage_person_id_person_id_fk FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX memory_passage_said ON public.memory_passage USING btree (person_id, said_at);
force row level security; policy own_rows: (person_id = current_setting('chasqui.person'::text, true));

create table memory_person (
  person_id text not null,
  is_off boolean not null default false,
  private_in jsonb not null default '{}'::jsonb,
  last_number integer not null default 0,
  learnt_day text,
  learnt_count integer not null default 0,
  constraint memory_person_pkey PRIMARY KEY (person_id),
  constraint memory_person_person_id_person_id_fk FOREIGN KEY (person_id) REFERENCES person(id)
);

create table memory_vector (
  person_id text not null,
  ref text not null,
  model text not null,
  dimensions integer not null,
  vector bytea not null,
  text_hash bytea,
  constraint memory_vector_person_id_ref_pk PRIMARY KEY (person_id, ref),
  constraint memory_vector_person_id_person_id_fk FOREIGN KEY (person_id) REFERENCES person(id)
);
force row level security; policy own_rows: (person_id = current_setting('chasqui.person'::text, true));

create table outbox (
  id text not null,
  turn_id text not null,
  conversation_id text not null,
  person_id text not null,
  turn_number integer not null,
  kind text not null,
  reply_to text,
  text text not null default ''::text,
  state text not null,
  sends jsonb not null default '[]'::jsonb,
  attempts integer not null default 0,
  next_attempt_at timestamp with time zone,
  fault text,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  files jsonb,
  constraint outbox_pkey PRIMARY KEY (id),
  constraint outbox_conversation_id_conversation_id_fk FOREIGN KEY (conversation_id) REFERENCES conversation(id),
  constraint outbox_person_id_person_id_fk FOREIGN KEY (person_id) REFERENCES person(id),
  constraint outbox_turn_id_turn_id_fk FOREIGN KEY (turn_id) REFERENCES turn(id)
);
CREATE INDEX outbox_open ON public.outbox USING btree (conversation_id, turn_number) WHERE (state = ANY (ARRAY['live'::text, 'ready'::text]));
CREATE INDEX outbox_person_id_index ON public.outbox USING btree (person_id);
CREATE INDEX outbox_turn_id_index ON public.outbox USING btree (turn_id);

create table pairing (
  identity_id text not null,
  person_id text not null,
  account text not null,
  code text not null,
  expires_at timestamp with time zone not null,
  constraint pairing_pkey PRIMARY KEY (identity_id),
  constraint pairing_code UNIQUE (code),
  constraint pairing_person_id_person_id_fk FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX pairing_person_id_index ON public.pairing USING btree (person_id);

create table person (
  id text not null,
  created_at timestamp with time zone not null,
  last_turn_at timestamp with time zone,
  constraint person_pkey PRIMARY KEY (id)
);
CREATE INDEX person_active ON public.person USING btree (COALESCE(last_turn_at, created_at), id);

create table person_limit (
  person_id text not null,
  burst integer,
  per_minute integer,
  changed_at timestamp with time zone not null,
  constraint person_limit_pkey PRIMARY KEY (person_id),
  constraint person_limit_person_id_person_id_fk FOREIGN KEY (person_id) REFERENCES person(id)
);

create table persona_version (
  version integer not null,
  name text not null,
  tone text not null,
  changed_by text not null,
  changed_at timestamp with time zone not null,
  constraint persona_version_pkey PRIMARY KEY (version)
);

create table service_lease (
  id text not null,
  owner text,
  until timestamp with time zone,
  fence bigint not null,
  host_name text not null,
  data_folder text not null,
  since timestamp with time zone not null,
  constraint service_lease_pkey PRIMARY KEY (id)
);

create table setting (
  key text not null,
  value jsonb,
  sealed bytea,
  revision integer not null,
  changed_by text not null,
  changed_at timestamp with time zone not null,
  constraint setting_pkey PRIMARY KEY (key)
);

create table turn (
  id text not null,
  conversation_id text not null,
  person_id text not null,
  number integer not null,
  reply_id text not null,
  asked jsonb not null,
  state text not null,
  attempts integer not null,
  opens_window boolean not null default false,
  answer text,
  hazards jsonb,
  prompt_tokens integer,
  answer_tokens integer,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  learning text,
  memories_used jsonb,
  out_of_history boolean not null default false,
  steps jsonb,
  constraint turn_pkey PRIMARY KEY (id),
  constraint turn_order UNIQUE (conversation_id, number),
  constraint turn_conversation_id_conversation_id_fk FOREIGN KEY (conversation_id) REFERENCES conversation(id),
  constraint turn_person_id_person_id_fk FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX turn_finished ON public.turn USING btree (finished_at) WHERE (finished_at IS NOT NULL);
CREATE INDEX turn_of_person ON public.turn USING btree (person_id, conversation_id, number);
CREATE INDEX turn_refused ON public.turn USING btree (finished_at) WHERE (state = ANY (ARRAY['limited'::text, 'ignored'::text]));
CREATE INDEX turn_running ON public.turn USING btree (conversation_id) WHERE (state = 'running'::text);
CREATE INDEX turn_stopped ON public.turn USING btree (finished_at) WHERE (state = ANY (ARRAY['blocked'::text, 'apologised'::text]));
CREATE INDEX turn_unlearnt ON public.turn USING btree (person_id, finished_at) WHERE (learning = 'pending'::text);

create table usage_rollup (
  span text not null,
  starts_at timestamp with time zone not null,
  turns jsonb not null,
  people integer not null,
  first_words jsonb not null,
  blocks jsonb not null,
  constraint usage_rollup_span_starts_at_pk PRIMARY KEY (span, starts_at)
);

create table verdict (
  id bigint not null generated always as identity,
  turn_id text not null,
  person_id text not null,
  direction text not null,
  guard text not null,
  model text not null,
  policy_version text not null,
  outcome text not null,
  hazards jsonb not null,
  probability real,
  took_ms double precision not null,
  created_at timestamp with time zone not null,
  constraint verdict_pkey PRIMARY KEY (id),
  constraint verdict_person_id_person_id_fk FOREIGN KEY (person_id) REFERENCES person(id),
  constraint verdict_turn_id_turn_id_fk FOREIGN KEY (turn_id) REFERENCES turn(id)
);
CREATE INDEX verdict_person_id_index ON public.verdict USING btree (person_id);
CREATE INDEX verdict_turn_id_index ON public.verdict USING btree (turn_id);
