import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { WorkspaceRow } from './contract.ts';
import { contrastOf, grounds, judgeColor, LEAST_CONTRAST, needsOf, nightColorOf, sumUp } from './rules.ts';

const row = (more: Partial<WorkspaceRow> = {}): WorkspaceRow => ({
  ...{ id: more.name ?? 'W', name: 'W', slug: 'w', color: '#2746c7', colorNight: null, isDemo: false, role: 'owner' },
  ...{
    accountId: 'a',
    accountName: 'A',
    closed: null,
    logo: null,
    waiting: 0,
    unread: 0,
    contacts: 0,
    messagesToday: 0,
  },
  numbers: [{ name: 'N', number: '34600000000', state: 'open', wanted: 'open' }],
  ...more,
});
const broken = { name: 'N', number: null, state: 'logged_out', wanted: 'open' } as const;

describe('the colours of a workspace', () => {
  it('stand on the grounds of the styles', () => {
    const css = readFileSync(new URL('../../../ui/src/styles.css', import.meta.url), 'utf8');
    expect(css).toContain(`--color-paper: light-dark(${grounds.paper}, ${grounds.night});`);
  });

  it('pass at 4.5:1 and not below, and what is offered instead passes and is no darker than it must be', () => {
    expect(judgeColor('#767676', 'paper')).toMatchObject({ ok: false });
    expect(judgeColor('#6f6f6f', 'paper')).toEqual({ ok: true });
    for (const [color, ground] of [
      ['#ffcc00', 'paper'],
      ['#00ff00', 'paper'],
      ['#ffffff', 'paper'],
      ['#000000', 'night'],
      ['#2746c7', 'night'],
    ] as const) {
      const judged = judgeColor(color, ground);
      if (judged.ok) throw new Error(color);
      const reached = contrastOf(judged.nearest, grounds[ground]);
      expect(reached).toBeGreaterThanOrEqual(LEAST_CONTRAST);
      expect(reached).toBeLessThan(LEAST_CONTRAST + 0.2);
    }
  });

  it('are made light for the night when nobody chose', () => {
    expect(nightColorOf({ color: '#2746c7', colorNight: '#abcdef' })).toBe('#abcdef');
    expect(contrastOf(nightColorOf({ color: '#2746c7', colorNight: null }), grounds.night)).toBeGreaterThanOrEqual(4.5);
  });
});

describe('what needs somebody', () => {
  it('is a number that should work and does not, somebody who waits, or no number at all', () => {
    expect(needsOf(row())).toEqual([]);
    expect(needsOf(row({ numbers: [{ ...broken, state: 'reconnecting' }] }))).toEqual(['number']);
    expect(needsOf(row({ numbers: [{ ...broken, state: 'closed', wanted: 'closed' }] }))).toEqual([]);
    expect(needsOf(row({ numbers: [], waiting: 2 }))).toEqual(['waiting', 'noNumber']);
    expect(needsOf(row({ closed: 'cancelled' }))).toEqual(['cancelled']);
    expect(needsOf(row({ closed: 'archived', numbers: [broken], waiting: 3 }))).toEqual([]);
  });

  it('comes first, the most pressing before the rest and more who wait before fewer', () => {
    const rows = [
      row({ name: 'Well' }),
      row({ name: 'Two', waiting: 2 }),
      row({ name: 'Broken', numbers: [broken] }),
      row({ name: 'Full', waiting: 100 }),
      // closed: in its list, and in no sum
      row({ name: 'Zu', closed: 'archived', waiting: 500, contacts: 9, messagesToday: 7 }),
    ];
    const told = sumUp(rows);
    expect(told.rows.map(({ name }) => name)).toEqual(['Broken', 'Full', 'Two', 'Well', 'Zu']);
    expect(told.sums).toMatchObject({
      waiting: { count: 102, isMore: true },
      ...{ contacts: 0, messagesToday: 0 },
      online: 3,
      offline: 1,
      needing: 3,
      active: 4,
    });
  });
});
