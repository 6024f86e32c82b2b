import { newId } from '@recado/runtime/ids';
import { command } from '../kernel/index.ts';
import { CreateImport } from './contract.ts';
import { proveReach } from './store.ts';

/** Writes down a file that was brought and what was found in it; nothing is done with it yet. Errors: notEverything. */
export const createImport = command({
  input: CreateImport,
  needs: 'conversations.assign',
  unrecorded: 'a file that nobody ran has changed nothing',
  async run({ tx, ctx, actor }, input) {
    await proveReach(tx);
    const importId = newId();
    await tx`insert into app.contact_import (workspace_id, id, name, sha256, bytes, format, encoding, delimiter, has_header, product, columns, sample, mapping, country, person_id)
      values (${ctx.workspaceId}, ${importId}, ${input.name}, ${Buffer.from(input.sha256, 'hex')}, ${input.bytes}, ${input.format}, ${input.encoding}, ${input.delimiter},
        ${input.hasHeader}, ${input.product}, ${input.columns}, ${tx.json(input.sample)}, ${input.mapping}, ${input.country}, ${actor.kind === 'person' ? actor.personId : null})`;
    return { importId };
  },
});
