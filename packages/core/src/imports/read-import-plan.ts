import type { FieldRow } from '../contacts/contract.ts';
import { query } from '../kernel/index.ts';
import { ImportId, importErrors } from './contract.ts';

/** What the judge of rows has to know: the file, the confirmed plan, the company's fields and people. For the process of jobs. */
export const readImportPlan = query({
  input: ImportId,
  needs: 'conversations.assign',
  async run({ tx, ctx }, { importId }) {
    const [row] = await tx`
      select encode(i.sha256, 'hex') sha256, i.encoding, i.delimiter, i.has_header "hasHeader", i.format, i.product, i.columns, i.mapping, i.country, i.revision, i.state,
          to_char(now() at time zone w.time_zone, 'YYYY-MM-DD') today
        from app.contact_import i join app.workspace w on w.id = i.workspace_id where i.workspace_id = ${ctx.workspaceId} and i.id = ${importId}`;
    if (!row) throw importErrors.notFound();
    const people =
      await tx`select person_id "personId", lower(name) name, lower(email) email from app.member where workspace_id = ${ctx.workspaceId} and blocked_at is null`;
    const owners: Record<string, string> = {};
    for (const { personId, name, email } of people)
      for (const called of [name, email]) if (called) owners[called] = personId;
    const plan = row as unknown as {
      sha256: string;
      encoding: string | null;
      delimiter: string | null;
      hasHeader: boolean;
      format: string;
      product: string | null;
      columns: string[];
      mapping: string[];
      country: string;
      revision: number;
      state: string;
      today: string;
    };
    const fields =
      await tx`select id, label, type, options, position from app.contact_field where workspace_id = ${ctx.workspaceId} order by position, id`;
    return { ...plan, owners, fields: fields as unknown as FieldRow[] };
  },
});
