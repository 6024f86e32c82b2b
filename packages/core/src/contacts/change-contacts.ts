import { sha256 } from '@recado/runtime/crypto';
import { z } from 'zod';
import { command, type Work } from '../kernel/index.ts';
import { assertRoom } from '../plans/rules.ts';
import { compileFilter } from './compile-filter.ts';
import { ContactChange, contactErrors, contactEvents, contactLimits } from './contract.ts';
import { CountContacts } from './filter-contract.ts';
import { asForbidden, proveOwner, proveTheirs, stopQueued, tellConversations } from './store.ts';

/** So many ids of those that were changed at once stand in the audit. */
const SHOWN = 100;
const Ids = z.array(z.uuid()).max(contactLimits.atOnce);
const Step = z.object({
  contactIds: Ids.default([]),
  /** Instead of ids: everybody who fits, but for some. */
  matching: CountContacts.extend({ except: Ids.default([]) }).optional(),
  change: ContactChange,
});
type UndoStep = { contactIds: string[]; change: ContactChange };

/**
 * Does the same to many contacts, in one transaction, and answers the steps that undo it exactly. What is not there, or is so already, is passed
 * over. Whoever comes back from the bin needs room again. Errors: plans.limitReached, tooManyAtOnce {limit}, notTheirs, ownerNotFound, tagNotFound.
 */
export const changeContacts = command({
  input: z.object({ steps: z.array(Step).min(1).max(60) }),
  needs: 'contacts.write',
  async run(work, { steps }) {
    const { tx, ctx, record, afterCommit } = work;
    const undo: UndoStep[] = [];
    let changed = 0;
    // before any row of theirs, as whoever makes contacts takes it
    if (steps.some(({ change }) => change.what === 'restore')) await tx`select guard.hold_room('contacts')`;
    for (const { contactIds, matching, change } of steps) {
      const meant = matching ? await idsOf(work, matching) : contactIds;
      const tagId = 'tagId' in change ? change.tagId : null;
      if (tagId !== null) {
        const [tag] = await tx`select 1 from app.tag where workspace_id = ${ctx.workspaceId} and id = ${tagId}`;
        if (!tag) throw contactErrors.tagNotFound();
      }
      // in one order, so that two who change the same ones wait for each other instead of for themselves
      const held = await tx`select c.id, c.kind, c.owner_id owner, c.deleted_at is not null bin,
          exists (select 1 from app.contact_tag g where g.workspace_id = c.workspace_id and g.contact_id = c.id and g.tag_id = ${tagId}::uuid) tagged
        from app.contact c
        where c.workspace_id = ${ctx.workspaceId} and c.id = any (${meant}) order by c.id for no key update`;
      const differs = held.filter((each) =>
        change.what === 'kind'
          ? each.kind !== change.kind && each.kind !== 'group'
          : change.what === 'owner'
            ? each.owner !== change.ownerId
            : tagId !== null
              ? each.tagged === (change.what === 'untag')
              : each.bin === (change.what === 'restore'),
      );
      const ids = differs.map(({ id }) => id as string);
      if (ids.length === 0) continue;
      if (change.what === 'owner')
        await proveOwner(
          work,
          change.ownerId,
          differs.map(({ owner }) => owner as string | null),
        );
      else await proveTheirs(work, ids);
      changed += ids.length;
      if (change.what === 'kind') {
        await tx`update app.contact c set kind_before = case when ${change.kind} = 'blocked' then c.kind else c.kind_before end, kind = ${change.kind}
          where c.workspace_id = ${ctx.workspaceId} and c.id = any (${ids})`;
        if (change.kind === 'blocked') await stopQueued(tx, ctx, ids);
        await tellConversations(tx, ctx, ids);
      } else if (change.what === 'owner') {
        await tx`update app.contact c set owner_id = ${change.ownerId} where c.workspace_id = ${ctx.workspaceId} and c.id = any (${ids})`.catch(
          asForbidden,
        );
      } else if (change.what === 'tag') {
        await tx`insert into app.contact_tag (workspace_id, contact_id, tag_id) select ${ctx.workspaceId}, id, ${tagId} from unnest(${ids}::uuid[]) id on conflict do nothing`;
      } else if (change.what === 'untag') {
        await tx`delete from app.contact_tag g where g.workspace_id = ${ctx.workspaceId} and g.contact_id = any (${ids}) and g.tag_id = ${tagId}`;
      } else {
        if (change.what === 'restore') {
          const back = differs.filter(({ kind }) => kind !== 'group').length;
          const [plan] = await tx`select guard.take_room('contacts', ${back}) lacks`;
          assertRoom(plan?.lacks);
        }
        const actor = work.actor.kind === 'person' ? work.actor.personId : null;
        await tx`update app.contact c set deleted_at = ${change.what === 'bin' ? tx`clock_timestamp()` : null}, deleted_by = ${change.what === 'bin' ? actor : null}
          where c.workspace_id = ${ctx.workspaceId} and c.id = any (${ids})`;
      }
      undo.unshift(...undoOf(change, differs as unknown as Held[]));
      const [only] = ids;
      // of one contact it is told on their own card
      if (ids.length === 1 && only)
        await record(
          contactEvents.updated,
          { contactId: only, fields: [change.what] },
          {
            before: {
              [change.what]:
                'kind' in change ? differs[0]?.kind : 'ownerId' in change ? differs[0]?.owner : tagId ? null : false,
            },
            after: {
              [change.what]: 'kind' in change ? change.kind : 'ownerId' in change ? change.ownerId : (tagId ?? true),
            },
          },
        );
      else
        await record(
          contactEvents.changed,
          { what: change.what, count: ids.length, contactIds: ids.slice(0, SHOWN) },
          { before: formerOfAll(change, differs as unknown as Held[]), after: { ...change } },
        );
    }
    if (changed === 0)
      await record(contactEvents.changed, { what: steps[0]?.change.what ?? '', count: 0, contactIds: [] });
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { changed, undo };
  },
});

