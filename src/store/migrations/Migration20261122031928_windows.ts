import { Migration } from '@mikro-orm/migrations';

export class Migration20261122031928_windows extends Migration {

  override async up(): Promise<void> {
    this.addSql(`drop index \`booking_starts_at_index\`;`);

    this.addSql(`create index \`booking_visit_id_index\` on \`booking\` (\`visit_id\`);`);
    this.addSql(`create index \`booking_starts_at_technician_id_state_visit_id_index\` on \`booking\` (\`starts_at\`, \`technician_id\`, \`state\`, \`visit_id\`);`);
  }

}
