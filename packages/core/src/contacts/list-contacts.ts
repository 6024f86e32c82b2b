import { query } from '../kernel/index.ts';
import { compileFilter } from './compile-filter.ts';
import type { ContactRow } from './contract.ts';
import { type ContactSort, ListContacts } from './filter-contract.ts';

/** What each order walks along in a row of that name, and which way. */
const orders = {
  name: { by: (row: string) => `${row}.sort_name`, type: 'text', way: 'asc', than: '>' },
  touched: { by: (row: string) => `${row}.touched_at`, type: 'timestamptz', way: 'desc', than: '<' },
  created: { by: (row: string) => `${row}.created_at`, type: 'timestamptz', way: 'desc', than: '<' },
  // whoever was not counted yet comes last
  score: { by: (row: string) => `coalesce(${row}.score, -1)`, type: 'integer', way: 'desc', than: '<' },
} as const satisfies Record<ContactSort, object>;

/** A page of contacts that fit a filter, from where the page before ended. */
export const listContacts = query({
  input: ListContacts,
  needs: 'contacts.read',
  async run({ tx, ctx, actor }, { filter, inBin, sort, after, limit }) {
    const { by, type, way, than } = orders[sort];
    const asked = { personId: actor.kind === 'person' ? actor.personId : null, now: ctx.clock.now() };
    const rows = await tx`
      select app.contact_json(f) row, ${tx.unsafe(by('f'))}::text key, f.id from (
        select c.* from app.contact c
         where c.workspace_id = ${ctx.workspaceId} and c.deleted_at is ${tx.unsafe(inBin ? 'not null' : 'null')}
           ${filter ? tx`and ${compileFilter(tx, filter, asked)}` : tx``}
           ${after ? tx`and (${tx.unsafe(by('c'))}, c.id) ${tx.unsafe(than)} (${after.key}::text::${tx.unsafe(type)}, ${after.id})` : tx``}
         order by ${tx.unsafe(by('c'))} ${tx.unsafe(way)}, c.id ${tx.unsafe(way)} limit ${limit + 1}) f
       order by ${tx.unsafe(by('f'))} ${tx.unsafe(way)}, f.id ${tx.unsafe(way)}`;
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return {
      rows: page.map(({ row }) => row as ContactRow),
      next: last ? { key: last.key as string, id: last.id as string } : null,
    };
  },
});
