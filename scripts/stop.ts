import path from 'node:path';
import { readEmbeddedEnv } from '@recado/embedded/env';
import { holderOf } from '@recado/embedded/leftovers';
import { waitForEnd } from '@recado/embedded/processes';
import { ROOT, say } from './terminal.ts';

/** `npm run stop`: ends the installation that runs on this data folder, from another terminal. */
export async function stop(): Promise<number> {
  const folder = path.resolve(ROOT, readEmbeddedEnv().RECADO_DATA_DIR ?? '.data');
  const pid = holderOf(folder);
  if (!pid) {
    say(`nothing runs on ${folder}`);
    return 0;
  }
  process.kill(pid, 'SIGTERM');
  const ended = await waitForEnd(pid, 15_000);
  say(ended ? 'stopped' : `process ${pid} has not ended after 15 s; its logs are in ${path.join(folder, 'logs')}`);
  return ended ? 0 : 1;
}
