import { query } from '../kernel/index.ts';
import { ListImports } from './contract.ts';
import { importJson, rowOf } from './store.ts';

/** Imports of the workspace, the latest first. */
export const listImports = query({
  input: ListImports,
  needs: 'conversations.assign',
  async run({ tx, ctx }, { before, limit }) {
    const rows = await tx`select ${importJson(tx)} from app.contact_import i where i.workspace_id = ${ctx.workspaceId}
        ${before ? tx`and i.id < ${before}` : tx``} order by i.id desc limit ${limit + 1}`;
    const page = rows.slice(0, limit).map(rowOf);
    return { rows: page, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
  },
});
