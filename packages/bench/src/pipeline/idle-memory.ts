import { type Result, show } from '../report.ts';
import { openStage } from './stage.ts';
import { addNumbers, pairNumbers, startWorker } from './worker-process.ts';

/**
 * What one more number costs that is connected and has nothing to do: resident memory of the worker after a collection, with all
 * numbers less with the first ones. Once while the process grows (pairing included) and once after a restart.
 */
export async function idleMemory(options: { first: number; last: number }): Promise<Result[]> {
  const stage = await openStage();
  const database = await stage.newDatabase();
  const numbers = Array.from({ length: options.last }, (_, index) => String(34_610_000_000 + index));
  const further = options.last - options.first;
  try {
    const few = await addNumbers(database.admin, numbers.slice(0, options.first), 10);
    let worker = await startWorker(stage, database, { inspect: true });
    await pairNumbers(stage, database, few);
    const grownFew = await settled(worker.residentMb);
    const more = await addNumbers(database.admin, numbers.slice(options.first), 10);
    await pairNumbers(stage, database, more);
    const grownAll = await settled(worker.residentMb);
    await worker.stop();

    await database.admin`update app.channel set wanted = 'closed' where id in ${database.admin(more.map(({ channelId }) => channelId))}`;
    worker = await startWorker(stage, database, { inspect: true });
    await untilOpen(few.length);
    const againFew = await settled(worker.residentMb);
    await worker.stop();
    await database.admin`update app.channel set wanted = 'open', wanted_seq = wanted_seq + 1`;
    worker = await startWorker(stage, database, { inspect: true });
    await untilOpen(numbers.length);
    const againAll = await settled(worker.residentMb);
    await worker.stop();

    const unit = 'MB';
    return [
      show({ name: `worker with ${options.first} idle numbers`, unit, samples: [grownFew] }),
      show({ name: `worker with ${options.last} idle numbers`, unit, samples: [grownAll] }),
      show({ name: 'memory per further idle number', unit, samples: [(grownAll - grownFew) / further], most: 3 }),
      show({
        name: 'memory per further idle number, restarted',
        unit,
        samples: [(againAll - againFew) / further],
        most: 3,
      }),
    ];
  } finally {
    await stage.close();
  }

  async function untilOpen(count: number): Promise<void> {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const accounts = await stage.control.get<{ online: boolean }[]>('accounts');
      if (accounts.filter(({ online }) => online).length === count) return;
      if (Date.now() > deadline) throw new Error(`${count} numbers did not come online again`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** The client does some work for a few seconds after it has opened. */
async function settled(measure: () => Promise<number>): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 5000));
  return await measure();
}
