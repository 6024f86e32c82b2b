import type { Logger } from '@recado/runtime/logger';
import { Inngest } from 'inngest';

/** The name under which every engine knows our functions. */
export const APP_ID = 'recado';

export type ClientConfig = {
  /** Where the engine's API is: Inngest's address, or any name when `fetch` leads to the embedded executor. */
  baseUrl: string;
  signingKey: string;
  eventKey: string;
  log: Logger;
  release?: string;
  /** How the SDK reaches the engine; in embedded mode the executor itself, without a port between. */
  fetch?: typeof fetch;
};

export type JobClient = Inngest;

/** The SDK's client. Always in cloud mode: in dev mode the SDK checks no signature. */
export function createClient(config: ClientConfig): JobClient {
  const log = config.log.child({ part: 'sdk' });
  return new Inngest({
    id: APP_ID,
    isDev: false,
    baseUrl: config.baseUrl,
    signingKey: config.signingKey,
    eventKey: config.eventKey,
    ...(config.release ? { appVersion: config.release } : {}),
    ...(config.fetch ? { fetch: config.fetch } : {}),
    logger: quiet(log),
    internalLogger: quiet(log),
  });
}

/** The SDK logs with any number of arguments and tells of every run; what it warns of is kept, with an error under its usual name. */
function quiet(log: Logger) {
  const tell =
    (level: 'warn' | 'error' | 'debug') =>
    (...parts: unknown[]): void => {
      const error = parts.find((part) => part instanceof Error);
      const text = parts.filter((part) => typeof part === 'string').join(' ');
      log[level]({ err: error }, text);
    };
  return { info: tell('debug'), warn: tell('warn'), error: tell('error'), debug: tell('debug') };
}
