import { Migration } from '@mikro-orm/migrations';

export class Migration20261121200614_initial extends Migration {

  override async up(): Promise<void> {
    this.addSql(`create table \`audit_event\` (\`id\` integer not null primary key autoincrement, \`at\` bigint not null, \`actor\` text not null, \`entity\` text not null, \`entity_id\` text not null, \`was\` text null, \`became\` text not null, \`data\` json null);`);
    this.addSql(`create index \`audit_event_entity_entity_id_index\` on \`audit_event\` (\`entity\`, \`entity_id\`);`);

    this.addSql(`create table \`booking\` (\`id\` integer not null primary key autoincrement, \`technician_id\` text not null, \`starts_at\` bigint not null, \`ends_at\` bigint not null, \`conversation_id\` text not null, \`visit_id\` integer null, \`state\` text not null, \`held_until\` bigint null);`);
    this.addSql(`create index \`booking_conversation_id_index\` on \`booking\` (\`conversation_id\`);`);
    this.addSql(`create index \`booking_starts_at_index\` on \`booking\` (\`starts_at\`);`);
    this.addSql(`create unique index \`booking_technician_id_starts_at_unique\` on \`booking\` (\`technician_id\`, \`starts_at\`);`);

    this.addSql(`create table \`conversation\` (\`id\` text not null, \`channel\` text not null, \`customer_id\` integer null, \`display_name\` text null, \`state\` json not null, \`revision\` text null, \`owner\` text not null default 'bot', \`owner_version\` integer not null default 0, \`agent\` text null, \`case_id\` integer null, \`heard_at\` bigint not null, \`unreachable_at\` bigint null, \`created_at\` bigint not null, \`updated_at\` bigint not null, primary key (\`id\`));`);
    this.addSql(`create index \`conversation_owner_index\` on \`conversation\` (\`owner\`);`);
    this.addSql(`create index \`conversation_updated_at_index\` on \`conversation\` (\`updated_at\`);`);

    this.addSql(`create table \`customer\` (\`id\` integer not null primary key autoincrement, \`name\` text null, \`phone\` text null, \`address\` text null, \`language\` text not null, \`created_at\` bigint not null, \`updated_at\` bigint not null);`);

    this.addSql(`create table \`escalation\` (\`id\` integer not null primary key autoincrement, \`conversation_id\` text not null, \`case_id\` integer null, \`reason\` text not null, \`priority\` text not null, \`level\` integer not null default 1, \`state\` text not null default 'RAISED', \`claimed_by\` text null, \`raised_at\` bigint not null, \`claimed_at\` bigint null, \`ended_at\` bigint null, \`summary\` json not null);`);
    this.addSql(`create index \`escalation_state_index\` on \`escalation\` (\`state\`);`);
    this.addSql(`create index \`escalation_conversation_id_index\` on \`escalation\` (\`conversation_id\`);`);

    this.addSql(`create table \`flow_revision\` (\`id\` text not null, \`files\` json not null, \`created_at\` bigint not null, primary key (\`id\`));`);

    this.addSql(`create table \`inbox\` (\`id\` integer not null primary key autoincrement, \`channel\` text not null, \`update_id\` text not null, \`conversation_id\` text not null, \`kind\` text not null, \`payload\` json not null, \`received_at\` bigint not null, \`state\` text not null default 'new', \`attempts\` integer not null default 0, \`error\` text null, \`result\` json null);`);
    this.addSql(`create index \`inbox_state_id_index\` on \`inbox\` (\`state\`, \`id\`);`);
    this.addSql(`create index \`inbox_conversation_id_id_index\` on \`inbox\` (\`conversation_id\`, \`id\`);`);
    this.addSql(`create unique index \`inbox_channel_update_id_unique\` on \`inbox\` (\`channel\`, \`update_id\`);`);

    this.addSql(`create table \`media\` (\`id\` integer not null primary key autoincrement, \`conversation_id\` text not null, \`case_id\` integer null, \`kind\` text not null, \`channel\` text not null, \`file\` text not null, \`name\` text null, \`mime\` text null, \`size\` integer null, \`caption\` text null, \`album\` text null, \`path\` text null, \`attempts\` integer not null default 0, \`due_at\` bigint null, \`created_at\` bigint not null);`);
    this.addSql(`create index \`media_case_id_index\` on \`media\` (\`case_id\`);`);
    this.addSql(`create index \`media_conversation_id_index\` on \`media\` (\`conversation_id\`);`);
    this.addSql(`create index \`media_due_at_index\` on \`media\` (\`due_at\`);`);

    this.addSql(`create table \`outbox\` (\`id\` integer not null primary key autoincrement, \`conversation_id\` text not null, \`payload\` json not null, \`author\` text not null, \`priority\` integer not null, \`ask\` text null, \`due_at\` bigint not null, \`state\` text not null default 'pending', \`attempts\` integer not null default 0, \`error\` text null, \`message\` text null, \`created_at\` bigint not null, \`sent_at\` bigint null);`);
    this.addSql(`create index \`outbox_state_due_at_index\` on \`outbox\` (\`state\`, \`due_at\`);`);
    this.addSql(`create index \`outbox_conversation_id_id_index\` on \`outbox\` (\`conversation_id\`, \`id\`);`);

    this.addSql(`create table \`rating\` (\`id\` integer not null primary key autoincrement, \`case_id\` integer not null, \`subject\` text not null, \`score\` integer not null, \`reasons\` json not null, \`comment\` text null, \`history\` json not null, \`created_at\` bigint not null, \`updated_at\` bigint not null);`);
    this.addSql(`create unique index \`rating_subject_unique\` on \`rating\` (\`subject\`);`);

    this.addSql(`create table \`service_case\` (\`id\` integer not null primary key autoincrement, \`conversation_id\` text not null, \`customer_id\` integer null, \`type\` text not null default 'REPAIR', \`state\` text not null, \`appliance\` text null, \`model_no\` text null, \`serial_no\` text null, \`purchased_on\` text null, \`symptom_code\` text null, \`free_text\` text null, \`wish\` text null, \`outcome\` text null, \`priority\` text not null, \`priority_reason\` text not null, \`info_pending\` json not null, \`flags\` json not null, \`opened_at\` bigint not null, \`updated_at\` bigint not null, \`resolved_at\` bigint null, \`closed_at\` bigint null);`);
    this.addSql(`create index \`service_case_conversation_id_state_index\` on \`service_case\` (\`conversation_id\`, \`state\`);`);
    this.addSql(`create index \`service_case_state_index\` on \`service_case\` (\`state\`);`);

    this.addSql(`create table \`setting\` (\`key\` text not null, \`value\` json not null, primary key (\`key\`));`);

    this.addSql(`create table \`staff_task\` (\`id\` integer not null primary key autoincrement, \`conversation_id\` text not null, \`case_id\` integer null, \`kind\` text not null, \`text\` text not null, \`state\` text not null default 'OPEN', \`taken_by\` text null, \`created_at\` bigint not null, \`done_at\` bigint null);`);
    this.addSql(`create index \`staff_task_state_index\` on \`staff_task\` (\`state\`);`);

    this.addSql(`create table \`timer\` (\`id\` integer not null primary key autoincrement, \`conversation_id\` text not null, \`key\` text not null, \`due_at\` bigint not null, \`flow\` text not null, \`payload\` json not null);`);
    this.addSql(`create index \`timer_due_at_id_index\` on \`timer\` (\`due_at\`, \`id\`);`);
    this.addSql(`create unique index \`timer_conversation_id_key_unique\` on \`timer\` (\`conversation_id\`, \`key\`);`);

    this.addSql(`create table \`visit\` (\`id\` integer not null primary key autoincrement, \`case_id\` integer not null, \`conversation_id\` text not null, \`technician_id\` text null, \`outlet_id\` text not null, \`state\` text not null, \`starts_at\` bigint not null, \`ends_at\` bigint not null, \`code\` text not null, \`revision\` integer not null default 1, \`name\` text not null, \`phone\` text not null, \`address\` text not null, \`assigned_at\` bigint null, \`en_route_at\` bigint null, \`arrived_at\` bigint null, \`completed_at\` bigint null, \`cancelled_at\` bigint null, \`completion\` json null, \`created_at\` bigint not null, \`updated_at\` bigint not null);`);
    this.addSql(`create index \`visit_conversation_id_index\` on \`visit\` (\`conversation_id\`);`);
    this.addSql(`create index \`visit_case_id_index\` on \`visit\` (\`case_id\`);`);
    this.addSql(`create index \`visit_starts_at_index\` on \`visit\` (\`starts_at\`);`);
  }

}
