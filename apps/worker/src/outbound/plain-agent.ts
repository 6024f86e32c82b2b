import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { isLoopback } from '../env.ts';

/**
 * The client uploads over https only; the simulator listens in plain. This agent dials the simulator's port on this machine and
 * refuses every other host.
 */
export class PlainLoopbackAgent extends https.Agent {
  override createConnection(options: { host?: string | null; port?: number | string | null }): Duplex {
    const host = String(options.host);
    if (!isLoopback(host)) throw new Error(`The simulator's agent reaches this machine only, not ${host}.`);
    return net.connect({ host, port: Number(options.port) });
  }
}