/** Whom a filter names now, as whoever asks sees them. */
async function idsOf(
  { tx, ctx, actor }: Work,
  { filter, inBin, except }: z.output<typeof CountContacts> & { except: string[] },
): Promise<string[]> {
  const asked = { personId: actor.kind === 'person' ? actor.personId : null, now: ctx.clock.now() };
  const rows =
    await tx`select c.id from app.contact c where c.workspace_id = ${ctx.workspaceId} and c.deleted_at is ${tx.unsafe(inBin ? 'not null' : 'null')}
     and c.id <> all (${except}::uuid[]) ${filter ? tx`and ${compileFilter(tx, filter, asked)}` : tx``} limit ${contactLimits.atOnce + 1}`;
  if (rows.length > contactLimits.atOnce) throw contactErrors.tooManyAtOnce({ limit: contactLimits.atOnce });
  return rows.map(({ id }) => id as string);
}

/** What one of them was: its kind, who looked after it, or whether it bore the label or was in the bin. */
const formerOf = (change: ContactChange, { kind, owner, tagged, bin }: Held): string | boolean | null =>
  change.what === 'kind' ? kind : change.what === 'owner' ? owner : 'tagId' in change ? tagged : bin;

/**
 * What each of many was, as far as they are shown by id; of more than that the digest too of all ids and former values, a line each in the order of
 * ids, so that a copy of what was there can be told from another one.
 */
function formerOfAll(change: ContactChange, held: Held[]): Record<string, unknown> {
  const all = held.map((each) => [each.id, formerOf(change, each)] as const);
  const formerValues = Object.fromEntries(all.slice(0, SHOWN));
  if (all.length <= SHOWN) return { formerValues };
  return { formerValues, digestOfAll: sha256(all.map(([id, former]) => `${id} ${former}\n`).join('')).toString('hex') };
}

type Held = {
  id: string;
  kind: 'prospect' | 'customer' | 'vip' | 'blocked';
  owner: string | null;
  tagged: boolean;
  bin: boolean;
};

/** What brings each of them back to where it was, by what that is. */
function undoOf(change: ContactChange, held: Held[]): UndoStep[] {
  const ids = held.map(({ id }) => id);
  if (change.what === 'bin') return [{ contactIds: ids, change: { what: 'restore' } }];
  if (change.what === 'tag') return [{ contactIds: ids, change: { what: 'untag', tagId: change.tagId } }];
  if (change.what === 'untag') return [{ contactIds: ids, change: { what: 'tag', tagId: change.tagId } }];
  if (change.what === 'restore') return [{ contactIds: ids, change: { what: 'bin' } }];
  if (change.what === 'kind')
    return [...Map.groupBy(held, ({ kind }) => kind)].map(([kind, of]) => ({
      contactIds: of.map(({ id }) => id),
      change: { what: 'kind', kind },
    }));
  return [...Map.groupBy(held, ({ owner }) => owner)].map(([ownerId, of]) => ({
    contactIds: of.map(({ id }) => id),
    change: { what: 'owner', ownerId },
  }));
}
