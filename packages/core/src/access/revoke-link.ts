import { command } from '../kernel/index.ts';
import { accessEvents } from './contract.ts';
import { LinkId, linkErrors } from './links-contract.ts';
import { passOf } from './store.ts';

/** Ends a link for every device that has it: their next request is refused, their streams end. Throws linkNotFound. */
export const revokeLink = command({
  input: LinkId,
  needs: 'links.write',
  takesOut: true,
  async run({ tx, ctx, record }, { linkId }) {
    const { pass } = passOf(ctx);
    const [row] = await tx`select guard.revoke_link(${pass}, ${linkId}, null) done`;
    if (!row?.done) throw linkErrors.linkNotFound();
    await record(accessEvents.linkRevoked, { linkId });
    return {};
  },
});
