import postgres, { type ReservedSql, type Sql } from 'postgres';

export type Database = Sql;
/** A connection of a pool that is one's own until it is released. */
export type OwnConnection = ReservedSql;

/**
 * Seconds before a lost connection is tried again. The driver counts failures over all connections of a pool, so its own answer is
 * twenty seconds after a database was away for one.
 */
export const reconnectSeconds = (failures: number): number =>
  Math.min(1, 0.05 * 2 ** Math.min(failures, 6)) * (0.5 + Math.random() / 2);

/** Opens a pool. `max` is connections; `name` shows in pg_stat_activity. Instants arrive as Date, bigint as number (ids here stay below 2^53). */
export function connect(
  url: string,
  options: { name: string; max?: number; onNotice?: (message: string) => void } = { name: 'recado' },
): Database {
  return postgres(url, {
    max: options.max ?? 10,
    connect_timeout: 10,
    idle_timeout: 0,
    max_lifetime: null,
    backoff: reconnectSeconds,
    connection: { application_name: options.name },
    types: {
      bigint: {
        to: 20,
        from: [20],
        serialize: (value: unknown) => String(value),
        parse: (value: string) => Number(value),
      },
    },
    onnotice: (notice) => options.onNotice?.(notice.message ?? ''),
  }) as unknown as Database;
}
