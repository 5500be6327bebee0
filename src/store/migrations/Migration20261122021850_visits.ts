import { Migration } from '@mikro-orm/migrations';

export class Migration20261122021850_visits extends Migration {

  override async up(): Promise<void> {
    this.addSql(`create table \`asset\` (\`id\` integer not null primary key autoincrement, \`customer_id\` integer null, \`appliance\` text not null, \`model_no\` text null, \`serial_no\` text null, \`purchased_on\` text null, \`proven\` integer not null default false, \`warranty_end\` text null, \`profile\` text null, \`overhaul_offered_at\` bigint null, \`created_at\` bigint not null, \`updated_at\` bigint not null);`);
    this.addSql(`create index \`asset_customer_id_index\` on \`asset\` (\`customer_id\`);`);
    this.addSql(`create index \`asset_serial_no_index\` on \`asset\` (\`serial_no\`);`);

    this.addSql(`create table \`outlet\` (\`id\` text not null, \`body\` json not null, \`place\` integer not null, \`updated_at\` bigint not null, primary key (\`id\`));`);

    this.addSql(`create table \`technician\` (\`id\` text not null, \`body\` json not null, \`updated_at\` bigint not null, primary key (\`id\`));`);

    this.addSql(`create table \`loaner_loan\` (\`id\` integer not null primary key autoincrement, \`loaner_id\` text not null, \`workshop_repair_id\` integer not null, \`case_id\` integer not null, \`state\` text not null, \`out_at\` bigint null, \`due_at\` bigint null, \`in_at\` bigint null, \`condition\` text null, \`created_at\` bigint not null, \`updated_at\` bigint not null);`);
    this.addSql(`create index \`loaner_loan_case_id_index\` on \`loaner_loan\` (\`case_id\`);`);
    this.addSql(`create index \`loaner_loan_loaner_id_state_index\` on \`loaner_loan\` (\`loaner_id\`, \`state\`);`);

    this.addSql(`create table \`part_request\` (\`id\` integer not null primary key autoincrement, \`visit_id\` integer not null, \`case_id\` integer not null, \`part\` text not null, \`qty\` integer not null, \`eta_at\` bigint not null, \`state\` text not null, \`approved_by\` text null, \`created_at\` bigint not null, \`updated_at\` bigint not null);`);
    this.addSql(`create index \`part_request_case_id_index\` on \`part_request\` (\`case_id\`);`);
    this.addSql(`create index \`part_request_visit_id_index\` on \`part_request\` (\`visit_id\`);`);

    this.addSql(`create table \`quote\` (\`id\` integer not null primary key autoincrement, \`visit_id\` integer not null, \`case_id\` integer not null, \`conversation_id\` text not null, \`plan\` text not null, \`lines\` json not null, \`state\` text not null, \`created_by\` text not null, \`approved_by\` text null, \`created_at\` bigint not null, \`sent_at\` bigint null, \`decided_at\` bigint null);`);
    this.addSql(`create index \`quote_visit_id_index\` on \`quote\` (\`visit_id\`);`);

    this.addSql(`create table \`replaced_part\` (\`id\` integer not null primary key autoincrement, \`visit_id\` integer not null, \`case_id\` integer not null, \`asset_id\` integer null, \`part\` text not null, \`qty\` integer not null, \`under_warranty\` integer not null, \`tag_no\` text null, \`replaced_at\` bigint not null, \`warranty_end\` text null);`);
    this.addSql(`create index \`replaced_part_case_id_index\` on \`replaced_part\` (\`case_id\`);`);
    this.addSql(`create index \`replaced_part_asset_id_index\` on \`replaced_part\` (\`asset_id\`);`);

    this.addSql(`create table \`technician_chat\` (\`conversation_id\` text not null, \`technician_id\` text not null, \`created_at\` bigint not null, primary key (\`conversation_id\`));`);
    this.addSql(`create index \`technician_chat_technician_id_index\` on \`technician_chat\` (\`technician_id\`);`);

    this.addSql(`create table \`technician_code\` (\`hash\` text not null, \`technician_id\` text not null, \`expires_at\` bigint not null, \`used_at\` bigint null, primary key (\`hash\`));`);

    this.addSql(`create table \`workshop_repair\` (\`id\` integer not null primary key autoincrement, \`visit_id\` integer not null, \`case_id\` integer not null, \`conversation_id\` text not null, \`state\` text not null, \`reason\` text not null, \`promised_return_at\` bigint not null, \`receipt\` json null, \`receipt_reclaimed_at\` bigint null, \`stages\` json not null, \`created_at\` bigint not null, \`updated_at\` bigint not null);`);
    this.addSql(`create index \`workshop_repair_case_id_index\` on \`workshop_repair\` (\`case_id\`);`);
    this.addSql(`create index \`workshop_repair_visit_id_index\` on \`workshop_repair\` (\`visit_id\`);`);

    this.addSql(`alter table \`customer\` add column \`source\` text not null default 'chat';`);
    this.addSql(`create index \`customer_phone_index\` on \`customer\` (\`phone\`);`);

    this.addSql(`alter table \`media\` add column \`document\` json null;`);

    this.addSql(`alter table \`outbox\` add column \`subject\` text null;`);
    this.addSql(`alter table \`outbox\` add column \`revision\` integer null;`);
    this.addSql(`create index \`outbox_living\` on \`outbox\` (\`conversation_id\`, \`ask\`) where \`ask\` like 'visit:%';`);

    this.addSql(`alter table \`service_case\` add column \`profile\` text not null default 'household';`);
    this.addSql(`alter table \`service_case\` add column \`billing_class\` text null;`);
    this.addSql(`alter table \`service_case\` add column \`warranty_proof\` json null;`);
    this.addSql(`alter table \`service_case\` add column \`distance_km\` integer null;`);
    this.addSql(`alter table \`service_case\` add column \`arrival_due_at\` bigint null;`);
    this.addSql(`alter table \`service_case\` add column \`restore_due_at\` bigint null;`);
    this.addSql(`alter table \`service_case\` add column \`ready_on\` text null;`);

    this.addSql(`alter table \`staff_task\` add column \`data\` json null;`);
    this.addSql(`alter table \`staff_task\` add column \`decision\` text null;`);

    this.addSql(`alter table \`visit\` add column \`sequence\` integer not null default 0;`);
    this.addSql(`alter table \`visit\` add column \`round\` integer not null default 1;`);
    this.addSql(`alter table \`visit\` add column \`distance_km\` integer null;`);
    this.addSql(`alter table \`visit\` add column \`out_of_area_by\` text null;`);
    this.addSql(`alter table \`visit\` add column \`checklist\` json null;`);
    this.addSql(`alter table \`visit\` add column \`proposal\` json null;`);
    this.addSql(`alter table \`visit\` add column \`delay\` json null;`);
    this.addSql(`alter table \`visit\` add column \`block\` json null;`);
    this.addSql(`alter table \`visit\` add column \`eta_at\` bigint null;`);
    this.addSql(`alter table \`visit\` add column \`no_answer_at\` bigint null;`);
    this.addSql(`alter table \`visit\` add column \`entry_allowed_at\` bigint null;`);
    this.addSql(`alter table \`visit\` add column \`working_at\` bigint null;`);
    this.addSql(`alter table \`visit\` add column \`left_at\` bigint null;`);
    this.addSql(`alter table \`visit\` add column \`acceptance\` json null;`);
  }

}
