import { Migration } from '@mikro-orm/migrations';

export class Migration20261121225945_slack extends Migration {

  override async up(): Promise<void> {
    this.addSql(`create table \`join_code\` (\`hash\` text not null, \`conversation_id\` text not null, \`expires_at\` bigint not null, \`used_at\` bigint null, \`used_by\` text null, primary key (\`hash\`));`);
    this.addSql(`create index \`join_code_conversation_id_index\` on \`join_code\` (\`conversation_id\`);`);

    this.addSql(`create table \`relay\` (\`id\` integer not null primary key autoincrement, \`escalation_id\` integer not null, \`conversation_id\` text not null, \`staff_id\` text not null, \`staff_name\` text not null, \`post\` text null, \`content\` json not null, \`state\` text not null, \`edited\` integer not null default false, \`waits_until\` bigint null, \`created_at\` bigint not null, \`updated_at\` bigint not null);`);
    this.addSql(`create index \`relay_conversation_id_updated_at_index\` on \`relay\` (\`conversation_id\`, \`updated_at\`);`);
    this.addSql(`create index \`relay_escalation_id_index\` on \`relay\` (\`escalation_id\`);`);
    this.addSql(`create unique index \`relay_post_unique\` on \`relay\` (\`post\`);`);

    this.addSql(`alter table \`escalation\` add column \`claimed_name\` text null;`);

    this.addSql(`alter table \`media\` add column \`author\` text not null default 'customer';`);

    this.addSql(`create index \`staff_task_conversation_id_index\` on \`staff_task\` (\`conversation_id\`);`);

    this.addSql(`create index \`outbox_card\` on \`outbox\` (\`message\`) where \`ask\` = 'card';`);

    this.addSql(`create index \`conversation_customer_id_index\` on \`conversation\` (\`customer_id\`);`);
  }

}
