import { Migration } from '@mikro-orm/migrations';

export class Migration20261122041645_indexes extends Migration {

  override async up(): Promise<void> {
    this.addSql(`create index \`service_case_model_no_symptom_code_index\` on \`service_case\` (\`model_no\`, \`symptom_code\`);`);

    this.addSql(`create index \`staff_task_case_id_index\` on \`staff_task\` (\`case_id\`);`);

    this.addSql(`create index \`visit_technician_id_state_index\` on \`visit\` (\`technician_id\`, \`state\`);`);
  }

}
