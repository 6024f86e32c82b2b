import { test } from 'vitest';
import { tryHistories } from '../src/billing/histories.ts';

// `npm run soak -- billing` tries two thousand
test('whatever an account does and however it is told, what is kept of it is what its provider says', async () => {
  await tryHistories({ cases: 300, seed: 20_261_128 });
}, 300_000);
