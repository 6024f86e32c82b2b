// The pure door of operations: how what the engine keeps as text is read.
import type { FunctionRow, RunError, Trigger } from './contract.ts';

type StoredFunction = Pick<FunctionRow, 'id' | 'goneAt' | 'lastRun' | 'failures'> & {
  name: string;
  config: string;
  crons: { expression: string; nextAt: string }[];
};

type Config = {
  triggers?: { event?: string; expression?: string; cron?: string }[];
  steps?: { step?: { retries?: { attempts?: number } } };
  concurrency?: number | Limit | Limit[];
};
type Limit = { limit: number; key?: string };

/** What the SDK does when a function says nothing. */
const USUAL_RETRIES = 4;

/** A function as people read it, of what the SDK registered. */
export function describeFunction({ config: text, crons, ...row }: StoredFunction): FunctionRow {
  const config = readJson(text) as Config;
  const [module, name] = row.name.includes('/') ? row.name.split('/', 2) : [null, row.name];
  const { concurrency } = config;
  const limits = concurrency === undefined ? [] : Array.isArray(concurrency) ? concurrency : [concurrency];
  return {
    ...row,
    module: module ?? null,
    name: name ?? row.name,
    triggers: (config.triggers ?? []).map((each): Trigger => {
      if (each.cron === undefined)
        return { kind: 'event', event: each.event ?? '', expression: each.expression ?? null };
      const due = crons.find(({ expression }) => expression === each.cron);
      return { kind: 'cron', cron: each.cron, nextAt: due?.nextAt ?? null };
    }),
    retries: config.steps?.step?.retries?.attempts ?? USUAL_RETRIES,
    concurrency: limits.map((limit) =>
      typeof limit === 'number' ? { limit, key: null } : { limit: limit.limit, key: limit.key ?? null },
    ),
  };
}

/** An error of any shape as a name, a sentence and, where there is one, a stack. */
export function readError(text: string | null): RunError | null {
  if (text === null) return null;
  const found = readJson(text);
  if (found === null || found === undefined) return null;
  if (typeof found !== 'object') return { name: 'Error', message: String(found), stack: null };
  const { name, message, stack } = found as Record<string, unknown>;
  return {
    name: typeof name === 'string' ? name : 'Error',
    message: typeof message === 'string' ? message : text,
    stack: typeof stack === 'string' ? stack : null,
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What is credited of what was paid in a month, in percent, for how much of it the product was there. */
export function slaPercentOf(uptime: number): number {
  if (uptime < 90) return 50;
  if (uptime < 95) return 25;
  return uptime < 99 ? 10 : 0;
}

/** The first day of a month, `2026-11`, that is over; null for any other, and for what is no month. */
export const firstDayOf = (month: string, now: Date): string | null =>
  /^20\d\d-(0[1-9]|1[0-2])$/.test(month) && month < now.toISOString().slice(0, 7) ? `${month}-01` : null;
