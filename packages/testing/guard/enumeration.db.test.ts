import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { type Comparison, compareAnswers, mannWhitney } from '../src/soak/enumeration.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.drop());

describe('comparing times', () => {
  const even = Array.from({ length: 40 }, (_, n) => 100 + (n % 20));

  test('finds no difference where there is none and one of a few milliseconds where there is', () => {
    expect(mannWhitney(even, [...even].reverse())).toBeGreaterThan(0.9);
    expect(
      mannWhitney(
        even,
        even.map((ms) => ms + 0.5),
      ),
    ).toBeGreaterThan(0.05);
    expect(
      mannWhitney(
        even,
        even.map((ms) => ms + 8),
      ),
    ).toBeLessThan(0.001);
  });
});

test('every way in says and takes the same for an e-mail or a number that somebody has and one that nobody has', async () => {
  // chance alone calls times different once in twenty comparisons: a difference that is there is found every time
  const differs = new Map<string, number>();
  let seed = 31;
  for (let round = 0; round < 3; round += 1) {
    const compared: Comparison[] = await compareAnswers({
      adminUrl: db.adminUrl,
      webUrl: db.webUrl,
      samples: 20,
      seed: seed++,
    });
    for (const { way, answers, p } of compared) {
      const [told, ...others] = new Set([...answers.known, ...answers.unknown]);
      // a way that is not there would say the same to everybody too
      expect([way, told?.slice(0, 3), others]).toEqual([way, way === 'log in' ? '401' : '200', []]);
      if (p < 0.05) differs.set(way, (differs.get(way) ?? 0) + 1);
    }
    if (differs.size === 0) break;
  }
  expect([...differs].filter(([, rounds]) => rounds === 3)).toEqual([]);
}, 300_000);
