import type { FieldRow } from '../contacts/contract.ts';
import { query } from '../kernel/index.ts';
import { type ExportFormat, ExportId, exportErrors } from './contract.ts';

/** What the writer of a file has to know: its columns and words, the company's fields, people and clock. For the process of jobs. Errors: notFound. */
export const readExportPlan = query({
  input: ExportId,
  needs: 'data.export',
  async run({ tx, ctx }, { exportId }) {
    const [row] = await tx`
      select e.format, e.delimiter, e.columns, e.locale, e.state, e.total, w.name workspace,
          (select count(*)::integer from app.contact_export_part p where p.workspace_id = e.workspace_id and p.export_id = e.id) parts
        from app.contact_export e join app.workspace w on w.id = e.workspace_id where e.workspace_id = ${ctx.workspaceId} and e.id = ${exportId}`;
    if (!row) throw exportErrors.notFound();
    const people =
      await tx`select person_id "personId", name, email from app.member where workspace_id = ${ctx.workspaceId}`;
    const fields =
      await tx`select id, label, type, options, position from app.contact_field where workspace_id = ${ctx.workspaceId} order by position, id`;
    return {
      ...(row as unknown as {
        format: ExportFormat;
        delimiter: string;
        columns: string[];
        locale: string;
        state: string;
        total: number;
        workspace: string;
        parts: number;
      }),
      people: people as unknown as { personId: string; name: string; email: string | null }[],
      fields: fields as unknown as FieldRow[],
    };
  },
});
