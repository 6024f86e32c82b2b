import { expect, it } from 'vitest';
import { tellRefusals } from './tell-refusals.ts';

it('writes at the end what was not written yet, and only that', async () => {
  const written: object[] = [];
  const counts = { wrongKey: 2, tooLarge: 0 };
  const open = () =>
    tellRefusals({
      read: async () => ({ ...counts }),
      write: async (fresh) => void written.push(fresh),
      onError: () => {},
    });
  const teller = open();
  await teller.stop();
  counts.tooLarge = 1;
  await teller.stop();
  expect(written).toEqual([{ wrongKey: 2 }, { tooLarge: 1 }]);
});

it('writes again what could not be written', async () => {
  const written: object[] = [];
  const errors: unknown[] = [];
  let isAway = true;
  const teller = tellRefusals({
    read: async () => ({ wrongKey: 1 }),
    async write(fresh) {
      if (isAway) throw new Error('the database is away');
      written.push(fresh);
    },
    onError: (error) => errors.push(error),
  });
  await teller.stop();
  isAway = false;
  await teller.stop();
  expect([written, errors.length]).toEqual([[{ wrongKey: 1 }], 1]);
});
