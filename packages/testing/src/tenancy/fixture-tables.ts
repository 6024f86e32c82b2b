import { digestOf } from '../passes.ts';

/** A company of the fixture. Ids are readable: the first digit says whose they are. */
export type Company = {
  readonly tag: 'a' | 'b';
  readonly accountId: string;
  readonly workspaceId: string;
  readonly agentId: string;
  readonly viewerId: string;
  readonly agentPass: Buffer;
  readonly viewerPass: Buffer;
  /** The pass of a device that has opened the company's read-only link. */
  readonly readLinkPass: Buffer;
};

/** What the matrix must know of a table: whose column names the company, a row of a company, and whether tenants may write it at all. */
export type FixtureTable = {
  readonly name: string;
  /** The column that names the company, or for the guard's tables any column that may be written. */
  readonly key: string;
  readonly conflict: string;
  /** The company's value of `key`, null where the table belongs to no company. */
  readonly owner: ((company: Company) => string) | null;
  /** A row of a company: 0 is stored, 1 could be stored beside it. */
  readonly row: (company: Company, n: number) => Record<string, unknown>;
  readonly readOnly?: boolean;
  /** Whether only the company's own people find its rows, and no visitor by a link. */
  readonly insideOnly?: boolean;
  /** Whether a trigger stops changes of its rows before any policy is asked. */
  readonly writtenOnce?: boolean;
};

/** A readable id: the first digit says whose it is, the rest of what kind. */
export const id = (tag: string, kind: string, n = 0) =>
  `${tag}0000000-0000-4000-8000-${kind.padStart(4, '0')}0000000${n}`;
export const hex = (text: string) => `\\x${digestOf(text).toString('hex')}`;
export const LATER = '2099-01-01T00:00:00Z';

const workspace = (c: Company) => c.workspaceId;
/** A table of companies' rows. */
export const tenant = (
  name: string,
  conflict: string,
  row: FixtureTable['row'],
  key = 'workspace_id',
): FixtureTable => ({
  name,
  key,
  conflict,
  owner: workspace,
  row: (c, n) => (key === 'workspace_id' ? { workspace_id: c.workspaceId, ...row(c, n) } : row(c, n)),
});
/** A table that belongs to no company by row. */
export const guarded = (name: string, key: string, conflict: string, row: FixtureTable['row']): FixtureTable => ({
  name,
  key,
  conflict,
  owner: null,
  row,
});
