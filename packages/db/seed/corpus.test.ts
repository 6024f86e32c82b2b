import { expect, test } from 'vitest';
import { parseDialogues } from './corpus.ts';
import { demoWorkspaces } from './people.ts';
import { pictureNames } from './pictures.ts';
import { createChance } from './random.ts';
import { makeWorkspaceRows } from './workspace-rows.ts';

const make = (now: string, seed = 7) => {
  const chance = createChance(seed);
  const taken = new Set<string>();
  return demoWorkspaces.map((demo) =>
    makeWorkspaceRows({
      demo,
      workspaceId: demo.key,
      staff: [{ author: { id: 'one', name: 'Marta' }, share: 0.7 }],
      now: Date.parse(now),
      pictures: null,
      taken,
      chance,
    }),
  );
};

test.each(demoWorkspaces)('$name has enough to talk about, and every sentence can be filled', ({ trade }) => {
  const dialogues = parseDialogues(trade.dialogues);
  expect(dialogues.length).toBeGreaterThanOrEqual(25);
  expect(new Set(dialogues.map((one) => one.id)).size).toBe(dialogues.length);
  const known = ',n n saludo dia dia2 hora hora2 lashora lashora2 fecha mes'.split(' ');
  for (const dialogue of dialogues) {
    for (const turn of dialogue.turns) {
      expect(['c', 's']).toContain(turn.who);
      if (turn.picture) expect(pictureNames).toContain(turn.picture);
      for (const text of turn.variants) {
        for (const [, key = ''] of text.matchAll(/\{([^}]+)\}/g)) {
          const name = key.charAt(0).toLowerCase() + key.slice(1);
          const [slot = '', part = '0'] = name.split('.');
          if (known.includes(name) || name.includes('/')) continue;
          expect(trade.slots[slot], `${dialogue.id}: {${key}}`).toBeDefined();
          for (const entry of trade.slots[slot] ?? []) expect(entry.split(';')[Number(part)]).toBeDefined();
        }
      }
    }
  }
});

test('the same seed and instant tell the same story; the clock of the start does not matter', () => {
  expect(make('2026-11-19T17:20:00Z')).toEqual(make('2026-11-19T17:20:00Z'));
  for (const now of [
    '2026-01-01T03:10:00Z',
    '2026-11-21T00:00:00Z',
    '2026-03-29T01:30:00Z',
    '2026-08-15T12:00:00Z',
    '2026-10-25T00:30:00Z',
  ])
    for (const rows of make(now)) {
      expect(rows.message.every((row) => (row.occurred_at as string) < new Date(now).toISOString())).toBe(true);
      expect(rows.conversation.length).toBeGreaterThan(60);
      expect(rows.message.length).toBeGreaterThan(1500);
      expect(rows.message.length).toBeLessThan(3000);
      expect(rows.message.filter((row) => row.status === 2)).toHaveLength(1);
      expect(rows.conversation.filter((row) => (row.unread_count as number) > 0).length).toBeGreaterThanOrEqual(3);
    }
}, 20_000);

test('the texts read as finished Spanish, and ten conversations seldom say the same sentence', () => {
  for (const rows of make('2026-11-19T17:20:00Z')) {
    for (const { body } of rows.message)
      expect(body).not.toMatch(/[{}[\]|]|undefined|(?<!\p{L})(de|a) el [a-z]|^[,.]|\/\/| {2}/u);
    const newest = [...rows.conversation].sort((one, other) =>
      (one.last_message_at as string) < (other.last_message_at as string) ? 1 : -1,
    );
    for (let from = 0; from + 10 <= newest.length; from += 10) {
      const ids = new Set(newest.slice(from, from + 10).map((row) => row.id));
      const sentences = rows.message.filter((row) => ids.has(row.conversation_id)).map((row) => row.body as string);
      const long = sentences.filter((text) => text.length > 30);
      expect(new Set(long).size / long.length).toBeGreaterThan(0.86);
    }
  }
});

test('numbers are of made-up ranges and no two businesses share one', () => {
  const numbers = make('2026-11-19T17:20:00Z').flatMap((rows) =>
    rows.contact_identity.filter((row) => row.kind === 'wa_pn').map((row) => row.value as string),
  );
  expect(new Set(numbers).size).toBe(numbers.length);
  for (const number of numbers) expect(number).toMatch(/^346\d\d000\d{3}$/);
});
