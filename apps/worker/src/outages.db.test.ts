import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { seeded } from '../../../packages/testing/src/soak/seeded.ts';
import type { Services } from './services.ts';
import { openWorkerHouse, until, type WorkerHouse } from './testing/worker-house.ts';

// a busy machine is slow, not wrong
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const CUSTOMERS = ['34611000001', '34611000002', '34611000003'];
const MESSAGES = 150;
const SEED = Date.now() % 90_000;

let house: WorkerHouse;
let breaks: 'before' | 'after' | null = null;
let forMs = 0;
let goneUntil = 0;
beforeAll(async () => {
  house = await openWorkerHouse({ seed: `outages ${SEED}` });
  await house.start({}, { db: leaving(house.services.db) });
});
afterAll(() => house.close());

/** The pool as it is, but that any call may be the one that loses its server, before or after the server did it. */
function leaving(db: Services['db']): Services['db'] {
  const gone = () => Promise.reject(Object.assign(new Error('terminating connection'), { code: 'CONNECTION_CLOSED' }));
  return ((strings: TemplateStringsArray, ...values: never[]) => {
    if (performance.now() < goneUntil) return gone();
    if (breaks === null) return db(strings, ...values);
    const when = breaks;
    breaks = null;
    goneUntil = performance.now() + forMs;
    return when === 'before' ? gone() : db(strings, ...values).then(gone);
  }) as unknown as Services['db'];
}

test(`a database that comes and goes while both sides write: all of it once, in order (seed ${SEED})`, async () => {
  const random = seeded(SEED);
  const number = '34600000999';
  const { id: workspaceId } = await house.addWorkspace();
  const channelId = await house.addChannel(workspaceId);
  await house.pair(channelId, number);
  const rows = () => house.messages(channelId);
  const written = new Map<string, string[]>(CUSTOMERS.map((from) => [from, []]));
  const write = async (from: string, text: string, addressing: 'pn' | 'lid' = 'pn') => {
    written.get(from)?.push((await house.simulator.send({ from, account: number, text, addressing })).id);
  };
  const threads = new Map<string, string>();
  for (const from of CUSTOMERS) {
    await write(from, 'hola');
    await until(async () => (await rows()).length === threads.size + 1);
    const first = (await rows()).find((row) => row.provider_id === written.get(from)?.[0]);
    threads.set(from, first?.conversation_id as string);
  }

  let isOver = false;
  const outages = (async () => {
    while (!isOver) {
      await new Promise((resolve) => setTimeout(resolve, 50 + random() * 500));
      forMs = random() < 0.5 ? 0 : random() * 700;
      breaks = random() < 0.5 ? 'before' : 'after';
    }
    breaks = null;
  })();
  const answers: string[] = [];
  for (let n = 0; n < MESSAGES; n++) {
    const from = CUSTOMERS[n % CUSTOMERS.length] as string;
    await write(from, `entra ${n}`, random() < 0.5 ? 'pn' : 'lid');
    if (n % 2 === 1) answers.push(await house.queue(workspaceId, threads.get(from) as string, `sale ${n}`));
    await new Promise((resolve) => setTimeout(resolve, random() * 50));
  }
  isOver = true;
  await outages;

  const open = async () => {
    const all = await rows();
    return {
      missing: MESSAGES + CUSTOMERS.length + answers.length - all.length,
      undecryptable: all.filter((row) => row.kind === 'undecryptable').length,
      undelivered: all.filter((row) => row.direction === 'out' && row.status < 4).length,
    };
  };
  await until(async () => Object.values(await open()).every((n) => n === 0), 'everything', open, 90_000);
  for (const [from, ids] of written) {
    const own = (await rows()).filter((row) => row.conversation_id === threads.get(from));
    expect(own.filter((row) => row.direction === 'in').map((row) => row.provider_id)).toEqual(ids);
  }
  const shown = CUSTOMERS.flatMap((customer) =>
    house.simulator
      .messages({ account: number, customer, phone: 'customer' })
      .filter((each) => each.direction === 'out'),
  );
  expect(shown.map((each) => each.id).sort()).toEqual([...answers].sort());
});
