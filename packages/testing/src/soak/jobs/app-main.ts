import http from 'node:http';
import { Inngest } from 'inngest';
import { serve } from 'inngest/node';
import { openJournal } from './journal.ts';
import { takeSettings } from './settings.ts';
import { workloadFunctions } from './workload.ts';

const settings = takeSettings();
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const inngest = new Inngest({
  id: 'proof',
  eventKey: settings.eventKey,
  signingKey: settings.signingKey,
  isDev: false,
  baseUrl: `http://127.0.0.1:${settings.executorPort}`,
  logger: quiet,
});
const functions = workloadFunctions(inngest, openJournal(settings.folder));
http
  .createServer(serve({ client: inngest, functions, servePath: '/api/inngest', enableUnauthedSync: false }))
  .listen(settings.appPort, '127.0.0.1');
