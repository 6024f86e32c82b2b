import '@recado/runtime/silence-console';
import { connect, createHints, listenHints } from '@recado/db';
import { diskStorage } from '@recado/integrations/storage';
import { loadKeyring } from '@recado/runtime/crypto';
import { createLogger } from '@recado/runtime/logger';
import { readWorkerConfig } from '../env.ts';
import type { Services } from '../services.ts';
import { startWorker } from '../start-worker.ts';
import { quickTiming } from './worker-house.ts';

/**
 * The worker in a process of its own that kills itself at a chosen moment:
 * `received` the moment an inbound message is in its conversation by the transaction that moved its ratchet, `staged` when it is
 * committed beside its ratchet, `stored` when it has come from there into its conversation,
 * `claimed` when a message was taken to be sent, `acked` when the server has accepted it and nothing is written down yet.
 */
const moment = process.argv[2] ?? 'never';
const config = readWorkerConfig();
const die = (): void => {
  process.kill(process.pid, 'SIGKILL');
};
const db = connect(config.databaseUrl, { name: 'dying-worker', max: 6 });
const watched = ((strings: TemplateStringsArray, ...values: never[]) => {
  const text = strings.join('?');
  if (moment === 'acked' && text.includes('app.advance_delivery')) die();
  // as if it needed more than a place in a thread
  const isRefused = (moment === 'staged' || moment === 'stored') && text.includes('wa.commit_received');
  const query = isRefused ? Promise.resolve([{ done: false }]) : db(strings, ...values);
  const dieOn = {
    received: 'wa.commit_received',
    staged: 'wa.commit_keys',
    stored: 'app.receive_messages',
    claimed: 'app.claim_queued',
  }[moment];
  if (!dieOn || !text.includes(dieOn)) return query;
  return query.then((rows) => {
    if (rows.length > 0) die();
    return rows;
  });
}) as unknown as Services['db'];

await startWorker(
  {
    db: watched,
    keyring: loadKeyring(config.keys),
    hints: createHints(connect(config.databaseUrl, { name: 'dying-worker-hints', max: 1 })),
    storage: diskStorage(config.mediaDir),
    log: createLogger({ name: 'dying-worker', level: config.logLevel }),
    driver: config.driver,
    mediaDir: config.mediaDir,
    timing: quickTiming,
    isPaced: false,
  },
  {
    maxChannels: 10,
    listen: (handler) =>
      listenHints(
        config.databaseUrl,
        (hint) => {
          if (hint.kind === 'wanted') handler.onWanted();
          if (hint.kind === 'queued') handler.onQueued(hint.channelId);
        },
        { onResume: handler.onResume },
      ),
  },
);
