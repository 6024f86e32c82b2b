// A web process of its own for races: told its database and keys by its parent, it answers its port and the ways in.
import { randomUUID } from 'node:crypto';
import { listDeskPages } from './list-desk-pages.ts';
import { listEntrances } from './list-entrances.ts';
import { startFrontDoor } from './start-front-door.ts';

type Told = { webUrl: string; keys: string; pool: number; trustedProxies?: number; withScreens?: boolean };

process.once('message', async (told: Told) => {
  const door = await startFrontDoor(told, told);
  process.send?.({ port: door.port, entrances: told.withScreens ? eachScreen() : listEntrances() });
  process.once('disconnect', () => void door.close().then(() => process.exit(0)));
});

/** The ways in with every screen as one of its own in place of a page that stands for all. */
const eachScreen = () => [
  ...listEntrances().filter(({ name }) => name !== 'page'),
  ...listDeskPages(randomUUID()).map((name) => ({ kind: 'screen', name })),
];
