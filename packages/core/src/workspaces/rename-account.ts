import { command } from '../kernel/index.ts';
import { RenameAccount, workspaceEvents } from './contract.ts';
import { ownDoor } from './store.ts';

/** Calls the account of the workspace something else; every workspace of it has that in its audit. For owners, by the guard. */
export const renameAccount = command({
  input: RenameAccount,
  needs: 'workspace.create',
  async run({ tx, ctx, record }, { name }) {
    const { pass, personId } = ownDoor(ctx);
    const [row] = await tx`select guard.rename_account(${pass}, ${personId}, ${name}) answer`;
    if (!row) throw new Error('The guard answered nothing.');
    const { accountId, former } = row.answer as { accountId: string; former: string };
    await record(workspaceEvents.accountRenamed, { accountId }, { before: { name: former }, after: { name } });
    return { name };
  },
});
