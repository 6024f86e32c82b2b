// A web process of its own for races: told its database and keys by its parent, it answers its port and the ways in.
import { listEntrances } from './list-entrances.ts';
import { startFrontDoor } from './start-front-door.ts';

process.once('message', async (told: { webUrl: string; keys: string; pool: number; trustedProxies?: number }) => {
  const door = await startFrontDoor(told, told);
  process.send?.({ port: door.port, entrances: listEntrances() });
  process.once('disconnect', () => void door.close().then(() => process.exit(0)));
});
