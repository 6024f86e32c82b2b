import { afterAll, beforeAll, test } from 'vitest';
import { tryHistories } from '../src/billing/histories.ts';
import { type Door, openDoor } from '../src/billing/world.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';

let db: TestDatabase;
let door: Door;
beforeAll(async () => {
  db = await createDatabase();
  door = await openDoor(db);
});
afterAll(async () => {
  await door.close();
  await db.drop();
});

// `npm run soak -- billing` tries two thousand
test('whatever an account does and however it is told, what is kept of it is what its provider says', async () => {
  await tryHistories(db, door, { cases: 40, seed: 20_261_128 });
}, 120_000);
