import { changeOf, command } from '../kernel/index.ts';
import { accessEvents } from './contract.ts';
import { linkErrors, UpdateLink } from './links-contract.ts';
import { readNoticePhone } from './store.ts';

/** Renames a link, prolongs it from now, lets more devices in or tells another address. Asks for a fresh proof. Throws linkNotFound, identity.phoneInvalid. */
export const updateLink = command({
  input: UpdateLink,
  needs: 'links.write',
  async run({ tx, ctx, record }, input) {
    const pass = ctx.door.kind === 'session' ? ctx.door.pass : null;
    const { notices } = input;
    const phone = notices && 'phone' in notices ? await readNoticePhone(tx, ctx.workspaceId, notices.phone) : null;
    const email = notices && 'email' in notices ? notices.email : null;
    const [row] =
      await tx`select guard.update_link(${pass}, ${input.linkId}, ${input.name ?? null}, ${input.days ?? null},
      ${input.days === null}, ${input.maxDevices ?? null}, ${email}, ${phone}, ${notices === null}) answer`;
    const answer = row?.answer as { before: Record<string, unknown>; after: Record<string, unknown> } | null;
    if (!answer) throw linkErrors.linkNotFound();
    const fields = Object.keys(input).filter((key) => key !== 'linkId');
    await record(accessEvents.linkUpdated, { linkId: input.linkId, fields }, changeOf(answer.before, answer.after));
    return {};
  },
});
