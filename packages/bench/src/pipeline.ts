// program: messages both ways beside bare Baileys, time to the painted bubble, memory of idle numbers. --only a,b --rounds N --profile DIR --functions
import { parseArgs } from 'node:util';
import { idleMemory } from './pipeline/idle-memory.ts';
import { paintLatency } from './pipeline/paint-latency.ts';
import { type Direction, saturation } from './pipeline/saturation.ts';
import { finish, type Result } from './report.ts';

const PARTS = ['inbound', 'outbound', 'memory', 'latency'];
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: PARTS.join() },
    rounds: { type: 'string', default: '7' },
    inbound: { type: 'string', default: '100' },
    outbound: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '30' },
    running: { type: 'string' },
    profile: { type: 'string' },
    functions: { type: 'boolean', default: false },
  },
});
const wanted = values.only.split(',');
const unknown = wanted.filter((part) => !PARTS.includes(part));
if (unknown.length > 0) throw new Error(`there is no ${unknown.join()}; there are ${PARTS.join()}`);
const directions = (['inbound', 'outbound'] as const).filter((part: Direction) => wanted.includes(part));

const results: Result[] = [];
if (directions.length > 0)
  results.push(
    ...(await saturation({
      numbers: 10,
      customers: 20,
      inbound: Number(values.inbound),
      outbound: Number(values.outbound),
      rounds: Number(values.rounds),
      directions,
      tracksFunctions: values.functions,
      ...(values.profile ? { flags: ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] } : {}),
    })),
  );
if (wanted.includes('memory')) results.push(...(await idleMemory({ first: 10, last: 50 })));
if (wanted.includes('latency'))
  results.push(...(await paintLatency({ seconds: Number(values.seconds), running: values.running })));
process.exit(finish('pipeline', results));
