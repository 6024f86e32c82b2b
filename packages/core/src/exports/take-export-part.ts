import { z } from 'zod';
import type { FieldValue } from '../contacts/contract.ts';
import { command } from '../kernel/index.ts';

/** A contact as a file tells of it. Days are YYYY-MM-DD, times YYYY-MM-DD HH:MM where the company is. */
export type ExportedContact = {
  id: string;
  name: string;
  profile: string | null;
  phones: string[] | null;
  email: string | null;
  company: string | null;
  city: string | null;
  country: string | null;
  birthday: string | null;
  language: string | null;
  kind: string;
  tags: string[] | null;
  consent: 'in' | 'out' | null;
  consentAt: string | null;
  consentSource: string | null;
  ownerId: string | null;
  notes: string | null;
  source: string;
  created: string;
  lastIn: string | null;
  lastOut: string | null;
  fields: Record<string, FieldValue>;
};

/**
 * The contacts of a part, as they are now and in the order that was settled; whoever went into the bin since is left out. `written` are those of
 * the parts before. Null when nobody wants the file any more: it was stopped, or whoever asked may not come in. For the process of jobs.
 */
export const takeExportPart = command({
  input: z.object({ exportId: z.uuid(), n: z.number().int().positive(), written: z.number().int().min(0) }),
  needs: 'data.export',
  unrecorded: 'that contacts are taken away is an entry when it is asked for, and one when the file is there',
  async run({ tx, ctx, afterCommit }, { exportId, n, written }): Promise<ExportedContact[] | null> {
    const [wanted] = await tx`
      update app.contact_export e set at_row = ${written} where e.workspace_id = ${ctx.workspaceId} and e.id = ${exportId} and e.state = 'writing'
         and exists (select 1 from app.member m where m.workspace_id = e.workspace_id and m.person_id = e.person_id and m.blocked_at is null) returning e.id`;
    if (!wanted) return null;
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    const rows = await tx`select row from app.export_part(${ctx.workspaceId}, ${exportId}, ${n}) row`;
    return rows.map(({ row }) => row as ExportedContact);
  },
});
