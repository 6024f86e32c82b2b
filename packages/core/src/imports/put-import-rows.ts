import { command } from '../kernel/index.ts';
import { PutImportRows } from './contract.ts';

/** Keeps rows that were judged. Answers false when the plan is another one by now. For the process of jobs. */
export const putImportRows = command({
  input: PutImportRows,
  needs: 'conversations.assign',
  unrecorded: 'a dry run changes no contact',
  async run({ tx, ctx }, { importId, revision, rows }) {
    const [row] =
      await tx`select app.put_import_rows(${ctx.workspaceId}, ${importId}, ${revision}, ${tx.json(rows as never)}) kept`;
    return row?.kept as boolean;
  },
});
