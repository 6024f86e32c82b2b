import { command } from '../kernel/index.ts';
import { accessEvents } from './contract.ts';
import { LinkDeviceId, linkErrors } from './links-contract.ts';
import { passOf } from './store.ts';

/** Shuts one device out of a link and frees its place for another. Throws linkNotFound. */
export const revokeLinkDevice = command({
  input: LinkDeviceId,
  needs: 'links.write',
  takesOut: true,
  async run({ tx, ctx, record }, { linkId, deviceId }) {
    const { pass } = passOf(ctx);
    const [row] = await tx`select guard.revoke_link(${pass}, ${linkId}, ${deviceId}) done`;
    if (!row?.done) throw linkErrors.linkNotFound();
    await record(accessEvents.linkDeviceRevoked, { linkId, deviceId });
    return {};
  },
});
