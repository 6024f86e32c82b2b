import { describe, expect, it, test } from 'vitest';
import { describeFunction, firstDayOf, readError, slaPercentOf } from './rules.ts';

const stored = { id: 'recado-sweep', name: 'kernel/sweep', crons: [], goneAt: null, lastRun: null, failures: 0 };

describe('a function as people read it', () => {
  it('has its module, its triggers with the next time of each cron, its tries and its limits', () => {
    const config = {
      triggers: [{ cron: 'TZ=Europe/Madrid 0 9 * * *' }, { event: 'a/b.done', expression: 'event.data.big' }],
      steps: { step: { retries: { attempts: 2 } } },
      concurrency: [{ limit: 1, key: 'event.data.id' }, { limit: 5 }],
    };
    const crons = [{ expression: 'TZ=Europe/Madrid 0 9 * * *', nextAt: '2026-11-27T08:00:00Z' }];
    expect(describeFunction({ ...stored, crons, config: JSON.stringify(config) })).toEqual({
      id: 'recado-sweep',
      name: 'sweep',
      module: 'kernel',
      goneAt: null,
      lastRun: null,
      failures: 0,
      triggers: [
        { kind: 'cron', cron: 'TZ=Europe/Madrid 0 9 * * *', nextAt: '2026-11-27T08:00:00Z' },
        { kind: 'event', event: 'a/b.done', expression: 'event.data.big' },
      ],
      retries: 2,
      concurrency: [
        { limit: 1, key: 'event.data.id' },
        { limit: 5, key: null },
      ],
    });
  });

  it('has the usual four retries and no limit when it says nothing, and no module in its name', () => {
    expect(describeFunction({ ...stored, name: 'sweep', config: '{}' })).toMatchObject({
      module: null,
      name: 'sweep',
      triggers: [],
      retries: 4,
      concurrency: [],
    });
    expect(describeFunction({ ...stored, config: '{"concurrency":3}' }).concurrency).toEqual([{ limit: 3, key: null }]);
  });
});

it('reads an error of any shape', () => {
  expect(readError('{"name":"TypeError","message":"no \\u0000","stack":"at x","__serialized":true}')).toEqual({
    name: 'TypeError',
    message: 'no \0',
    stack: 'at x',
  });
  expect(readError('"plain"')).toEqual({ name: 'Error', message: 'plain', stack: null });
  expect(readError('{"code":7}')).toEqual({ name: 'Error', message: '{"code":7}', stack: null });
  expect([readError(null), readError('null')]).toEqual([null, null]);
});

test.each([
  [100, 0],
  [99, 0],
  [98.999, 10],
  [95, 10],
  [94.999, 25],
  [90, 25],
  [89.999, 50],
  [0, 50],
])('an uptime of %d %% is worth %i %% of what was paid', (uptime, percent) => {
  expect(slaPercentOf(uptime)).toBe(percent);
});

test('only a month that is over has a first day', () => {
  const now = new Date('2026-11-30T23:59:59Z');
  expect(firstDayOf('2026-10', now)).toBe('2026-10-01');
  for (const none of ['2026-11', '2026-13', '2027-01', '2026', '', '2026-1']) expect(firstDayOf(none, now)).toBe(null);
});
