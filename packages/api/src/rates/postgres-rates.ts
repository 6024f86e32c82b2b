import { type Database, type RateStore, takeRate } from '@recado/core/kernel';

/** Counts in the product's own database: one statement a question, exact however many ask; a window begins with its first call. */
export function postgresRates(db: Database): RateStore {
  return { take: (key, limit, calls) => takeRate(db, key, limit, calls) };
}
