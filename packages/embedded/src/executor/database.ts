import postgres, { type Sql } from 'postgres';

/**
 * A pool for the executor's functions. Their statements all go by an index, so the plans are made once and must not depend on
 * statistics: tables that were empty a moment ago may hold twenty thousand rows that nobody has analysed.
 */
export function openDatabase(url: string, name: string, max: number): Sql {
  return postgres(url, {
    max,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 10,
    // the client's own pause grows to twenty seconds, in which a database that is back would be waited for
    backoff: () => 0.1 + Math.random() / 5,
    // words, not booleans: the client leaves out what is false
    connection: {
      application_name: name,
      plan_cache_mode: 'force_generic_plan',
      enable_seqscan: 'off',
      enable_hashjoin: 'off',
      enable_mergejoin: 'off',
      enable_bitmapscan: 'off',
      jit: 'off',
    },
    types: {
      bigint: {
        to: 20,
        from: [20],
        serialize: (value: unknown) => String(value),
        parse: (value: string) => Number(value),
      },
    },
    onnotice: () => {},
  }) as unknown as Sql;
}
