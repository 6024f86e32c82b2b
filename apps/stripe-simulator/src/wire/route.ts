import type { z } from 'zod';
import type { Sim } from '../sim.ts';
import { missing, refused } from './stripe-error.ts';

/** One operation of the API. `run` answers what goes out, before anything in it is expanded. */
export type Route = {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  params: z.ZodType;
  run(sim: Sim, params: never, ids: Record<string, string>): unknown;
};

export const route = <Schema extends z.ZodType>(
  method: Route['method'],
  path: string,
  params: Schema,
  run: (sim: Sim, params: z.output<Schema>, ids: Record<string, string>) => unknown,
): Route => ({ method, path, params, run: run as Route['run'] });

/** The record that an id names, or Stripe's words for there is none. */
export function known<R>(record: R | undefined, what: string, id: string | undefined, param?: string): R {
  if (!record) throw missing(what, id ?? '', param);
  return record;
}

type Page = { limit?: number | undefined; starting_after?: string | undefined; ending_before?: string | undefined };

/** A page of records, the newest first. */
export function listPage<R extends { id: string }>(
  records: R[],
  page: Page,
  show: (record: R) => unknown,
  url: string,
) {
  const limit = page.limit ?? 10;
  if (limit < 1 || limit > 100) throw refused('This value must be between 1 and 100 (inclusive).', { param: 'limit' });
  const newest = [...records].reverse();
  const place = (id: string, param: string): number => {
    const found = newest.findIndex((record) => record.id === id);
    if (found < 0) throw missing('object', id, param);
    return found;
  };
  let from = 0;
  let until = newest.length;
  if (page.starting_after) from = place(page.starting_after, 'starting_after') + 1;
  if (page.ending_before) until = place(page.ending_before, 'ending_before');
  const isBackwards = page.ending_before !== undefined;
  const fits = newest.slice(from, until);
  const data = isBackwards ? fits.slice(-limit) : fits.slice(0, limit);
  return { object: 'list' as const, url, has_more: fits.length > data.length, data: data.map(show) };
}
