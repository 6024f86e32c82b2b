import type { ReservedSql } from 'postgres';
import type { Company } from './fixture-tables.ts';
import type { Reach } from './matrix.ts';
import { COMPANY_A, COMPANY_B } from './two-companies.ts';

/** How a role comes to a context: through its own door, as the process of that role would. */
export type Entrance = (connection: ReservedSql, company: Company) => Promise<void>;

export const personEntrance: Entrance = async (connection, company) => {
  await connection`select 1 from guard.enter(${company.agentPass}, null, ${company.workspaceId})`;
};
export const systemEntrance: Entrance = async (connection, company) => {
  await connection`select guard.enter_system(${company.workspaceId}, 'matrix')`;
};

export type Context = {
  readonly name: string;
  readonly reach: Reach;
  /** Of somebody who is none of the company's people. */
  readonly isOutside?: true;
  /** Opens a transaction on `connection` and arrives in the context. `other` is another backend of the same role. */
  arrive(connection: ReservedSql, enter: Entrance, other: ReservedSql): Promise<void>;
};

const read = async (connection: ReservedSql): Promise<string> =>
  (await connection`select current_setting('app.context', true) as text`)[0]?.text ?? '';
const forge = async (connection: ReservedSql, text: string, local = true): Promise<void> => {
  await connection`select set_config('app.context', ${text}, ${local})`;
};
/** The mark of this very transaction, as guard.transaction_mark writes it, so that only the MAC is left to refuse a forgery. */
export const markOf = async (connection: ReservedSql): Promise<string> => {
  const [row] =
    await connection`select pg_backend_pid()::text || '.' || extract(epoch from transaction_timestamp())::text as mark`;
  return row?.mark;
};
const genuine = async (connection: ReservedSql, enter: Entrance, company: Company): Promise<string> => {
  await connection`begin`;
  await enter(connection, company);
  const text = await read(connection);
  await connection`commit`;
  return text;
};
const forged = (name: string, arrive: Context['arrive']): Context => ({
  name: `forged: ${name}`,
  reach: 'nothing',
  arrive,
});

/** The contexts of a role's login: genuine ones, none, and everything that set_config can try. All forgeries aim at company A. */
export const CONTEXTS: readonly Context[] = [
  {
    name: 'own company',
    reach: 'write',
    arrive: async (c, enter) => {
      await c`begin`;
      await enter(c, COMPANY_A);
    },
  },
  {
    name: 'other company',
    reach: 'nothing',
    arrive: async (c, enter) => {
      await c`begin`;
      await enter(c, COMPANY_B);
    },
  },
  {
    name: 'no context',
    reach: 'nothing',
    arrive: async (c) => {
      await c`begin`;
    },
  },
  {
    name: 'own company, then the other in one transaction',
    reach: 'nothing',
    arrive: async (c, enter) => {
      await c`begin`;
      await enter(c, COMPANY_A);
      await enter(c, COMPANY_B);
    },
  },
  {
    name: 'own company, undone by a savepoint',
    reach: 'nothing',
    arrive: async (c, enter) => {
      await c`begin`;
      await c`savepoint before`;
      await enter(c, COMPANY_A);
      await c`rollback to before`;
    },
  },
  forged('copied from an earlier transaction of this backend', async (c, enter) => {
    const text = await genuine(c, enter, COMPANY_A);
    await c`begin`;
    await forge(c, text);
  }),
  forged('copied from an earlier transaction while numbers and times are written coarsely', async (c, enter) => {
    // whatever a role may set for itself must not make two transactions look alike
    await c.unsafe(
      "set extra_float_digits = -15; set datestyle = 'SQL, DMY'; set intervalstyle = 'iso_8601'; set timezone = 'Etc/GMT+12'",
    );
    const text = await genuine(c, enter, COMPANY_A);
    await c`begin`;
    await forge(c, text);
  }),
  forged('saved for the session', async (c, enter) => {
    await c`begin`;
    await enter(c, COMPANY_A);
    await forge(c, await read(c), false);
    await c`commit`;
    await c`begin`;
  }),
  forged("another backend's, while its transaction is open", async (c, enter, other) => {
    await other`begin`;
    await enter(other, COMPANY_A);
    await c`begin`;
    await forge(c, await read(other));
  }),
  forged("another backend's with the mark of this transaction", async (c, enter, other) => {
    await other`begin`;
    await enter(other, COMPANY_A);
    await c`begin`;
    const parts = (await read(other)).split('|');
    await forge(c, [...parts.slice(0, 4), await markOf(c), parts[5]].join('|'));
  }),
  forged('genuine with another workspace', async (c, enter) => {
    await c`begin`;
    await enter(c, COMPANY_B);
    await forge(c, (await read(c)).replace(COMPANY_B.workspaceId, COMPANY_A.workspaceId));
  }),
  forged('genuine with another role', async (c, enter) => {
    await c`begin`;
    await enter(c, COMPANY_A);
    const parts = (await read(c)).split('|');
    await forge(c, [...parts.slice(0, 3), 'owner', ...parts.slice(4)].join('|'));
  }),
  forged('with a MAC made by hand', async (c) => {
    await c`begin`;
    const body = [COMPANY_A.workspaceId, 'system', 'matrix', 'system', await markOf(c)].join('|');
    const [mac] = await c`select encode(sha256(convert_to(${body}, 'UTF8')), 'hex') as text`;
    await forge(c, `${body}|${mac?.text}`);
  }),
  forged('the bare id of the workspace', async (c) => {
    await c`begin`;
    await forge(c, COMPANY_A.workspaceId);
  }),
  forged('empty', async (c) => {
    await c`begin`;
    await forge(c, '');
  }),
  forged('six empty fields', async (c) => {
    await c`begin`;
    await forge(c, '|||||');
  }),
  forged('garbage', async (c) => {
    await c`begin`;
    await forge(c, "'; drop table app.message; --");
  }),
];

/** Contexts that only people and links have: they look and never write. */
export const LOOKING_CONTEXTS: readonly Context[] = [
  {
    name: 'a viewer of the company',
    reach: 'read',
    arrive: async (c) => {
      await c`begin`;
      await c`select 1 from guard.enter(${COMPANY_A.viewerPass}, null, ${COMPANY_A.workspaceId})`;
    },
  },
  {
    name: 'a read-only link of the company',
    reach: 'read',
    isOutside: true,
    arrive: async (c) => {
      await c`begin`;
      await c`select 1 from guard.enter(${COMPANY_A.readLinkPass}, null, ${COMPANY_A.workspaceId})`;
    },
  },
  forged('a visitor by a read-only link who says link_admin', async (c) => {
    await c`begin`;
    await c`select 1 from guard.enter(${COMPANY_A.readLinkPass}, null, ${COMPANY_A.workspaceId})`;
    await forge(c, (await read(c)).replace('|link_read|', '|link_admin|'));
  }),
  forged('a viewer who says owner', async (c) => {
    await c`begin`;
    await c`select 1 from guard.enter(${COMPANY_A.viewerPass}, null, ${COMPANY_A.workspaceId})`;
    await forge(c, (await read(c)).replace('|viewer|', '|owner|'));
  }),
];
