import { describeDevice } from '../identity/index.ts';
import { query } from '../kernel/index.ts';
import { type AuditPage, complianceEvents, ListAudit } from './contract.ts';
import { idsIn } from './rules.ts';
import { cursorOf, readNames, readPage } from './store.ts';

/** What was done in a workspace, the latest first, a page at a time. Opening it is itself written down, once in a quarter of an hour. */
export const listAudit = query({
  input: ListAudit,
  needs: 'audit.read',
  // a later page as well: where it begins is said by whoever asks
  looks: ({ before: _before, limit: _limit, ...filter }) => ({
    event: complianceEvents.auditRead,
    payload: { filtered: Object.keys(filter).length > 0 },
  }),
  async run({ tx, ctx }, { before, limit, ...filter }): Promise<AuditPage> {
    const rows = await readPage(tx, ctx.workspaceId, filter, { before, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const asked = [filter.actorId, filter.subject].filter((id) => id !== undefined);
    return {
      rows: page.map(({ userAgent, requestId: _requestId, ...row }) => ({
        ...row,
        device: userAgent === null ? null : describeDevice(userAgent),
        place: ctx.ports.places?.of(row.address) ?? null,
      })),
      names: await readNames(tx, ctx.workspaceId, [...asked, ...page.flatMap(idsIn)]),
      next: rows.length > limit && last ? cursorOf(last) : null,
    };
  },
});
