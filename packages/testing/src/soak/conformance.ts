// program: our promises of Inngest against any server. --server URL --event-key K --signing-key K [--serve-host URL] [--port N] [--only slug,slug]
import { parseArgs } from 'node:util';
import { openApp } from '../conformance/app.ts';
import type { Engine } from '../conformance/engine.ts';
import { scenarios } from '../conformance/index.ts';

const { values } = parseArgs({
  options: {
    server: { type: 'string' },
    'event-server': { type: 'string' },
    'event-key': { type: 'string' },
    'signing-key': { type: 'string' },
    'serve-host': { type: 'string' },
    port: { type: 'string', default: '3939' },
    patience: { type: 'string', default: '12' },
    only: { type: 'string' },
  },
});
const { server, 'event-key': eventKey, 'signing-key': signingKey } = values;
if (!server || !eventKey || !signingKey) {
  console.error(
    'recado  needs --server http://… --event-key … --signing-key …; --serve-host is the origin under which that server reaches this machine',
  );
  process.exit(2);
}
const engine: Engine = {
  apiUrl: server,
  eventUrl: values['event-server'] ?? server,
  eventKey,
  signingKey,
  patience: Number(values.patience),
};
const only = values.only?.split(',');
const chosen = scenarios.filter(({ slug }) => only === undefined || only.includes(slug));
const app = await openApp({
  engine,
  scenarios: chosen,
  port: Number(values.port),
  // whoever gives another address wants to be reached from elsewhere; every call must be signed all the same
  ...(values['serve-host'] ? { host: '0.0.0.0', serveOrigin: values['serve-host'] } : {}),
});
await app.register();
console.log(`recado  ${chosen.length} scenarios against ${server}, which calls ${app.url}`);

let failed = 0;
await Promise.all(
  chosen.map(async (scenario) => {
    const trouble = await app.run(scenario).then(
      () => undefined,
      (error: unknown) => error as Error,
    );
    if (trouble) failed += 1;
    console.log(`recado  ${trouble ? 'FAILED' : 'fine  '}  ${scenario.slug.padEnd(20)} ${scenario.name}`);
    if (trouble) console.log(`        ${trouble.message.replaceAll('\n', '\n        ')}`);
  }),
);
await app.close();
console.log(`${chosen.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
