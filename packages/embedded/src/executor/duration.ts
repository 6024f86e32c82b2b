const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `1h30m`, `250ms`, a number of milliseconds or an ISO date, as milliseconds from `now`; null for anything else. */
export function readDuration(text: unknown, now: number): number | null {
  if (typeof text === 'number') return Number.isFinite(text) ? Math.max(0, text) : null;
  if (typeof text !== 'string' || text === '') return null;
  if (/^\d{4}-\d\d/.test(text)) {
    const at = Date.parse(text);
    return Number.isNaN(at) ? null : Math.max(0, at - now);
  }
  if (!/^(\d+(\.\d+)?(ms|[smhdw]))+$/.test(text)) return null;
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g))
    total += Number(count) * (UNITS[unit as string] ?? 0);
  return total;
}
