import { randomToken, sha256 } from '@recado/runtime/crypto';
import { newId } from '@recado/runtime/ids';
import { sealMail } from '../identity/index.ts';
import { emailKey } from '../identity/rules.ts';
import { command, mayGrant, rightsOf } from '../kernel/index.ts';
import { hasFeature, readCatalogue, resolveEntitlements } from '../plans/rules.ts';
import { accessEvents } from './contract.ts';
import { CreateLink, linkErrors, linkLimits } from './links-contract.ts';
import { describeLinkOffer } from './rules.ts';
import { lettersOf, pinDigest, readNoticePhone } from './store.ts';

/**
 * Makes an access link. The secret is answered once and only its digest is kept; nobody gives rights that they lack. The database asks for
 * a proof of the last ten minutes. Errors: linksNotInPlan {plan}, linkAboveYou, tooManyLinks {limit},
 * tooManyLetters {of, allowed, hours}, identity.phoneInvalid {phone}.
 */
export const createLink = command({
  input: CreateLink,
  needs: 'links.write',
  async run({ tx, ctx, actor, record }, input) {
    const own = actor.kind === 'person' ? rightsOf(actor.role, actor.permissions) : [];
    if (!mayGrant(own, rightsOf(input.role))) throw linkErrors.linkAboveYou({ field: 'role' });
    const [row] = await tx`select a.plan, a.plan_version, guard.plan_catalogue() versions, w.name workspace
        from app.account a, app.workspace w where w.id = ${ctx.workspaceId}`;
    const catalogue = readCatalogue(row?.versions as unknown[]);
    const account = { plan: row?.plan as string, version: row?.plan_version as number };
    const offer = describeLinkOffer(catalogue, account);
    if (!offer.inPlan) throw linkErrors.linksNotInPlan({ plan: offer.lift?.plan ?? null });
    const phone = input.phone === undefined ? null : await readNoticePhone(tx, ctx.workspaceId, input.phone);
    const linkId = newId();
    const secret = randomToken();
    const pass = ctx.door.kind === 'session' ? ctx.door.pass : null;
    const granter = actor.kind === 'person' ? actor.name : '';
    const mail = input.sends
      ? sealMail(ctx, {
          ...{ linkId, token: secret, name: input.name, granter, workspace: row?.workspace as string },
          ownBrand: hasFeature(resolveEntitlements(catalogue, account), 'whiteLabel') ? 'yes' : 'no',
        })
      : null;
    const [made] =
      await tx`select guard.create_link(${pass}, ${linkId}, ${input.name}, ${input.role}, ${sha256(secret)},
      ${input.pin ? pinDigest(ctx, linkId, input.pin) : null}, ${input.maxDevices}, ${input.days}, ${ctx.locale},
      ${input.notifies ? (input.email ?? null) : null}, ${phone}, ${mail ? (input.email ?? null) : null}, ${mail},
      ${mail && input.email ? emailKey(input.email) : null}, ${linkLimits.perWorkspace}) full`;
    if (made?.full?.links !== undefined)
      throw linkErrors.tooManyLinks({ limit: linkLimits.perWorkspace, used: made.full.links });
    if (made?.full) throw linkErrors.tooManyLetters(lettersOf(made.full));
    const { name, role, days, maxDevices } = input;
    await record(accessEvents.linkCreated, {
      ...{ linkId, name, role, days, maxDevices, hasPin: input.pin !== undefined },
      mailedTo: mail ? (input.email ?? null) : null,
      notifyEmail: input.notifies ? (input.email ?? null) : null,
      notifyPhone: phone,
    });
    return { linkId, secret };
  },
});
