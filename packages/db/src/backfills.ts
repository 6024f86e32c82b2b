import type { Backfill } from './migrate.ts';

/** Every backfill of the product, oldest first; a contract migration names the ones it needs. */
export const backfills: readonly Backfill[] = [];
